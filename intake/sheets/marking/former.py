"""What our last marks left in a workbook that comes back: they go before new ones are made, so that none tells of what is mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl.utils.cell import column_index_from_string

from intake.forms.read.safe_tree import whole_tree
from intake.sheets.read.package import Package

ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
SHAPE = re.compile(r"<(?:\w+:)?shape\b[^>]*>.*?</(?:\w+:)?shape>", re.DOTALL)
PLACE = re.compile(r"<(?:\w+:)?Row>\s*(\d+)\s*</(?:\w+:)?Row>\s*<(?:\w+:)?Column>\s*(\d+)\s*</")
CellPlace = tuple[int, str]  # row from 1, column's letters


@dataclass(frozen=True)
class Former:
    """The cells that our last marks are on: those whose comment is ours alone, and those where it stands behind another's."""

    alone: frozenset[CellPlace] = frozenset()
    behind: frozenset[CellPlace] = frozenset()

    @property
    def cells(self) -> frozenset[CellPlace]:
        """Return all of them."""
        return self.alone | self.behind


def former_marks(package: Package, part: str, author: str) -> Former:
    """Return where our last comments are in a sheet."""
    noted = next((target for kind, _, target in package.relations(part) if kind == "comments"), "")
    if not package.has(noted):
        return Former()
    left = {place: _left(item, author) for item in whole_tree(package.whole(noted)).iter("{*}comment") if (place := _place(item))}
    return Former(
        frozenset(place for place, text in left.items() if text == ""), frozenset(place for place, text in left.items() if text)
    )


def without_former_notes(root: Any, author: str) -> None:
    """Take our last comments out of a list of comments; one that was added to keeps what stood there before."""
    for item in list(root.iter("{*}comment")):
        left = _left(item, author)
        if left == "":
            item.getparent().remove(item)
        elif left:
            text = item.find("{*}text")
            space = etree.QName(text).namespace
            for child in list(text):
                text.remove(child)
            add_run(text, space, left)


def without_former_shapes(drawing: str, former: Former) -> str:
    """Take the shapes of our last comments out of a drawing."""

    def kept(found: re.Match[str]) -> str:
        place = PLACE.search(found[0])
        return "" if place and (int(place[1]) + 1, int(place[2]) + 1) in gone else found[0]

    gone = {(row, column_index_from_string(letters)) for row, letters in former.alone}
    return SHAPE.sub(kept, drawing) if gone else drawing


def add_run(text: Any, space: str, words: str) -> None:
    """Add words to a comment's text, as a run of their own."""
    item = etree.SubElement(etree.SubElement(text, f"{{{space}}}r"), f"{{{space}}}t")
    item.text = words
    item.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _left(comment: Any, author: str) -> str | None:
    """Return what of a comment is not ours: '' where all is, None where nothing of it is."""
    text = "".join(item.text or "" for item in comment.iter("{*}t")).replace("\r\n", "\n")
    authors, number = comment.getroottree().getroot().find("{*}authors"), comment.get("authorId", "")
    by = authors[int(number)].text if authors is not None and number.isdecimal() and int(number) < len(authors) else ""
    if text.startswith(f"{author}:\n") or by == author:
        return ""
    before, mark, _ = text.partition(f"\n{author}:\n")
    return before if mark else None


def _place(comment: Any) -> CellPlace | None:
    found = ADDRESS.fullmatch(comment.get("ref", ""))
    return (int(found[2]), found[1]) if found else None
