"""A season of outcomes: 31 delegations whose offices write names and numbers as they please, and what each brings, added up here."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.builders.outcomes import COUNTS, DELEGATION, NOTE, SIZES, mail, statistics

PROVINCES = [
    "北京",
    "天津",
    "河北",
    "山西",
    "内蒙古",
    "辽宁",
    "吉林",
    "黑龙江",
    "上海",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "广西",
    "海南",
    "重庆",
    "四川",
    "贵州",
    "云南",
    "西藏",
    "陕西",
    "甘肃",
    "青海",
    "宁夏",
    "新疆",
]
LEVELS = {
    **dict.fromkeys(("北京", "天津", "上海", "重庆"), "市"),
    "内蒙古": "自治区",
    "广西": "壮族自治区",
    "西藏": "自治区",
    "宁夏": "回族自治区",
    "新疆": "维吾尔自治区",
}
TENS = "零一二三四五六七八九"
YEARS = ("size_2018", "size_2019", "size_2021")


@dataclass
class Sums:
    """What one delegation brings."""

    units: int = 0
    numbers: Counter[str] = field(default_factory=Counter)
    uncounted: Counter[str] = field(default_factory=Counter)


def season(seed: int = 31) -> tuple[list[bytes], Mapping[str, Sums]]:
    """Return the mails of a season, and delegation -> what its offices bring."""
    chance = random.Random(seed)
    mails = []
    found: defaultdict[str, Sums] = defaultdict(Sums)
    for number, name in enumerate(PROVINCES):
        for office in range(1 + number % 2):
            mails.append(_office(name, 2 * number + office, chance, found[name]))
    chance.shuffle(mails)
    return mails, found


def _office(name: str, number: int, chance: random.Random, sums: Sums) -> bytes:
    values: dict[str, str] = {}
    sums.units += 1
    for field_name in COUNTS:
        if chance.random() < 0.12:
            values[field_name] = chance.choice(["未统计", NOTE + "未统计"])
            sums.uncounted[field_name] += 1
            continue
        count = chance.choice([0, 1, 3, 10, 12, 27, 40, 99, 340, 1200, 12_000])
        values[field_name] = _said(count, chance)
        sums.numbers[field_name] += count
    sizes = []
    for year in YEARS:
        size = chance.choice([None, 0, 8, 16, 120])
        sizes.append("_____" if size is None else str(size))
        sums.numbers[year] += size or 0
    whole = f"{name}{LEVELS.get(name, '省')}"
    delegation = chance.choice([name, f"{name}代表团", whole, f"{whole}代表团", f"{DELEGATION}{name}代表团", f" {name}　代表团 "])
    ending = chance.choice(["docx", "xlsx"])
    form = statistics(
        f"成果统计表.{ending}", unit=f"{name}第{number}局", delegation=delegation, sizes=SIZES.format(*sizes), **values
    )
    return mail(form, sender=f"office{number}@example.org")


def _said(count: int, chance: random.Random) -> str:
    """Return a number as an office may write it."""
    part = chance.randrange(count + 1)
    ways = [
        f"{count}",
        f"{count}人",
        f"约{count}人",
        f"共 {count} 项",
        f"{count:,}",
        str(count).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"2018年{part}人、2019年{count - part}人，共{count}人",
        f"{NOTE}{count}人",
    ]
    if 0 < count < 100:
        ways.append(f"{_in_han(count)}人")
    if count == 0:
        ways += ["无", "0"]
    if count == 12_000:
        ways.append("1.2万")
    return chance.choice(ways)


def _in_han(count: int) -> str:
    tens, ones = divmod(count, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{TENS[tens]}十") + (TENS[ones] if ones else "")
