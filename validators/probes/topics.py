"""Tell which topics a text speaks of: by its headings, its words where a name is long enough to mean something, and its sentences."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from intake.config.yaml_reader import load_yaml
from intake.words.fold import mentions

SENTENCES = Path(__file__).with_name("topics.yaml")

LONGEST_HEADING, LONGEST_LATIN = 14, 60  # characters of a line that may be a heading
TELLS = 3  # characters of a name that proves something in running text; 时间 or 特色 does not
NUMBERING = re.compile(
    r"^(?:第[一二三四五六七八九十\d]{1,3}(?:部分|章|节|篇)?\s*[、.:]?|\d{1,2}(?:\.\d{1,2})+\s*[、.)]?|"
    r"[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,4}|[a-h])[)、.]|[★●■◆▲※•·\-—*#]+|part\s+\w{1,5}[.:]?\s)\s*",
    re.IGNORECASE,
)
CIRCLED = re.compile("^[①-⑳]")
WRAPPED = re.compile(r"^[【\[〔<《「](.{1,30})[】\]〕>》」][:：]?$")
ENDS = re.compile(r"[。，；！？,;!?]")
HAN = re.compile(r"[\u3400-\u9fff]")


def missing_topics(text: str, topics: Sequence[Sequence[str]]) -> list[str]:
    """Return the first name of each topic that a text does not speak of; any name of a topic will do."""
    headings = [heading for line in text.splitlines() if (heading := heading_of(line))]
    folded = unicodedata.normalize("NFKC", text)
    return [names[0] for names in topics if names and not _spoken(names, headings, folded)]


def _spoken(names: Sequence[str], headings: Sequence[str], text: str) -> bool:
    if any(mentions(heading, name) for heading in headings for name in names):
        return True
    if any(len(name) >= TELLS and mentions(text, name) for name in names):
        return True
    return any(said.search(text) for about, says in _sentences() if _concerns(names, about) for said in says)


def _concerns(names: Sequence[str], about: Sequence[str]) -> bool:
    return any(mentions(name, word) for name in names for word in about)


@functools.lru_cache(maxsize=1)
def _sentences() -> tuple[tuple[tuple[str, ...], tuple[re.Pattern[str], ...]], ...]:
    """Return (what topics are about, patterns of sentences that speak of them) as topics.yaml has them."""
    table = load_yaml(SENTENCES.read_text(encoding="utf-8"))
    return tuple((tuple(row["about"]), tuple(map(re.compile, row["says"]))) for row in table)


def heading_of(line: str) -> str:
    """Return the heading that a line is, or begins with before a colon; '' for running text."""
    line = unicodedata.normalize("NFKC", CIRCLED.sub("", line.strip())).strip()
    for _ in range(3):  # "二、(一)【…】"
        line = NUMBERING.sub("", line, count=1)
    if wrapped := WRAPPED.match(line):
        line = wrapped[1]
    words = line.partition(":")[0].strip()
    most = LONGEST_HEADING if HAN.search(words) else LONGEST_LATIN
    return words if len(words) <= most and not ENDS.search(words) else ""
