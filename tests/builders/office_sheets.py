"""Sheets as offices really fill them: layouts x formats x what goes wrong in cells, seeded, each with what it must be judged as."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.utils.cell import get_column_letter

from tests.builders.office_layouts import LAYOUTS, NEEDS_A_WORKBOOK, Laid
from tests.builders.sheet_bytes import CELLED, FORMATS, TEXTS, Formula, Wrong

COUNT = 54
KINDS = ("项目需求", "人才需求", "技术需求", "人力资源")
ONE_NAME = frozenset({"word", "page", "excel-2003"})  # their sheets are not hidden, have no comments, mostly no names
DUE = "截止日期"  # a heading that the call does not know
LONG = "寻求膜材料方面的合作伙伴，" * 45


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a row must be read as."""

    sheet: str
    row: int
    values: Mapping[str, str]
    extra: Mapping[str, str] = field(default_factory=dict)
    confidential: bool = False
    hidden: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)  # column -> what is wrong; "~" before what is only said
    places: Mapping[str, str] = field(default_factory=dict)  # column -> its cell

    @property
    def good(self) -> bool:
        """Tell whether the row counts."""
        return all(fault.startswith("~") for fault in self.faults.values())


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One file, and what it must be judged as."""

    name: str
    data: bytes
    label: str  # layout, format and defects, for people
    rows: tuple[Expected, ...]
    told: Mapping[str, Any]  # of SheetFacts


@dataclass
class _Cells:
    """One need while it is spoilt: what its cells hold, what they must be read as, what is wrong with them."""

    holds: dict[str, Any]
    reads: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    confidential: bool = False

    def put(self, column: str, value: Any, reads: str | None = None, fault: str = "") -> None:
        self.holds[column] = value
        self.reads[column] = value if reads is None else reads
        if fault:
            self.faults[column] = fault


Defect = Callable[[_Cells], None]


def _due(shown: Any, reads: str) -> Defect:
    def put(cells: _Cells) -> None:
        cells.holds[DUE], cells.extra[DUE] = shown, reads

    return put


def _secret(said: str, fault: str = "") -> Defect:
    def put(cells: _Cells) -> None:
        cells.put("confidential", said, fault=fault)
        cells.confidential = True

    return put


def _nobody(cells: _Cells) -> None:
    cells.put("contact_phone", "", "")
    cells.put("contact_email", "", "")
    cells.faults["contact_phone"] = "missing"


ANYWHERE: Mapping[str, Defect] = {
    "full-width digits": lambda cells: cells.put("contact_phone", "０７５５－８８００００１１"),
    "blanks around": lambda cells: cells.put("contact_name", " 　王小明 ", "王小明"),
    "line break": lambda cells: cells.put("title", "海水淡化\n（二期）"),
    "two phones in a cell": lambda cells: cells.put("contact_phone", "0755-88000001\n13800000001"),
    "no title": lambda cells: cells.put("title", "", "", "missing"),
    "unknown kind": lambda cells: cells.put("type", "水果", fault="unreadable"),
    "no address": lambda cells: cells.put("contact_email", "office#example.org", fault="unreadable"),
    "nobody to call": _nobody,
    "too long": lambda cells: cells.put("summary", LONG, fault="~too-long"),
    "confidential": _secret("是"),
    "ticked": _secret("√"),
    "unsure whether to publish": _secret("待定", "unreadable"),
    "date as text": _due("2022年5月1日", "2022年5月1日"),
    "letters that look like formulas": lambda cells: cells.put("remarks", '+86 系统, "引号"; 分号'),
}
IN_CELLS: Mapping[str, Defect] = {
    "broken": lambda cells: cells.put("summary", Wrong("#REF!"), "", "error-value"),
    "phone as a number": lambda cells: cells.put("contact_phone", 13800000001, "13800000001"),
    "date": _due(date(2022, 5, 1), "2022-05-01"),
    "serial number of a day": _due(44682, "44682"),
    "digits lost": lambda cells: cells.put("contact_phone", 510101199001011234, "510101199001011000", "digits-lost"),
    "worked out": lambda cells: cells.put("title", Formula('="海水"&"淡化"', "海水淡化"), "海水淡化"),
    "number with a part": lambda cells: cells.put("remarks", 12.5, "12.5"),
}
IN_XLSX: Mapping[str, Defect] = {
    "never worked out": lambda cells: cells.put("title", Formula('="海水"&"淡化"'), "", "not-computed"),
    "picture in a cell": lambda cells: cells.put(
        "summary", Formula('=_xlfn.DISPIMG("ID_1",1)', '=DISPIMG("ID_1",1)'), "", "picture"
    ),
}
IN_LINES: Mapping[str, Defect] = {
    "phone that a program spoilt": lambda cells: cells.put("contact_phone", "1.38E+10", fault="digits-lost"),
    "an error saved as text": lambda cells: cells.put("title", "#N/A", "", "error-value"),
    "kept as text": lambda cells: cells.put("contact_phone", '="013800000001"', "013800000001"),
}
XLSX = frozenset({"xlsx", "strict", "wps", "protected", "since-1904", "macros"})


def _need(number: int, unit: str, chance: random.Random) -> _Cells:
    plain = {
        "type": chance.choice(KINDS),
        "title": f"海水淡化项目{number}",
        "summary": chance.choice(("寻求膜材料方面的合作伙伴", "拟引进海洋工程人才3名", "提供检测服务")),
        "field": chance.choice(("新材料", "海洋工程")),
        "unit": unit,
        "region": "东海",
        "contact_name": chance.choice(("王小明", "陈晨")),
        "contact_phone": f"0755-8800{number:04d}",
        "contact_email": f"office{number}@example.org",
        "confidential": "否",
    }
    return _Cells(holds=dict(plain), reads=dict(plain))


def samples(seed: int = 16, count: int = COUNT) -> Iterator[Sample]:
    """Yield so many sheets: every layout and every format several times, every defect at least once."""
    chance = random.Random(seed)
    used: Counter[str] = Counter()
    for number in range(count):
        layout = LAYOUTS[number % len(LAYOUTS)]
        able = [name for name in FORMATS if _able(name, layout)]
        form = able[(number * 5 + number // len(LAYOUTS)) % len(able)]
        defects = _defects(form)
        needs = [_need(place, f"东海第{number + 1}研究院", chance) for place in range(1, chance.randrange(5, 8))]
        done = sorted(defects, key=lambda name: (used[name], chance.random()))[:3]
        used.update(done)
        for name, cells in zip(done, chance.sample(needs, len(done)), strict=True):
            defects[name](cells)
        laid = layout([cells.holds for cells in needs], chance)
        yield _sample(number, layout.__name__, form, done, needs, laid)


def _defects(form: str) -> dict[str, Defect]:
    """Return what can go wrong in a format."""
    more = {**(IN_CELLS if form in CELLED else {}), **(IN_XLSX if form in XLSX else {}), **(IN_LINES if form in TEXTS else {})}
    return {**ANYWHERE, **more}


def _able(form: str, layout: object) -> bool:
    if layout in NEEDS_A_WORKBOOK and form in TEXTS:
        return False
    return layout.__name__ not in {"months", "parted", "commented"} or form not in ONE_NAME


def _sample(number: int, layout: str, form: str, done: Sequence[str], needs: Sequence[_Cells], laid: Laid) -> Sample:
    ending, write = FORMATS[form]
    rows = tuple(_expected(place, cells, laid, form) for place, cells in enumerate(needs))
    return Sample(
        name=f"供需信息征集表{number:02d}.{ending}",
        data=write(laid.pages),
        label=f"{number}: {layout}, {form}, {', '.join(done)}",
        rows=rows,
        told={
            "samples": 0,
            "sums": 0,
            "notes": None,
            "hidden_rows": 0,
            "hidden_columns": (),
            "hidden_sheets": (),
            "unheaded": (),
            **laid.told,
        },
    )


def _expected(place: int, cells: _Cells, laid: Laid, form: str) -> Expected:
    page, row = laid.places[place]
    known = {name: text for name, text in {**cells.reads, **laid.said}.items() if text}
    return Expected(
        sheet=laid.pages[page].name if form in CELLED | {"excel-2003", "page"} else "",
        row=row,
        values=known,
        extra=cells.extra,
        confidential=cells.confidential or place in laid.secret,
        hidden=place in laid.hidden,
        faults=cells.faults,
        places={name: f"{get_column_letter(place + laid.left)}{row}" for place, name in enumerate(laid.heads, 1)},
    )
