"""Archives that a slot asks for are kept whole: a ZIP of a design's sources or of a program is one file (calls.md "poster_source")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from intake.assemble.slots import claimed, fitting
from intake.config.models import Call, Slot, SlotKind
from intake.kinds.table import archives_alone, has_format
from intake.model.submission import DOCUMENTS, Attachment


def with_whole_archives(files: Sequence[Attachment], archives: Sequence[Attachment], call: Call) -> tuple[Attachment, ...]:
    """Return a mail's files with the archives that a slot asks for in place of what they hold, those inside others first.

    What is inside is looked at all the same where its own name is for another slot: the poster beside its sources.
    """
    found = tuple(files)
    for archive in sorted(archives, key=lambda item: -item.container.count("/")):
        inside = [item for item in found if is_inside(item, archive)]
        slots = {name: slot for name, slot in call.of_kind(SlotKind.FILE).items() if _by_name(slot, archive)}
        if slots and inside and _is_meant(archive, inside, slots, call):
            elsewhere = [item for item in inside if _claimed_elsewhere(item, slots, call)]
            place = found.index(inside[0])
            rest = [item for item in found if item not in inside or item in elsewhere]
            found = (*rest[:place], archive, *rest[place:])
    return found


def is_inside(item: Attachment, archive: Attachment) -> bool:
    """Tell whether a file came out of an archive, however deep."""
    around = f"{archive.container}/{archive.name}".strip("/")
    return item.container == around or item.container.startswith(f"{around}/")


def _by_name(slot: Slot, archive: Attachment) -> bool:
    return bool(slot.formats) and has_format(archive, slot.formats)


def _is_meant(archive: Attachment, inside: Iterable[Attachment], slots: Mapping[str, Slot], call: Call) -> bool:
    """Tell whether an archive is what a slot asks for, and not just how a sender packed everything."""
    named = claimed(archive.name, call.slots.values())
    if named is not None:
        return named.id in slots
    if any(_claimed_elsewhere(item, slots, call) or item.problem or item.type == archive.type for item in inside):
        return False
    return any(archives_alone(slot.formats) for slot in slots.values()) or not any(
        (item.type in DOCUMENTS and call.form) or fitting(item, call, item.declared_type).keys() - slots.keys() for item in inside
    )


def _claimed_elsewhere(item: Attachment, slots: Mapping[str, Slot], call: Call) -> bool:
    """Tell whether a file's own name or folder is for a slot that asks for no archive."""
    others = [slot for name, slot in call.slots.items() if name not in slots]
    return claimed(item.name, others) is not None or claimed(item.folder, others) is not None
