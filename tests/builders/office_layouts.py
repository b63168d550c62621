"""Tables as offices lay them out: what stands above, between and below the rows, and which row is which need."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.builders.sheet_bytes import Page, moved

Need = Mapping[str, Any]  # column of the call, or a heading that it does not know -> what the cell holds
HEADS: Mapping[str, str] = {
    "number": "序号", "type": "类别", "title": "项目名称", "summary": "需求内容", "field": "产业领域", "unit": "单位名称", "region": "地区",
    "contact_name": "联系人", "contact_phone": "联系电话", "contact_email": "电子邮箱", "confidential": "是否不便公开", "remarks": "备注",
}  # fmt: skip
OTHER: Mapping[str, str] = {
    "number": "No.", "type": "供需类型*", "title": "3. 需求名称（必填）", "summary": "具体要求\n（500字以内）", "field": "所属行业", "unit": "申报单位全称",
    "region": "所在地", "contact_name": "联系人姓名：", "contact_phone": "联系人手机号", "contact_email": "E-mail 邮箱", "confidential": "是否保密（是/否）",
    "remarks": "备  注",
}  # fmt: skip
BILINGUAL: Mapping[str, str] = {
    "number": "序号 No.", "type": "类别 Type", "title": "项目名称 Title", "summary": "内容 Description", "field": "领域 Field", "unit": "单位 Organisation",
    "region": "地区 Region", "contact_name": "联系人 Contact", "contact_phone": "联系电话 Telephone", "contact_email": "电子邮箱 E-mail",
    "confidential": "不便公开 Confidential", "remarks": "备注 Remarks",
}  # fmt: skip
SAMPLE = (
    "示例",
    "人才需求",
    "某某项目",
    "示例内容",
    "示例领域",
    "某单位",
    "某地",
    "张三",
    "13800000000",
    "a@example.org",
    "否",
    "",
)
NOTE = "注：请于每月5日前报送，联系人如有变化请及时告知；不便公开的请在相应栏目注明。"


@dataclass(frozen=True, kw_only=True)
class Laid:
    """Pages, and where each need stands: (page, row); what their header lets be read otherwise, and what is told of the file."""

    pages: tuple[Page, ...]
    places: tuple[tuple[int, int], ...]
    heads: tuple[str, ...]  # columns in the order in which they stand
    left: int = 0  # empty columns before them
    said: Mapping[str, str] = field(default_factory=dict)  # column -> what stands above the header for all rows
    hidden: frozenset[int] = frozenset()  # needs that are hidden
    secret: frozenset[int] = frozenset()  # needs on a page that is named confidential
    told: Mapping[str, Any] = field(default_factory=dict)  # of SheetFacts


Layout = Callable[[Sequence[Need], random.Random], Laid]


def _line(need: Need, heads: Sequence[str], number: int) -> list[Any]:
    return [number if name == "number" else need.get(name) for name in heads]


def _heads(needs: Sequence[Need]) -> list[str]:
    return [*HEADS, *dict.fromkeys(name for need in needs for name in need if name not in HEADS)]


def _table(
    needs: Sequence[Need], above: Sequence[Sequence[Any]] = (), words: Mapping[str, str] = HEADS, heads: Sequence[str] = ()
) -> tuple[list[list[Any]], list[int], tuple[str, ...]]:
    """Return lines, the row of each need, and the columns in their order."""
    heads = heads or _heads(needs)
    lines = [*map(list, above), [words.get(name, name) for name in heads]]
    rows = []
    for number, need in enumerate(needs, 1):
        lines.append(_line(need, heads, number))
        rows.append(len(lines))
    return lines, rows, tuple(heads)


def _laid(lines: list[list[Any]], rows: Sequence[int], heads: tuple[str, ...], **more: Any) -> Laid:
    page = {name: more.pop(name) for name in ("merged", "hidden_rows", "hidden_columns", "notes") if name in more}
    return Laid(pages=(Page(lines=lines, **page),), places=tuple((0, row) for row in rows), heads=heads, **more)


def bare(needs: Sequence[Need], _: random.Random) -> Laid:
    """A header and rows."""
    return _laid(*_table(needs))


def titled(needs: Sequence[Need], _: random.Random) -> Laid:
    """A merged title, whose it is and when in a line below, then the header."""
    above = [["中国国际人才交流大会供需信息征集表"], ["填报日期：2022年3月1日", "", "", "", "", "制表人：赵六"]]
    lines, rows, heads = _table(needs, above)
    return _laid(lines, rows, heads, merged=[(1, 1, 1, len(heads))])


def unit_above(needs: Sequence[Need], _: random.Random) -> Laid:
    """The unit is said once, above a header without its column."""
    heads = [name for name in _heads(needs) if name != "unit"]
    above = [["供需信息征集表"], ["填报单位：", needs[0]["unit"]]]
    return _laid(*_table(needs, above, heads=heads), said={"unit": needs[0]["unit"]})


def numbered_columns(needs: Sequence[Need], _: random.Random) -> Laid:
    """Long instructions on top, and a line under the header that numbers its columns."""
    lines, rows, heads = _table(
        needs, [["附件3"], ["供需信息征集表"], ["填表说明：1.每行一项需求。2.联系方式务必准确。3.带*的为必填项。"]]
    )
    lines.insert(4, [f"（{number}）" for number in range(1, len(heads) + 1)])
    return _laid(
        lines, [row + 1 for row in rows], heads, merged=[(2, 1, 2, len(heads)), (3, 1, 3, len(heads))], told={"notes": 1}
    )


def two_lines(needs: Sequence[Need], _: random.Random) -> Laid:
    """A header over two lines, three columns of it under a common heading."""
    lines, rows, heads = _table(needs, [["供需信息征集表"]], {**HEADS, "contact_phone": "电话", "contact_email": "邮箱"})
    start = heads.index("contact_name") + 1
    common = (start, start + 1, start + 2)
    upper = [("联系方式" if place == start else "") if place in common else text for place, text in enumerate(lines[1], 1)]
    lower = [text if place in common else "" for place, text in enumerate(lines[1], 1)]
    lines[1:2] = [upper, lower]
    down = [(2, place, 3, place) for place in range(1, len(heads) + 1) if place not in common]
    return _laid(lines, [row + 1 for row in rows], heads, merged=[(1, 1, 1, len(heads)), (2, start, 2, start + 2), *down])


def samples_and_sums(needs: Sequence[Need], _: random.Random) -> Laid:
    """A sample under the header, a sum and two notes below the rows, lines to sign on."""
    lines, rows, heads = _table(needs)
    lines.insert(1, list(SAMPLE))
    lines += [["合计", "", len(needs)], [NOTE], ["填表人：", "李雷", "", "审核人：", "", "单位盖章："]]
    return _laid(lines, [row + 1 for row in rows], heads, told={"samples": 1, "sums": 1, "notes": 2})


def gaps(needs: Sequence[Need], chance: random.Random) -> Laid:
    """Empty lines among the rows, and lines that are numbered and chosen in advance below them."""
    lines, rows, heads = _table(needs)
    at = chance.randrange(1, len(needs))
    lines[rows[at] - 1 : rows[at] - 1] = [[], ["", "　", ""]]
    lines += [[len(needs) + more, "项目需求"] for more in (1, 2, 3)] + [[99]]
    return _laid(lines, [row + 2 * (place >= at) for place, row in enumerate(rows)], heads)


def two_pages(needs: Sequence[Need], _: random.Random) -> Laid:
    """The header comes again in the middle, as on a printed second page."""
    first, rows, heads = _table(needs[:2], heads=_heads(needs))
    lines, others, _ = _table(needs[2:], heads=heads)
    return _laid([*first, [], *lines], [*rows, *(row + len(first) + 1 for row in others)], heads)


def swapped(needs: Sequence[Need], chance: random.Random) -> Laid:
    """The columns in an order of their own."""
    heads = _heads(needs)
    chance.shuffle(heads)
    return _laid(*_table(needs, heads=heads))


def renamed(needs: Sequence[Need], _: random.Random) -> Laid:
    """Headings in other words: starred, numbered, with remarks in brackets, over two lines of one cell."""
    return _laid(*_table(needs, words=OTHER))


def bilingual(needs: Sequence[Need], _: random.Random) -> Laid:
    """Headings in two languages."""
    return _laid(*_table(needs, [["供需信息征集表 Offers and needs"]], BILINGUAL))


def merged_down(needs: Sequence[Need], _: random.Random) -> Laid:
    """One unit's cell over all its rows."""
    lines, rows, heads = _table(needs)
    place = heads.index("unit") + 1
    for row in rows[1:]:
        lines[row - 1][place - 1] = ""
    return _laid(lines, rows, heads, merged=[(rows[0], place, rows[-1], place)])


def sections(needs: Sequence[Need], _: random.Random) -> Laid:
    """A line over the whole width before each part of the rows."""
    lines, rows, heads = _table(needs)
    lines.insert(3, ["二、其他需求"])
    lines.insert(1, ["一、重点需求"])
    boxes = [(2, 1, 2, len(heads)), (5, 1, 5, len(heads))]
    return _laid(lines, [row + 1 + (place >= 2) for place, row in enumerate(rows)], heads, merged=boxes, told={"notes": 2})


def set_in(needs: Sequence[Need], _: random.Random) -> Laid:
    """The table begins in the middle of the sheet."""
    laid = bare(needs, _)
    return replace(laid, pages=(moved(laid.pages[0], 2, 3),), places=tuple((0, row + 2) for _, row in laid.places), left=3)


def hidden_parts(needs: Sequence[Need], _: random.Random) -> Laid:
    """A row and two columns nobody sees: they are read all the same."""
    lines, rows, heads = _table(needs)
    columns = frozenset({heads.index("field") + 1, heads.index("remarks") + 1})
    told = {"hidden_rows": 1, "hidden_columns": ("field", "remarks")}
    return _laid(lines, rows, heads, hidden_rows=frozenset({rows[1]}), hidden_columns=columns, hidden=frozenset({1}), told=told)


def commented(needs: Sequence[Need], _: random.Random) -> Laid:
    """Somebody's comments on cells are no part of what is filled in."""
    return _laid(*_table(needs), notes={"A1": "请勿修改", "C2": "请核对项目名称"})


def months(needs: Sequence[Need], _: random.Random) -> Laid:
    """A sheet for each month, the last of them hidden, one of instructions, one of samples, one that nothing was ever written on."""
    parts = [needs[:2], needs[2:3], needs[3:]]
    pages = [
        Page(name="填表说明", lines=[["请按月填报"], ["不得空缺"]]),
        Page(name="示例", lines=[list(HEADS.values()), ["1", *SAMPLE[1:]]]),
    ]
    places: list[tuple[int, int]] = []
    for number, part in enumerate(parts, 1):
        lines, rows, _ = _table(part, heads=_heads(needs))
        places += [(len(pages), row) for row in rows]
        pages.append(Page(name=f"{number}月", lines=lines, hidden=number == 3))
    pages.append(Page(name="Sheet6", lines=[[]]))
    hidden = frozenset(range(3, len(needs)))
    told = {"unheaded": ("填表说明",), "samples": 1, "hidden_sheets": ("3月",)}
    return Laid(pages=tuple(pages), places=tuple(places), heads=tuple(_heads(needs)), hidden=hidden, told=told)


def parted(needs: Sequence[Need], _: random.Random) -> Laid:
    """What may be published on one sheet, what may not on another whose name says so."""
    pages, places = [], []
    for number, (name, part) in enumerate((("可公开", needs[:2]), ("不宜公开", needs[2:]))):
        lines, rows, heads = _table(part, heads=_heads(needs))
        pages.append(Page(name=name, lines=lines))
        places += [(number, row) for row in rows]
    secret = frozenset(range(2, len(needs)))
    return Laid(pages=tuple(pages), places=tuple(places), heads=heads, secret=secret)


LAYOUTS: tuple[Layout, ...] = (
    bare, titled, unit_above, numbered_columns, two_lines, samples_and_sums, gaps, two_pages, swapped, renamed, bilingual, merged_down,
    sections, set_in, hidden_parts, commented, months, parted,
)  # fmt: skip
NEEDS_A_WORKBOOK = frozenset({merged_down, hidden_parts, commented, months, parted})  # not to be said in a text of lines
