"""Make the name of a province or city uniform: 北京代表团, 北京市 and 北京 are one; what is no such name stays as it is written."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from intake.config.yaml_reader import load_yaml
from intake.words.fold import fold_case

TABLE = Path(__file__).with_name("regions.yaml")
BLANKS = re.compile(r"\s+")
QUOTES = re.compile(r"[“”\"'‘’「」『』【】《》\[\]*]")
COUNTED = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、．)）]\s*")  # 1.北京, 一、北京
OTHER_SCRIPT = re.compile(r"[A-Za-z][A-Za-z .,'’\-]*")
WITHIN = re.compile(r"(.+)[（(]([^（()）]{2,10})[)）]")  # 广东（深圳）
MARKS = re.compile(r"[（(][^（()）]{0,20}[)）]$|[。.，,；;、]+$")  # what may hang on behind: 深圳（计划单列市）
HAN = re.compile(r"[\u3400-\u9fff]")
LISTS = ("before", "districts", "groups", "levels", "offices", "towns")  # keys of the table beside the regions
SHORTEST, LONGEST = 2, 4  # characters of a town's name: 沙市 is whole


@dataclass(frozen=True)
class Regions:
    """The table: every way to write a region, folded -> its name; and the words that say nothing of which it is."""

    names: Mapping[str, str]
    order: Mapping[str, int]  # name -> its place in the official list
    before: tuple[str, ...]
    districts: tuple[str, ...]
    groups: tuple[str, ...]
    levels: tuple[str, ...]
    offices: tuple[str, ...]
    towns: tuple[str, ...]


@functools.lru_cache(maxsize=1)
def regions() -> Regions:
    """Return the table, longest words first."""
    read = load_yaml(TABLE.read_text(encoding="utf-8"))
    names = {_folded(way): name for name, ways in read["regions"].items() for way in (name, *ways)}
    words = {key: tuple(sorted(map(_folded, read[key]), key=len, reverse=True)) for key in LISTS}
    return Regions(names=names, order={name: place for place, name in enumerate(read["regions"])}, **words)


@functools.lru_cache(maxsize=1 << 14)
def uniform(written: str, *, offices: bool = False) -> str:
    """Return the region that a name means, else the name itself without blanks at its ends and the words for a group behind it.

    `offices`: a region's own office stands for the region as well, as 北京市外国专家局 for 北京.
    """
    table = regions()
    text = COUNTED.sub("", QUOTES.sub("", _folded(written)))
    if found := _inside(text, table) or _known(text, table, offices) or _in_two_languages(text, table):
        return found
    if text in table.groups:
        return ""
    plain = _without(MARKS.sub("", unicodedata.normalize("NFKC", written)).strip(), table.groups)
    return _town(BLANKS.sub(" ", plain), table)


def _known(text: str, table: Regions, offices: bool) -> str:
    """Return the region that a name means once all is taken off that says nothing of which it is, '' where it means none."""
    for name in _shorter(text, table, offices):
        if name in table.names:
            return table.names[name]
        if city := _below_a_province(name, table) or (offices and _of_a_district(name, table)):
            return city
    return ""


def _inside(text: str, table: Regions) -> str:
    """Return the city that stands in brackets behind its province; the official list has cities behind provinces."""
    found = WITHIN.fullmatch(text)
    outer, inner = (_known(part.strip(), table, offices=False) for part in found.groups()) if found else ("", "")
    return inner if outer and inner and table.order[inner] > table.order[outer] else ""


def _in_two_languages(text: str, table: Regions) -> str:
    """Return the region that a name means in Chinese and in Latin letters, '' where they are not one."""
    latin, other = " ".join(OTHER_SCRIPT.findall(text)).strip(), OTHER_SCRIPT.sub(" ", text).strip()
    means = {_known(part, table, offices=False) for part in (latin, other)} if latin and other else {""}
    return means.pop() if len(means) == 1 else ""


def _of_a_district(text: str, table: Regions) -> str:
    """Return the city whose district, or the corps whose division, a name is: 北京市海淀区 -> 北京; '' where it is none."""
    found = re.fullmatch(f"(.+)({'|'.join(map(re.escape, table.levels))}|第)(.{{1,8}})({'|'.join(table.districts)})", text)
    if found:
        return table.names.get(found[1], "") or _below_a_province(found[1], table)
    above = max(
        (name for name in table.names if len(name) >= SHORTEST and HAN.search(name) and text.startswith(name)),
        key=len,
        default="",
    )
    whole = (
        above and text.endswith(table.districts) and len(text) - len(above) > SHORTEST
    )  # 上海浦东新区, without the word for a city
    return table.names[above] if whole else ""


def place_of(name: str) -> tuple[int, str]:
    """Return what sorts names: the official order of regions, then all others by their letters, '' last."""
    order = regions().order
    return (order.get(name, len(order)) if name else len(order) + 1, name)


def _folded(text: str) -> str:
    text = fold_case(text).strip()
    return BLANKS.sub("" if HAN.search(text) else " ", text)


def _shorter(text: str, table: Regions, offices: bool) -> Iterable[str]:
    """Yield a name, then with less and less around it, until nothing more can be taken off."""
    endings = (*table.groups, *table.levels, *(table.offices if offices else ()))
    yield text
    while True:
        less = MARKS.sub("", text).strip()
        less = _without(
            next((less[len(word) :] for word in table.before if less.startswith(word)), less).strip(), endings, once=True
        )
        if less == text or not less:
            return
        text = less
        yield text


def _without(text: str, endings: Iterable[str], *, once: bool = False) -> str:
    """Return a text without endings; never all of it."""
    while True:
        ending = next((word for word in endings if text.casefold().endswith(word) and len(text) > len(word)), "")
        if not ending:
            return text
        text = text[: -len(ending)].strip()
        if once:
            return text


def _below_a_province(text: str, table: Regions) -> str:
    """Return the city that stands behind the name of its province, 广东省深圳 -> 深圳; '' where none does."""
    for name in sorted((known for known in table.names if len(known) > 1 and text.startswith(known)), key=len, reverse=True):
        rest = text[len(name) :].strip()
        rest = next((rest[len(level) :] for level in table.levels if rest.startswith(level)), rest)
        if len(rest) >= SHORTEST and rest in table.names:
            return table.names[rest]
    return ""


def _town(text: str, table: Regions) -> str:
    """Return the name of any other town without its province and the word for it: 江苏省苏州市, 苏州市 and 苏州 are one."""
    ending = next((word for word in table.towns if text.endswith(word)), "")
    short = text[: len(text) - len(ending)]
    province = re.match("|".join(f"{re.escape(name)}(?:省|.{{0,4}}自治区)" for name in table.order), short)
    short = short[province.end() :] if province and ending else short
    return short if ending and SHORTEST <= len(short) <= LONGEST and HAN.fullmatch(short[0]) else text
