"""What stands beside the sums: the documents of each slot with their sort and length, and the longer answers of the forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.config.fields import FieldKind, FieldSettings
from intake.config.models import Call, Slot
from registry.desk.desk import Desk
from registry.read.papers import Paper, document_slots, files_beside, papers
from registry.read.totals import Totals, UnitCounts
from reports.letters.staff_words import StaffWords
from reports.totals.rows import TotalsBook, by_heading, field_heading, label_of, unit_name
from reports.workbook.columns import laid_out
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.style import Column

PAPERS = (
    ("reference", 14), ("by", 18), ("unit", 34), ("file", 40), ("sort", 14), ("characters", 10), ("good", 12),
    ("beside", 12), ("problem", 16),
)  # fmt: skip


def add_papers(desk: Desk, made: TotalsBook, call_id: str) -> None:
    """Add a sheet for each slot that documents fill: whose each is, of which sort, how long, how much stands beside it."""
    call, words, found = made.call, made.words, made.found
    units = {unit.reference: unit for unit in found.whole.units}
    for slot in document_slots(call).values():
        good = desk.rulesets[call_id].options("text-length", slot.id).get("good")
        beside = [name for name, other in call.slots.items() if other.with_slot == slot.id]
        number = files_beside(desk.db, call_id, beside)
        title = call.said(slot.title, words.languages[0])
        sheet = WorkbookSheet(made.book, made.names.free(title), _paper_columns(found, call, words))
        for paper in papers(desk.db, call_id, slot):
            if paper.reference in units:
                row = _paper(paper, slot, words)
                about = {
                    "good": f"{good[0]}-{good[1]}" if good else "",
                    "beside": number.get(paper.reference, 0) if beside else None,
                }
                sheet.append({**row, **about, **_whose(units[paper.reference], call)})
        sheet.finish()


def _paper_columns(found: Totals, call: Call, words: StaffWords) -> tuple[Column, ...]:
    by = Column("by", by_heading(found, call, words), 18)
    columns = laid_out(words, "papers", [item for item in PAPERS if item[0] != "by"])
    return (columns[0], by, *columns[1:])


def _paper(paper: Paper, slot: Slot, words: StaffWords) -> dict[str, object]:
    facts = paper.facts
    return {
        "file": f"{paper.folder}/{paper.name}" if paper.folder else paper.name,
        "sort": (paper.sort or words.line("unsorted")) if slot.sorts else "",
        "characters": facts.characters if facts and not facts.problem and not facts.scanned else None,
        "problem": facts.problem if facts else "",
    }


def _whose(unit: UnitCounts, call: Call) -> dict[str, object]:
    return {"reference": unit.reference, "by": unit.by, "unit": unit_name(unit, call)}


def add_answers(made: TotalsBook) -> None:
    """Add a sheet for each field whose answers are listed, with who gave each."""
    call, words, found = made.call, made.words, made.found
    for field, settings in _listed(found, call).items():
        title = label_of(settings, words.languages[0])
        first = laid_out(words, "answers", [("reference", 14), ("unit", 34)])
        by = Column("by", by_heading(found, call, words), 18)
        sheet = WorkbookSheet(
            made.book, made.names.free(title), (first[0], by, first[1], Column("answer", field_heading(settings, words), 100))
        )
        for unit, text in _answers(found, field):
            sheet.append({**_whose(unit, call), "answer": text})
        sheet.finish()


def _listed(found: Totals, call: Call) -> Mapping[str, FieldSettings]:
    """Return the fields that are to be listed; where none is named so, every text that is no name of anybody."""
    named = {name: item for name, item in call.fields.items() if item.listed}
    known = {found.field, *call.one_per, *(name for _, names in call.identity for name in names or ())}
    return named or {
        name: item
        for name, item in call.fields.items()
        if item.kind is FieldKind.TEXT and name not in known and not item.required and not item.section
    }


def _answers(found: Totals, field: str) -> Iterator[tuple[UnitCounts, str]]:
    for unit in found.whole.units:
        text = unit.text([field])
        if text:
            yield unit, text
