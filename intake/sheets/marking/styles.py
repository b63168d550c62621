"""The styles of a workbook, with a filled twin for each style of a marked cell."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from intake.forms.read.safe_tree import whole_tree
from intake.model.problems import FileProblem, Problem
from intake.sheets.read.package import Package
from intake.sheets.read.workbook import main_part

YELLOW = "FFFFEB84"


class Styles:
    """Cell styles that are added to while cells are marked."""

    def __init__(self, part: str, root: Any) -> None:
        """`root`: the tree of the styles' part."""
        self._part, self._root = part, root
        self._twins: dict[str, str] = {}
        self._fill = ""

    @classmethod
    def of(cls, package: Package) -> Styles:
        """Read the styles of a workbook; raises FileProblem where it has none to add to."""
        main = main_part(package)
        part = next((target for kind, _, target in package.relations(main) if kind == "styles"), "xl/styles.xml")
        if not package.has(part):
            raise FileProblem(Problem.UNSUPPORTED)
        return cls(part, whole_tree(package.whole(part)))

    def twin(self, style: str) -> str:
        """Return the number of a style like this one, but filled."""
        if style not in self._twins:
            listed = self._child("cellXfs")
            place = int(style) if style.isdecimal() and int(style) < len(listed) else 0
            made = deepcopy(listed[place])
            made.set("fillId", self._filled())
            made.set("applyFill", "1")
            listed.append(made)
            listed.set("count", str(len(listed)))
            self._twins[style] = str(len(listed) - 1)
        return self._twins[style]

    def plain(self, style: str) -> str:
        """Return the number of the style that a cell filled by us had before: one that differs in the fill alone; else the same."""
        listed = self._child("cellXfs")
        filled = listed[int(style)] if style.isdecimal() and int(style) < len(listed) else None
        if filled is None or not self._ours(filled):
            return style
        same = (place for place, item in enumerate(listed) if not self._ours(item) and _but_fill(item) == _but_fill(filled))
        return str(next(same, 0))

    def _ours(self, item: Any) -> bool:
        fills = self._child("fills")
        number = item.get("fillId", "0")
        colour = fills[int(number)].find(".//{*}fgColor") if number.isdecimal() and int(number) < len(fills) else None
        return colour is not None and colour.get("rgb") == YELLOW

    def parts(self) -> dict[str, bytes]:
        """Return the changed part."""
        return {self._part: etree.tostring(self._root, encoding="UTF-8", xml_declaration=True, standalone=True)}

    def _child(self, name: str) -> Any:
        found = self._root.find(f"{{*}}{name}")
        if found is None or not len(found):
            raise FileProblem(Problem.UNSUPPORTED)
        return found

    def _filled(self) -> str:
        """Return the number of the yellow fill."""
        if not self._fill:
            fills = self._child("fills")
            space = etree.QName(self._root).namespace
            fill = etree.SubElement(fills, f"{{{space}}}fill")
            pattern = etree.SubElement(fill, f"{{{space}}}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{{{space}}}fgColor", rgb=YELLOW)
            etree.SubElement(pattern, f"{{{space}}}bgColor", indexed="64")
            fills.set("count", str(len(fills)))
            self._fill = str(len(fills) - 1)
        return self._fill


def _but_fill(item: Any) -> bytes:
    """Return a style without its fill, to be compared."""
    made = deepcopy(item)
    for name in ("fillId", "applyFill"):
        made.attrib.pop(name, None)
    return bytes(etree.tostring(made, method="c14n", with_tail=False))
