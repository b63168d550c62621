"""Sheets that cannot be read, or could do something: real bytes, each told by a word, in bounded time."""

import io
import zipfile
from collections.abc import Callable

import pytest

from intake.sheets.grid import GridLimits
from intake.sheets.reading import read_sheet
from tests.builders.document_files import with_parts
from tests.builders.sheet_bytes import Formula, Page, compound, each_part, ods, strict, word, xls, xlsx
from tests.builders.sheet_samples import attached, grid_of, need, slot

NEEDS = [Page(name="需求表", lines=grid_of([need(1), need(2)]))]
FORMULAS = [Page(lines=[[Formula(f"=Sheet2!{letter}{row}") for letter in "ABCDEFGHIJKL"] for row in range(1, 5)])]
SUPPLIER = b"\xae\x01\x0e\x00\x00\x00\x09\x00\x00other.xls"  # a book beside this one ([MS-XLS] 2.4.271)
FILE_PASS = b"\x2f\x00\x06\x00\x00\x00\x52\x01\x13\x0b"  # XOR obfuscation ([MS-XLS] 2.4.117)


def more_rows(row: Callable[[int], bytes], count: int) -> bytes:
    """Return the needs with so many rows more."""

    def changed(name: str, data: bytes) -> bytes:
        more = b"".join(row(number) for number in range(4, count + 1))
        return data.replace(b"</sheetData>", more + b"</sheetData>") if name == "xl/worksheets/sheet1.xml" else data

    return each_part(xlsx(NEEDS), changed)


def with_password(data: bytes) -> bytes:
    """Return an archive whose entries say that they are encrypted."""
    found = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            found[entry.header_offset + 6] |= 1
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        found[at + 8] |= 1
    return bytes(found)


UNREADABLE = {
    "locked.xlsx": (lambda: compound("EncryptedPackage", bytes(8000)), "encrypted"),
    "locked.xls": (lambda: xls(NEEDS, FILE_PASS), "encrypted"),
    "zipped with a password.xlsx": (lambda: with_password(xlsx(NEEDS)), "encrypted"),
    "cut.xlsx": (lambda: xlsx(NEEDS)[:3000], "damaged"),
    "cut strict.xlsx": (lambda: strict(NEEDS)[:-400], "damaged"),
    "cut.xls": (lambda: xls(NEEDS)[:2000], "damaged"),
    "cut.ods": (lambda: ods(NEEDS)[:-200], "damaged"),
    "another table.csv": (lambda: "水,电,气\n1,2,3\n".encode(), "no-header"),
    "nothing.csv": (lambda: b"\n\n", "no-header"),
    "formulas alone.xlsx": (lambda: xlsx(FORMULAS), "not-computed"),
    "full to the last row.xlsx": (
        lambda: more_rows(lambda row: b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>' % (row, row), 21_000),
        "too-many-rows",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_told_by_a_word(tmp_path, name):
    make, problem = UNREADABLE[name]

    found = read_sheet(attached(tmp_path, name, make()), [slot()], tmp_path, GridLimits())

    assert (found.facts.problem, found.rows) == (problem, ())


def empty(row: int) -> bytes:
    return b'<row r="%d" ht="15" customHeight="1"><c r="A%d" s="0"/></row>' % (row, row)


READ = {
    "formatted to far below.xlsx": (lambda: more_rows(empty, 60_000), ()),
    "macros.xlsm": (lambda: with_parts(xlsx(NEEDS), {"xl/vbaProject.bin": bytes(600)}), ("macros",)),
    "links.xlsx": (lambda: with_parts(xlsx(NEEDS), {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}), ("links",)),
    "links.xls": (lambda: xls(NEEDS, SUPPLIER), ("links",)),
    "macros.ods": (lambda: with_parts(ods(NEEDS), {"Basic/Standard/Module1.xml": b"<x/>"}), ("macros",)),
    "plain.xls": (lambda: xls(NEEDS), ()),
    "plain.docx": (lambda: word(NEEDS), ()),
}


@pytest.mark.parametrize("name", READ)
def test_what_could_do_something_is_read_and_told(tmp_path, name):
    make, active = READ[name]

    found = read_sheet(attached(tmp_path, name, make()), [slot()], tmp_path, GridLimits())

    assert (found.facts.problem, found.facts.active, [row.values["title"] for row in found.rows]) == (
        "",
        active,
        ["海水淡化项目1", "海水淡化项目2"],
    )
