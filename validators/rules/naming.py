"""The rule naming."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import ClassVar

from validators.facts import Case
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class Naming:
    """Note names of mails, archives, folders and files that do not follow the call's pattern, or contradict each other or a form.

    Why: the notice asks for such names; what the subject or a folder says is whose material it is, and a form that says otherwise
    may be somebody else's.
    Options: `uniform`: slots whose files should bear one name with running numbers.
    Passes: a subject, archive or folder by the pattern; a mail that names an entry, or answers a letter.
    Fails: “Press material” where “Press+{block}+{unit}” is asked for; a second folder of another unit; a form of another unit; a
    value that the call does not know; “DSC_1.jpg” beside “Opening 2.jpg” in a slot that should be uniform.
    """

    name: ClassVar[str] = "naming"
    examines: ClassVar[type] = Case
    says: ClassVar[tuple[str, ...]] = ("subject", "reason", "names", "told", "said", "right")
    points_at: ClassVar[dict[str, str]] = {"uniform": "slot"}
    uniform: tuple[str, ...] = ()

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        found = facts.names
        if found.wrong:
            yield {"subject": found.wrong[0], "reason": "pattern", "names": list(found.wrong), "right": found.right}
        if found.otherwise:
            yield {"subject": found.otherwise[0], "reason": "otherwise", "names": list(found.otherwise), "right": found.right}
        for clash in found.clashes:
            told = {"told": clash.told, "said": clash.said, "right": found.right}
            yield {"subject": clash.field, "reason": "form", "slot": clash.slot, **told}
        for field, value in found.unknown.items():
            yield {"subject": field, "reason": "unknown", "told": value, "right": found.right}
        for slot in self.uniform:
            yield from _uneven(slot, facts)


def _uneven(slot: str, facts: Case) -> Said:
    """Yield the names in a slot that are not like most of them, but for their numbers."""
    held = facts.slots.get(slot)
    names = [piece.material.name for piece in held.pieces] if held else []
    stems = [re.sub(r"[\W_]*\d+[\W_]*$", "", name.rsplit(".", 1)[0]).strip() for name in names]
    if len(names) < 2 or len({stem.casefold() for stem in stems}) == 1:
        return
    most = Counter(stem for stem in stems if stem).most_common(1)
    word = next(iter(held.slot.names), "") if held else ""
    common = (
        most[0][0] if most and (most[0][1] > 1 or not word) else word
    )  # where no two agree, the slot's own word is the example
    odd = [name for name, stem in zip(names, stems, strict=True) if stem != common]
    yield {"subject": slot, "slot": slot, "reason": "uniform", "names": odd, "right": f"{common}_01"}
