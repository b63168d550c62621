"""The rule photo-page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class PhotoPage:
    """Note that a picture looks like a page of paper, and whether it was counted among the works.

    Why: a program that takes a work for a scanned form must not do so in silence.
    Options: none.
    Passes: photos; a photographed form that stands for the missing form, which form-unreadable tells.
    Fails: a scan beside the form, not counted; a work called one, or needed to have enough, that is covered with print: counted.
    """

    name: ClassVar[str] = "photo-page"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject", "counted")

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        for photo in facts.works:
            if photo.facts.pagelike:
                yield {"subject": photo.material.name, "counted": True}
        for name in facts.pages:
            yield {"subject": name, "counted": False}
