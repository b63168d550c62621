"""A sheet's bytes in every format that offices send, written by hand where a library would write too well."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.utils.cell import get_column_letter

from tests.builders.document_files import opendocument, with_parts
from tests.builders.form_samples import cell as word_cell
from tests.builders.form_samples import paragraph, table, word_file

Box = tuple[int, int, int, int]  # top, left, bottom, right; from 1
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
}
UNSEEN = (
    b'<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><style:style style:name="unseen" '
    b'style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)
EPOCH = date(1899, 12, 30)
ERRORS = {"#REF!": 0x17, "#N/A": 0x2A}


@dataclass(frozen=True)
class Formula:
    """A formula, with what it came to when it was last worked out; None: never."""

    code: str
    came_to: str | None = None


@dataclass(frozen=True)
class Wrong:
    """A formula that came to an error."""

    sign: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """One sheet: lines of cells, None or '' for an empty one; rows and columns from 1."""

    name: str = "Sheet1"
    lines: Sequence[Sequence[Any]]
    merged: Sequence[Box] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)  # cell -> somebody's comment

    @property
    def cells(self) -> Iterator[tuple[int, int, Any]]:
        """Yield row, column and value of every cell that has one."""
        for row, line in enumerate(self.lines, 1):
            for column, value in enumerate(line, 1):
                if value is not None and value != "":
                    yield row, column, value


def plain(value: Any) -> str:
    """Return what a cell shows where all is text."""
    if isinstance(value, Formula):
        return value.came_to or ""
    return value.sign if isinstance(value, Wrong) else "" if value is None else str(value)


def xlsx(pages: Sequence[Page], *, since_1904: bool = False, protected: bool = False) -> bytes:
    """Return a workbook as Excel saves it."""
    book = openpyxl.Workbook()
    if since_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for number, page in enumerate(pages):
        sheet = book.active if not number else book.create_sheet()
        sheet.title, sheet.sheet_state = page.name, "hidden" if page.hidden else "visible"
        sheet.protection.sheet = protected
        for row, column, value in page.cells:
            made = sheet.cell(row, column)
            made.value = value.code if isinstance(value, Formula) else value.sign if isinstance(value, Wrong) else value
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for column in page.hidden_columns:
            sheet.column_dimensions[get_column_letter(column)].hidden = True
        for place, text in page.notes.items():
            sheet[place].comment = Comment(text, "李雷")
        for top, left, bottom, right in page.merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    out = io.BytesIO()
    book.save(out)
    known = {
        f"xl/worksheets/sheet{number}.xml": {
            f"{get_column_letter(column)}{row}": value.came_to
            for row, column, value in page.cells
            if isinstance(value, Formula) and value.came_to is not None
        }
        for number, page in enumerate(pages, 1)
    }
    return each_part(out.getvalue(), lambda name, data: _worked_out(data, known.get(name, {})))


def _worked_out(data: bytes, known: Mapping[str, str]) -> bytes:
    """Put in what formulas came to: openpyxl leaves it out."""
    text = data.decode("utf-8") if known else ""
    for place, came_to in known.items():
        text, count = re.subn(
            rf'<c r="{place}"( s="\d+")?><f>([^<]*)</f><v ?/?>(</v>)?</c>',
            rf'<c r="{place}"\1 t="str"><f>\2</f><v>{escape(came_to)}</v></c>',
            text,
        )
        assert count == 1, place
    return text.encode() if known else data


def each_part(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a package with each part changed: its name and bytes are given."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry, change(entry.filename, source.read(entry)))
    return out.getvalue()


def strict(pages: Sequence[Page]) -> bytes:
    """Return what Excel saves as "Strict Open XML"."""

    def changed(_: str, data: bytes) -> bytes:
        for usual, other in STRICT.items():
            data = data.replace(usual, other)
        return data

    return each_part(xlsx(pages), changed)


def wps(pages: Sequence[Page]) -> bytes:
    """Return a workbook that says of itself that it has one cell, as some programs' do."""
    wrong = rb'<dimension ref="A1"/>'
    return each_part(xlsx(pages), lambda _, data: re.sub(rb'<dimension ref="[^"]*" ?/>', wrong, data))


def with_macros(pages: Sequence[Page]) -> bytes:
    """Return a workbook with a VBA project."""
    return with_parts(xlsx(pages), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)})


def delimited(pages: Sequence[Page], charset: str = "utf-8-sig", sign: str = ",") -> bytes:
    """Return the first sheet as text."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows([plain(value) for value in line] for line in pages[0].lines)
    return out.getvalue().encode(charset)


def word(pages: Sequence[Page]) -> bytes:
    """Return the sheets as tables of a Word file, a heading above each."""
    return word_file("".join(paragraph(page.name) + _word_table(page) + paragraph("") for page in pages))


def _word_table(page: Page) -> str:
    width = max(map(len, page.lines))
    covers = {
        (row, column): box for box in page.merged for row in range(box[0], box[2] + 1) for column in range(box[1], box[3] + 1)
    }
    made = []
    for row, line in enumerate(page.lines, 1):
        cells = []
        for column in range(1, width + 1):
            top, left, bottom, right = covers.get((row, column), (row, column, row, column))
            if column == left:
                span = f'<w:gridSpan w:val="{right - left + 1}"/>' if right > left else ""
                down = "" if bottom == top else '<w:vMerge w:val="restart"/>' if row == top else "<w:vMerge/>"
                said = plain(line[column - 1]) if row == top and column <= len(line) else ""
                made_of = "".join(paragraph(escape(part)) for part in said.split("\n"))
                if row in page.hidden_rows or column in page.hidden_columns:
                    made_of = made_of.replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")
                cells.append(word_cell(made_of, span + down))
        made.append(tuple(cells))
    return table(*made)


def page_of(pages: Sequence[Page]) -> bytes:
    """Return what systems "export to Excel": a web page."""
    tables = []
    for page in pages:
        heads = {box[:2]: box for box in page.merged}
        inside = {
            (row, column) for box in page.merged for row in range(box[0], box[2] + 1) for column in range(box[1], box[3] + 1)
        }
        lines = []
        for row, line in enumerate(page.lines, 1):
            cells = []
            for column, value in enumerate(line, 1):
                if (row, column) in inside and (row, column) not in heads:
                    continue
                top, left, bottom, right = heads.get((row, column), (row, column, row, column))
                said = escape(plain(value)).replace("\n", "<br>")
                unseen = ' style="display:none"' if column in page.hidden_columns else ""
                cells.append(f'<td{unseen} rowspan="{bottom - top + 1}" colspan="{right - left + 1}">{said}</td>')
            style = ' style="display:none"' if row in page.hidden_rows else ""
            lines.append(f"<tr{style}>{''.join(cells)}</tr>")
        tables.append(f"<table border=1>{''.join(lines)}</table>")
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(tables)}</body></html>'.encode()


TYPES_2003 = ((int | float, "Number"), (date, "DateTime"), (Wrong, "Error"))


def excel_2003(pages: Sequence[Page]) -> bytes:
    """Return a workbook as one XML text."""
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    sheets = []
    for page in pages:
        heads = {box[:2]: box for box in page.merged}
        columns = "".join(f'<Column ss:Index="{column}" ss:Hidden="1"/>' for column in sorted(page.hidden_columns))
        lines = []
        for row, line in enumerate(page.lines, 1):
            cells = []
            for column, value in enumerate(line, 1):
                if value is None or value == "":
                    continue
                top, left, bottom, right = heads.get((row, column), (row, column, row, column))
                over = f' ss:MergeAcross="{right - left}" ss:MergeDown="{bottom - top}"'
                kind = next((name for kind, name in TYPES_2003 if isinstance(value, kind)), "String")
                cells.append(
                    f'<Cell ss:Index="{column}"{over}><Data ss:Type="{kind}">{escape(plain(value)).replace(chr(10), "&#10;")}</Data></Cell>'
                )
            hidden = ' ss:Hidden="1"' if row in page.hidden_rows else ""
            lines.append(f'<Row ss:Index="{row}"{hidden}>{"".join(cells)}</Row>')
        options = (
            f'<WorksheetOptions xmlns="{space.replace("spreadsheet", "excel")}"><Visible>SheetHidden</Visible></WorksheetOptions>'
        )
        sheets.append(
            f'<Worksheet ss:Name="{escape(page.name)}"><Table>{columns}{"".join(lines)}</Table>{options * page.hidden}</Worksheet>'
        )
    head = '<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>'
    return f'{head}<Workbook xmlns="{space}" xmlns:ss="{space}">{"".join(sheets)}</Workbook>'.encode()


def ods(pages: Sequence[Page]) -> bytes:
    """Return an OpenDocument spreadsheet."""
    sheets = []
    for page in pages:
        heads = {box[:2]: box for box in page.merged}
        width = max(map(len, page.lines))
        columns = "".join(f"<table:table-column{_collapsed(column in page.hidden_columns)}/>" for column in range(1, width + 1))
        lines = []
        for row, line in enumerate(page.lines, 1):
            cells = "".join(_ods_cell(value, heads.get((row, column))) for column, value in enumerate(line, 1))
            lines.append(
                f"<table:table-row{_collapsed(row in page.hidden_rows)}>{cells or '<table:table-cell/>'}</table:table-row>"
            )
        style = ' table:style-name="unseen"' if page.hidden else ""
        sheets.append(f'<table:table table:name="{escape(page.name)}"{style}>{columns}{"".join(lines)}</table:table>')
    made = opendocument("spreadsheet", f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet>")
    return each_part(made, lambda name, data: data.replace(b"<office:body>", UNSEEN + b"<office:body>", 1))


def _collapsed(hidden: bool) -> str:
    return ' table:visibility="collapse"' if hidden else ""


def _ods_cell(value: Any, box: Box | None) -> str:
    over = (
        f' table:number-rows-spanned="{box[2] - box[0] + 1}" table:number-columns-spanned="{box[3] - box[1] + 1}"' if box else ""
    )
    if isinstance(value, Formula):
        over += f' table:formula="of:{escape(value.code)}"'
        value = value.came_to
    if isinstance(value, Wrong):
        return f'<table:table-cell{over} table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>{value.sign}</text:p></table:table-cell>'
    if value is None or value == "":
        return f"<table:table-cell{over}/>"
    if isinstance(value, date):
        over += f' office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        over += f' office:value-type="float" office:value="{value}"'
    else:
        over += ' office:value-type="string"'
    said = "".join(f"<text:p>{escape(part)}</text:p>" for part in str(value).split("\n"))
    return f"<table:table-cell{over}>{said}</table:table-cell>"


def xls(pages: Sequence[Page], more: bytes = b"") -> bytes:
    """Return a workbook of Excel 97-2003, which WPS calls .et as well; `more`: records of the workbook itself."""
    sheets = [_biff_sheet(page) for page in pages]
    heads = [
        (struct.pack("<IBB", 0, int(page.hidden), 0), struct.pack("<BB", len(page.name), 1) + page.name.encode("utf-16-le"))
        for page in pages
    ]
    before = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)) + _record(
        0x0042, struct.pack("<H", 1200)
    )
    before += more
    formats = [0, 14]  # plain, and a date
    before += b"".join(_record(0x00E0, struct.pack("<HHHBBBBIIH", 0, number, 0, 0, 0, 0, 0, 0, 0, 0)) for number in formats)
    at = len(before) + sum(4 + len(a) + len(b) for a, b in heads) + 4
    listed = b""
    for (start, name), sheet in zip(heads, sheets, strict=True):
        listed += _record(0x0085, struct.pack("<I", at) + start[4:] + name)
        at += len(sheet)
    return compound("Workbook", before + listed + _record(0x000A, b"") + b"".join(sheets))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff_sheet(page: Page) -> bytes:
    made = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))]
    for column in sorted(page.hidden_columns):
        made.append(_record(0x007D, struct.pack("<HHHHHH", column - 1, column - 1, 2048, 0, 1, 0)))
    for row in range(1, len(page.lines) + 1):
        flags = 0x0100 | (0x0020 if row in page.hidden_rows else 0)
        made.append(_record(0x0208, struct.pack("<HHHHHHHH", row - 1, 0, 16, 255, 0, 0, flags, 0)))
    made += [_biff_cell(row - 1, column - 1, value) for row, column, value in page.cells]
    if page.merged:
        boxes = b"".join(
            struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1) for top, left, bottom, right in page.merged
        )
        made.append(_record(0x00E5, struct.pack("<H", len(page.merged)) + boxes))
    return b"".join([*made, _record(0x000A, b"")])


def _biff_cell(row: int, column: int, value: Any) -> bytes:
    if isinstance(value, Wrong):
        return _record(0x0205, struct.pack("<HHHBB", row, column, 0, ERRORS[value.sign], 1))
    if isinstance(value, Formula):  # a text: told by the record behind it
        text = value.came_to or ""
        body = struct.pack("<HHH", row, column, 0) + b"\0\0\0\0\0\0\xff\xff" + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00"
        return _record(0x0006, body) + _record(0x0207, struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))
    if isinstance(value, date):
        return _record(0x0203, struct.pack("<HHHd", row, column, 1, (value - EPOCH).days))
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + value.encode("utf-16-le"))


def xlsb(pages: Sequence[Page]) -> bytes:
    """Return a workbook as Excel saves it in its binary format."""
    from tests.builders.sheet_binary import xlsb as written  # it is written with this module's words

    return written(pages)


def compound(name: str, content: bytes) -> bytes:
    """Return an OLE2 file with one stream, however long."""
    size = max(len(content), 4096)
    data = content.ljust((size + 511) // 512 * 512, b"\0")
    count = len(data) // 512
    tables = next(number for number in range(1, 110) if number * 128 >= count + 1 + number)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE] + [*range(tables + 2, tables + 1 + count), 0xFFFFFFFE]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(10)
    head += struct.pack("<IIIIIIII", tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += b"".join(struct.pack("<I", number) for number in range(tables)).ljust(436, b"\xff")
    entries = b""
    for kind, entry, child, start, length in ((5, "Root Entry", 1, 0xFFFFFFFE, 0), (2, name, 0xFFFFFFFF, tables + 1, size)):
        raw = (entry + "\0").encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
        entries += struct.pack("<IQ", start, length)
    table = b"".join(struct.pack("<I", number) for number in chain).ljust(tables * 512, b"\xff")
    return head + table + entries.ljust(512, b"\0") + data


Writer = Callable[[Sequence[Page]], bytes]
FORMATS: Mapping[str, tuple[str, Writer]] = {  # name -> ending of the file's name, what writes it
    "xlsx": ("xlsx", xlsx),
    "strict": ("xlsx", strict),
    "wps": ("xlsx", wps),
    "protected": ("xlsx", lambda pages: xlsx(pages, protected=True)),
    "since-1904": ("xlsx", lambda pages: xlsx(pages, since_1904=True)),
    "macros": ("xlsm", with_macros),
    "xls": ("xls", xls),
    "et": ("et", xls),
    "ods": ("ods", ods),
    "xlsb": ("xlsb", xlsb),
    "excel-2003": ("xls", excel_2003),
    "page": ("xls", page_of),
    "word": ("docx", word),
    "csv": ("csv", delimited),
    "csv-gb18030": ("csv", lambda pages: delimited(pages, "gb18030")),
    "csv-utf-16": ("csv", lambda pages: delimited(pages, "utf-16", "\t")),
    "csv-semicolon": ("csv", lambda pages: delimited(pages, "utf-8", ";")),
    "unicode-text": ("txt", lambda pages: delimited(pages, "utf-16", "\t")),
}
CELLED = frozenset(
    {"xlsx", "strict", "wps", "protected", "since-1904", "macros", "xls", "et", "ods", "xlsb"}
)  # numbers, dates, errors
TEXTS = frozenset(
    {"csv", "csv-gb18030", "csv-utf-16", "csv-semicolon", "unicode-text"}
)  # nothing merged, nothing hidden, one sheet


def moved(page: Page, down: int, right: int) -> Page:
    """Return a page with empty rows above and empty columns to the left."""
    lines = [[] for _ in range(down)] + [[None] * right + list(line) for line in page.lines]
    boxes = [(top + down, left + right, bottom + down, to + right) for top, left, bottom, to in page.merged]
    return replace(page, lines=lines, merged=boxes)
