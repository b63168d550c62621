"""The charset in which bytes read as a text, where no label tells it: every usual one is tried, and the least strange reading counts."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from intake.mime.japanese import from_euc, from_iso2022
from intake.mime.strangeness import strangeness

GUESSES = {  # charset -> how much less likely than the first, where a text reads as well in it
    "utf-8": 0.0, "gb18030": 0.0, "cp950": 0.1, "cp1252": 0.05, "cp949": 0.1, "cp932": 0.1, "euc-jp-ms": 0.1, "cp1251": 0.18, "koi8-r": 0.22,
    "cp1250": 0.15, "cp1253": 0.2, "cp1254": 0.16, "cp874": 0.22, "cp1256": 0.22, "cp1255": 0.22,
}  # fmt: skip
OWN = {"iso-2022-jp-ms": from_iso2022, "euc-jp-ms": from_euc}
SEVEN_BIT = frozenset({"iso-2022-jp-ms", "iso2022_kr", "hz", "utf-7"})  # what their bytes say is not what ASCII says
MULTI_BYTE = frozenset({"gb18030", "cp950", "big5hkscs", "cp932", "cp949", "euc-jp-ms", "johab"})
WRONG = "\ufffd"
MOST_WRONG = 50  # characters of a text for each one that may be unreadable: more, and the charset is another one
LONG_UTF8 = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}|(?:[\xc2-\xdf][\x80-\xbf][^\x80-\xff]*){3}")  # no accident
LONG = 40  # bytes of a text that tells its language
SAMPLE = 4000  # bytes by which a charset is guessed
CLEARLY, SLIGHTLY = 0.3, 0.05  # strangeness of one reading more than of another


def strictly(data: bytes, name: str) -> str | None:
    """Return bytes decoded in a charset, None where one of them is not of it."""
    try:
        return OWN[name](data) if name in OWN else data.decode(name)
    except (UnicodeError, ValueError, LookupError):
        return None


def loosely(data: bytes, name: str) -> str:
    """Return bytes decoded in a charset, U+FFFD where one of them is not of it."""
    return OWN[name](data, "replace") if name in OWN else data.decode(name, "replace")


def nearly(data: bytes, name: str) -> str | None:
    """Return the text when only few characters cannot be read, at least one in a short text; None otherwise."""
    try:
        text = loosely(data, name)
    except (UnicodeError, ValueError, LookupError):
        return None
    wrong, foreign = text.count(WRONG), sum(char > "\x7f" for char in text)
    return text if wrong < foreign and wrong <= 1 + foreign // MOST_WRONG else None


@dataclass(frozen=True)
class CharsetReading:
    """Bytes decoded in one charset, and what counts against it."""

    text: str
    name: str
    odd: float
    unlikely: float


def best_reading(data: bytes) -> CharsetReading | None:
    """Return the reading that counts least against; None where no charset takes all bytes."""
    found: list[CharsetReading] = []
    western = _likely_western(data)
    for name, unlikely in GUESSES.items():
        sample = None if western and name in MULTI_BYTE else _sample(data, name)
        if sample is None:
            continue
        odd = 0.0 if name == "utf-8" and LONG_UTF8.search(data) else strangeness(sample, name)
        if name == "gb18030" and (told := _neighbour(data)):
            unlikely, (name, sample) = 0.0, told
            odd = strangeness(sample, name)
        found.append(CharsetReading(sample, name, odd, unlikely))
        if odd == 0 and len(found) == 1 and unlikely == 0:
            break
    found.sort(key=lambda item: item.odd + item.unlikely)
    for item in _by_language(data, found):
        if (text := strictly(data, item.name)) is not None:
            return replace(item, text=text)
    return None


def _by_language(data: bytes, found: list[CharsetReading]) -> list[CharsetReading]:
    """Put first the charset of single bytes whose text is most like a language, where a text is long enough to tell."""
    near = [item for item in found if item.odd + item.unlikely < found[0].odd + found[0].unlikely + CLEARLY]
    if len(near) < 2 or len(data) < LONG or MULTI_BYTE & {item.name for item in near[:1]}:
        return found
    from charset_normalizer import from_bytes  # dear to start with, and asked for few texts

    told = list(from_bytes(data[:SAMPLE], cp_isolation=[item.name for item in near]))
    best = max(told, key=lambda match: match.coherence, default=None)
    if best is None or best.coherence <= max((match.coherence for match in told if match is not best), default=0.0) + SLIGHTLY:
        return found
    named = codecs.lookup(best.encoding).name
    return sorted(found, key=lambda item: codecs.lookup(item.name).name != named if item.name not in OWN else True)


def _likely_western(data: bytes) -> bool:
    """Tell a western text ("Z\xfcrich", "it\x92s"): its few foreign bytes stand alone among letters."""
    foreign = len(re.findall(rb"[\x80-\xff]", data[:SAMPLE]))
    return 0 < foreign * 3 < len(data[:SAMPLE]) and re.search(rb"[\x80-\xff]{2}", data[:SAMPLE]) is None


def _neighbour(data: bytes) -> tuple[str, str] | None:
    """Tell Korean and Japanese, whose characters are Chinese ones in GB18030: no Chinese text is all hangul, or a quarter kana."""
    for name, first, last, share in (("cp949", "\uac00", "\ud7a3", 1.0), ("euc-jp-ms", "\u3041", "\u30fe", 0.25)):
        text = _sample(data, name) or ""
        foreign = [char for char in text if char > "\x7f"]
        if len(foreign) >= 6 and sum(first <= char <= last for char in foreign) >= share * len(foreign):
            return name, text
    return None


def _sample(data: bytes, name: str) -> str | None:
    """Return the beginning of a text in a charset, None where it is in another."""
    if len(data) <= SAMPLE:
        return strictly(data, name)
    cut = data.find(b"\n", SAMPLE - 500, SAMPLE + 500) if b"\n" in data[SAMPLE - 500 : SAMPLE + 500] else SAMPLE
    return next((text for less in range(4) if (text := strictly(data[: cut - less], name)) is not None), None)
