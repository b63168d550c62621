"""What differs between two configurations, told apart by what it takes to know its effect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from intake.config.models import Config

JUDGED = re.compile(
    r"defaults\.rules\..+|calls\.[^.]+\.(rules|window|slots\.[^.]+\.(rules|closes))\b.*|"
    r"calls\.[^.]+\.slots\.[^.]+\.columns\.[^.]+\.(required|one_of|together|pattern|least|most)|calls\.[^.]+\.(slots\.[^.]+\.(count|judged|optional|asked|with|formats|editable)|acceptance)"
)  # stored facts are judged by these
WORDS = re.compile(  # words of letters, and dates of other jobs
    r"calls\.[^.]+\.(title\..+|reference|former_references|language|timezone|reminder|retention|reply_to|wording\..+|office\b.*|"
    r"slots\.[^.]+\.(title|section_titles|attach)\b.*)"
)
READ = re.compile(  # decides what is read from a mail, or whose it is
    r"calls\..+|mailboxes\.[^.]+\.(calls|addresses|trusted_authserv)|limits\.(?!attempts|disk_reserve).+"
)


@dataclass(frozen=True, kw_only=True)
class TermsChange:
    """The key paths that differ, by what they do."""

    judged: tuple[str, ...] = ()  # stored facts show their effect
    read: tuple[str, ...] = ()  # only reading the mails again could show it
    without: tuple[str, ...] = ()  # no effect on what is judged


def changed(old: Config, new: Config) -> TermsChange:
    """Return what differs; a call that is new has no entries and so no effect, one that is gone cannot be judged by."""
    judged: list[str] = []
    read: list[str] = []
    without: list[str] = []
    added = {f"calls.{name}" for name in new.calls.keys() - old.calls.keys()}
    added |= {f"mailboxes.{name}" for name in new.mailboxes.keys() ^ old.mailboxes.keys()}
    for path in _paths(old.model_dump(by_alias=True), new.model_dump(by_alias=True)):
        if path in added or WORDS.fullmatch(path):
            without.append(path)
        elif JUDGED.fullmatch(path):
            judged.append(path)
        else:
            (read if READ.fullmatch(path) else without).append(path)
    return TermsChange(judged=tuple(judged), read=tuple(read), without=tuple(without))


def _paths(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """Yield the key path of every value that differs; a key that only one side has is told as a whole."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        if old != new:
            yield path
        return
    for key in [*old, *(key for key in new if key not in old)]:
        below = f"{path}.{key}" if path else str(key)
        if key in old and key in new:
            yield from _paths(old[key], new[key], below)
        else:
            yield below
