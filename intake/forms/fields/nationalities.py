"""Know a country however a form names it: in any language, as a code, a flag, or by what its people are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

import pycountry

from intake.forms.fields.country_names import country_names
from intake.forms.fields.peoples import peoples
from intake.forms.fields.world_names import country_named, fold_name

SHORT = dict(
    zip("美英法德日韩加澳俄意泰越", ["US", "GB", "FR", "DE", "JP", "KR", "CA", "AU", "RU", "IT", "TH", "VN"], strict=True)
)  # before 籍
CONGOS, DOMINICANS = frozenset({"CG", "CD"}), frozenset({"DO", "DM"})
GUINEAS, SAMOAS = frozenset({"GN", "GW", "GQ", "PG"}), frozenset({"WS", "AS"})
SHARED: Mapping[str, frozenset[str]] = MappingProxyType(  # folded name -> whose it is
    dict.fromkeys(("congo", "congolese", "刚果", "congolais", "congolaise", "congoleno", "congolena", "kongo", "конго"), CONGOS)
    | dict.fromkeys(("dominican", "dominicain", "dominicaine", "dominicano", "dominicana"), DOMINICANS)
    | dict.fromkeys(("guinean", "guineen", "guineenne", "guineano", "guineana"), GUINEAS)
    | {"samoan": SAMOAS}
)
SIMPLIFIED = str.maketrans(
    "國韓蘭羅馬亞爾臺灣華澳門義烏緬寮魯納維倫約與東盧蘇", "国韩兰罗马亚尔台湾华澳门义乌缅寮鲁纳维伦约与东卢苏"
)
ENDINGS = (
    "",
    "籍",
    "人",
    "公民",
    "国籍",
    "國籍",
    "地区",
    "地區",
    "国",
    "國",
    "인",
    "국적",
    "citizen",
    "national",
    "nationality",
    "passport",
)
COUNTRY_OF = ("ประเทศ", "ປະເທດ", "ប្រទេស")  # "the country of" in Thai, Lao and Khmer, written together with the name
NO_ORDER = frozenset({"of", "the", "and", "de", "du", "la"})  # words that do not tell one country from another
MAX_WORDS = 40  # of a text that are looked at
SURE = 4  # letters of a name among other words, so that "us" is not the US
LONGEST = 5  # words of a country's name
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")  # two letters that a screen shows as a flag
FLAG_A = 0x1F1E6 - ord("A")


def country_code(text: str) -> str | None:
    """Return the ISO 3166 alpha-2 code of one country; None for none, or for two that differ (dual nationality).

    "美籍华人" is American by nationality; "Hong Kong, Chinese" is Hong Kong's; "Congolese (Kinshasa)" is of the DRC, and a
    name that two countries bear, with words that nobody knows, is neither's.
    """
    text = _flags_spelt(text)
    whole = _whole(text)
    if whole:
        return whole
    of = re.match(r"(?:现为|现|我是)?([一-鿿]{1,8}?)籍", text)
    if of and text.count("籍") == 1 and (code := SHORT.get(of[1]) or _known(of[1])):
        return code
    parts = _parts(text)
    codes = {code for part in parts for code in _codes_of(part)}
    shared = next((SHARED[fold_name(part)] for part in parts if fold_name(part) in SHARED), None)
    if shared and any(fold_name(part) not in SHARED for part in parts):
        codes = {code for part in parts if fold_name(part) not in SHARED for code in _codes_of(part)} & shared
    if len(codes) == 2 and "CN" in codes and codes & {"HK", "MO", "TW"}:
        codes.discard("CN")
    return codes.pop() if len(codes) == 1 else None


def is_plain(text: str) -> bool:
    """Tell whether a text names one country, in any languages, and says nothing else; nor is it a name that two bear."""
    text = _flags_spelt(text)
    if _whole(text):
        return fold_name(text) not in SHARED
    return country_code(text) is not None and all(_whole(part) or all(map(_whole, _pieces(part))) for part in _parts(text))


def _flags_spelt(text: str) -> str:
    """Write out the flags in a text as the letters they are made of."""
    return FLAG.sub(lambda found: f"/{chr(ord(found[0][0]) - FLAG_A)}{chr(ord(found[0][1]) - FLAG_A)}/", text)


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[/,;:、，；：()（）\n|+&]|\s+and\s+|\s-\s|和", text) if part.strip()]


def _pieces(part: str) -> list[str]:
    """Return the Chinese and the other words of a part, which often say the same."""
    return [piece for piece in re.findall(r"[一-鿿]+|[^一-鿿]+", part) if piece.strip()]


def _codes_of(part: str) -> set[str]:
    known = _whole(part)
    return {known} if known else {code for piece in _pieces(part) for code in _named_in(piece)}


def _named_in(text: str) -> Iterator[str]:
    """Yield the countries named among other words, the longest name first: "I am from New Zealand"."""
    if whole := _whole(text):
        yield whole
        return
    words, start = text.split()[:MAX_WORDS], 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST), start, -1):
            name = " ".join(words[start:end])
            plain = (
                len(words) == 1 or len(fold_name(name)) >= SURE or not name.isascii() or (name.isupper() and not text.isupper())
            )
            if plain and (code := _known(name)):
                yield code
                start = end - 1
                break
        start += 1


def _whole(text: str) -> str | None:
    """Look up a text that is one name: in the tables, turned round ("Korea (South)"), then in any language."""
    if known := _known(text):
        return known
    if re.search(r"[,，(（]", text) and (turned := _unordered().get(_words(text))):
        return turned
    stripped = text.strip(" .。")
    stripped = next((stripped.removeprefix(word).lstrip() for word in COUNTRY_OF if stripped.startswith(word)), stripped)
    tries = (stripped.removesuffix(ending).rstrip() for ending in ENDINGS if stripped.endswith(ending))
    return next((code for bare in tries if (code := country_named(bare))), None)


def _known(text: str) -> str | None:
    """Look up one name; two and three letters are codes only in capitals, else "no" would be Norway."""
    stripped = text.strip(" .。").translate(SIMPLIFIED)
    if re.fullmatch(r"[A-Z]{2,3}", stripped) and (found := _codes().get(stripped)):
        return found
    folded = _fold(re.sub(r"^st\.?\s", "saint ", stripped, flags=re.IGNORECASE))
    for ending in ENDINGS:
        if folded.endswith(ending) and (found := _names().get(folded.removesuffix(ending))):
            return found
    return None


def _fold(text: str) -> str:
    return re.sub(r"^the(?=[a-z]{4})", "", fold_name(text))


def _words(text: str) -> frozenset[str]:
    return frozenset(fold_name(word) for word in re.split(r"[\s,，()（）]+", text)) - NO_ORDER - {""}


@cache
def _codes() -> dict[str, str]:
    return {code: str(country.alpha_2) for country in pycountry.countries for code in (country.alpha_2, country.alpha_3)}


@cache
def _written() -> tuple[tuple[str, str], ...]:
    """Return (name, code): pycountry's official names, what people are called at home, and the table, which stands over both."""
    official = [
        (str(value), str(country.alpha_2))
        for country in pycountry.countries
        for key in ("name", "official_name", "common_name")
        if (value := getattr(country, key, None))
    ]
    home = [(name, code) for code, name in peoples()]
    table = [(name, code) for code, told in country_names().items() for names in told.values() for name in names]
    return (*official, *home, *table)


@cache
def _names() -> dict[str, str]:
    return {_fold(name): code for name, code in _written()}


@cache
def _unordered() -> dict[frozenset[str], str]:
    """Return the words of each name of several words -> code; words that two countries share are left out."""
    found: dict[frozenset[str], str] = {}
    for name, code in _written():
        words = _words(name)
        if len(words) > 1:
            found[words] = code if found.get(words, code) == code else ""
    return {words: code for words, code in found.items() if code}
