"""Numbers, sizes, times and lists as each language writes them (reports/phrases/<language>.yaml)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from intake.config.languages import own_words as own_words
from intake.config.languages import phrases

KINDS = {"JPEG": "JPG", "MPO": "JPG", "TEXT": "TXT", "WORD-XML": "XML", "OLE": "Office", "TIFF": "TIFF", "WEBP": "WebP"}
HIDDEN = frozenset("\u061c\u200b\u200c\u200d\u2060\ufeff")  # zero-width and direction marks beside the bidi controls


def clean(text: str, longest: int = 150) -> str:
    """Return what a sender wrote fit for one line: no control, bidi or invisible characters, no markup of RFC 2047, capped."""
    spaced = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).replace("=?", "= ?").strip()
    shown = "".join(char for char in spaced if char not in HIDDEN and unicodedata.category(char) not in {"Cf", "Cs"})
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def number(value: int | float, language: str) -> str:
    """Return a number: 12,345 in English, 12345 in Chinese."""
    return f"{value:,}".replace(",", phrases("", language)["thousands"])


def size(count: int) -> str:
    """Return bytes as 3.2 MB or 640 KB, decimal and rounded down: nothing below a floor looks as if it reached it."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6)):
        if count >= factor:
            return f"{count * 10 // factor / 10:.1f} {unit}".replace(".0 ", " ")
    return f"{count // 1000} KB" if count >= 1000 else f"{count} B"


def span(seconds: float, language: str) -> str:
    """Return a length of time: 4 min 10 s; 4 分钟 10 秒."""
    whole = round(seconds)
    written = phrases("", language)
    amounts = zip(written["span"], (whole // 3600, whole // 60 % 60, whole % 60), strict=True)
    told = [word.format(amount) for word, amount in amounts if amount]
    return str(written["between_spans"].join(told)) or str(written["span"][-1].format(0))


def pixels(width: int | None, height: int | None) -> str:
    """Return 4000 × 3000, '' where nothing was measured."""
    return f"{width} × {height}" if width and height else ""


def moment(value: datetime | str, zone: str, language: str, *, end: bool = True) -> str:
    """Return an aware time in a zone; an end at midnight is 24:00 of the day before, as people write a deadline.

    `value` may be ISO 8601 text. Gives 2026年8月31日24:00（北京时间） or 24:00 on 31 August 2026 (Beijing time).
    """
    local = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(ZoneInfo(zone))
    midnight = end and local.timetz().replace(tzinfo=None) == time(0)
    day, hour = (local - timedelta(days=1), "24:00") if midnight else (local, f"{local:%H:%M}")
    written = phrases("", language)
    parts = {"year": day.year, "month": written["months"][day.month - 1], "day": day.day, "hour": hour}
    return str(written["moment"].format(**parts, zone=zone_name(zone, language)))


def zone_name(zone: str, language: str) -> str:
    """Return what a language calls a time zone: Beijing time; its code where it has no name for it."""
    return str(phrases("", language)["zones"].get(zone, zone))


def listed(items: Sequence[str], language: str, last: str = "and") -> str:
    """Join words: A、B和C in Chinese, A, B and C in English; `last` is and, or."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    written = phrases("", language)["list"]
    return str(written["between"].join(words[:-1]) + written[last] + words[-1])


def beside(words: str, aside: str, language: str) -> str:
    """Return words with others in brackets after them; they alone where there are none to add."""
    return str(phrases("", language)["aside"].format(words=words, aside=aside)) if aside else words


def together(sentences: Sequence[str], language: str) -> str:
    """Return sentences one after the other: English parts them by a blank, Chinese does not."""
    return str(phrases("", language)["between_sentences"].join(sentences))


def guide(first: str, second: str) -> str:
    """Return in the second language of a letter that its text follows the first's."""
    return str(phrases("", second)["guide"].format(first=language_name(first, second)))


def language_name(language: str, reader: str) -> str:
    """Return what a reader of one language calls another."""
    return str(phrases("", reader)["languages"].get(language, phrases("", language)["language"]))


def bounds(least: int, most: int | None, language: str) -> str:
    """Return how many are asked for: 3 to 5, 1, at least 3; 3 至 5, 1, 至少 3."""
    if most == least:
        return str(least)
    written = phrases("", language)["bounds"]
    kind = "least" if most is None else "most" if least == 0 else "both"
    return str(written[kind].format(least=least, most=most))


def set_off(words: str) -> str:
    """Return words with a blank before them where they begin with a number, as a Chinese sentence sets it: 需要 3 至 5 张, 需要至少 3 张."""
    return f" {words}" if words[:1].isdigit() else words


def with_article(words: str) -> str:
    """Return an English noun with a or an: an essay, an MP4 file (said letter by letter), a FLAC file."""
    first = words.partition(" ")[0]
    spelled = first.isupper() and not re.search(r"[AEIOU]", first)
    return f"{'an' if words[:1].lower() in 'aeiou' or (spelled and words[:1] in 'FHLMNRSX') else 'a'} {words}"


def with_the(title: str) -> str:
    """Return an English title inside a sentence: the Photo Call; The Big Read; “One minute: a film contest”."""
    if ":" in title:
        return f"“{title.translate(str.maketrans('“”', '‘’'))}”"
    return title if title.partition(" ")[0].lower() in {"the", "a", "an"} else f"the {title}"


def kinds(formats: Sequence[str] | str) -> list[str]:
    """Return picture formats as people call them, each once: JPEG and MPO are both JPG."""
    names = [formats] if isinstance(formats, str) else formats
    return list(dict.fromkeys(KINDS.get(name, name) for name in names))
