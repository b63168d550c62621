"""The rule files-unclaimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class FilesUnclaimed:
    """Say that files, or rows of a list, may be anybody's, may be what is missing, or are not what their names say.

    Why: nobody should be told that photos are missing while they lie there without a name, or in a file nobody can tell.
    Options: none.
    Passes: every photo lies in its author's folder, or its name bears the author's; nothing is missing beside a strange file.
    Fails: two forms beside 1.jpg to 6.jpg; no form, and a file of an unknown type; no photo of the author, and author.txt; a film
    called as the poster is, which would else be taken for the film.
    """

    name: ClassVar[str] = "files-unclaimed"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("files", "why")  # why: authors | unknown | called

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        if facts.submission.unclaimed:
            yield {"files": list(facts.submission.unclaimed), "why": "authors"}
        if facts.maybe_missing:
            yield {"files": list(facts.maybe_missing), "why": "unknown"}
        if facts.called_otherwise:
            yield {"files": list(facts.called_otherwise), "why": "called"}
