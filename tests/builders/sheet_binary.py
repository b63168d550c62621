"""A binary workbook (xlsb), written by hand: no library that is kept writes it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tests.builders.sheet_bytes import EPOCH, ERRORS, Formula, Page, Wrong

LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)


def xlsb(pages: Sequence[Page], *, more: Sequence[str] = ()) -> bytes:
    """Return a workbook as Excel saves it in its binary format; `more`: names of further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.bin")]))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            _links(
                [("worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(pages) + 1)]
                + [("styles", "styles.bin")]
            ),
        )
        archive.writestr("xl/workbook.bin", b"".join(_book(pages)))
        archive.writestr(
            "xl/styles.bin", _record(278) + _record(617, struct.pack("<I", 2)) + _style(0) + _style(14) + _record(618)
        )
        for number, page in enumerate(pages, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", b"".join(_sheet(page)))
        for name in more:
            archive.writestr(name, bytes(600))
    return out.getvalue()


def _links(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{LINKS}">{listed}</Relationships>'


def _number(value: int, most: int) -> bytes:
    out = bytearray()
    while value > 0x7F and len(out) < most - 1:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _record(kind: int, data: bytes = b"") -> bytes:
    return _number(kind, 2) + _number(len(data), 4) + data


def _wide(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def _style(form: int) -> bytes:
    return _record(47, struct.pack("<HHHHHHI", 0, form, 0, 0, 0, 0, 0))


def _book(pages: Sequence[Page]) -> Iterator[bytes]:
    yield _record(131)
    yield _record(153, struct.pack("<III", 0, 0, 0))
    yield _record(143)
    for number, page in enumerate(pages, 1):
        yield _record(156, struct.pack("<II", int(page.hidden), number) + _wide(f"rId{number}") + _wide(page.name))
    yield _record(144) + _record(132)


def _sheet(page: Page) -> Iterator[bytes]:
    yield _record(129)
    width = max(map(len, page.lines))
    yield _record(148, struct.pack("<IIII", 0, len(page.lines) - 1, 0, width - 1))
    yield _record(390)
    for column in sorted(page.hidden_columns):
        yield _record(60, struct.pack("<IIIIH", column - 1, column - 1, 2048, 0, 1))
    yield _record(391) + _record(145)
    for row, line in enumerate(page.lines, 1):
        hidden = 0x10 if row in page.hidden_rows else 0
        yield _record(0, struct.pack("<IIHBBB", row - 1, 0, 300, 0, hidden, 0) + struct.pack("<III", 1, 0, width - 1))
        yield from (_cell(column, value) for column, value in enumerate(line) if value is not None and value != "")
    yield _record(146)
    if page.merged:
        yield _record(177, struct.pack("<I", len(page.merged)))
        for top, left, bottom, right in page.merged:
            yield _record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        yield _record(178)
    yield _record(130)


def _cell(column: int, value: Any) -> bytes:
    head = struct.pack("<II", column, int(isinstance(value, date)))
    if isinstance(value, Wrong):
        return _record(11, head + struct.pack("<BHI", ERRORS[value.sign], 0, 0))
    if isinstance(value, Formula):
        return _record(8, head + _wide(value.came_to or "") + struct.pack("<HI", 0, 0))
    if isinstance(value, date):
        return _record(5, head + struct.pack("<d", (value - EPOCH).days))
    if isinstance(value, int | float):
        return _record(5, head + struct.pack("<d", value))
    return _record(6, head + _wide(str(value)))
