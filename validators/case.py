"""The one builder of a Case: processing a mail and asking what other terms would say look at the same things."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from intake.assemble.named import name_faults
from intake.assemble.payload import may_be_missing
from intake.assemble.pictured_texts import pictured_for
from intake.assemble.slots import Demands, main_slot
from intake.assemble.unfit_sheets import is_print
from intake.config.models import Call, Slot, SlotKind
from intake.kinds.table import poses
from intake.links.asked import links_in
from intake.model.idle import Idle
from intake.model.rows import SheetFacts
from intake.model.submission import DOCUMENTS, OTHER, PICTURES, FormState, Material, SenderDoubt, Submission
from validators.facts import Arrival, Case, FilledSlot, Late, Photo, PhotoFacts, Resemblance, SlotDue, SlotPiece, TextFacts
from validators.facts_document import DocumentFacts
from validators.facts_qr import CodeFacts, SeenCodes
from validators.facts_sheet import JudgedRow
from validators.facts_video import VideoFacts
from validators.probes.rows import judge_rows
from validators.probes.text_counts import measure
from validators.timing import Timing
from validators.to_measure import films_of, papers_of, pictures_with_codes, sheets_of

NEW = Timing()  # of an entry that this mail opens
Elsewhere = Callable[[tuple[Photo, ...], Submission], tuple[Resemblance, ...]]


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """What was measured in a submission, files by sha256: every picture, every document and film of a slot for such, and whether
    pictures are pasted into a document; texts."""

    photos: Mapping[str, PhotoFacts] = field(default_factory=dict)
    texts: Mapping[str, TextFacts] = field(default_factory=dict)  # by name; a text without facts is counted now
    documents: Mapping[str, DocumentFacts] = field(default_factory=dict)
    videos: Mapping[str, VideoFacts] = field(default_factory=dict)
    codes: Mapping[str, CodeFacts] = field(default_factory=dict)
    pasted: Mapping[str, bool] = field(default_factory=dict)
    sheets: Mapping[str, SheetFacts] = field(default_factory=dict)

    @property
    def measured(self) -> tuple[DocumentFacts | VideoFacts | CodeFacts | SheetFacts, ...]:
        """Return the facts of all files but pictures, and the codes in pictures."""
        return (*self.documents.values(), *self.videos.values(), *self.codes.values(), *self.sheets.values())


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a case is looked at by: the call, and what each of its slots takes as its rules say."""

    call: Call
    demands: Demands


def pictures_of(materials: Sequence[Material], call: Call) -> list[Material]:
    """Return what is measured as a picture: whatever is one, and what is in a slot for photos and no document."""
    photos = call.of_kind(SlotKind.PHOTO)
    return [
        item
        for item in materials
        if item.type in PICTURES or (item.role in photos and (item.type not in DOCUMENTS or poses(item)))
    ]


def documents_of(materials: Sequence[Material]) -> list[Material]:
    """Return what pictures may be pasted into."""
    return [item for item in materials if item.type in DOCUMENTS]


def build_case(submission: Submission, terms: Terms, facts: FileFacts, elsewhere: Elsewhere, timing: Timing = NEW) -> Case:
    """Return what the rules look at; `timing`: what else is known of the entry's time. Raises KeyError for a picture or document
    without facts."""
    call = terms.call
    found = _Filling(submission, call, facts, timing)
    slots = {name: found.filled(slot) for name, slot in call.slots.items()}
    slots = _with_neighbours(slots, elsewhere(_photos(slots), submission))
    return Case(
        submission=submission,
        arrival=Arrival(
            received_at=submission.received_at,
            opens=call.window.opens,
            closes=timing.ends(call, submission.received_at),
            known=submission.unverified == SenderDoubt.LATE,
        ),
        slots=slots,
        texts=dict(found.texts),
        others=_others(submission, slots, facts),
        maybe_missing=may_be_missing(submission, call, {name for slot in slots.values() for name in slot.with_pictures}),
        called_otherwise=(
            *(item.name for item in submission.of(OTHER) if item.reason == Idle.CALLED),
            *(name for slot in slots.values() for name in slot.pictured),
        ),
        names=name_faults(call, submission.forms, submission.named),
        by_staff=call.acceptance == "staff",
    )


@dataclass(frozen=True)
class _Filling:
    """Fills a call's slots with what an entry holds."""

    submission: Submission
    call: Call
    facts: FileFacts
    timing: Timing

    @cached_property
    def texts(self) -> dict[str, TextFacts]:
        """Return what was counted in each text; what nobody counted yet is counted."""
        known = self.facts.texts
        found = self.submission.texts
        return {name: replace(known.get(name) or measure(name, text), text=text.text) for name, text in found.items()}

    @cached_property
    def _pictured(self) -> dict[str, tuple[str, ...]]:
        return pictured_for(self.submission, self.call)

    @cached_property
    def _ends(self) -> datetime:
        """Return the first instant at which nothing is taken of the entry any more."""
        return self.timing.ends(self.call, self.submission.received_at)

    def filled(self, slot: Slot) -> FilledSlot:
        """Return what an entry holds of one slot."""
        form = self.submission.forms.get(slot.id) if slot.is_a(SlotKind.FORM) else None
        photos = self.call.of_kind(SlotKind.PHOTO)
        text = self.submission.texts.get(slot.id)
        return FilledSlot(
            slot=slot,
            pieces=() if slot.is_a(SlotKind.FORM) else tuple(self._piece(item) for item in self.submission.of(slot.id)),
            sources=self._sources(slot) if form or slot.columns else (),
            form=form,
            text=self.texts.get(slot.id) if not slot.is_a(SlotKind.LINK) else None,
            rows=judge_rows(slot, self.submission.rows.get(slot.id, ())),
            replaced_rows=tuple(JudgedRow(row=row) for row in self.submission.rows.get(slot.id, ()) if row.superseded),
            links=links_in(text.text) if text is not None and slot.is_a(SlotKind.LINK) else (),
            codes=self._codes() if slot.is_a(SlotKind.LINK) else (),
            due=self.timing.due(slot, self.call, self.timing.at(self.submission)),
            closes=self.timing.late_from(slot, self.call),
            late=self._late(slot),
            wanted=not slot.with_slot or self._has(slot.with_slot),
            pictured=self._pictured.get(slot.id, ()),
            pages=self._pages() if photos and slot.id == main_slot(photos.values()).id else (),
            with_pictures=self._with_pictures() if slot.is_a(SlotKind.PHOTO) else (),
        )

    def _sources(self, slot: Slot) -> tuple[SlotPiece[Any], ...]:
        """Return the files of a form or sheet whose format matters, with what they are as documents.

        Of a form that is filled in one that can be edited is enough: its stamped scan is a second copy.
        """
        papers = [item for item in papers_of(self.submission.of(slot.id), self.call) if not is_print(item, slot)]
        found = tuple(SlotPiece(material=item, facts=self.facts.documents[item.sha256]) for item in papers)
        form = self.submission.forms.get(slot.id) if slot.is_a(SlotKind.FORM) else None
        good = tuple(item for item in found if item.facts.editable and not item.facts.problem)
        return good if good and form is not None and form.state is FormState.FILLED else found

    def _piece(self, item: Material) -> SlotPiece[Any]:
        """Return a file with its facts; a KeyError tells of one that nobody measured."""
        if sheets_of([item], self.call):
            return SlotPiece(material=item, facts=self.facts.sheets[item.sha256])
        if is_print(item, self.call.slots[item.role]) and self.submission.rows.get(item.role):
            return SlotPiece(material=item, facts=None)  # a second copy of what was read
        if papers_of([item], self.call):
            return SlotPiece(material=item, facts=self.facts.documents[item.sha256])
        if films_of([item], self.call):
            return SlotPiece(material=item, facts=self.facts.videos[item.sha256])
        measured = item in pictures_of([item], self.call)
        return SlotPiece(material=item, facts=self.facts.photos[item.sha256] if measured else None)

    def _codes(self) -> tuple[SeenCodes, ...]:
        """Return what codes say in the pictures that were looked through for them."""
        known = self.facts.codes
        pictures = pictures_with_codes(self.submission.materials, self.call)
        slots = self.call.slots
        return tuple(
            SeenCodes(name=item.name, slot=item.role if item.role in slots else "", facts=known[item.sha256])
            for item in pictures
            if item.sha256 in known
        )

    def _late(self, slot: Slot) -> tuple[Late, ...]:
        """Return what came after a slot's end; what came after the end of all that the entry is asked for is late as a whole mail."""
        newest, first, last = self.submission.received_at, self.timing.late_from(slot, self.call), self._ends
        parts = {item.sha256: item.name for item in self.submission.of(slot.id) if not slot.is_a(SlotKind.FORM)}
        if self.submission.forms.get(slot.id) or slot.id in self.submission.texts:
            parts[slot.id] = slot.id
        came = ((name, self.timing.arrived.get(key, newest)) for key, name in parts.items())
        return tuple(Late(subject=name, received_at=moment) for name, moment in came if first <= moment < last)

    def _has(self, slot: str) -> bool:
        return bool(self.submission.of(slot) or self.submission.forms.get(slot) or slot in self.submission.texts)

    def _pages(self) -> tuple[str, ...]:
        known = self.facts.photos
        return tuple(item.name for item in self.submission.of(OTHER) if item.sha256 in known and known[item.sha256].pagelike)

    def _with_pictures(self) -> tuple[str, ...]:
        return tuple(item.name for item in documents_of(self.submission.materials) if self.facts.pasted[item.sha256])


def awakened(case: Case) -> Case:
    """Return a case as it stands once it is accepted: what sleeps until then is asked for, and none of it is missing on that very day."""
    slots = {name: replace(slot, due=SlotDue.OPEN) if slot.due is SlotDue.NOT_YET else slot for name, slot in case.slots.items()}
    return replace(case, slots=slots)


def _photos(slots: Mapping[str, FilledSlot]) -> tuple[Photo, ...]:
    return tuple(photo for slot in slots.values() for photo in slot.photos)


def _with_neighbours(slots: Mapping[str, FilledSlot], seen: Sequence[Resemblance]) -> dict[str, FilledSlot]:
    """Return the slots, each with the photos of those before it, and where else its own were seen."""
    found: dict[str, FilledSlot] = {}
    earlier: tuple[Photo, ...] = ()
    for name, slot in slots.items():
        names = {photo.material.name for photo in slot.photos}
        alike = tuple(item for item in seen if item.name in names)
        found[name] = replace(slot, earlier=earlier, elsewhere=alike)
        earlier += slot.photos
    return found


def _others(submission: Submission, slots: Mapping[str, FilledSlot], facts: FileFacts) -> tuple[Photo, ...]:
    """Return the measured pictures that are in no slot for photos."""
    there = {id(photo.material) for photo in _photos(slots)}
    rest = (item for item in submission.materials if id(item) not in there)
    return tuple(Photo(material=item, facts=facts.photos[item.sha256]) for item in rest if item.sha256 in facts.photos)
