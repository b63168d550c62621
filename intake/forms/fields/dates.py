"""Read a date however it is written: Chinese, with dots or strokes, in English, or as a spreadsheet counts days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from intake.forms.fields.meaning import LIKELY, SEVERAL, Meaning
from intake.forms.fields.options import folded_options

MAX_TEXT = 200  # characters
SERIALS = range(20_000, 60_001)  # of a spreadsheet's days: 1954 to 2064
SERIAL_ZERO = date(1899, 12, 30)  # Excel's day 0, its 29 February 1900 counted in
CENTURY = 100
PIVOT = 50  # 26 is 2026, 85 is 1985
HALF_YEAR = timedelta(days=183)  # a day without a year that lies farther off is of no year that one could name
SOME_DAY = date(2000, 1, 1)  # of a leap year: every day of the calendar lies near it
HAN = {"〇": "0", "零": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
TH = r"(?:st|nd|rd|th)?"
YEAR, SHORT_YEAR, DAY = r"(?<!\d)((?:1[89]|20|21)\d\d)", r"(?<!\d)'?(\d\d)", r"(\d{1,2})(?!\d)"
OTHER_CALENDAR = re.compile(r"农历|阴历|旧历|民国|昭和|平成|令和|lunar|hijri|[正腊冬]月|初[一二三四五六七八九十\d]")
EMPTY = re.compile(
    r"[\s_]*\d{0,4}[\s_]*年[\s_]*月(?:[\s_]*日)?[\s_]*|(?:y{2,4}|d{1,2}|m{1,4})(?:[\s/.\-年]*(?:y{2,4}|d{1,2}|m{1,4})[月日]?){1,2}|[\s/.\-_]+"
)
SPAN = re.compile(r"[\d日号]\s*(?:至|到|[~—]+|\bto\b|until)\s*\d|[日号]\s*-\s*\d")
YEARS_BACK = re.compile(
    r"出生|生日|生辰|诞辰|成立|设立|创立|创办|建立|毕业|birth|born|\bd\.?o\.?b\b|found|establish|graduat", re.IGNORECASE
)
DateParts = tuple[int, int, int]  # year, month (0: unknown), day (0: unknown)


def read_date(text: str, near: date | None = None) -> Meaning | None:
    """Return a date as ISO 8601, 2026-08 where no day is written; None for none.

    Unsure where the order of day and month is anyone's guess, where two digits stand for the year, or where several dates
    stand in the text (the first is taken). A date without a year is the one nearest to `near`, half a year off at most;
    without that, none.
    """
    text = _digits(folded_options(text[:MAX_TEXT]))
    if OTHER_CALENDAR.search(text):
        return None
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", text)
    if serial and int(serial[1]) in SERIALS:
        return Meaning(text=(SERIAL_ZERO + timedelta(days=int(serial[1]))).isoformat(), sure=LIKELY)
    found = list(_dates(text, near))
    if not found:
        return None
    several = len({iso for iso, _ in found}) > 1 or SPAN.search(text)
    return Meaning(text=found[0][0], sure=SEVERAL if several else found[0][1])


def lies_years_back(labels: Iterable[str]) -> bool:
    """Tell whether labels ask for a day of any year gone by, a birth or a founding: without its year nobody can say which.

    >>> lies_years_back(["出生日期"]), lies_years_back(["Date of arrival"])
    (True, False)
    """
    return any(YEARS_BACK.search(label) for label in labels)


def date_is_blank(text: str) -> bool:
    """Tell whether only the places for a date are there: "____年__月__日", "dd/mm/yyyy"."""
    return EMPTY.fullmatch(folded_options(text[:MAX_TEXT])) is not None


def _digits(text: str) -> str:
    """Write Han numerals beside 年, 月, 日 in digits: 二〇二六年八月三十一日."""
    text = re.sub(r"[〇零一二三四五六七八九]{4}(?=\s*年)", lambda found: "".join(HAN[char] for char in found[0]), text)
    return re.sub(r"[一二三四五六七八九]?十?[一二三四五六七八九]?(?=\s*[月日号])", lambda found: _tens(found[0]), text)


def _tens(word: str) -> str:
    if "十" not in word:
        return HAN[word] if len(word) == 1 else word
    tens, ones = word.split("十")
    return HAN.get(tens, "1") + HAN.get(ones, "0")


def _dates(text: str, near: date | None) -> Iterator[tuple[str, float]]:
    """Yield (date, how sure) from left to right; what one pattern has read no other reads."""
    while text:
        tried = [(match.start(), index, match) for index, (pattern, _) in enumerate(PATTERNS) if (match := pattern.search(text))]
        if not tried:
            return
        _, index, match = min(tried, key=lambda item: item[:2])
        yield from PATTERNS[index][1](match, near)
        text = text[match.end() :]


def _iso(parts: DateParts) -> str | None:
    year, month, day = parts
    if 0 < year < CENTURY:
        year += 2000 if year < PIVOT else 1900
    try:
        shown = date(year, month, day or 1).isoformat()
    except ValueError:
        return None
    return shown if day else shown[:7]


def _said(parts: DateParts, sure: float = 1.0) -> Iterator[tuple[str, float]]:
    iso = _iso(parts)
    if iso:
        yield iso, SEVERAL if 0 < parts[0] < CENTURY else sure


def _year_first(match: re.Match[str], near: date | None) -> Iterator[tuple[str, float]]:
    year, month, day = (int(part or 0) for part in match.groups())
    yield from _said((year, month, day))


def _year_last(match: re.Match[str], near: date | None) -> Iterator[tuple[str, float]]:
    """Read 8/3/2026: months come first with strokes, days with dots and hyphens; sure only where one cannot be a month."""
    first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
    month_first = (year, first, second), (year, second, first)
    usual, other = month_first if mark == "/" else month_first[::-1]
    if _iso(usual) and _iso(other) and first != second:
        yield from _said(usual, SEVERAL)
    else:
        yield from _said(usual if _iso(usual) else other)


def _month_named(match: re.Match[str], near: date | None) -> Iterator[tuple[str, float]]:
    found = match.groupdict()
    month, day, year = _month(found["month"]), int(found.get("day") or 0), int(found.get("year") or 0)
    yield from _said((year, month, day)) if year else _nearest(month, day, near)


def _month(word: str) -> int:
    return MONTHS.index(word[:3]) + 1


def _no_year(match: re.Match[str], near: date | None) -> Iterator[tuple[str, float]]:
    yield from _nearest(int(match[1]), int(match[2]), near)


def _strokes(match: re.Match[str], near: date | None) -> Iterator[tuple[str, float]]:
    """Read 8/25 and 25/8: months come first, but where that can be none."""
    first, second = int(match[1]), int(match[2])
    yield from _nearest(second, first, near) if first > len(MONTHS) else _nearest(first, second, near)


def _nearest(month: int, day: int, near: date | None) -> Iterator[tuple[str, float]]:
    """Yield the day of that month and day that lies nearest; always unsure."""
    if near is None or not day:
        return
    tried = [iso for year in (near.year - 1, near.year, near.year + 1) if (iso := _iso((year, month, day)))]
    off = {iso: abs(date.fromisoformat(iso) - near) for iso in tried}
    if off and min(off.values()) <= HALF_YEAR:
        yield min(tried, key=off.__getitem__), SEVERAL


DateReader = Callable[[re.Match[str], date | None], Iterator[tuple[str, float]]]
PATTERNS: tuple[tuple[re.Pattern[str], DateReader], ...] = (
    (re.compile(rf"{YEAR}\s*年\s*(\d{{1,2}})\s*月(?:份|\s*(\d{{1,2}})\s*(?:[日号]|(?!\d)))?"), _year_first),
    (re.compile(rf"{SHORT_YEAR}\s*年\s*(\d{{1,2}})\s*月(?:份|\s*(\d{{1,2}})\s*(?:[日号]|(?!\d)))?"), _year_first),
    (
        re.compile(rf"{YEAR}\s*([-./_ ,、])\s*(?P<m>\d{{1,2}})(?:\s*\2\s*{DAY})(?=\D|$)"),
        lambda match, near: _said((int(match[1]), int(match["m"]), int(match[4]))),
    ),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)"), _year_first),
    (re.compile(rf"{YEAR}\s*年\s*(\d{{1,2}})\s*[-./]\s*{DAY}"), _year_first),
    (re.compile(r"(?<![\d.])(\d\d)[./](\d{1,2})[./](\d)(?![\d])"), _year_first),
    (re.compile(r"(?<![\d.])(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*((?:19|20)\d\d|\d\d)(?![\d])"), _year_last),
    (
        re.compile(
            rf"(?P<day>\d{{1,2}}){TH}(?:\s+of)?[\s,-]*{MONTH.replace('(', '(?P<month>', 1)}[\s,-]*(?P<year>(?:19|20)\d\d)(?!\d)"
        ),
        _month_named,
    ),
    (
        re.compile(rf"(?P<day>\d{{1,2}})([-/.]){MONTH.replace('(', '(?P<month>', 1)}\2(?P<year>\d\d)(?!\d)"),  # as Excel shows it
        _month_named,
    ),
    (
        re.compile(
            rf"(?<![a-z]){MONTH.replace('(', '(?P<month>', 1)}\s*(?P<day>\d{{1,2}}){TH}(?!\d)[\s,]*(?P<year>(?:19|20)\d\d)(?!\d)"
        ),
        _month_named,
    ),
    (re.compile(rf"(?<![a-z]){MONTH.replace('(', '(?P<month>', 1)}[\s,]*(?P<year>(?:19|20)\d\d)(?!\d)"), _month_named),
    (re.compile(rf"(?P<day>\d{{1,2}}){TH}(?:\s+of)?\s+{MONTH.replace('(', '(?P<month>', 1)}(?![a-z])"), _month_named),
    (re.compile(rf"(?<![a-z]){MONTH.replace('(', '(?P<month>', 1)}\s*(?P<day>\d{{1,2}}){TH}(?!\d)"), _month_named),
    (re.compile(rf"{YEAR}\s*[-./]\s*(\d{{1,2}})()(?![\d])"), _year_first),
    (re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*(?:[日号]|(?!\d))"), _no_year),
    (re.compile(r"(?<![\d./-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?![\d./-])"), _strokes),
)
