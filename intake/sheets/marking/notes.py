"""Comments on cells: parts of their own, or added to those that the sheet has."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from openpyxl.utils.cell import column_index_from_string

from intake.forms.read.safe_tree import whole_tree
from intake.model.problems import FileProblem, Problem
from intake.sheets.marking.former import PLACE, add_run, former_marks, without_former_notes, without_former_shapes
from intake.sheets.marking.splice import Cells, edited, place_for_drawing
from intake.sheets.read.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
NAMES = (  # said in each shape: the drawing of another program may call them otherwise, or nothing at its root
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
SHAPE = (
    "<v:shape {names} "
    'id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;width:160pt;height:60pt;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
    '<v:textbox><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 8, {top}, 2, {right}, 60, {bottom}, 10</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
FRAME = (
    '<xml {names}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{shapes}</xml>'
)


@dataclass(frozen=True)
class Noted:
    """A sheet that gets comments: its part's name and bytes, and what is said of which cells."""

    part: str
    sheet: bytes
    cells: Cells


def with_notes(package: Package, noted_sheet: Noted, author: str, changed: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts that change or are new for comments on a sheet's cells, the sheet itself among them."""
    part, sheet, cells = noted_sheet.part, noted_sheet.sheet, noted_sheet.cells
    links = {kind: target for kind, _, target in package.relations(part)}
    drawn, noted = links.get("vmlDrawing", ""), links.get("comments", "")
    if drawn or noted:
        if not (package.has(drawn) and package.has(noted)):
            raise FileProblem(Problem.UNSUPPORTED)  # a drawing of buttons alone: comments are not put beside those
        return {
            part: sheet,
            noted: _more_notes(package.whole(noted), cells, author),
            drawn: _more_shapes(without_former_shapes(package.whole(drawn).decode(), former_marks(package, part, author)), cells),
        }
    number = next(count for count in range(1, 10_000) if _free(package, changed, count))
    noted, drawn = f"xl/comments-desk{number}.xml", f"xl/drawings/vmlDrawing-desk{number}.vml"
    strict = STRICT.encode() in sheet or b"purl.oclc.org" in sheet[:2000]
    base = STRICT if strict else USUAL
    fragment = f'<{_prefix(sheet)}legacyDrawing xmlns:dr="{base}" dr:id="rIdDesk1"/>'.encode()
    at = place_for_drawing(sheet)
    return {
        part: edited(sheet, [(at, at, fragment)]),
        noted: _new_notes(cells, author),
        drawn: FRAME.format(names=NAMES, shapes=_shapes(cells, 1025)).encode(),
        **_linked(package, part, base, {"rIdDesk1": ("vmlDrawing", f"/{drawn}"), "rIdDesk2": ("comments", f"/{noted}")}),
        **_typed(package, changed, noted),
    }


def _free(package: Package, changed: Mapping[str, bytes], number: int) -> bool:
    name = f"xl/comments-desk{number}.xml"
    return not package.has(name) and name not in changed


def _prefix(sheet: bytes) -> str:
    found = re.search(rb"<(\w+:)?worksheet[\s>]", sheet)
    return (found[1] or b"").decode() if found else ""


def _xml(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))


def _note(row: int, letter: str, author: int, says: str) -> str:
    return f'<comment xmlns="{MAIN}" ref="{letter}{row}" authorId="{author}"><text><r><t xml:space="preserve">{escape(says)}</t></r></text></comment>'


def _new_notes(cells: Cells, author: str) -> bytes:
    listed = "".join(_note(row, letter, 0, f"{author}:\n{says}") for (row, letter), says in _ordered(cells))
    return f'<comments xmlns="{MAIN}"><authors><author>{escape(author)}</author></authors><commentList>{listed}</commentList></comments>'.encode()


def _ordered(cells: Cells) -> list[tuple[tuple[int, str], str]]:
    return sorted(cells.items(), key=lambda item: (item[0][0], column_index_from_string(item[0][1])))


def _more_notes(data: bytes, cells: Cells, author: str) -> bytes:
    """Return comments with ours; a cell that has one gets a further paragraph, and the old text stays."""
    root = whole_tree(data)
    authors, listed = root.find("{*}authors"), root.find("{*}commentList")
    if authors is None or listed is None:
        raise FileProblem(Problem.UNSUPPORTED)
    space = etree.QName(root).namespace
    without_former_notes(root, author)
    etree.SubElement(authors, f"{{{space}}}author").text = author
    there = {item.get("ref"): item for item in listed}
    for (row, letter), says in _ordered(cells):
        text = there[f"{letter}{row}"].find("{*}text") if f"{letter}{row}" in there else None
        if text is None:
            note = etree.fromstring(_note(row, letter, len(authors) - 1, f"{author}:\n{says}").replace(MAIN, space))
            listed.append(note)
            continue
        for bare in text.findall("{*}t"):  # beside runs no program shows it
            add_run(text, space, bare.text or "")
            text.remove(bare)
        add_run(text, space, f"\n{author}:\n{says}")
    return _xml(root)


def _shapes(cells: Cells, first: int) -> str:
    made = []
    for number, ((row, letter), _) in enumerate(_ordered(cells), first):
        column = column_index_from_string(letter) - 1
        places = {"left": column + 1, "right": column + 3, "top": max(row - 2, 0), "bottom": row + 2}
        made.append(SHAPE.format(names=NAMES, number=number, row=row - 1, column=column, **places))
    return "".join(made)


def _more_shapes(text: str, cells: Cells) -> bytes:
    """Return the drawing with the shapes of our comments, those of cells that have one left out."""
    there = {(int(row), int(column)) for row, column in PLACE.findall(text)}
    fresh = {cell: says for cell, says in cells.items() if (cell[0] - 1, column_index_from_string(cell[1]) - 1) not in there}
    last = max((int(number) for number in re.findall(r"_x0000_s(\d+)", text)), default=1024)
    end = text.rindex("</xml>")
    return (text[:end] + _shapes(fresh, last + 1) + text[end:]).encode()


def _linked(package: Package, part: str, base: str, links: Mapping[str, tuple[str, str]]) -> dict[str, bytes]:
    """Return the sheet's list of relations with new ones."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    root = whole_tree(package.whole(listed)) if package.has(listed) else whole_tree(f'<Relationships xmlns="{LINKS}"/>'.encode())
    for number, (kind, target) in links.items():
        etree.SubElement(root, f"{{{LINKS}}}Relationship", Id=number, Type=f"{base}/{kind}", Target=target)
    return {listed: _xml(root)}


def _typed(package: Package, changed: Mapping[str, bytes], noted: str) -> dict[str, bytes]:
    """Return the list of content types with those of comments."""
    name = "[Content_Types].xml"
    text = (changed.get(name) or package.whole(name)).decode("utf-8")
    more = f'<Override PartName={quoteattr("/" + noted)} ContentType="{CONTENT}"/>'
    if not re.search(r'Extension="vml"', text, re.IGNORECASE):
        more = f'<Default Extension="vml" ContentType="{DRAWING}"/>' + more
    root = whole_tree(text.encode())
    for item in whole_tree(f'<Types xmlns="{TYPES}">{more}</Types>'.encode()):
        root.append(item)
    return {name: _xml(root)}
