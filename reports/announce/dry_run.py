"""A dry run: every letter as it would leave, a file each, and a table of them; nothing is queued."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parseaddr
from pathlib import Path

from openpyxl import Workbook

from registry.desk.desk import Desk
from registry.letters.announcements import NewAnnouncement
from registry.letters.outbox import Notice, NoticePart
from registry.store.codec import packed, unpacked
from registry.store.codes import LetterKind, LetterState
from registry.store.whole_file import FolderProblem, whole_folder
from reports.announce.prepare import Prepared
from reports.letters.compose import Enclosure
from reports.letters.mime import build_letter
from reports.letters.outbox_pass import letter_of, letter_sender
from reports.letters.staff_words import StaffWords
from reports.workbook.columns import Layout, laid_out
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.steadyzip import save_book_of

TABLE = "letters.xlsx"
COLUMNS: Layout = (("row", 8), ("reference", 14), ("name", 24), ("to", 30), ("subject", 50), ("file", 28), ("encloses", 40))


def write_letters(desk: Desk, call_id: str, prepared: Prepared, out: Path, step: Callable[[str], None] = lambda _: None) -> None:
    """Write every letter as .eml and the table into a folder, in place of an earlier dry run there; raises FolderProblem, OSError."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / TABLE).is_file())):
        raise FolderProblem(f"{out} is there and holds no dry run; name a new folder.")
    with whole_folder(out) as part:
        _write(desk, call_id, prepared, part, step)
        shutil.rmtree(out, ignore_errors=True)


def _write(desk: Desk, call_id: str, prepared: Prepared, folder: Path, step: Callable[[str], None]) -> None:
    words = StaffWords("announce", desk.config.staff_languages)
    book = Workbook(write_only=True)
    sheet = WorkbookSheet(book, words.first("titles", "letters"), laid_out(words, "letters", COLUMNS))
    now = datetime.now(UTC)
    files = tuple(Enclosure(item.name, item.path.read_bytes()) for item in prepared.attached)
    for letter in prepared.letters:
        made = letter_of(desk, _notice(letter))
        made = replace(made, enclosed=(*files, *made.enclosed))
        file = f"{letter.reference}.eml"
        (folder / file).write_bytes(
            build_letter(made, sender=letter_sender(desk, made, letter.reference), date=now, mark=desk.mark)
        )
        sheet.append(
            {
                "row": prepared.rows.get(letter.reference) or None,
                "reference": letter.reference,
                "name": letter.recipient.name,
                "to": parseaddr(letter.recipient.email)[1] or letter.recipient.email,
                "subject": made.subject,
                "file": file,
                "encloses": "\n".join(item.name for item in made.enclosed),
            }
        )
        step(letter.reference)
    sheet.finish()
    save_book_of(book, folder / TABLE, desk.config, call_id)


def _notice(letter: NewAnnouncement) -> Notice:
    """Return the letter as it would stand in the outbox."""
    return Notice(
        id=0,
        group=letter.group,
        kind=LetterKind.ANNOUNCEMENT,
        language=letter.language,
        recipient=letter.recipient,
        mail="",
        note="",
        state=LetterState.QUEUED,
        message_id="",
        content=None,
        attempts=0,
        parts=(NoticePart(reference=letter.reference, revision=letter.revision, kind=LetterKind.ANNOUNCEMENT),),
        name=letter.name,
        told=packed({**unpacked(letter.told), "files": []}),  # nothing of them is kept yet
    )
