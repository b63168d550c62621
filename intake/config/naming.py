"""How mails, archives, folders and files of a call should be named: words, and in braces what is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from pydantic import field_validator
from pydantic_core import InitErrorDetails

from intake.config.base import Model
from intake.config.fields import mistake

PART = re.compile(r"\{([^{}]*)\}")
PART_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
WORD = re.compile(r"[^\W_]+")


class NamingPattern(Model):
    """How mails, archives, folders and files should be named."""

    pattern: str

    @field_validator("pattern")
    @classmethod
    def _can_be_read(cls, value: str) -> str:
        told = PART.findall(value)
        if not told:
            raise ValueError("write what is told in braces, as Press+{block}+{unit}")
        for name in told:
            if not PART_ID.fullmatch(name):
                raise ValueError(f"'{{{name}}}' is no name: write a field between the braces, as {{unit}}")
        if doubled := [name for name in told if told.count(name) > 1]:
            raise ValueError(f"{{{doubled[0]}}} stands twice; once is enough")
        if re.search(r"\}\{", value):
            raise ValueError("two values stand side by side; write a sign between them, as {block}+{unit}")
        return value

    @property
    def names(self) -> tuple[str, ...]:
        """Return what the names tell, in order."""
        return tuple(PART.findall(self.pattern))

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Return (a word that must stand there, '') and ('', what is told there), in order."""
        return tuple(
            ("", piece[1:-1]) if PART.fullmatch(piece) else (word, "")
            for piece in re.split(r"(\{[^{}]*\})", self.pattern)
            for word in ([piece] if PART.fullmatch(piece) else WORD.findall(piece))
        )

    @cached_property
    def signs(self) -> str:
        """Return the signs that stand between the parts."""
        return "".join(
            dict.fromkeys(re.sub(r"[\w\s]", "", PART.sub("", self.pattern)) + "_" * ("_" in PART.sub("", self.pattern)))
        )

    def filled(self, values: Mapping[str, str], unknown: Mapping[str, str]) -> str:
        """Return a right name: with the values that are known, and for the others what they are called."""
        return PART.sub(lambda found: values.get(found[1]) or unknown.get(found[1]) or found[1], self.pattern)


def wrong_parts(pattern: object, known: set[str], one_per: Sequence[str]) -> Iterator[InitErrorDetails]:
    """Yield what a pattern tells and nobody knows: no field, no column, nor what an entry stands for."""
    for name in dict.fromkeys(PART.findall(pattern)) if isinstance(pattern, str) else ():
        if name not in known | set(one_per) and PART_ID.fullmatch(name):
            said = f"nobody knows '{{{name}}}': no form has a field '{name}', no sheet a column, and one_per does not name it"
            yield mistake(said, "naming", "pattern", given=pattern)


def pattern_tells(naming: Any) -> tuple[str, ...]:
    """Return what a pattern tells, be it written or read already."""
    pattern = naming.get("pattern") if isinstance(naming, Mapping) else getattr(naming, "pattern", None)
    return tuple(PART.findall(pattern)) if isinstance(pattern, str) else ()
