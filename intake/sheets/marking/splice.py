"""Change the style of cells in a sheet's XML, and nothing else in it: only the start tags of marked cells are other bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string

from intake.model.problems import FileProblem, Problem
from intake.sheets.marking.styles import Styles
from intake.sheets.read.package import Attributes, guarded, without_prefix

BEHIND = frozenset(  # elements that stand behind legacyDrawing (ECMA-376 18.3.1.99)
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}
)
Cells = Mapping[tuple[int, str], str]
Edit = tuple[int, int, bytes]  # from, to, instead


@dataclass
class _Finder:
    """Where marked cells, and the place for what is missing, are in a sheet's bytes."""

    data: bytes
    wanted: dict[int, dict[int, str]]  # row -> column -> letters
    styles: Styles
    mended: AbstractSet[tuple[int, int]] = frozenset()  # row and column of cells that our last marks are on
    edits: list[Edit] = field(default_factory=list)
    row: int = 0
    column: int = 0
    prefix: str = ""
    left: dict[int, str] = field(default_factory=dict)

    def find(self) -> list[Edit]:
        """Return what to change, in order."""
        parser = guarded()
        self.parser = parser
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise FileProblem(Problem.DAMAGED) from error
        if any(self.wanted.values()):
            raise FileProblem(Problem.UNSUPPORTED)  # a row that is not there: nothing is guessed
        return self.edits

    def _start(self, tag: str, values: Attributes) -> None:
        name = without_prefix(tag)
        if name == "row":
            self.prefix = tag[: -len("row")]
            self.row = int(values["r"]) if values.get("r", "").isdecimal() else self.row + 1
            self.column, self.left = 0, self.wanted.pop(self.row, {})
        elif name == "c":
            letters = values.get("r", "").rstrip("0123456789")
            self.column = column_index_from_string(letters) if letters else self.column + 1
            self._before(self.column)
            style = values.get("s", "")
            if self.left.pop(self.column, ""):
                self._restyle(self.styles.twin(style))
            elif (self.row, self.column) in self.mended and (before := self.styles.plain(style)) != style:
                self._restyle(before)

    def _end(self, tag: str) -> None:
        if without_prefix(tag) == "row":
            self._before(1 << 20)

    def _before(self, column: int) -> None:
        """Put cells that are not there before the one at this place."""
        for place in sorted(number for number in self.left if number < column):
            at = self.parser.CurrentByteIndex
            if self.data[at : at + 2] != b"</" and not self.data[at : at + 1] == b"<":
                raise FileProblem(Problem.UNSUPPORTED)
            new = f'<{self.prefix}c r="{self.left.pop(place)}{self.row}" s="{self.styles.twin("")}"/>'
            self.edits.append((at, at, new.encode()))

    def _restyle(self, number: str) -> None:
        start = self.parser.CurrentByteIndex
        end = self.data.index(b">", start)
        tag = self.data[start:end]
        new = f'"{number}"'.encode()
        found = re.search(rb"(?<=\ss=)(\"\d*\"|'\d*')", tag)
        if found:
            self.edits.append((start + found.start(), start + found.end(), new))
        else:
            name = re.match(rb"<[^\s/>]+", tag)
            assert name is not None
            self.edits.append((start + name.end(), start + name.end(), b" s=" + new))


def with_styles(data: bytes, cells: Cells, styles: Styles, mended: AbstractSet[tuple[int, str]] = frozenset()) -> bytes:
    """Return a sheet with these cells filled, and those filled no more that our last marks are on; raises FileProblem where it is not in UTF-8 or a cell's row is not there."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise FileProblem(Problem.UNSUPPORTED)
    wanted: dict[int, dict[int, str]] = {}
    for row, letters in cells:
        wanted.setdefault(row, {})[column_index_from_string(letters)] = letters
    former = {(row, column_index_from_string(letters)) for row, letters in mended}
    return edited(data, _Finder(data, wanted, styles, former).find())


def edited(data: bytes, edits: list[Edit]) -> bytes:
    """Return bytes with these changes made."""
    out, last = [], 0
    for start, end, instead in edits:
        out += [data[last:start], instead]
        last = end
    return b"".join([*out, data[last:]])


def place_for_drawing(data: bytes) -> int:
    """Return where the element legacyDrawing belongs in a sheet."""
    found: list[int] = []
    depth = 0
    parser = guarded()

    def start(tag: str, _: Attributes) -> None:
        nonlocal depth
        if depth == 1 and without_prefix(tag) in BEHIND:
            found.append(parser.CurrentByteIndex)
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            found.append(parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(data, True)
    return found[0]
