"""An announcement is made ready: every letter filled in, everything missing told at once, nothing queued before all is there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from intake.config.models import Call
from intake.config.selection import Announcement
from registry.desk.desk import Desk
from registry.letters.announcements import Drafts, NewAnnouncement, had_before
from registry.read.entries import read_entries
from registry.read.entry import Entry
from registry.select.flaws import Flaw, FlawKind
from registry.select.recipients import ListedEntry
from registry.store.codec import packed, unpacked
from reports.announce.certificate_words import certify
from reports.announce.fill import asked, fill
from reports.announce.values import AWARD, announcement_values, column_of
from reports.certificates.facts import facts_from
from reports.certificates.typeset import CertificateProblem, typeset

MOST_ATTACHED = 15_000_000  # bytes of all files together: many servers refuse a mail of more than 20 MB


class AttachmentProblem(Exception):  # noqa: N818 - told to a person as it stands
    """Say why a file cannot leave with the letters."""


@dataclass(frozen=True)
class AnnouncedFile:
    """A file that leaves with every letter."""

    path: Path
    sha256: str

    @property
    def name(self) -> str:
        """Return what it is called in the letter."""
        return self.path.name


@dataclass
class Prepared:
    """What an announcement would send, and why it may not."""

    letters: Drafts = field(default_factory=Drafts)
    rows: dict[str, int] = field(default_factory=dict)  # reference -> row of the list
    already: list[str] = field(default_factory=list)  # references that have had it
    flaws: list[Flaw] = field(default_factory=list)
    attached: Sequence[AnnouncedFile] = ()


@dataclass(frozen=True)
class _Making:
    """What all letters of an announcement share."""

    desk: Desk
    call_id: str
    call: Call
    name: str
    announcement: Announcement
    attached: Sequence[AnnouncedFile]

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the call's languages in which the announcement is written; where it is in none of them, those it is in."""
        written = self.announcement.text.by_language
        return tuple(name for name in self.call.languages if name in written) or tuple(written)


def attachments(announcement: Announcement, path: str) -> list[AnnouncedFile]:
    """Return the files of an announcement; raises AttachmentProblem. `path`: its key path."""
    found: list[AnnouncedFile] = []
    size = 0
    for place, file in enumerate(announcement.attach):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise AttachmentProblem(f"{path}.attach[{place}]: {file} cannot be read: {error.strerror}.") from error
        size += len(data)
        if not data or size > MOST_ATTACHED:
            why = f"the files have more than {MOST_ATTACHED // 10**6} MB together" if data else f"{file} is empty"
            raise AttachmentProblem(f"{path}.attach[{place}]: {why}.")
        found.append(AnnouncedFile(file, hashlib.sha256(data).hexdigest()))
    return found


def prepare_letters(desk: Desk, call_id: str, name: str, listed: Sequence[ListedEntry], *, again: bool) -> Prepared:
    """Return every letter of an announcement to these entries, or everything that is missing; raises AttachmentProblem."""
    call = desk.config.calls[call_id]
    announcement = call.announcements[name]
    making = _Making(desk, call_id, call, name, announcement, attachments(announcement, f"calls.{call_id}.announcements.{name}"))
    before, done = had_before(desk.db, name), Prepared(attached=making.attached)
    by_reference = {item.reference: item for item in listed}
    for entry in read_entries(desk.db, list(by_reference)):
        if entry.reference in before and not again:
            done.already.append(entry.reference)
            continue
        done.flaws += _one(making, entry, by_reference[entry.reference], before.get(entry.reference, 0), done)
    if announcement.certificate and done.letters and not done.flaws:
        _must_be_set(making, next(iter(done.letters)))
    done.flaws = list({(flaw.place, flaw.why, *flaw.values.items()): flaw for flaw in done.flaws}.values())
    return done


def _must_be_set(making: _Making, letter: NewAnnouncement) -> None:
    """Set one certificate in type: a layout, a seal or a font that cannot be used is told before anything is queued."""
    try:
        typeset(facts_from(unpacked(letter.told)["certificate"]), making.call.certificate)
    except CertificateProblem as problem:
        raise AttachmentProblem(f"calls.{making.call_id}.certificate: {problem}.") from problem


def _one(making: _Making, entry: Entry, listed: ListedEntry, before: int, done: Prepared) -> Iterator[Flaw]:
    """Add an entry's letter, or yield what it lacks."""
    said: dict[str, tuple[str, str]] = {}
    for language in making.languages:
        values = announcement_values(making.call, entry, listed, language)
        subject = fill(making.call.said(making.announcement.subject, language), values)
        text = fill(making.call.said(making.announcement.text, language), values)
        for name in dict.fromkeys((*subject.missing, *text.missing)):
            yield _missing(making, listed, name, known=name in values)
        for problem in dict.fromkeys(filter(None, (subject.problem, text.problem))):
            yield Flaw(place=listed.place, why=FlawKind.UNFILLED, values={"problem": problem})
        said[language] = (" ".join(subject.text.split()), text.text)
        if not (subject.missing or text.missing or subject.problem or text.problem) and not all(said[language]):
            yield Flaw(place=listed.place, why=FlawKind.SAYS_NOTHING)
    if entry.reply_to is None:
        yield Flaw(place=listed.place, why=FlawKind.NO_ADDRESS, values={"reference": entry.reference})
        return
    told: dict[str, Any] = {"said": said, "files": [[item.name, item.sha256] for item in making.attached]}
    if making.announcement.certificate:
        certified = certify(making.desk, entry, listed)
        yield from certified.flaws
        told["certificate"] = asdict(certified.facts) if certified.facts else None
    if entry.award and (listed.award or making.announcement.certificate or _speaks_of_award(making, listed)):
        told["award"] = entry.award  # it leaves as long as that stands
    done.rows[entry.reference] = listed.row
    done.letters.add(
        NewAnnouncement(
            reference=entry.reference,
            revision=entry.revision,
            name=making.name,
            recipient=entry.reply_to,
            language=",".join(making.languages),
            told=packed(told),
            again=before,
        )
    )


def _speaks_of_award(making: _Making, listed: ListedEntry) -> bool:
    """Tell whether an announcement says which award an entry has, and has it from the registry."""
    texts = (making.announcement.subject, making.announcement.text)
    used = frozenset[str]().union(*(asked(making.call.said(text, language)) for text in texts for language in making.languages))
    return AWARD in used and not column_of(listed, AWARD)


def _missing(making: _Making, listed: ListedEntry, name: str, *, known: bool) -> Flaw:
    """Return where a value is missing: in a column of the list, in a field of the form, or nowhere to be found."""
    column = column_of(listed, name)
    values = {"name": column or name, "row": listed.place, "reference": listed.reference}
    if column:
        return Flaw(place=listed.place, why=FlawKind.EMPTY_COLUMN, values=values)
    if known or name in making.call.fields:
        return Flaw(place=listed.place, why=FlawKind.EMPTY_FIELD, values=values)
    return Flaw(place="", why=FlawKind.NO_SUCH_NAME, values={"name": name})
