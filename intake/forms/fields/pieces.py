"""Take one of several values out of a cell that fields share: 12 for 2018年（16届）：{}人 out of "2018年：12人；2019年：5人"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from intake.config.fields import GAP

MAX_TEXT = 4000  # characters
BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
JOINS = r"[\s:,=)\]\-_]*"
PARTING = " \t\r\n:：;；,，、。.|/_"
WRAPPED = re.compile(r"[(\[][^()\[\]]*[)\]]")
NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class ValuePart:
    """One value of a shared cell; `guessed` where only its place among the others tells whose it is."""

    text: str
    guessed: bool = False


def value_parts(templates: Mapping[str, str], text: str) -> dict[str, ValuePart]:
    """Return field -> its part of the text, '' where its place is empty; {} when nothing in the text tells whose is what.

    A part begins behind what its template says before the gap, written with or without what stands in brackets there, by the
    words in the brackets alone, or by the number that the template begins with; it ends where the next begins.
    """
    text = unicodedata.normalize("NFKC", text[:MAX_TEXT])
    places = sorted((place[0], place[1], name) for name, template in templates.items() if (place := _place(template, text)))
    if not places:
        return _in_order(templates, text)
    ends = [start for start, _, _ in places[1:]] + [len(text)]
    return {
        name: ValuePart(text=_stripped(text[after:end], templates[name]))
        for (_, after, name), end in zip(places, ends, strict=True)
    }


def _place(template: str, text: str) -> tuple[int, int] | None:
    """Return where a template's words stand in a text and where its value begins; the longest of its spellings counts."""
    found = [match for key in _keys(template) if (match := key.search(text))]
    best = max(found, key=lambda match: match.end(1) - match.start(1), default=None)
    return (best.start(), best.end()) if best else None


@lru_cache(maxsize=256)
def _keys(template: str) -> tuple[re.Pattern[str], ...]:
    """Return what may stand before the value: its words, what it has in brackets, either behind the other, its number alone."""
    before = unicodedata.normalize("NFKC", template.split(GAP)[0])
    plain, inside = BRACKETED.sub(" ", before), " ".join(BRACKETED.findall(before))
    words, aside = (_spelt(re.findall(r"\d+|[^\W\d_]", part)) for part in (plain, inside))
    number = NUMBER.search(plain)
    keys = [(words, aside), (aside, words)] if aside and words else [(words or aside, "")]
    keys += [(_spelt([number[0]]), aside)] if number else []
    return tuple(re.compile(_with_aside(*key), re.IGNORECASE) for key in keys)


def _with_aside(words: str, aside: str) -> str:
    further = rf"(?:\s*[(\[]?\s*第?\s*{aside}\s*[)\]]?)?" if aside else ""
    return rf"第?\s*({words}{further}){JOINS}"


def _spelt(words: list[str]) -> str:
    """Return a pattern for words with any marks and blanks between, '' for none; numbers at its ends stand alone."""
    if not words:
        return ""
    body = r"[\s\W_]*?".join(map(re.escape, words))
    return (r"(?<!\d)" if words[0].isdecimal() else "") + body + (r"(?!\d)" if words[-1].isdecimal() else "")


def _stripped(part: str, template: str) -> str:
    """Return a part without the marks around it; the unit behind the gap alone is no value."""
    part = part.strip(PARTING)
    part = part[1:-1].strip() if WRAPPED.fullmatch(part) else part
    unit = unicodedata.normalize("NFKC", template.split(GAP)[1]).strip(PARTING)
    rest = re.sub(r"[\s_]+", "", part)
    return "" if rest in {"", unit, f"({unit})"} else part


def _in_order(templates: Mapping[str, str], text: str) -> dict[str, ValuePart]:
    """Deal as many numbers as there are fields in their order, where the text says no more."""
    numbers = NUMBER.findall(text)
    if len(numbers) != len(templates) or re.sub(r"[\d\s,，、;；/人]+", "", text):
        return {}
    return {name: ValuePart(text=number, guessed=True) for name, number in zip(templates, numbers, strict=True)}
