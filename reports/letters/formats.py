"""Numbers, sizes, times and lists as each language writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
ZONES = {"Asia/Shanghai": {"zh": "北京时间", "en": "Beijing time"}}
KINDS = {"JPEG": "JPG", "MPO": "JPG", "TIFF": "TIFF", "WEBP": "WebP"}
HIDDEN = frozenset("\u061c\u200b\u200c\u200d\u2060\ufeff")  # zero-width and direction marks beside the bidi controls


def clean(text: str, longest: int = 150) -> str:
    """Return what a sender wrote fit for one line: no control, bidi or invisible characters, no markup of RFC 2047, capped."""
    spaced = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).replace("=?", "= ?").strip()
    shown = "".join(char for char in spaced if char not in HIDDEN and unicodedata.category(char) not in {"Cf", "Cs"})
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def number(value: int | float, language: str) -> str:
    """Return a number: 12,345 in English, 12345 in Chinese."""
    return f"{value:,}" if language == "en" else str(value)


def size(count: int) -> str:
    """Return bytes as 3.2 MB or 640 KB, decimal and rounded down: nothing below a floor looks as if it reached it."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6)):
        if count >= factor:
            return f"{count * 10 // factor / 10:.1f} {unit}".replace(".0 ", " ")
    return f"{count // 1000} KB" if count >= 1000 else f"{count} B"


def pixels(width: int | None, height: int | None) -> str:
    """Return 4000 × 3000, '' where nothing was measured."""
    return f"{width} × {height}" if width and height else ""


def moment(value: datetime | str, zone: str, language: str) -> str:
    """Return an aware time in a zone; midnight is 24:00 of the day before, as people write a deadline.

    `value` may be ISO 8601 text. Gives 2026年8月31日24:00（北京时间） or 24:00 on 31 August 2026 (Beijing time).
    """
    local = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(ZoneInfo(zone))
    midnight = local.timetz().replace(tzinfo=None) == time(0)
    day, hour = (local - timedelta(days=1), "24:00") if midnight else (local, f"{local:%H:%M}")
    place = ZONES.get(zone, {}).get(language, zone)
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日{hour}（{place}）"
    return f"{hour} on {day.day} {MONTHS[day.month - 1]} {day.year} ({place})"


def listed(items: Sequence[str], language: str, last: str = "and") -> str:
    """Join words: A、B和C in Chinese, A, B and C in English; `last` is and, or."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    if language == "zh":
        return "、".join(words[:-1]) + {"and": "和", "or": "或"}[last] + words[-1]
    return ", ".join(words[:-1]) + f" {last} " + words[-1]


def kinds(formats: Sequence[str] | str) -> list[str]:
    """Return picture formats as people call them, each once: JPEG and MPO are both JPG."""
    names = [formats] if isinstance(formats, str) else formats
    return list(dict.fromkeys(KINDS.get(name, name) for name in names))


def has_han(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return re.search(r"[\u3400-\u9fff]", text) is not None


def own_words(labels: Sequence[str], language: str) -> str:
    """Return the first label in a language (Chinese: with a Chinese character; English: without), else the first."""
    return next((label for label in labels if has_han(label) == (language == "zh")), labels[0])
