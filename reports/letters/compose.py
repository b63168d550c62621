"""An entry, a kind of letter and its languages become a letter: subject, text and HTML."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from intake.config.languages import places
from intake.config.models import Call, LocalWords
from intake.model.addresses import same
from intake.model.submission import Address
from registry.letters.kinds import KINDS
from registry.store.codes import LetterKind
from reports.letters import formats
from reports.letters.brief_names import TABLED, named_briefly
from reports.letters.entry_part import ASKING, EntryView, MaterialView, Room, TextView, part, presentable
from reports.letters.own_words import OWN, own_blocks, with_blocks
from reports.letters.page_style import page_head
from reports.letters.sandbox import sandbox
from reports.letters.sentences import ROOM
from reports.letters.times import When
from validators.disposition import Disposition

__all__ = ["EntryView", "Letter", "LetterRequest", "MaterialView", "TextView", "compose_letter"]
MOST_ENTRIES = 16  # shown in one letter; more are named by their references
MOST_REFERENCES = 3  # in a subject; a mail with thirty authors would fill it
RULE = "—" * 24


@dataclass(frozen=True)
class Announced:
    """What an announcement says in one language."""

    subject: str
    text: str


@dataclass(frozen=True)
class Enclosure:
    """A file that leaves with a letter."""

    name: str
    data: bytes = field(repr=False)
    form: bool = False  # the call's form, to be filled in
    filled: bool = False  # what is known stands in it
    anew: bool = False  # a copy of what the sender's file says, in another format


@dataclass(frozen=True, kw_only=True)
class LetterRequest:
    """Everything a letter is made of. `written_at` chooses the deadline named; `desk` is the address for questions."""

    kind: str  # a LetterKind
    call: Call
    call_id: str = ""  # for templates/<language>/<call_id>/
    office: LocalWords
    entries: tuple[EntryView, ...]
    recipient: Address
    original_subject: str = ""
    written_at: datetime | None = None
    desk: str = ""
    changed: bool = False  # it goes to one who did not write the mail it is about
    languages: tuple[str, ...] = ()  # () = as the call says
    announced: Mapping[str, Announced] = field(default_factory=dict)  # language -> what an announcement says
    enclosed: tuple[Enclosure, ...] = ()
    marked: tuple[Enclosure, ...] = ()  # the sender's own sheets among them, with cells marked


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A composed letter, not yet bytes."""

    kind: str
    subject: str
    text: str
    html: str
    recipient: Address
    references: tuple[str, ...]  # of the entries, e.g. IF2026-0001
    revisions: tuple[int, ...]
    languages: tuple[str, ...]
    reply_to: str = ""
    office: str = ""  # who signs it, in its first language
    enclosed: tuple[Enclosure, ...] = ()
    apart: str = ""  # tells two letters of the same words to one person apart


def compose_letter(request: LetterRequest) -> Letter:
    """Compose one letter in all its languages, first language first.

    Raises jinja2.TemplateError for a broken template and KeyError for a rule without phrases.
    """
    languages = request.languages or request.call.languages
    contexts = {language: _context(request, language) for language in languages}
    titles = [_render(request, language, "subject.j2", contexts[language]) for language in languages]
    texts = [tidied(_render(request, language, "letter.txt.j2", contexts[language])) for language in languages]
    parts = [Markup(_render(request, language, "letter.html.j2", contexts[language])) for language in languages]  # noqa: S704 - autoescaped
    answers = "" if request.announced else "Re: "
    subject = f"{answers}{_references(request, languages)} {' / '.join(title.strip() for title in titles)}"
    guide = " ".join(formats.guide(languages[0], other) for other in languages[1:])
    return Letter(
        kind=request.kind,
        subject=subject,
        text=f"\n\n{RULE}\n\n".join(texts if len(texts) == 1 else [f"{guide}\n\n{texts[0]}", *texts[1:]]) + "\n",
        html=framed(languages, subject, guide, parts),
        recipient=request.recipient,
        references=tuple(entry.reference for entry in request.entries),
        revisions=tuple(entry.revision for entry in request.entries),
        languages=tuple(languages),
        reply_to=request.call.reply_to,
        office=request.call.said(request.office, languages[0]),
        enclosed=request.enclosed,
    )


def framed(languages: Sequence[str], subject: str, guide: str, parts: Sequence[Markup]) -> str:
    """Return a letter's page: its parts in each language, one below the other."""
    frame = _environment(places()).get_template("frame.html.j2")
    return frame.render(languages=languages, subject=subject, guide=guide, parts=parts, page_head=page_head())


def tidied(text: str) -> str:
    """Return a rendered text with at most one empty line between paragraphs and no blanks at line ends."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _context(request: LetterRequest, language: str) -> dict[str, Any]:
    """Return what templates may use in one language."""
    call = request.call
    words = _words(language)
    shown, others = request.entries[:MOST_ENTRIES], request.entries[MOST_ENTRIES:]
    shown = () if request.announced else named_briefly(shown)
    room = Room.among(len(shown))
    entries = [part(replace(entry, room=room), _kind(request, entry), call, language, words) for entry in shown]
    asked = [point for entry in entries for point in entry.points]
    timed = all(point.when for point in asked) if asked else any(entry.coming for entry in entries)
    deadline = _deadline(request)
    # it stands in quotation marks itself
    subject = formats.clean(request.original_subject, 60).translate(str.maketrans("“”", "‘’"))
    return {
        "language": language,
        "changed": request.changed,
        "title": call.said(call.title, language),
        "office": call.said(request.office, language),
        "phone": getattr(request.office, "phone", ""),
        "name": _name(request),
        "entries": entries,
        "plain": sum(len(entry.rows) for entry in entries) > TABLED,
        "total": len(request.entries),
        "others": [entry.reference for entry in (others[0], others[-1])] if others else [],
        "asks": any(_kind(request, entry) in ASKING for entry in request.entries) or any(entry.points for entry in entries),
        "by_times": any(point.when is When.AHEAD for point in asked) or (not asked and any(entry.coming for entry in entries)),
        "overdue": any(point.when is When.PAST for point in asked),
        "timed": call.timed,
        "looked": all(entry.looked for entry in request.entries) and any(point.when is When.PAST for point in asked),
        "all_fine": all(_kind(request, entry) == LetterKind.ACKNOWLEDGEMENT for entry in request.entries),
        "deadline": formats.moment(deadline, call.timezone, language) if deadline and not timed else "",
        "original_subject": "" if any(mark in subject for mark in ("://", "www.", f"{call.reference}-")) else subject,
        **(own := {name: call.said(call.wording[key], language) if key in call.wording else "" for name, key in OWN.items()}),
        "noun": own["own_noun"] or str(words.noun(_judged(call))),
        "desk": request.call.reply_to or request.desk,
        "marked": request.marked,
        "announced": request.announced.get(language),
        "form_files": [item for item in request.enclosed if item.form],
        "reference": request.entries[0].reference,
    }


def _judged(call: Call) -> bool:
    """Tell whether somebody judges what is sent in: then it is a contribution, else papers that an office gathers."""
    return any(slot.judged for slot in call.slots.values())


def _kind(request: LetterRequest, entry: EntryView) -> str:
    """Return the kind of one entry's part: the letter's own when it stands alone."""
    if entry.kind:
        return entry.kind
    return request.kind if len(request.entries) == 1 else KINDS[Disposition(entry.state)]


def _deadline(request: LetterRequest) -> datetime | None:
    """Return the entries' own date where staff gave one, else the announced end; within the grace the real one; None once even
    that has passed."""
    window, now = request.call.window, request.written_at
    own = [entry.until for entry in request.entries if entry.until]
    if len(own) == len(request.entries) and (now is None or now < min(own)):
        return min(own)
    if now is None or now < window.closes:
        return window.closes
    return window.ends if now < window.ends else None


def _name(request: LetterRequest) -> str:
    """Return whom to greet: the author when they wrote themselves, else the sender's own name if it is presentable."""
    authors = [entry.author for entry in request.entries if entry.author and same(entry.author.email, request.recipient.email)]
    named = presentable(authors[0].name) if len(request.entries) == 1 and authors else ""
    return named or presentable(request.recipient.name)


def _references(request: LetterRequest, languages: tuple[str, ...]) -> str:
    """Return the references for the subject, each in brackets; of many the first few and how many they are."""
    names = [f"[{entry.reference}]" for entry in request.entries]
    if len(names) <= MOST_REFERENCES:
        return " ".join(names)
    return f"{' '.join(names[:MOST_REFERENCES])} {_words(languages[0]).more(len(names), len(names) - MOST_REFERENCES)}"


def _render(request: LetterRequest, language: str, layout: str, context: dict[str, Any]) -> str:
    """Render one layout; a call's own template stands before the common one."""
    own = [f"{language}/{request.call_id}/{request.kind}.j2"] if request.call_id else []
    environment = _environment(places(), html="html" in layout)
    template = environment.select_template([*own, f"{language}/{request.kind}.j2"])
    if blocks := own_blocks(request.call, request.kind, language):
        template = with_blocks(environment, template.name or "", blocks, html="html" in layout)
    return template.render(**context, layout=layout)


def _words(language: str) -> Any:
    """Return the macros of one language, unescaped: their results are values that templates escape."""
    return _environment(places(), html=False).get_template(f"{language}/words.j2").module


@functools.lru_cache
def _environment(folders: tuple[Path, ...], *, html: bool = True) -> ImmutableSandboxedEnvironment:
    """Return the sandbox of letters; escaping is on for HTML whatever a template is called."""
    made = sandbox(
        *(folder / ROOM / "templates" for folder in folders),
        escapes=select_autoescape(default=html, default_for_string=html, enabled_extensions=(), disabled_extensions=()),
    )
    made.filters |= {"paragraphs": _paragraphs, "the": formats.with_the}
    return made


def _paragraphs(text: str) -> Markup:
    """Wrap what blank lines part into paragraphs; lines within one are kept."""
    found = [chunk.strip() for chunk in re.split(r"\n\s*\n", text) if chunk.strip()]
    opened = Markup('<p style="margin:0 0 12px;">')
    # Splitting Markup gives plain str: what was escaped already must not be escaped again.
    safe = [Markup(chunk) if isinstance(text, Markup) else escape(chunk) for chunk in found]  # noqa: S704
    return Markup("\n").join(opened + chunk + Markup("</p>") for chunk in safe)
