"""The letter that is about to leave, or one as it would be written now: shown to staff, sent to nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace

from intake.config.languages import chosen_in_order, chosen_languages
from intake.model.submission import Address
from registry.desk.desk import Desk
from registry.letters import outbox
from registry.letters.kinds import KINDS
from registry.letters.outbox import Notice, NoticePart
from registry.read.entries import read_entry
from registry.read.entry import Entry
from registry.store.codes import LetterKind, LetterState
from reports.letters import formats
from reports.letters.compose import Letter
from reports.letters.outbox_pass import letter_of


class PreviewProblem(Exception):  # noqa: N818 - told to a person as it stands
    """Say why a letter cannot be shown."""


@dataclass(frozen=True)
class LetterWanted:
    """Which letter a person wants to see; None: as it is, or would be."""

    kind: str | None = None
    language: str | None = None
    note: str | None = None


def preview_letter(desk: Desk, reference: str, asked: LetterWanted) -> str:
    """Return the entry's letter that waits to leave, or another as asked for, unsent; raises PreviewProblem."""
    notice, letter = letter_for(desk, reference, asked)
    when = f"Waits until {formats.moment(notice.due_at, desk.config.timezone, 'en')}\n" if notice.id and notice.due_at else ""
    return f"{when}To: {notice.recipient.name} <{notice.recipient.email}>\nSubject: {letter.subject}\n\n{letter.text}"


def preview_document(desk: Desk, reference: str, asked: LetterWanted) -> dict[str, object]:
    """Return the same letter as values; `due_at` is None unless it waits to leave; raises PreviewProblem."""
    notice, letter = letter_for(desk, reference, asked)
    return {
        "kind": str(letter.kind),
        "references": list(letter.references),
        "languages": list(letter.languages),
        "to": notice.recipient.email,
        "name": notice.recipient.name,
        "subject": letter.subject,
        "text": letter.text,
        "due_at": (notice.due_at or None) if notice.id else None,
    }


def letter_for(desk: Desk, reference: str, asked: LetterWanted) -> tuple[Notice, Letter]:
    """Return the entry's letter that waits to leave, or would be as asked for, and its words; raises PreviewProblem."""
    entry = read_entry(desk.db, reference)
    if entry is None:
        raise PreviewProblem(f"There is no entry {reference}. `entries` lists them.")
    if entry.joined:
        raise PreviewProblem(f"{reference} was joined to {entry.joined}, which its letters are about now.")
    if asked.kind is not None and asked.kind not in list(LetterKind):
        raise PreviewProblem(f"There is no letter '{asked.kind}'. The kinds are: {', '.join(LetterKind)}.")
    try:
        languages = chosen_in_order(chosen_languages(asked.language)) if asked.language else ()
    except ValueError as error:
        raise PreviewProblem(f"The letter cannot be written so: {error}.") from error
    waiting = outbox.waiting(desk.db, reference, announced=asked.kind == LetterKind.ANNOUNCEMENT)
    if asked.kind == LetterKind.ANNOUNCEMENT and not any(notice.told for notice in waiting):
        raise PreviewProblem(
            f"No announcement waits for {reference}. `announce CALL NAME --dry-run` shows one before it is queued."
        )
    fitting = [notice for notice in waiting if asked.kind in {None, notice.kind}]
    notice = fitting[-1] if fitting else _would_be(entry, asked.kind)
    if asked.note is not None:
        notice = replace(notice, note=asked.note)
    return notice, letter_of(desk, notice, languages)


def _would_be(entry: Entry, kind: str | None) -> Notice:
    """Return the letter that the entry's state, or a kind, would give now: to the sender of its newest mail."""
    chosen = LetterKind(kind) if kind else KINDS[entry.state]
    return Notice(
        id=0,
        group="",
        kind=chosen,
        language=entry.language,
        recipient=entry.reply_to or Address(email="nobody@example.org"),
        mail=entry.message,
        note="",
        state=LetterState.QUEUED,
        message_id="",
        content=None,
        attempts=0,
        parts=(NoticePart(reference=entry.reference, revision=entry.revision, kind=chosen),),
    )
