"""Which slot a file goes to: what it is, what its names claim, what the form lists, and last how the slots are filled best.

The first step that leaves one slot decides (contract.md ruling 14); what stays in doubt is dealt when the entry is put together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from intake.config.models import Call, CountBounds, Slot, SlotKind, WhenAsked
from intake.kinds.table import KINDS, fits, is_related
from intake.model.filetypes import PICTURES
from intake.model.idle import Idle
from intake.model.slot_reason import SlotReason
from intake.model.submission import Attachment, Material
from intake.words.fold import fold_all, mentions

KIND_OF_WORK = 2  # how well a file fits a slot that asks for no other format
NAMED = 3  # a slot that asks for just this format
CLAIMS = (SlotReason.NAME, SlotReason.FOLDER, SlotReason.ARCHIVE)
TOLD = frozenset(
    {SlotReason.NAME, SlotReason.FOLDER, SlotReason.BESIDE, SlotReason.LISTED, SlotReason.STAFF, SlotReason.LABELS}
)  # what says more than a file's kind


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What one slot takes, as the call and its rules say: decides what a doubtful file most favourably is."""

    slot: Slot
    floor: int = 0  # bytes: a smaller file would be too small here
    width: int = 0  # pixels: a narrower picture would be too narrow here

    @property
    def bounds(self) -> CountBounds:
        """Return how many pieces the slot takes."""
        return self.slot.count


Demands = Mapping[str, Demand]  # by slot, in the call's order


@dataclass(frozen=True, kw_only=True)
class FileHints:
    """What speaks of files beside their names: what the form says the works are called, and the subject of a mail of one sort."""

    listed: str = ""
    subject: str = ""
    beside: Mapping[tuple[str, str], Slot] = field(
        default_factory=dict
    )  # (archive, folder) -> the one slot that its papers are for


def material_of(attachment: Attachment, role: str, message: str, reason: str = "", doubtful: bool = False) -> Material:
    """Return an attachment as material in a role."""
    return Material(
        role=role,
        name=attachment.name,
        name_as_sent=attachment.name_as_sent,
        folder=attachment.folder,
        type=attachment.type,
        size=attachment.size,
        sha256=attachment.sha256,
        path=attachment.path,
        message=message,
        reason=reason,
        doubtful=doubtful,
        problem=attachment.problem,
    )


def in_slot(attachment: Attachment, call: Call, said: FileHints, message: str) -> Material | None:
    """Return a file in the slot that it goes to, None where no slot takes such a file; doubtful where nothing tells which."""
    if bundle := _bundle(attachment, call):
        return material_of(attachment, bundle.id, message, SlotReason.FOLDER)
    taking = fitting(attachment, call, attachment.declared_type)
    if not taking:
        return None
    slot, why = _told(attachment, taking, call, said)
    doubtful = why in {SlotReason.SUBJECT, SlotReason.DOUBT}
    return material_of(attachment, slot.id, message, SlotReason.TYPED if attachment.typed else why, doubtful=doubtful)


def _bundle(item: Attachment, call: Call) -> Slot | None:
    """Return the slot of files in whose folder a file lies that no name of its own claims: the pictures and fonts of a design."""
    slots = call.slots.values()
    around = claimed(item.folder, slots)
    return around if around and around.kind == (SlotKind.FILE,) and around.formats and not claimed(item.name, slots) else None


def fitting(item: Attachment | Material, call: Call, declared: str = "") -> dict[str, int]:
    """Return the slots that may take a file, with how well it fits each: those that ask for such a file before all others.

    A slot of one kind with those that the file's own name claims is among them, though it asks for another format: the portrait
    that is a JPEG where PNG is asked for is that portrait, and no work.
    """
    found = {name: fit for name, slot in call.slots.items() if (fit := fits(slot, item, declared))}
    well = {name: fit for name, fit in found.items() if fit >= KIND_OF_WORK}
    kinds = {kind for name in well for kind in call.slots[name].kind}
    named = {name for name in found.keys() - well.keys() if _claimed_in_another_format(item, call.slots[name], kinds)}
    return {name: fit for name, fit in found.items() if name in well or name in named} if well else found


def _claimed_in_another_format(item: Attachment | Material, slot: Slot, kinds: Set[SlotKind]) -> bool:
    alike = not slot.is_a(SlotKind.FILE) and bool(kinds & set(slot.kind))
    return alike and bool(slot.formats) and claimed(item.name, [slot]) is not None


def main_slot(slots: Iterable[Slot]) -> Slot:
    """Return the slot that a file is for before anything is known: what is judged, else the first."""
    listed = list(slots)
    return next((slot for slot in listed if slot.judged), listed[0])


def _told(item: Attachment, taking: Mapping[str, int], call: Call, said: FileHints) -> tuple[Slot, SlotReason]:
    """Return the slot that something tells, and what told it; where nothing does, what the file is for before anything is known."""
    slots = [call.slots[name] for name in taking]
    for place, why in zip((item.name, item.folder, item.container), CLAIMS, strict=True):
        if slot := claimed(place, slots):
            return slot, why
    for place, why in zip((item.name, item.folder, item.container), CLAIMS, strict=True):
        if near := _near(place, slots, call):
            return near, why
    paper = said.beside.get((item.container, item.folder))
    if paper and (near := _holding(paper.names, slots)):
        return near, SlotReason.BESIDE
    stem = fold_all(item.name.rsplit(".", 1)[0])
    judged = [slot for slot in slots if slot.judged]
    if len(judged) == 1 and len(stem) >= 2 and not stem.isdigit() and stem in fold_all(said.listed):
        return judged[0], SlotReason.LISTED
    exact = [call.slots[name] for name, fit in taking.items() if fit == NAMED]
    for sole, why in ((slots, SlotReason.KIND), (exact, SlotReason.FORMAT)):
        if len(sole) == 1:
            return sole[0], why
    by_subject = claimed(said.subject, slots)
    return (by_subject, SlotReason.SUBJECT) if by_subject else (main_slot(slots), SlotReason.DOUBT)


def _near(name: str, slots: Sequence[Slot], call: Call) -> Slot | None:
    """Return the only slot whose words have a word in them that a name bears of another slot: 海报.psd is 海报源文件."""
    borne = [word for slot in call.slots.values() if slot not in slots for word in slot.names if mentions(name, word)]
    return _holding(borne, slots)


def _holding(words: Sequence[str], slots: Sequence[Slot]) -> Slot | None:
    """Return the only slot of which a word holds one of these: 推文配图 holds 推文."""
    near = [slot for slot in slots if any(word in own for own in slot.names for word in words)]
    return near[0] if len(near) == 1 else None


def claimed(place: str, slots: Iterable[Slot]) -> Slot | None:
    """Return the slot whose word a name bears: words of its own before those that name the kind alone, then the longer word.

    Of two that claim as much, the slot that takes fewer: a photo of the author's work is still one of few.
    """
    claims = [
        (_weight(word, slot), -(slot.count.most or 10**6), -number, slot)
        for number, slot in enumerate(slots)
        for word in slot.names
        if place and mentions(place, word)
    ]
    return max(claims, key=lambda claim: claim[:3])[3] if claims else None


def _weight(word: str, slot: Slot) -> tuple[bool, int]:
    folded = fold_all(word)
    return not any(folded in KINDS[kind].words for kind in slot.kind), len(folded)


def archives_doubted(materials: Sequence[Material], call: Call) -> tuple[Material, ...]:
    """Doubt what only an archive's name claims for a slot, where another that needs such files has none: "photos.zip" holds all."""
    filled = {item.role for item in materials}
    return tuple(
        replace(item, doubtful=True) if item.reason == SlotReason.ARCHIVE and _others_lack(item, call, filled) else item
        for item in materials
    )


def _others_lack(item: Material, call: Call, filled: set[str]) -> bool:
    others = [name for name in fitting(item, call) if name != item.role and call.slots[name].count.least]
    return any(name not in filled for name in others)


def papers_in_pictures(materials: Sequence[Material], call: Call) -> tuple[Material, ...]:
    """Give a picture to the slot for documents that its own name claims, where nothing else told its slot and that one is empty.

    A photo of the signed consent is the consent, in a format that will not do: no drawing that judges see.
    """
    filled = {item.role for item in materials}
    papers = [
        slot
        for name, slot in call.of_kind(SlotKind.DOCUMENT).items()
        if name not in filled and slot.count.least and slot.asked is WhenAsked.AT_ONCE and not slot.optional
    ]
    return tuple(
        replace(item, role=slot.id, reason=str(SlotReason.NAME), doubtful=False)
        if item.type in PICTURES and item.reason not in TOLD and (slot := claimed(item.name, papers))
        else item
        for item in materials
    )


def in_other_formats(materials: Sequence[Material], call: Call) -> tuple[Material, ...]:
    """Give what nothing asks for to the one slot of files that lacks such a thing in other formats: the letter says which will do."""
    count = Counter(item.role for item in materials)
    lacking = [slot for slot in call.slots.values() if slot.kind == (SlotKind.FILE,) and count[slot.id] < slot.count.least]
    found = []
    for item in materials:
        near = [slot for slot in lacking if item.reason == Idle.NOT_ASKED and is_related(item, slot.formats)]
        found.append(replace(item, role=near[0].id, reason=str(SlotReason.KIND)) if len(near) == 1 else item)
    return tuple(found)


def claims_kind(item: Attachment, kind: SlotKind) -> bool:
    """Tell whether a file whose bytes say nothing is named or declared as one of a kind: a damaged photo, not lost."""
    return item.type not in KINDS[kind].types and KINDS[kind].fits(item, item.declared_type)
