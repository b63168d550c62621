"""Workbooks that come by mail, read in a worker as far as they are score sheets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake.config.models import Config
from intake.config.selection import Judge
from intake.model.addresses import canonical, same
from intake.model.submission import Attachment, FileType
from intake.unwrap.decoration import is_sent
from intake.words.fold import mentions
from registry.decide.returned_workbook import WorkbookProblem
from registry.select.handed_sheets import HandedSheet, read_grids
from registry.select.headings import words
from registry.select.scores import has_scores

# what may be a workbook, by content; .ods is one of the last two
BOOKS = frozenset({FileType.XLSX, FileType.XLSB, FileType.OLE, FileType.ODT, FileType.PACKAGE})
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".xlsb")
LISTS = (".csv", ".tsv", ".txt")


def judging(config: Config) -> dict[str, dict[str, Judge]]:
    """Return address, canonical -> call -> the judge who has it."""
    found: dict[str, dict[str, Judge]] = {}
    for call_id, call in config.calls.items():
        for judge in call.judges:
            found.setdefault(canonical(judge.address), {})[call_id] = judge
    return found


def judging_by(config: Config, address: str) -> dict[str, Judge]:
    """Return call -> the judge who has an address, however it is spelt; {} for nobody's."""
    known = judging(config)
    return known.get(address) or next((calls for other, calls in known.items() if same(other, address)), {})


@dataclass(frozen=True)
class MailedSheet:
    """One workbook of a mail: its sheets where it has scores, or why it could not be read."""

    name: str
    grids: tuple[HandedSheet, ...] = ()
    problem: str = ""

    @property
    def scored(self) -> bool:
        """Tell whether it is a score sheet."""
        return bool(self.grids)


def may_hold_scores(item: Attachment) -> bool:
    """Tell whether a file may be a workbook of scores: new ones by content, others by name too, for Word's files look the same."""
    new = item.type in {FileType.XLSX, FileType.XLSB}
    return not item.decoration and (new or (item.type in BOOKS and item.name.lower().endswith(ENDINGS)))


def is_meant(item: Attachment, subject: str) -> bool:
    """Tell whether a judge's file is meant as a score sheet, whatever it is: its name or the subject speaks of scores."""
    return is_sent(item) and any(mentions(f"{subject} {item.name}", word) for word in words("score"))


def read_filled_sheets(books: tuple[tuple[str, Path], ...]) -> tuple[MailedSheet, ...]:
    """Read workbooks (name, path), for a worker; one without the columns of scores comes back empty."""
    return tuple(_read(name, path) for name, path in books)


def _read(name: str, path: Path) -> MailedSheet:
    try:
        grids = read_grids(path, lists=name.lower().endswith(LISTS))
    except WorkbookProblem as problem:
        return MailedSheet(name, problem=str(problem))
    return MailedSheet(name, tuple(grids)) if has_scores(grids) else MailedSheet(name)
