"""The answer to a mail of staff: what was done, what not and why, links for what is open, and the letters that will leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake.config.languages import phrases
from registry.desk.desk import Desk
from registry.read.entries import read_entry
from registry.staff.answers import StaffAnswer
from registry.staff.keys import ANYWAY, CONFIRM, UNDO, Grant
from registry.staff.pages import page_key
from registry.staff.told import GOOD, Became, Item
from registry.store.codes import Action
from reports.digest.links import ActionLink, DigestReader, links_for, order_link
from reports.letters.page_style import page_head
from reports.letters.preview import LetterWanted, PreviewProblem, letter_for
from reports.letters.sandbox import PAGES, sandbox
from reports.letters.staff_words import StaffWords
from reports.staff.sentences import ROOM, AnswerLine, line_of

TEMPLATES = Path(__file__).with_name("templates")
LETTERS = 40_000  # characters of letters that are shown in full
QUOTED = frozenset({Became.DONE, Became.UNDONE, Became.JOINED, Became.AMENDED})  # what will leave is shown
OFFERED = frozenset(
    {
        Became.UNDONE,
        Became.CHANGED,
        Became.OLD,
        Became.LEFT,
        Became.LATE,
        Became.NOT_HELD,
        Became.ALREADY,
    }
)


@dataclass(frozen=True, kw_only=True)
class AnswerMail:
    """A composed answer, not yet bytes."""

    subject: str
    text: str
    html: str


def compose_answer(desk: Desk, answer: StaffAnswer) -> AnswerMail:
    """Compose an answer in the staff's languages; its links are made for its reader alone."""
    words = StaffWords(ROOM, desk.config.staff_languages)
    items = answer.told.items
    reader = DigestReader(address=answer.address, made_at=answer.page.made_at)
    lines = [(line_of(desk, item), _links(desk, item, reader)) for item in items]
    due = [item for item in items if item.letter is not None and item.became in QUOTED]
    letters = _letters(desk, due, words)
    done = sum(item.became in GOOD for item in items)
    context: dict[str, Any] = {
        "t": lambda *keys, **values: words.line(*keys, **values),
        "languages": words.languages,
        "good": [each for each in lines if each[0].good],
        "bad": [each for each in lines if not each[0].good],
        "letters": letters,
        "more_letters": len(due) - len(letters),
        "confirm": _batch(desk, answer, reader, CONFIRM, answer.told.batch),
        "undo": _undo_all(desk, answer, reader, words),
        "waiting": sum(item.became is Became.WAITS for item in items),
        "help": _help(words.languages) if _needs_help(items) else [],
        "key": page_key(desk.mark, answer.page),
    }
    subject = words.first("subject", done=str(done), rest=str(len(items) - done))
    environment = _environment()
    return AnswerMail(
        subject=subject,
        text=environment.get_template("answer.txt.j2").render(context, subject=subject),
        html=environment.get_template("answer.html.j2").render(context, subject=subject),
    )


def _links(desk: Desk, item: Item, reader: DigestReader) -> list[ActionLink]:
    """Return what can be done next: undo what was done, decide anew what was not."""
    entry = read_entry(desk.db, item.reference) if item.reference else None
    if entry is None:
        return []
    if item.became is Became.DONE:
        return links_for(desk, entry, reader, [UNDO])
    if item.became is Became.MISSING:
        return [*links_for(desk, entry, reader, [ANYWAY]), *links_for(desk, entry, reader)]
    if item.became in {Became.NOTE, Became.FINDING}:  # the same once more, with room for the words
        return links_for(desk, entry, reader, [item.action])
    return links_for(desk, entry, reader) if item.became in OFFERED else []


def _batch(desk: Desk, answer: StaffAnswer, reader: DigestReader, action: str, name: str) -> ActionLink | None:
    """Return the link that does what waits under a batch's name."""
    if not name:
        return None
    grant = Grant(address=reader.address, action=action, reference=name)
    return order_link(desk, grant, reader.made_at, parseaddr(desk.sender_of(answer.mailbox))[1])


def _undo_all(desk: Desk, answer: StaffAnswer, reader: DigestReader, words: StaffWords) -> ActionLink | None:
    """Return the link that takes back all decisions of a mail."""
    link = _batch(desk, answer, reader, UNDO, answer.told.undo)
    decided = sum(item.became is Became.DONE and item.action in set(Action) for item in answer.told.items)
    return replace(link, label=words.counted("undo_all", n=decided)) if link else None


def _letters(desk: Desk, items: Sequence[Item], words: StaffWords) -> list[str]:
    """Return the letters that wait, word for word, as many as a mail can well hold."""
    found: list[str] = []
    for item in items:
        if sum(map(len, found)) > LETTERS:
            break
        found.append(_letter(desk, str(item.values.get("into") or item.reference), words))
    return found


def _letter(desk: Desk, reference: str, words: StaffWords) -> str:
    try:
        notice, letter = letter_for(desk, reference, LetterWanted())
    except PreviewProblem as problem:
        return str(problem)
    to = words.first("letter_to", to=f"{notice.recipient.name} <{notice.recipient.email}>".strip())
    return f"{to}\n{words.first('letter_subject', subject=letter.subject)}\n\n{letter.text}"


def _needs_help(items: Sequence[Item]) -> bool:
    return any(item.became in {Became.HELPED, Became.NOTHING, Became.UNREAD, Became.NO_KEY, Became.UNKNOWN} for item in items)


def _help(languages: Sequence[str]) -> list[str]:
    return [line for language in languages for line in phrases(ROOM, language)["help"]]


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    made = sandbox(TEMPLATES, escapes=PAGES)
    made.globals["page_head"] = page_head()
    return made


__all__ = ["AnswerLine", "AnswerMail", "compose_answer"]
