"""The sheets of a mail: which files are read as such, what each came to, and whose each is where an entry stands for a unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from intake.assemble.forms_asked import named_form
from intake.assemble.slots import claimed
from intake.assemble.unit import unit_key
from intake.assemble.unit_rows import sheet_slots
from intake.config.allowance import Allowance
from intake.config.models import Call, Slot, SlotKind
from intake.isolate.walls import Walled, Walls
from intake.kinds.table import ending
from intake.model.problems import Problem, Unmeasured
from intake.model.rows import SheetFacts, SheetRow
from intake.model.submission import OTHER, Attachment, FileType, Material, Submission
from intake.sheets.grid import GridLimits
from intake.sheets.read.formats import READABLE
from intake.sheets.reading import SheetReading, read_sheet
from intake.sheets.same_rows import last_of_each, speaking_row
from intake.words.fold import fold_all

WORKBOOKS = frozenset({FileType.XLSX, FileType.XLSB, FileType.EXCEL_XML, FileType.FLAT_ODF})
NAMES = frozenset({"xlsx", "xlsm", "xltx", "xls", "et", "ett", "ods", "csv", "tsv", "fods", "xlsb"})


@dataclass(frozen=True)
class Sheets:
    """What the sheets of a mail came to, by sha256."""

    readings: Mapping[str, SheetReading] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, str]:
        """Return sha256 -> slot of every file that is a sheet by its columns."""
        return {sha256: reading.slot for sha256, reading in self.readings.items() if reading.fit}

    @property
    def rows(self) -> int:
        """Return how many rows are filled in."""
        return sum(len(reading.rows) for reading in self.readings.values())

    def facts_of(self, materials: Sequence[Material], call: Call) -> dict[str, SheetFacts]:
        """Return sha256 -> facts of the files in sheet slots; one that nobody could try to read as a sheet is said to be none."""
        slots = sheet_slots(call)
        rows = [row for of_slot in self.rows_of(materials, call).values() for row in of_slot]
        repeated = Counter(row.sha256 for row in rows if row.superseded)
        units = _units(rows, call)
        found = [item for item in materials if item.role in slots]
        return {
            item.sha256: replace(self._facts(item), repeated=repeated[item.sha256], units=units.get(item.sha256, 0))
            for item in found
        }

    def _facts(self, item: Material) -> SheetFacts:
        reading = self.readings.get(item.sha256)
        if reading is not None and not item.problem:
            return reading.facts
        empty = item.type is FileType.EMPTY
        return SheetFacts(sha256=item.sha256, problem=item.problem or (Unmeasured.EMPTY if empty else Problem.UNSUPPORTED))

    def rows_of(self, materials: Sequence[Material], call: Call) -> dict[str, tuple[SheetRow, ...]]:
        """Return slot -> rows of the files in it, in the order of the files; of rows with one key the last counts."""
        found: dict[str, tuple[SheetRow, ...]] = {}
        for item in materials:
            reading = self.readings.get(item.sha256)
            if reading is not None and item.role == reading.slot and item.role in call.slots:
                found[item.role] = (*found.get(item.role, ()), *reading.rows)
        return {name: last_of_each(call.slots[name], rows) for name, rows in found.items()}


def _units(rows: Sequence[SheetRow], call: Call) -> Mapping[str, int]:
    """Return file -> how many things its rows name as what an entry stands for, where they do not all name the same."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if not row.superseded and (key := unit_key(call, row.values)):
            found[row.sha256].add(key)
    return {file: len(keys) for file, keys in found.items() if len(keys) > 1}


def read_sheets(walls: Walls, files: Sequence[Attachment], call: Call, workdir: Path, allowed: Allowance) -> Sheets:
    """Read every file that may be a sheet, each behind its wall."""
    slots = list(sheet_slots(call).values())
    bounds = GridLimits(allowed.sheet_rows, allowed.sheet_columns)
    readings: dict[str, SheetReading] = {}
    for item in files if slots else ():
        if item.problem or not _may_be_sheet(item, call, slots):
            continue
        try:
            reading = walls.run(item.sha256, read_sheet, item, slots, workdir, bounds)
        except Walled as walled:
            reading = SheetReading(slot=slots[0].id, facts=SheetFacts(sha256=item.sha256, problem=str(walled)))
        readings[item.sha256] = reading
    return Sheets(readings)


def is_workbook(item: Attachment | Material) -> bool:
    """Tell a spreadsheet from a text with a table in it: by content, and for families of one content by its name."""
    return item.type in WORKBOOKS or ending(item.name) in NAMES


def _may_be_sheet(item: Attachment, call: Call, slots: Sequence[Slot]) -> bool:
    """Tell whether a file is worth reading as a sheet: nothing that its name claims for a form or another slot."""
    broken = item.type in {FileType.ZIP, FileType.UNKNOWN} and ending(item.name) in NAMES
    if not (item.type in READABLE or broken) or (named_form(item.name, call) and not claimed(item.name, slots)):
        return False
    others = [slot for name, slot in call.slots.items() if slot not in slots and not slot.is_a(SlotKind.FORM, SlotKind.TEXT)]
    by = claimed(item.name, [*slots, *others])
    return by is None or by in slots


def by_unit(made: Sequence[Submission], call: Call) -> tuple[Submission, ...]:
    """Return one submission for each unit whose sheets came, where a column of the sheet says what an entry stands for.

    What is no sheet goes to the unit in whose folder it lies, else stays with the first.
    """
    if len(made) != 1 or any(made[0].forms.values()):
        return tuple(made)
    whole = made[0]
    heaps: dict[str, list[Material]] = {}
    slots = sheet_slots(call)
    for item in whole.materials:
        if item.role in slots and (unit := _unit(item, whole, call)):
            heaps.setdefault(unit, []).append(item)
    if len(heaps) < 2:
        return tuple(made)
    owner = {id(item): unit for unit, items in heaps.items() for item in items}
    folders = {item.folder: unit for unit, items in heaps.items() for item in items if item.folder}
    first = next(iter(heaps))
    dealt = [(owner.get(id(item)) or folders.get(item.folder) or first, item) for item in whole.materials]
    return tuple(_share(whole, [item for of, item in dealt if of == unit], alone=unit == first) for unit in heaps)


def _unit(item: Material, whole: Submission, call: Call) -> str:
    """Return what a sheet's first good row says an entry stands for, '' where no column does."""
    slot = call.slots[item.role]
    row = speaking_row(slot, (row for row in whole.rows.get(item.role, ()) if row.sha256 == item.sha256))
    names = [name for name in call.one_per if name in slot.columns]
    return "\x1f".join(fold_all(row.values.get(name, "")) for name in names) if row and names else ""


def _share(whole: Submission, materials: Sequence[Material], *, alone: bool) -> Submission:
    """Return one unit's part of a mail; texts and links stay with the first."""
    names = {item.sha256 for item in materials}
    rows = {slot: tuple(row for row in rows if row.sha256 in names) for slot, rows in whole.rows.items()}
    sheets = {sha256: facts for sha256, facts in whole.sheets.items() if sha256 in names}
    part = replace(whole, materials=tuple(materials), rows=rows, sheets=sheets)
    return part if alone else replace(part, texts={}, links=(), typed={})


def stays_idle(item: Attachment, found: Material | None, sheets: Sheets) -> bool:
    """Tell a text or page that would only lie in a sheet's slot because a table might have been in it: there was none."""
    reading = sheets.readings.get(item.sha256)
    return bool(
        found and found.role != OTHER and reading and not reading.fit and found.role == reading.slot and not is_workbook(item)
    )
