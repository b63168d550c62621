"""Columns that no line parts: a label on the left, its answer on the right, over as many lines as it takes.

A line that begins where answers begin, and has nothing on its left, goes on with the answer above. Where that one has ended, and the
label below stands in the middle of its answer, it begins the answer below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from intake.forms.read.pdf_fields import PagePiece

GAP = 10.0  # points: a wider gap parts two cells
BLANK = 2.0  # points: at least so much stands between two words
NEAR = 3.0  # points: cells that begin so near to each other are of one column
LEAST_BESIDE = 2  # answers that begin at one place make a column
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
BRACKET = re.compile(r"\s*[(（\[【]")

Words = list[PagePiece]


@dataclass
class CellLine:
    """What stands on one height: cells parted by gaps, the last of them maybe an answer over several lines."""

    place: int  # of its label among the heights
    before: list[Words]
    answer: list[Words] = field(default_factory=list)  # its lines; none beside a label alone

    def texts(self, edge: float) -> list[str]:
        """Return its cells; `edge`: where the answers' column ends."""
        return [*map(spoken, self.before), *([joined(self.answer, edge)] if self.answer else [])]


def in_columns(heights: Sequence[Words]) -> list[tuple[int, list[str]]]:
    """Return (place of its line, its cells) of each row; `heights`: the words on each height, from left to right."""
    lines = [_parted(place, words) for place, words in enumerate(heights)]
    column, edge = _answers(lines)
    kept: list[CellLine] = []
    waiting: list[CellLine] = []
    for place, line in enumerate(lines):
        if _goes_on(line, column):
            waiting.append(line)
            continue
        _deal(waiting, kept, line, column, edge)
        waiting = []
        below = lines[place + 1] if place + 1 < len(lines) else None
        if kept and below and _is_rest_of_label(kept[-1], line, below, column, edge):
            kept[-1].before[0] += line.before[0]
            kept[-1].answer += line.answer
        else:
            kept.append(line)
    _deal(waiting, kept, None, column, edge)
    return [(line.place, line.texts(edge)) for line in kept]


def spoken(line: Words) -> str:
    """Return the words of a line."""
    return " ".join(piece.text for piece in line)


def joined(lines: Sequence[Words], edge: float) -> str:
    """Return lines as one text; those that only the cell's edge has broken are joined again."""
    text = spoken(lines[0])
    for above, below in pairwise(lines):
        text += _joint(above[-1], below[0], edge) + spoken(below)
    return text


def _joint(last: PagePiece, first: PagePiece, edge: float) -> str:
    """Return what stood between two lines: nothing in a broken address, a blank, or an end where the next word had room."""
    if not _wraps(last, first, edge):
        return "\n"
    broken = "@" in last.text + first.text and edge - last.x1 < (first.x1 - first.x0) / len(first.text)
    return "" if broken or (HAN.search(last.text[-1]) and HAN.search(first.text[0])) else " "


def _wraps(last: PagePiece, first: PagePiece, edge: float) -> bool:
    """Tell whether a line was broken because the next word had no room."""
    return edge - last.x1 <= first.x1 - first.x0 + BLANK


def _parted(place: int, words: Words) -> CellLine:
    groups = [[words[0]]]
    for left, right in pairwise(words):
        if left.filled or right.filled or right.x0 - left.x1 > GAP:
            groups.append([right])
        else:
            groups[-1].append(right)
    return CellLine(place, groups[:-1], [groups[-1]])


def _answers(lines: Sequence[CellLine]) -> tuple[float, float]:
    """Return where the answers beside labels begin and how far they reach; (0, 0) where no column is seen."""
    begins = [line.answer[0][0].x0 for line in lines if len(line.before) == 1 and not line.answer[0][0].filled]
    counted = {x: sum(abs(x - other) <= NEAR for other in begins) for x in begins}
    column = max(counted, key=lambda x: (counted[x], -x), default=0.0)
    if counted.get(column, 0) < LEAST_BESIDE:
        return 0.0, 0.0
    return column, max(line.answer[0][-1].x1 for line in lines if abs(line.answer[0][0].x0 - column) <= NEAR)


def _beside(words: Words, column: float) -> bool:
    return bool(column) and abs(words[0].x0 - column) <= NEAR


def _goes_on(line: CellLine, column: float) -> bool:
    """Tell whether a line stands in the answers' column with nothing on its left."""
    return not line.before and _beside(line.answer[0], column) and not line.answer[0][0].filled


def _deal(waiting: list[CellLine], kept: list[CellLine], below: CellLine | None, column: float, edge: float) -> None:
    """Give lines without a label to the answer above as far as it goes on, the rest to the one below where that goes on with them."""
    if not waiting:
        return
    above = kept[-1] if kept and (_is_label(kept[-1], column) or _beside(kept[-1].answer[-1], column)) else None
    if above and _is_label(above, column):
        above.before, above.answer = [above.answer[0]], []
    own, lines = 0, [line.answer[0] for line in waiting]
    while above and own < len(lines) and (not above.answer or _wraps(above.answer[-1][-1], lines[own][0], edge)):
        above.answer.append(lines[own])
        own += 1
    rest = lines[own:]
    if rest and below and _is_label(below, column):
        below.before, below.answer = [below.answer[0]], rest
    elif rest and below and below.before and _beside(below.answer[0], column) and _wraps(rest[-1][-1], below.answer[0][0], edge):
        below.answer = [*rest, *below.answer]
    elif above:
        above.answer += rest
    else:
        kept += waiting[own:]


def _is_label(line: CellLine, column: float) -> bool:
    """Tell whether a line may be a label alone: left of the answers, and ending before them."""
    return bool(column) and not line.before and len(line.answer) == 1 and line.answer[0][-1].x1 < column - BLANK


def _is_rest_of_label(above: CellLine, line: CellLine, below: CellLine, column: float, edge: float) -> bool:
    """Tell whether a line's left part goes on with the label above, as its right part does with the answer."""
    if len(above.before) != 1 or len(line.before) != 1 or not above.answer or not _beside(line.answer[0], column):
        return False
    if abs(above.before[0][0].x0 - line.before[0][0].x0) > NEAR or not _wraps(above.answer[-1][-1], line.answer[0][0], edge):
        return False
    return _goes_on(below, column) and BRACKET.match(line.before[0][0].text) is not None
