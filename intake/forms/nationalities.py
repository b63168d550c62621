"""Know a country however a form names it: Chinese, English, code, demonym."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import pycountry

from intake.forms.country_names import NAMES

SHORT = dict(
    zip("美英法德日韩加澳俄意泰越", ["US", "GB", "FR", "DE", "JP", "KR", "CA", "AU", "RU", "IT", "TH", "VN"], strict=True)
)  # before 籍
SHARED = frozenset({"congo", "congolese", "刚果", "dominican", "guinean", "samoan"})
SIMPLIFIED = str.maketrans("國韓蘭羅馬亞爾臺灣華澳門義烏緬寮魯納維倫約與東盧", "国韩兰罗马亚尔台湾华澳门意乌缅寮鲁纳维伦约与东卢")
MAX_WORDS = 40  # of a text that are looked at
SURE = 4  # letters of a name among other words, so that "us" is not the US
LONGEST = 5  # words of a country's name


def country_code(text: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of one country; None for none, or for two that differ (dual nationality).

    "美籍华人" is American by nationality; "Hong Kong, Chinese" is Hong Kong's.
    """
    whole = _known(text)
    if whole:
        return whole
    of = re.match(r"(?:现为|现|我是)?([一-鿿]{1,8}?)籍", text)
    if of and text.count("籍") == 1 and (code := SHORT.get(of[1]) or _known(of[1])):
        return code
    codes = {code for part in _parts(text) for code in _codes_of(part)}
    if len(codes) == 2 and "CN" in codes and codes & {"HK", "MO", "TW"}:
        codes.discard("CN")
    return codes.pop() if len(codes) == 1 else None


def is_plain(text: str) -> bool:
    """Tell whether a text names one country, in any languages, and says nothing else; nor is it a name that two bear."""
    if _known(text):
        return _fold(text) not in SHARED
    return country_code(text) is not None and all(_known(part) or all(map(_known, _pieces(part))) for part in _parts(text))


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[/,;:、，；：()（）\n|+&]|\s+and\s+|\s-\s|和", text) if part.strip()]


def _pieces(part: str) -> list[str]:
    """Return the Chinese and the other words of a part, which often say the same."""
    return [piece for piece in re.findall(r"[一-鿿]+|[^一-鿿]+", part) if piece.strip()]


def _codes_of(part: str) -> set[str]:
    known = _known(part)
    return {known} if known else {code for piece in _pieces(part) for code in _named_in(piece)}


def _named_in(text: str) -> Iterator[str]:
    """Yield the countries named among other words, the longest name first: "I am from New Zealand"."""
    words, start = text.split()[:MAX_WORDS], 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST), start, -1):
            name = " ".join(words[start:end])
            plain = len(words) == 1 or len(_fold(name)) >= SURE or not name.isascii() or (name.isupper() and not text.isupper())
            if plain and (code := _known(name)):
                yield code
                start = end - 1
                break
        start += 1


def _known(text: str) -> str | None:
    """Look up one name; two and three letters are codes only in capitals, else "no" would be Norway."""
    stripped = text.strip(" .。").translate(SIMPLIFIED)
    if re.fullmatch(r"[A-Z]{2,3}", stripped) and (found := _codes().get(stripped)):
        return found
    folded = _fold(re.sub(r"^st\.?\s", "saint ", stripped, flags=re.IGNORECASE))
    for ending in ("", "籍", "人", "公民", "国籍", "citizen", "national", "nationality", "passport"):
        if folded.endswith(ending) and (found := _names().get(folded.removesuffix(ending))):
            return found
    return None


def _fold(text: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"^the(?=[a-z]{4})|[\W_]+", "", re.sub(r"[\W_]+", "", plain.casefold()))


@cache
def _codes() -> dict[str, str]:
    return {code: str(country.alpha_2) for country in pycountry.countries for code in (country.alpha_2, country.alpha_3)}


@cache
def _names() -> dict[str, str]:
    """Return folded name -> code, the table above standing over pycountry's official names."""
    names: dict[str, str] = {}
    for country in pycountry.countries:
        for key in ("name", "official_name", "common_name"):
            if value := getattr(country, key, None):
                names[_fold(value)] = str(country.alpha_2)
    for line in NAMES.strip().splitlines():
        code, _, rest = line.partition(" ")
        chinese, *english = rest.split("|")
        names.update({_fold(name): code for name in (*chinese.split(), *english)})
    return names
