"""What in a subject, a folder or a file name looks like a person's name: told by how names are written, not by what is left over.

Two capitalised words speak for a Latin name, unless a title is made of such words. Two to four Han characters say nothing by themselves, any word has as many: a
surname, a label, or characters that spell foreign sounds must speak for a name, and no everyday word against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from intake.config.yaml_reader import load_yaml

_WORDS: dict[str, list[str]] = load_yaml(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
SURNAMES, SOUNDS = (frozenset(_WORDS[key]) - {" "} for key in ("surnames", "sounds"))
COMPOUND = tuple(_WORDS["compound"])
NO_NAMES, EVERYDAY = (frozenset(_WORDS[key]) for key in ("no_names", "everyday"))
HAN = "\u4e00-\u9fff"
LONGEST_SPELT = 7  # characters of a foreign name that is spelt by its sound
LATIN = re.compile(r"(?<![^\W\d_])[A-ZÀ-Þ][^\W\d_]+(?:[\s_.-]+[A-ZÀ-Þ][^\W\d_]+)+(?![^\W\d_])")
LABELLED = re.compile(rf"(?:{'|'.join(_WORDS['labels'])})\s*[:：]\s*([{HAN}]{{2,4}})(?![{HAN}])", re.IGNORECASE)
DOTS = re.compile(rf"(?<=[{HAN}])[·•・‧](?=[{HAN}])")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


BESIDE = re.compile(rf"\b(?:{_any_of(_WORDS['beside_latin'])})\b|{_any_of(_WORDS['beside'])}", re.IGNORECASE)


def person_names(text: str, known: Iterable[str] = ()) -> set[str]:
    """Return what looks like a person's name in a text, `known` words and names taken away."""
    said = _any_of(known)
    text = re.sub(said, " / ", text, flags=re.IGNORECASE) if said else text
    rest = BESIDE.sub(" / ", text)
    spelt = re.findall(rf"[{HAN}]+", DOTS.sub("", rest))
    labelled = (found for found in LABELLED.findall(text) if not BESIDE.search(found))
    latin = (run for run in LATIN.findall(rest) if not {*re.findall(r"[^\W\d_]+", run.casefold())} <= EVERYDAY)
    return {*latin, *filter(_is_han_name, spelt), *labelled}


def _is_han_name(run: str) -> bool:
    """Tell whether a run of Han characters is written as a person's name is."""
    if run in NO_NAMES or run[:2] in NO_NAMES or len(run) < 2:
        return False
    native = (len(run) <= 3 and run[0] in SURNAMES) or (3 <= len(run) <= 4 and run.startswith(COMPOUND))
    return native or (len(run) <= LONGEST_SPELT and set(run) <= SOUNDS)
