"""A short word by which an author says that what was sent in their name is theirs."""

from __future__ import annotations

import re

MOST_WORDS = 25
YES = re.compile(
    r"\W*((dear |hi|hello|尊敬的|老师|您好|你好)[^\n]{0,40}\n+\W*)?"
    r"(yes\b|confirmed\b|(i|we) (hereby |can )?confirm\b|(this|it|that) is (mine|my (own )?(submission|entry|work))\b|that is correct\b|"
    r"确认|本人确认|我确认|是我的|是的|没错|属实|对的)",
    re.IGNORECASE,
)
NO = re.compile(r"\b(not|n['’]t|never|no longer)\b|不是|没有|并未|不同意|撤回", re.IGNORECASE)


def confirms(text: str) -> bool:
    """Tell whether a text says yes, in a few words, and no no."""
    few = len(text.split()) <= MOST_WORDS and len(text) <= 10 * MOST_WORDS
    return few and YES.match(text.strip()) is not None and not NO.search(text) and not re.search(r"[?？]", text)
