"""The registry of one call as an Excel workbook: read in one snapshot, written row by row, there whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml.etree import LxmlError

from registry.desk.desk import Desk
from registry.desk.pulse import OnStep
from registry.read.entries import read_entries, references, snapshot
from registry.store.whole_file import write_whole
from reports.letters.staff_words import StaffWords
from reports.workbook.book import WorkbookBuilder
from reports.workbook.edition import USUAL, Edition
from reports.workbook.steadyzip import abandon, save_book_of

ROOM = "workbook"
PLAIN, BARE = Edition(), Edition(pictures=None)  # with small pictures, and without


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What a workbook holds, and what it lacks."""

    entries: int
    files: int
    questions: int
    pictures: int
    pictures_left_out: int
    files_missing: int
    links_left_out: int
    languages: tuple[str, ...]  # of those who read it
    without_pictures: bool = False
    scaled: bool = False  # pictures are smaller than usual, so that a mail can carry it

    def lacks(self) -> list[str]:
        """Say what the workbook does not show."""
        words = StaffWords(ROOM, self.languages)
        told = (("pictures", self.pictures_left_out), ("files", self.files_missing), ("links", self.links_left_out))
        whole = [key for key, there in (("thumbnails", self.without_pictures), ("scaled", self.scaled)) if there]
        return [words.line("lacks", key) for key in whole] + [
            words.counted("lacks", key, n=count) for key, count in told if count
        ]


def write_workbook(desk: Desk, call: str, out: Path, edition: Edition = PLAIN, step: OnStep = lambda _: None) -> Exported:
    """Write a call's workbook to `out` (0600); the file appears whole or not at all. Raises OSError and sqlite3.Error."""
    made: WorkbookBuilder | None = None
    try:
        with write_whole(out) as part:
            with snapshot(desk.db):
                made = WorkbookBuilder(desk, call, edition)
                for entry in read_entries(desk.db, references(desk.db, call)):
                    if edition.takes(entry):
                        made.add(entry)
                        step(entry.reference)
                made.ask()
            exported = _finished(made, edition)
            save_book_of(made.book, part, desk.config, call)
    except LxmlError as error:  # so it says that the disk is full
        raise OSError(str(error)) from error
    finally:
        if made:
            abandon(made.book)
    return exported


def _finished(made: WorkbookBuilder, edition: Edition) -> Exported:
    done = Exported(
        entries=made.entries.rows - 1,
        files=made.files.rows - 1,
        questions=made.questions.rows - 1,
        pictures=made.album.placed if made.album else 0,
        pictures_left_out=made.album.left_out if made.album else 0,
        files_missing=made.rows.missing,
        links_left_out=sum(sheet.links_left_out for sheet in made.listed),
        languages=made.words.languages,
        without_pictures=edition.pictures is None and not edition.scaled,
        scaled=edition.scaled,
    )
    made.finish(done.lacks())
    return done


__all__ = ["USUAL", "Edition", "Exported", "write_workbook"]
