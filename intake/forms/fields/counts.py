"""Read how many: one number with words around it, a total beside its parts, or parts without a total; and counts nobody made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from intake.forms.fields.meaning import LIKELY, SEVERAL, Meaning
from intake.forms.fields.options import folded_options

MAX_TEXT = 2000  # characters
MAX_COUNT = 10**12
HAN_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億", "一二二三三四五六六七八九十百千万亿") | str.maketrans(
    {"廿": "二十", "卅": "三十"}
)  # as on cheques, and as old people write
BIG = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "thousand": 10**3, "million": 10**6}
WORDS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
ENGLISH = {word: number for number, word in enumerate(WORDS.split())}
ZERO = re.compile(r"(?:无|没有|暂无|均无|尚无|无数据可报|none|nil|no)[\s。.]*")
NOT_COUNTED = re.compile(  # numbers that say when, which, or what share
    r"(?:(?<!\d)(?:1[89]|20|21)\d\d\s*(?:[-~—–至到/]+\s*(?:(?:1[89]|20|21)\d\d|\d\d)(?!\d)\s*)?(?:年度?|届|学年)(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?底?"
    r"|(?<!\d)(?:1[89]|20|21)\d\d(?=\s*[:(])"
    r"|(?<!\d)(?:1[89]|20|21)\d\d\s*[-~—–至到]+\s*(?:1[89]|20|21)\d\d(?!\d)(?=\s*[\u4e00-\u9fff:(])"
    r"|第\s*[\d一二三四五六七八九十百]{1,6}\s*[届次批期个名位]?|近\s*[\d一二三四五六七八九十]+\s*[年届]|(?<!\d)\d{1,4}\s*届|(?<!\d)[\d一二三四五六七八九十]{1,4}\s*(?:个?月|季度)(?!\d)"
    r"|(?<!\d)\d{1,12}(?:\.\d{1,6})?\s*%|百分之[\d一二三四五六七八九十百]+|(?<!\d)\d{1,12}(?:\.\d{1,6})?\s*[万亿]?\s*(?:元|美元|欧元|港元|yuan|rmb|usd|eur)"
    r"|(?:^|(?<=[\s;。,、]))(?:[(]?\d{1,2}[)、]|\d{1,2}\.(?!\d))\s*(?=[^\d\s])"
    r'|[“《「"][^”》」"]*[^\d\s”》」"][^”》」"]*[”》」"])'
)
NUMBER = re.compile(
    r"(?P<sign>(?<![\w)])-\s*)?(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)\s*(?P<big>[百千万亿]|thousand|million)?"
    r"|(?<![几数好若第])(?P<han>[〇零一二两三四五六七八九十百千万亿]{1,20})(?!几|[\u4e00-\u9fff]{0,4}[届年])|(?<![a-z])(?P<word>"
    + "|".join(ENGLISH)
    + r")(?![a-z])"
)
RANGE = re.compile(r"\d\s*(?:[-~—–至到]|to\b)+\s*\d")
TOTAL_BEFORE = re.compile(
    r"(?:总共|一共|共计|合计|总计|总数|累计|总|共|(?<![统预估设])计|合共|total|totals|altogether|in all|sum)\s*(?:有|为|是|约|:|of|引进|=)*\s*$"
)
TOTAL_AFTER = re.compile(r"^\s*[^\d\W]{0,6}\s*(?:in total|altogether|in all|\(?总计\)?|\(?合计\)?)")
PARTS_FOLLOW = re.compile(r"^\s*[^\d\W]{0,6}\s*(?:[,;:。]\s*)?(?:\(|其中|包括|分别|including|of which|of whom|namely)")
HAN_WORD = frozenset("百千万亿")  # alone they are words, not numbers: 百姓, 万元; but 百余人 is some hundred
PARTED = re.compile(r"[^\d]{0,8}\d{1,3}(?: \d{3})+[^\d]{0,8}")  # 1 200
ONE_OF_WHAT = re.compile(r"\s*(?:[人名位个项次家支团队件篇组份]|$|\W)")  # 一 is a number before these, a word in 一些, 一批
DOUBT = re.compile(r"没有|未|无|不详|not |none")


def read_count(uncounted: Sequence[str], text: str) -> Meaning | None:
    """Return a whole number from 0 in digits, or the word that says nobody counted; None for neither.

    A total is taken before its parts ("2018年3人、2019年4人，共7人"); parts without a total are added up, unsure. Years, dates,
    shares and ordinal numbers are not counted; a range ("10-15人"), a part of one or less than nothing is no count.
    """
    text = folded_options(text[:MAX_TEXT]).translate(FORMAL)
    text = re.sub(r"(?<=\d) (?=\d)", "", text) if PARTED.fullmatch(text) else text
    numbers = list(_numbers(text))
    if not numbers:
        word = next((word for word in uncounted if folded_options(word) in text), "")
        return Meaning(text=word) if word else Meaning(text="0", sure=SEVERAL) if ZERO.fullmatch(text) else None
    if any(value is None for _, value, _ in numbers) or RANGE.search(NOT_COUNTED.sub(" ", text)):
        return None
    said = _total(text, numbers) or Meaning(text=str(sum(value or 0 for _, value, _ in numbers)), sure=SEVERAL)
    doubtful = DOUBT.search(text) or any(folded_options(word) in text for word in uncounted)
    return Meaning(text=said.text, sure=SEVERAL) if doubtful else said


def count_is_blank(text: str) -> bool:
    """Tell whether nothing but places to write on and units stands there: "_____人", "共  项"."""
    return not re.sub(
        r"[\s_:：,，;；。.()（）/]|[人项个名位次家支团队组件篇份]|约|共计?|合计|总计|people|persons?|items?",
        "",
        folded_options(text),
    )


def _total(text: str, numbers: Sequence[tuple[int, int | None, int]]) -> Meaning | None:
    """Return the one number, or the one that is said or shown to be the total of the others."""
    values = [value or 0 for _, value, _ in numbers]
    if len(values) == 1:
        bare = re.fullmatch(r"[\d,\s]+", text)
        return Meaning(text=str(values[0]), sure=1.0 if bare else LIKELY)
    ends = [(start, end) for start, _, end in numbers]
    if len(values) == 2 and values[0] == values[1] and text[ends[0][1] : ends[1][0]].strip() in {"(", "/", "="}:  # 12（十二）
        return Meaning(text=str(values[0]), sure=LIKELY)
    if len(values) > 2 and values[-1] == sum(values[:-1]):
        return Meaning(text=str(values[-1]), sure=LIKELY)
    told = {
        value
        for (start, end), value in zip(ends, values, strict=True)
        if TOTAL_BEFORE.search(text[:start]) or TOTAL_AFTER.match(text[end:])
    }
    if len(told) == 1:
        return Meaning(text=str(told.pop()), sure=LIKELY)
    whole_first = PARTS_FOLLOW.match(text[ends[0][1] :]) or (len(values) > 2 and values[0] == sum(values[1:]))
    return Meaning(text=str(values[0]), sure=LIKELY) if whole_first and not told else None


def _numbers(text: str) -> Iterator[tuple[int, int | None, int]]:
    """Yield (start, number, end) for each number that counts; None where it is none that can: a part, or below 0."""
    hidden = NOT_COUNTED.sub(lambda found: " " * len(found[0]), text)
    for found in NUMBER.finditer(hidden):
        value = _value(found)
        if value is not None or found["han"] is None:
            yield found.start(), value, found.end()


def _value(found: re.Match[str]) -> int | None:
    if found["word"]:
        return ENGLISH[found["word"]]
    if found["han"]:
        rest = found.string[found.end() :]
        word = found["han"] in HAN_WORD and not rest.startswith(("余", "多"))
        return None if word or (found["han"] == "一" and not ONE_OF_WHAT.match(rest)) else _han(found["han"])
    try:
        value = Decimal(found["digits"].replace(",", "")) * BIG.get(found["big"] or "", 1)
    except InvalidOperation:
        return None
    return int(value) if not found["sign"] and value == int(value) and value < MAX_COUNT else None


def _han(word: str) -> int | None:
    """Read a Chinese numeral: 十二, 三百, 一万二千, 二〇一."""
    if all(char in HAN_DIGITS for char in word):
        return int("".join(str(HAN_DIGITS[char]) for char in word)) if len(word) == 1 or word[0] not in "零〇" else None
    total = section = digit = 0
    for char in word:
        if char in HAN_DIGITS:
            digit = HAN_DIGITS[char]
        elif char in HAN_UNITS:
            section, digit = section + (digit or 1) * HAN_UNITS[char], 0
        else:
            total, section, digit = (total + section + digit) * BIG[char], 0, 0
    return total + section + digit
