"""Sheets as offices really fill them, layouts x formats x defects: each row's values, places and faults, and what is told of the file."""

from collections import Counter
from pathlib import Path

from intake.sheets.grid import GridLimits
from intake.sheets.reading import read_sheet
from tests.builders.office_layouts import LAYOUTS
from tests.builders.office_sheets import ANYWHERE, COUNT, IN_CELLS, IN_LINES, IN_XLSX, Sample, samples
from tests.builders.sheet_bytes import FORMATS
from tests.builders.sheet_samples import attached, slot
from validators.probes.rows import judge_rows


def judged(tmp: Path, sample: Sample) -> tuple[list[object], dict[str, object]]:
    """Return what each row is read and judged as, and what is told of its file."""
    found = read_sheet(attached(tmp, sample.name, sample.data), [slot()], tmp, GridLimits())
    faults = {
        item.row.place: {fault.column: ("~" if fault.soft else "") + fault.problem for fault in item.faults}
        for item in judge_rows(slot(), found.rows)
    }
    rows = [
        (
            row.sheet,
            row.row,
            {name: text for name, text in row.values.items() if text},
            dict(row.extra),
            row.confidential,
            row.hidden,
            faults[row.place],
        )
        for row in found.rows
    ]
    return rows, {"problem": found.facts.problem, **{name: getattr(found.facts, name) for name in sample.told}}


def test_each_sheet_is_judged_as_it_was_filled(tmp_path):
    for sample in samples():
        rows, told = judged(tmp_path, sample)

        expected = [
            (item.sheet, item.row, item.values, item.extra, item.confidential, item.hidden, item.faults) for item in sample.rows
        ]
        assert rows == expected, sample.label
        assert told == {"problem": "", **{name: told[name] if value is None else value for name, value in sample.told.items()}}, (
            sample.label
        )


def test_the_sheets_are_of_every_kind():
    labels = [sample.label.split(": ", 1)[1].split(", ", 2) for sample in samples()]
    layouts, formats = (Counter(label[place] for label in labels) for place in (0, 1))
    defects = {name for label in labels for name in label[2:] for name in name.split(", ")}

    assert len(labels) == COUNT
    assert set(layouts) == {layout.__name__ for layout in LAYOUTS}
    assert set(formats) == set(FORMATS)
    assert {*ANYWHERE, *IN_CELLS, *IN_XLSX, *IN_LINES} == defects
