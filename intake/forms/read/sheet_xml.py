"""Straighten a workbook before openpyxl reads it: the cells and what they hold alone, in the names that it knows."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from lxml import etree

from intake.forms.read.package import XmlElement
from intake.forms.read.safe_tree import safe_tree
from intake.model.problems import FileProblem, Problem

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"  # ISO 29500 strict; openpyxl sees no sheet in it
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
READ = frozenset({"sheetData", "mergeCells"})  # all of a sheet that holds words
STRINGS = "xl/sharedStrings.xml"
MAX_SHEETS = 50
OWN_FORMATS = 164  # from here on a book numbers formats of its own (ECMA-376 18.8.30)
SHARED = re.compile(rb"<(?:\w+:)?si[\s>/]")
SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType(  # kinds of cells that hold no text -> what stands in them
    {
        "n": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"),
        "b": re.compile(r"[01]"),
        "d": re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?"),
    }
)


def straighten_workbook(parts: Mapping[str, bytes]) -> BytesIO:
    """Return a workbook of the same sheets, cells, strings and number formats; raises FileProblem damaged.

    Colours, borders, charts, names and links are left out: a mistake in them makes openpyxl refuse the whole file, and Excel
    opens it all the same.
    """
    book = _tree(parts, _main_part(parts))
    sheets = list(_sheets(parts, book))[:MAX_SHEETS]
    if not sheets:
        raise FileProblem(Problem.DAMAGED)
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in (*_frame(book, [(name, state) for name, state, _ in sheets]), *_strings(parts), _styles(parts)):
            archive.writestr(name, data)
        for number, (_, _, part) in enumerate(sheets, 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _cells(parts, part))
    copy.seek(0)
    return copy


def _tree(parts: Mapping[str, bytes], name: str) -> XmlElement:
    if name not in parts:
        raise FileProblem(Problem.DAMAGED)
    return safe_tree(parts[name].replace(STRICT, MAIN.encode()))


def _main_part(parts: Mapping[str, bytes]) -> str:
    """Name the part with the list of sheets: what the package says, else what it is usually called."""
    declared = [target for kind, _, target in _relations(parts, "") if kind.endswith("/officeDocument")]
    likely = [*declared, "xl/workbook.xml", *(name for name in parts if name.endswith("workbook.xml"))]
    return next((found for name in likely if (found := _named(parts, name))), "")


def _named(parts: Mapping[str, bytes], name: str) -> str:
    """Return a part's own name; capitals do not count (ECMA-376 part 2)."""
    return name if name in parts else next((item for item in parts if item.casefold() == name.casefold()), "")


def _relations(parts: Mapping[str, bytes], source: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, id, target's name) for what a part points to; '' for the package itself."""
    folder, base = posixpath.split(source)
    listed = _named(parts, posixpath.join(folder, "_rels", f"{base}.rels"))
    for item in _tree(parts, listed) if listed else ():
        target = str(item.get("Target", "")).replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield str(item.get("Type", "")), str(item.get("Id", "")), whole


def _sheets(parts: Mapping[str, bytes], book: XmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield (name, state, part) for every sheet in its order; for all sheets that are there where the list leads nowhere."""
    targets = {name: target for _, name, target in _relations(parts, _main_part(parts))}
    found = False
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        number = next((str(value) for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        part = _named(parts, targets.get(number, ""))
        if part:
            found = True
            yield str(sheet.get("name", "")), str(sheet.get("state", "visible")), part
    if not found:
        yield from (("", "visible", name) for name in sorted(parts) if name.lower().startswith("xl/worksheets/sheet"))


def _cells(parts: Mapping[str, bytes], part: str) -> bytes:
    """Return a sheet with its cells and merged ranges alone: what a formula came to, never the formula."""
    root = _tree(parts, part)
    for child in list(root):
        if etree.QName(child).localname not in READ:
            root.remove(child)
    bounds = {"s": len(SHARED.findall(parts.get(_named(parts, STRINGS), b""))), "styles": len(_formats(parts)[1])}
    for row in root.iterfind("{*}sheetData/{*}row"):
        if not str(row.get("r", "1")).isdecimal():
            del row.attrib["r"]
        for cell in row.iterfind("{*}c"):
            _mend(cell, bounds)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _mend(cell: XmlElement, bounds: Mapping[str, int]) -> None:
    """Make a cell one that openpyxl takes: a value that is not of its kind is text, a style that is not there is none."""
    for formula in cell.findall("{*}f"):
        cell.remove(formula)
    style, kind, value = str(cell.get("s", "")), str(cell.get("t", "n")), cell.find("{*}v")
    if style and not (style.isdecimal() and int(style) < bounds["styles"]):
        del cell.attrib["s"]
    text = (value.text or "").strip() if value is not None else ""
    if kind == "s" and not (text.isdecimal() and int(text) < bounds["s"]):
        cell.attrib.pop("t")
        if value is not None:
            cell.remove(value)
    elif kind in SHAPES and text and not SHAPES[kind].fullmatch(text):
        cell.set("t", "str")


def _strings(parts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    kept = _named(parts, STRINGS)
    yield STRINGS, parts[kept].replace(STRICT, MAIN.encode()) if kept else f'<sst xmlns="{MAIN}"/>'.encode()


def _formats(parts: Mapping[str, bytes]) -> tuple[dict[str, str], list[str]]:
    """Return the number formats of the book's own, and the number of the format of each cell style."""
    kept = _named(parts, "xl/styles.xml")
    root = _tree(parts, kept) if kept else etree.Element("none")
    own = {str(item.get("numFmtId", "")): str(item.get("formatCode", "")) for item in root.iterfind("{*}numFmts/{*}numFmt")}
    own = {number: code for number, code in own.items() if number.isdecimal()}
    used = [str(item.get("numFmtId", "0")) for item in root.iterfind("{*}cellXfs/{*}xf")] or ["0"]
    return own, [number if number in own or (number.isdecimal() and int(number) < OWN_FORMATS) else "0" for number in used]


def _styles(parts: Mapping[str, bytes]) -> tuple[str, bytes]:
    """Return the number formats and which cell style has which: they tell a date from a number."""
    own, used = _formats(parts)
    formats = "".join(f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for number, code in own.items())
    look = 'fontId="0" fillId="0" borderId="0"'
    styles = "".join(f'<xf numFmtId="{number}" {look}/>' for number in used)
    made = f"<numFmts>{formats}</numFmts>" if formats else ""
    made += "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    made += f'<cellStyleXfs><xf numFmtId="0" {look}/></cellStyleXfs><cellXfs>{styles}</cellXfs>'
    made += '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    return "xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{made}</styleSheet>'.encode()


def _frame(book: XmlElement, sheets: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    """Yield the parts that hold the others together."""
    settings = book.find("{*}workbookPr")
    epoch = ' date1904="1"' if settings is not None and settings.get("date1904") in {"1", "true"} else ""
    rows = "".join(
        f'<sheet name={quoteattr(name or f"Sheet{number}")} sheetId="{number}" state={quoteattr(state)} r:id="s{number}"/>'
        for number, (name, state) in enumerate(sheets, 1)
    )
    listed = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr{epoch}/><sheets>{rows}</sheets></workbook>'
    parts = [("xl/workbook.xml", "sheet.main"), (STRINGS, "sharedStrings"), ("xl/styles.xml", "styles")]
    parts += [(f"xl/worksheets/sheet{number}.xml", "worksheet") for number in range(1, len(sheets) + 1)]
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{TYPES}.{kind}+xml"/>' for name, kind in parts)
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    yield "[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{default}{overrides}</Types>'.encode()
    yield "_rels/.rels", _links([("r1", "officeDocument", "xl/workbook.xml")])
    inner = [(f"s{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
    yield (
        "xl/_rels/workbook.xml.rels",
        _links([*inner, ("t", "sharedStrings", "sharedStrings.xml"), ("u", "styles", "styles.xml")]),
    )
    yield "xl/workbook.xml", listed.encode()


def _links(items: list[tuple[str, str, str]]) -> bytes:
    made = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in items)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'.encode()
