"""Keys that staff decide by: how one looks, and how a text is shown without it (contract.md ruling 27)."""

from __future__ import annotations

import re

LENGTH = 26  # base32 of 16 bytes
HIDDEN = "••••"
KEY = re.compile(rf"(?:(?<![A-Za-z0-9])|(?<=%20)|(?<=%5D))[A-Za-z2-7]{{{LENGTH}}}(?![A-Za-z0-9])")
ORDER = re.compile(
    r"(\[[^\[\]\s]+\s+r\d+\]\s*[^\s\[\]]+)\s+\S+", re.IGNORECASE
)  # [IF2026-0001 r2] accept KEY, whatever stands as key


def masked(text: str) -> str:
    """Return a text as it may be shown: whatever stands where a key does, and whatever looks like one, is hidden."""
    return KEY.sub(HIDDEN, ORDER.sub(rf"\1 {HIDDEN}", text))
