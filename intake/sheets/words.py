"""What a word in a sheet tells of its row, and what a name tells of all rows below it (words.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from intake.config.yaml_reader import load_yaml
from intake.words.fold import fold_all, fold_case

_WORDS: dict[str, list[str]] = load_yaml(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
LONGEST_MARK = 12  # characters of a cell that says how secret its row is
SECRET = frozenset(map(fold_all, (*_WORDS["confidential"], *_WORDS["secret"])))
KEPT = 4096  # short texts whose reading is remembered: a column says the same again and again
SAMPLE, HINT, SUM, NOTE, NUMBER, DITTO = (
    frozenset(fold_all(word) or word for word in _WORDS[key]) for key in ("sample", "hint", "sum", "note", "number", "ditto")
)
IN_BRACKETS = re.compile(r"[(（\[【<《]([^)）\]】>》]{2,20})[)）\]】>》]$")
DATED = re.compile(r"\d{4}\s*[^\w\s]?\s*[^\W\d_]?\s*\d{1,2}\s*[^\w\s]?\s*[^\W\d_]?\s*(?:\d{1,2}\s*[^\W\d_]?)?")
OPENED = re.compile(r"^\s*[(（\[【<《]?\s*([^)）\]】>》:：\s]{1,12})\s*(?:[)）\]】>》:：]|\d{0,2}\s*$)")


def is_sample(text: str) -> bool:
    """Tell whether a cell says that its row is an example: 示例, （例）, 样例1, Example: …"""
    return _opens(text, SAMPLE)


def is_hint(text: str) -> bool:
    """Tell whether a cell says how to fill in its column."""
    return _opens(text, HINT)


def is_sum(text: str) -> bool:
    """Tell whether a cell says that its row adds up others."""
    return _opens(text, SUM)


def is_note(text: str) -> bool:
    """Tell whether a text is a remark below a table, or a line to sign on."""
    return _opens(text, NOTE)


def is_number_heading(heading: str) -> bool:
    """Tell the heading of a column that counts rows, in one language or two: 序号 No."""
    said = [fold_all(part) or part for part in heading.split()]
    return (fold_all(heading) or heading.strip()) in NUMBER or (bool(said) and NUMBER.issuperset(said))


def is_signature(text: str) -> bool:
    """Tell whether the one text of a line only dates or stamps a table: 2022年3月1日, 东海市科技局（盖章）."""
    found = IN_BRACKETS.search(text.strip())
    return bool(DATED.fullmatch(text.strip())) or (found is not None and is_note(found[1]))


@lru_cache(maxsize=KEPT)
def is_ditto(text: str) -> bool:
    """Tell whether a cell stands for what is above it."""
    return (fold_all(text) or text.strip()) in DITTO


def says_confidential(name: str) -> bool:
    """Tell whether a sheet, file or folder is named as not to be published."""
    folded = re.sub(r"[_\-.]+", " ", fold_case(name))
    for word in _WORDS["open"]:
        folded = folded.replace(fold_case(word), " ")
    return any(fold_case(word) in folded for word in _WORDS["confidential"])


def titled_confidential(text: str) -> bool:
    """Tell whether a title ends with, in brackets, that what is below it is not to be published; a remark about how to say so does not."""
    found = IN_BRACKETS.search(text.strip()[-40:])
    said = fold_case(found[1]) if found else ""
    return bool(said) and says_confidential(said) and not any(fold_case(word) in said for word in _WORDS["asking"])


@lru_cache(maxsize=KEPT)
def is_secret(text: str) -> bool:
    """Tell whether a whole cell says that its row is not to be published: 不公开, 保密, 内部."""
    return len(text) <= LONGEST_MARK and fold_all(text) in SECRET


def speaks_of_secrets(text: str) -> bool:
    """Tell whether an answer names a degree of secrecy and does not deny it: 仅限内部, not 非涉密."""
    folded = fold_case(text)
    return any(fold_case(word) in folded for word in _WORDS["secret"]) and not denies(text)


def asks_level(heading: str) -> bool:
    """Tell whether a heading asks how secret something is."""
    folded = fold_case(heading)
    return says_confidential(heading) or any(fold_case(word) in folded for word in _WORDS["level"])


def is_question(heading: str) -> bool:
    """Tell whether a heading wants a yes or no."""
    return fold_case(heading).startswith(tuple(map(fold_case, _WORDS["question"])))


def denies(text: str) -> bool:
    """Tell whether an answer says no in some way."""
    folded = fold_case(text)
    return any(word in folded for word in _WORDS["negation"])


def says_partly(text: str) -> bool:
    """Tell whether an answer about publication makes conditions."""
    folded = fold_case(text)
    return any(fold_case(word) in folded for word in _WORDS["partly"])


def asks_publication(label: str) -> bool:
    """Tell whether a label asks if something may be published."""
    folded = fold_case(label)
    return any(fold_case(word) in folded for word in _WORDS["publication"])


@lru_cache(maxsize=KEPT)
def _opens(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text is one of these words, or begins with one up to a bracket, colon or number."""
    if fold_all(text) in words:
        return True
    found = OPENED.match(text[:40])
    return found is not None and fold_all(found[1]).rstrip("0123456789") in words
