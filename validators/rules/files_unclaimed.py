"""The rule files-unclaimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FilesUnclaimed:
    """Say that a mail with several authors holds files that may be anybody's.

    Why: nobody should be told that photos are missing while they lie there without a name.
    Options: none.
    Passes: every photo lies in its author's folder, or its name bears the author's.
    Fails: two forms beside 1.jpg to 6.jpg.
    """

    name: ClassVar[str] = "files-unclaimed"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("files",)

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        if facts.submission.unclaimed:
            yield {"files": list(facts.submission.unclaimed)}
