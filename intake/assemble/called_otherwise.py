"""A file whose own name is that of another slot never fills a slot by its format alone (contract.md ruling 14)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from intake.assemble.slots import TOLD, claimed
from intake.config.models import Call, Slot, SlotKind
from intake.kinds.table import KINDS, fits
from intake.model.idle import Idle
from intake.model.slot_reason import SlotReason
from intake.model.submission import OTHER, Material
from intake.words.fold import fold_all, fold_case, mentions, words_apart

SAID = TOLD - {SlotReason.NAME} | {SlotReason.TYPED}  # what else than its name, and more than a format, told a file's slot


def called_otherwise(materials: Sequence[Material], call: Call) -> tuple[Material, ...]:
    """Take files out of slots that nothing but their format gives them, while their names are another slot's.

    One for a slot of files goes there: the letter says which formats will do. Another is kept in no slot, and its author told.
    """
    return tuple(_as_called(item, call) for item in materials)


def _as_called(item: Material, call: Call) -> Material:
    slot = call.slots.get(item.role)
    meant = claimed(item.name, call.slots.values())
    if slot is None or meant is None or item.reason in SAID or meant.id == slot.id:
        return item
    if not _is_called(item.name, meant) or _says_more(item.name, meant, slot):
        return item
    if meant.kind == (SlotKind.FILE,) and fits(meant, item):
        return replace(item, role=meant.id, reason=str(SlotReason.NAME), doubtful=False)
    return replace(item, role=OTHER, reason=str(Idle.CALLED), doubtful=False)


def _is_called(name: str, slot: Slot) -> bool:
    """Tell whether a word of a name, as people set words apart in it, is what a slot is called, or ends with it: 大会海报 is 海报.

    A word inside a longer title says nothing: 我的报名表故事 is a story.
    """
    stem = fold_case(name.rsplit(".", 1)[0])
    words = {fold_all(word) for apart in (r"[\W_]+", r"[\W_\d]+") for word in re.split(apart, stem)} - {""}
    said = [(fold_all(own), own) for own in slot.names if mentions(name, own)]
    return any(
        own in words or " " in written or (not own.isascii() and any(word.endswith(own) for word in words))
        for own, written in said
    )


def _says_more(name: str, meant: Slot, slot: Slot) -> bool:
    """Tell whether a name speaks of the slot as well: by a word of its own, by what it takes, or as a part of its name."""
    borne = [word for word in meant.names if mentions(name, word)]
    rest = words_apart(name.rsplit(".", 1)[0])
    for word in sorted(borne, key=len, reverse=True):
        rest = rest.replace(words_apart(word), " ")
    own = {*slot.names, *(word for kind in slot.kind for word in KINDS[kind].words)}
    return any(mentions(rest, word) for word in own) or any(word in part for part in slot.names for word in borne)
