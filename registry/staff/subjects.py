"""What staff ask for by the subject of a mail: by a key of ours, however a mail program passed it on, or a registry or help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from registry.staff.words import action_at, half_width, means
from registry.store.masking import KEY, LENGTH

HEAD = re.compile(
    r"([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-?\d+|[0-9A-F]{12}|B[0-9A-F]{6})\s+r\s?(\d{1,6})(?![\w.])\s*[\])}>】]?\s*", re.IGNORECASE
)
BRACKETED = re.compile(r"[\[【]\s*([^\s\[\]【】]+)\s+r\s?(\d{1,6})\s*[\]】]\s*", re.IGNORECASE)
ESCAPED = re.compile(r"%(?:5B|5D|20)", re.IGNORECASE)  # a link that was copied, or passed on as it is written
PLUSSES = re.compile(r"\+r\d+\]?\+|\]\+")
PART = re.compile(r"[A-Za-z2-7]+")


@dataclass(frozen=True, kw_only=True)
class SubjectOrder:
    """What a subject asks for: `[IF2026-0001 r2] accept KEY`."""

    reference: str
    revision: int
    action: str  # '' where there is no such word
    word: str  # as written
    key: str  # '' where none stands
    several: bool = False  # it asks for more than one thing: then nobody can know what was meant


def subject_order(subject: str) -> SubjectOrder | None:
    """Return what a subject asks for, whatever a mail program put before it; None where it names no revision of anything."""
    said = _readable(subject)
    found = list(BRACKETED.finditer(said)) or [each for each in HEAD.finditer(said) if _asks(said[each.end() :])]
    if not found:
        return None
    ends = [*(each.start() for each in found[1:]), len(said)]
    asked = [_asked(each, said[each.end() : end]) for each, end in zip(found, ends, strict=True)]
    several = len({(each.reference, each.revision, each.action, each.key) for each in asked}) > 1
    return replace(asked[0], several=asked[0].several or several)


def _asked(found: re.Match[str], after: str) -> SubjectOrder:
    after = after.removeprefix(":").strip()
    read = action_at(after)
    word, _, rest = after.partition(" ")
    keys = [key.lower() for key in _keys(read[1] if read else rest)]
    return SubjectOrder(
        reference=found[1].upper(),
        revision=int(found[2]),
        action=read[0] if read else "",
        word=word,
        key=keys[0] if keys else "",
        several=len(set(keys)) > 1,
    )


def wish_of(subject: str) -> tuple[str, str] | None:
    """Return (wish, what for) where a subject asks for help or a registry; None for any other."""
    said = re.sub(r"^(?:[^\s:：]{1,8}\s*[:：]\s*)+", "", _readable(subject))
    for wish in ("registry", "help"):
        rest = means(said, wish)
        if rest is not None:
            words = [word for word in rest.split() if not KEY.fullmatch(word)]
            return wish, words[0] if words else ""
    return None


def _readable(subject: str) -> str:
    """Return a subject as it was meant: on one line, in usual letters, without the escapes of a link."""
    said = half_width(" ".join(subject.split()))
    if ESCAPED.search(said):
        said = " ".join(half_width(unquote(re.sub(r"(?<=\w)\s(?=\w)", "", said))).split())
    return said.replace("+", " ") if PLUSSES.search(said) else said


def _asks(after: str) -> bool:
    """Tell whether an action and a key follow."""
    read = action_at(after)
    return read is not None and any(KEY.fullmatch(key) for key in _keys(read[1]))


def _keys(text: str) -> Iterator[str]:
    """Yield the keys in what follows an action, those that a folded subject broke in two put together; else its first word."""
    whole = KEY.findall(text)
    if whole:
        yield from whole
        return
    parts = text.split()
    joined = ""
    for part in parts:
        joined = joined + part if PART.fullmatch(part) else ""
        if len(joined) == LENGTH:
            yield joined
            return
    yield from parts[:1]
