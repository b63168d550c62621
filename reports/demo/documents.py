"""Write the documents that people attach: registration forms, texts, and files that are no use."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from intake.config.models import LocalWords

SAVED = datetime(2026, 7, 1, 9, 0)  # every office file claims this moment, so that the same content gives the same bytes
UNIT_LINE = "以下内容由所在单位联系人填写"
LAYOUT = (  # rows of (label, field); a row with one pair spans the table
    (("Sex", "sex"), ("Nationality", "nationality")),
    (("Mobile Number", "mobile"), ("Email Address", "email")),
)
UNIT_LAYOUT = (
    (("姓名", "contact_name"), ("电子邮箱", "contact_email")),
    (("手机/微信", "contact_phone"), ("工作单位", "employer")),
)
DESCRIPTION_LABEL = "Photo Description (less than 200 words)"
COLUMNS = 4


def registration_form(values: Mapping[str, str], title: LocalWords | None = None) -> bytes:
    """Return the form as docx, laid out as the notice prints it; a field missing from `values` stays empty.

    The number of pieces stands in one cell with its label ("3 pieces"), the description below its label in the same cell.
    """
    document = _titled(title)
    table = document.add_table(rows=0, cols=COLUMNS)
    table.style = "Table Grid"
    _names(table, values)
    for row in LAYOUT:
        _pairs(table, row, values)
    cells = table.add_row().cells
    cells[0].text = "Photo Name"
    cells[1].merge(cells[2]).text = values.get("photo_name", "")
    cells[3].text = f"{values.get('pieces', '')} pieces".strip()
    _spanning(table, DESCRIPTION_LABEL, values.get("description", ""))
    _spanning(table, UNIT_LINE, "")
    for row in UNIT_LAYOUT:
        _pairs(table, row, values)
    cells = table.add_row().cells
    cells[0].text = "地址"
    cells[1].merge(cells[3]).text = values.get("address", "")
    return _saved(document)


def controlled_form(values: Mapping[str, str], title: LocalWords | None = None) -> bytes:
    """Return the same form whose answers stand in content controls; empty ones show their placeholder (field-notes 6)."""
    document = _titled(title)
    table = document.add_table(rows=0, cols=2)
    for label, field in _flat():
        cells = table.add_row().cells
        cells[0].text = label
        paragraph = cells[1].paragraphs[0]._p
        paragraph.append(_control(field, values.get(field, "")))
    return _saved(document)


def form_workbook(values: Mapping[str, str], title: LocalWords | None = None) -> bytes:
    """Return the form as xlsx: labels in A and C, answers in B and D, merged where the paper form is."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    title = title or LocalWords(zh="作品登记表", en="Competition Application Form")
    sheet.append([title.said("zh")])
    sheet.append([title.said("en")])
    sheet.append(["Name", "Chinese", values.get("name_zh", "")])
    sheet.append(["", "English", values.get("name_en", "")])
    sheet.merge_cells("A3:A4")
    for row in LAYOUT:
        sheet.append([cell for label, field in row for cell in (label, values.get(field, ""))])
    sheet.append(["Photo Name", values.get("photo_name", ""), "pieces", values.get("pieces", "")])
    sheet.append([DESCRIPTION_LABEL, values.get("description", "")])
    sheet.append([UNIT_LINE])
    for row in UNIT_LAYOUT:
        sheet.append([cell for label, field in row for cell in (label, values.get(field, ""))])
    sheet.append(["地址", values.get("address", "")])
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue())


def typed_form(values: Mapping[str, str]) -> str:
    """Return the form as lines of a mail body: "label: value", empty fields left out."""
    return "\n".join(f"{label}: {values[field]}" for label, field in _flat() if values.get(field))


def text_document(heading: str, text: str) -> bytes:
    """Return a docx with a heading ('' for none) and paragraphs."""
    document = Document()
    if heading:
        document.add_heading(heading, level=1)
    for paragraph in text.split("\n"):
        document.add_paragraph(paragraph)
    return _saved(document)


@lru_cache(maxsize=1)
def encrypted_document() -> bytes:
    """Return the head of an OLE2 file with the streams of an encrypted docx: what Word writes with a password."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    header = header.ljust(44, b"\0") + (1).to_bytes(4, "little") + (1).to_bytes(4, "little")
    sectors = (b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * 504) + _directory(
        "Root Entry", "EncryptionInfo", "EncryptedPackage"
    )
    return header.ljust(512, b"\0") + sectors + bytes(range(256)) * 32


def steady(data: bytes) -> bytes:
    """Return an office file (ZIP) again with fixed times, so that equal content means equal bytes."""
    out = BytesIO()
    stamp = SAVED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(?<=>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=<)", stamp, content)
            target.writestr(zipfile.ZipInfo(name, SAVED.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _titled(title: LocalWords | None) -> Any:
    title = title or LocalWords(zh="作品登记表", en="Competition Application Form")
    document = Document()
    document.add_paragraph(title.said("zh"))
    document.add_paragraph(title.said("en"))
    return document


def _names(table: Any, values: Mapping[str, str]) -> None:
    rows = [table.add_row().cells for _ in range(2)]
    for cells, language, field in zip(rows, ("Chinese", "English"), ("name_zh", "name_en"), strict=True):
        cells[1].text = language
        cells[2].merge(cells[3]).text = values.get(field, "")
    rows[0][0].merge(rows[1][0]).text = "Name"


def _pairs(table: Any, row: tuple[tuple[str, str], ...], values: Mapping[str, str]) -> None:
    cells = table.add_row().cells
    for place, (label, field) in enumerate(row):
        cells[place * 2].text = label
        cells[place * 2 + 1].text = values.get(field, "")


def _spanning(table: Any, label: str, text: str) -> None:
    cells = table.add_row().cells
    cell = cells[0].merge(cells[-1])
    cell.text = label
    if text:
        cell.add_paragraph(text)


def _flat() -> tuple[tuple[str, str], ...]:
    return (
        ("Name (Chinese)", "name_zh"),
        ("Name (English)", "name_en"),
        *LAYOUT[0],
        *LAYOUT[1],
        ("Photo Name", "photo_name"),
        ("pieces", "pieces"),
        (DESCRIPTION_LABEL, "description"),
    )


def _control(tag: str, text: str) -> Any:
    placeholder = "" if text else "<w:showingPlcHdr/>"
    shown = (text or "Click or tap here to enter text.").replace("&", "&amp;").replace("<", "&lt;")
    return parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:tag w:val='{tag}'/>{placeholder}</w:sdtPr>"
        f"<w:sdtContent><w:r><w:t>{shown}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def _saved(document: Any) -> bytes:
    document.core_properties.created = document.core_properties.modified = SAVED
    out = BytesIO()
    document.save(out)
    return steady(out.getvalue())


def _directory(*names: str) -> bytes:
    entries = b""
    for kind, name in zip((5, 2, 2), names, strict=True):
        raw = (name + "\0").encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + len(raw).to_bytes(2, "little") + bytes((kind, 1)) + b"\xff" * 12 + bytes(48)
    return entries.ljust(512, b"\0")
