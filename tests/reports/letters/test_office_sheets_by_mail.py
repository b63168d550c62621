"""Sheets as offices fill them, through a real mailbox and a real SMTP server: rows are kept as judged, marked workbooks come back."""

import json
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from itertools import islice
from string import digits

import openpyxl
import pytest
from openpyxl.utils.cell import column_index_from_string
from typer.testing import CliRunner

from reports.demo.servers import EmbeddedSmtp
from run_intake import app
from tests import ROOT
from tests.builders.desks import ENVIRON, overlay
from tests.builders.dovecot import DovecotServer, available
from tests.builders.needs import mail
from tests.builders.office_sheets import Sample, samples
from tests.builders.sheet_bytes import STRICT, each_part
from tests.reports.letters.test_marked_sheets import letters

CALL = "supply-demand-2022"
ARRIVED = datetime.fromisoformat("2022-03-01T10:00:00+08:00")
YELLOW = "FFFFEB84"


def sender(number: int) -> str:
    return f"office{number}@example.org"


def marked(data: bytes) -> set[tuple[str, str]]:
    """Return sheet and address of every cell that is filled and has a comment of the office."""
    for usual, strict in STRICT.items():  # openpyxl sees no sheet in strict files
        data = each_part(data, lambda _, part, usual=usual, strict=strict: part.replace(strict, usual))
    book = openpyxl.load_workbook(BytesIO(data))
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == YELLOW
        and cell.comment is not None
        and "组委会办公室" in f"{cell.comment.author}{cell.comment.text}"
    }


def to_mark(sample: Sample) -> set[tuple[str, str]]:
    """Return the cells that must be marked: of rows that do not count; where the sheet has no such column, the row's first known one."""
    return {(row.sheet or "Sheet", row.places[column]) for row in sample.rows if not row.good for column in row.faults}


def listed(rows: list[dict], entry: Mapping[str, str]) -> list[tuple]:
    return sorted(
        (
            entry[row["reference"]],
            row["sheet"],
            row["row"],
            row["state"],
            row["confidential"],
            tuple(sorted(item["cell"] for item in row["findings"])),
        )
        for row in rows
    )


@pytest.mark.skipif(not available(), reason="needs Dovecot")
@pytest.mark.parametrize("every", [pytest.param(1, marks=[pytest.mark.thorough, pytest.mark.timeout(400)]), 4])
def test_rows_are_kept_as_judged_and_marked_workbooks_come_back(every, tmp_path):
    sheets = dict(enumerate(islice(samples(), 0, None, every)))
    with DovecotServer() as imap, EmbeddedSmtp() as smtp:
        imap.deliver_all(
            [(mail(sender=sender(number), **{sample.name: sample.data}), ARRIVED) for number, sample in sheets.items()]
        )
        files = [
            "--config",
            str(ROOT / "config.yaml"),
            "--config",
            str(overlay(tmp_path, imap, smtp, mailboxes={"photo": {"calls": [CALL]}})),
        ]
        done = {
            words: CliRunner(env=ENVIRON).invoke(app, [*files, *words])
            for words in (("poll",), ("entries", "--json"), ("rows", CALL, "--json"), ("rows", CALL, "--confidential", "--json"))
        }
        sent = letters(smtp)

    assert [result.exit_code for result in done.values()] == [0] * 4, done[("poll",)].output
    _, entries, public, apart = (json.loads(result.stdout) if "--json" in words else None for words, result in done.items())
    of = {entry["reference"]: entry["submitter"]["email"] for entry in entries}
    expected = [
        (
            sender(number),
            row.sheet,
            row.row,
            "good" if row.good else "bad",
            row.confidential,
            tuple(
                sorted(
                    f"row {row.row}, column {column_index_from_string(row.places[name].rstrip(digits))}"
                    if sample.name.endswith("docx")
                    else row.places[name]
                    for name in row.faults
                )
            ),
        )
        for number, sample in sheets.items()
        for row in sample.rows
    ]
    assert listed([*public, *apart], of) == sorted(expected)
    assert {row["confidential"] for row in public} | {not row["confidential"] for row in apart} == {False}

    bad = {number for number, sample in sheets.items() if not all(row.good for row in sample.rows)}
    assert {number: str(entry["state"]) for number, entry in enumerate(entries)} == {
        number: "incomplete" if number in bad else "accepted" for number in sheets
    }
    back = {number: attached for to, attached, _ in sent for number in sheets if sender(number) in to}
    for number, attached in back.items():  # to be looked at
        for name, data in attached.items():
            (tmp_path / f"{number:02}-{name}").write_bytes(data)
    in_words = {number for number in bad if sheets[number].name.endswith("docx")}
    assert {number for number, attached in back.items() if attached} == bad - in_words
    assert {number: marked(next(iter(back[number].values()))) for number in sorted(bad - in_words)} == {
        number: to_mark(sheets[number]) for number in sorted(bad - in_words)
    }
    assert [
        number for number in in_words if "第 1 个表格" not in next(words for to, _, words in sent if sender(number) in to)
    ] == []
