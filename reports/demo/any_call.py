"""Mails for any call, made from its slots alone, each with what must become of it: whole, lacking something, a question, too late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from intake.config.models import Call, Slot, SlotKind, WhenAsked
from registry.store.codes import MailOutcome
from reports.demo import mails
from reports.demo.any_files import Stationery
from reports.demo.any_values import naming_values
from reports.demo.cases import DemoCase, Expected, GeneratedMail
from reports.demo.mime import File, MailDraft
from reports.demo.people import person
from reports.demo.scene import ADDRESS, Scene
from validators.disposition import Disposition
from validators.ruleset import Ruleset

MAILS = 6
FIRST, PARTS = 4, 5  # mails of the first kinds; mails in which a unit sends its things
QUESTION = "May I send my materials in two mails? 材料可以分两封发送吗？"
FILES = (SlotKind.FORM, SlotKind.SHEET, SlotKind.DOCUMENT, SlotKind.PHOTO, SlotKind.VIDEO, SlotKind.FILE)
DAMAGED = {SlotKind.PHOTO: "photo-damaged", SlotKind.VIDEO: "video-damaged"}


@dataclass(frozen=True)
class Lack:
    """What a mail leaves out: a slot, fields of its form, or half of its file; and what is found then."""

    slot: str
    rule: str
    fields: frozenset[str] = frozenset()
    state: str = "incomplete"


def generate_any(
    call_id: str, call: Call, rules: Ruleset, count: int | None = None, to: str = ADDRESS
) -> Iterator[GeneratedMail]:
    """Yield mails of invented senders: one whole, one that lacks something, one too late, a question; then whole ones.

    Where a unit sends things that are due at different times, the last sender sends them as units do: in several mails, over weeks.
    """
    parts = in_parts(call) if count is None or count > PARTS + FIRST else ()
    lack = lack_of(call)
    kinds = ["complete", *(["lacking"] if lack else []), "late", "question"]
    whole = (count or MAILS + len(parts)) - len(parts)
    for number in range(whole):
        kind = kinds[number] if number < len(kinds) else "complete"
        mail = _Mail(call, rules, number, kind, lack if kind == "lacking" else None)
        draft = mail.draft(to)
        case = DemoCase(name=f"{kind}-{number + 1}", title=draft.subject, build=_never, expected=_expected(call, kind, lack))
        yield GeneratedMail(
            name=case.name, case=case, raw=mails.plain(draft), received_at=draft.arrives, sender=mail.stationery.who.email
        )
    for place, slots in enumerate(parts):
        mail = _Mail(call, rules, whole, "part", None)
        mail.part, mail.arrives = frozenset(slots), _before(call, slots, place)
        draft = mail.draft(to)
        expected = Expected(outcome=MailOutcome.MERGED if place else MailOutcome.ENTERED)
        case = DemoCase(name=f"part-{place + 1}", title=draft.subject, build=_never, expected=expected)
        yield GeneratedMail(name=case.name, case=case, raw=mails.plain(draft), received_at=draft.arrives, sender=draft.email)


def in_parts(call: Call) -> tuple[tuple[str, ...], ...]:
    """Return the slots that a unit fills mail by mail, the nearest end first; () where an entry stands for no unit, or all is due at once."""
    asked = [slot for slot in call.slots.values() if slot.asked is not WhenAsked.ONCE_ACCEPTED and not slot.optional]
    if not call.unit_fields or len(asked) < PARTS or len({call.end_of(slot) for slot in asked}) < 2:
        return ()
    groups = [
        tuple(slot.id for slot in asked if call.end_of(slot) == end) for end in sorted({call.end_of(slot) for slot in asked})
    ]
    while len(groups) < PARTS:  # what is due together comes in two
        longest = max(range(len(groups)), key=lambda place: len(groups[place]))
        half = (len(groups[longest]) + 1) // 2
        groups[longest : longest + 1] = [groups[longest][:half], groups[longest][half:]]
    return tuple(groups)


def _before(call: Call, slots: Iterable[str], place: int) -> datetime:
    """Return a moment before the first end of some slots, later for a later mail."""
    end = min(call.end_of(call.slots[name]) for name in slots)
    return end - (end - call.window.opens) / 4 + timedelta(minutes=place)


def _never(_: Scene) -> bytes:
    raise AssertionError("mails of any call are made whole, not from a scene")


def _expected(call: Call, kind: str, lack: Lack | None) -> Expected:
    """Return what must become of a mail of a kind."""
    if kind == "question":
        return Expected(outcome=MailOutcome.SET_ASIDE, state="", entries=0)
    if kind == "late":
        return Expected(state=Disposition.REJECTED, rules=frozenset({"window-late"}))
    if kind == "lacking" and lack:
        return Expected(state=lack.state, rules=frozenset({f"{lack.rule}.{lack.slot}"}))
    if call.acceptance == "staff":
        return Expected(state=Disposition.HELD, rules=frozenset({"acceptance-awaited"}))
    return Expected()


def lack_of(call: Call) -> Lack | None:
    """Return what the lacking mail leaves out: a slot beside others, a field of the only form, a cell, half of the only file."""
    wanted = [slot for slot in call.slots.values() if slot.count.least and not slot.optional]
    at_once = [slot for slot in wanted if slot.asked is WhenAsked.AT_ONCE and not slot.with_slot]
    dear = [slot for slot in at_once if not slot.is_a(SlotKind.FORM, SlotKind.SHEET) and not slot.field]
    if dear and len(at_once) > 1:
        return Lack(dear[-1].id, "slot-count")
    for slot in call.of_kind(SlotKind.FORM).values():
        if fields := _needed(slot, call):
            return Lack(slot.id, "form-field-missing", fields)
    sheet = next((slot for slot in at_once if slot.is_a(SlotKind.SHEET)), None)
    if sheet is not None:
        needed = [name for name, column in sheet.columns.items() if column.required and name not in call.unit_fields]
        return Lack(sheet.id, "sheet-cells", frozenset(needed[-1:])) if needed else None
    only = next((slot for slot in at_once if slot.is_a(*FILES)), None)
    if only is None or only.kind == (SlotKind.FILE,):
        return None
    if only.is_a(SlotKind.DOCUMENT):
        return Lack(only.id, "document-unreadable", state=Disposition.HELD)
    return Lack(only.id, DAMAGED[only.kind[0]])


def _needed(form: Slot, call: Call) -> frozenset[str]:
    """Return the last field that a form must have and that says nothing of whose it is; else all of one group of which one will do."""
    own = {*call.unit_fields, *(call.naming.names if call.naming else ())}
    required = [name for name, field in form.fields.items() if field.required and name not in own]
    if required:
        return frozenset(required[-1:])
    groups = [field.one_of for field in form.fields.values() if field.one_of]
    return frozenset(name for name, field in form.fields.items() if groups and field.one_of == groups[0])


class _Mail:
    """One mail: who writes, what it carries."""

    def __init__(self, call: Call, rules: Ruleset, number: int, kind: str, lack: Lack | None) -> None:
        self.call, self.kind, self.lack = call, kind, lack
        self.stationery = Stationery(call, rules, person(number), number)
        self.codes = {str(rules.options("link-qr", name).get("slot", "")) for name in call.slots}
        self.richly = number == 0 or kind == "part"  # what may be there is there as well
        self.part: frozenset[str] = frozenset()  # the slots that this mail of several fills, none: all
        self.arrives = _inside(call) + timedelta(hours=number) if kind != "late" else _after(call)

    def draft(self, to: str) -> MailDraft:
        who, asks = self.stationery.who, self.kind == "question"
        return MailDraft(
            name=who.name_en,
            email=who.email,
            to=to,
            subject=self._named()
            or " ".join([*self.call.subject_words[:1], self.call.said(self.call.title, self.call.languages[0])]),
            text=QUESTION if asks else self._text(),
            files=() if asks else tuple(self._files()),
            arrives=self.arrives,
        )

    def _named(self) -> str:
        values = naming_values(self.call, self.stationery.who, self.stationery.number)
        return self.call.naming.pattern.format(**values) if self.call.naming else ""

    def _slots(self) -> Iterator[tuple[Slot, int]]:
        """Yield the slots that the mail fills, each with how many pieces: what is asked once accepted comes later."""
        left_out = self.lack.slot if self.lack and self.lack.rule == "slot-count" else ""
        for slot in self.call.slots.values():
            optional = int(self.richly and slot.id not in self.codes) or int(self.lack is not None and slot.id == self.lack.slot)
            if self.part and slot.id not in self.part:
                continue
            if slot.asked is not WhenAsked.ONCE_ACCEPTED and slot.id != left_out and slot.with_slot != (left_out or None):
                yield slot, slot.count.least or optional

    def _files(self) -> Iterator[File]:
        for place, (slot, pieces) in enumerate(self._slots()):
            for piece in range(pieces if slot.is_a(*FILES) else 0):
                ending, data = self._data(slot, place * 20 + piece)
                yield File(name=f"{self._name(slot, piece)}.{ending}", data=data)

    def _data(self, slot: Slot, place: int) -> tuple[str, bytes]:
        """Return a slot's file, as the lacking mail has it: with a field or cell empty, or cut in half."""
        if self.lack is None or self.lack.slot != slot.id:
            return self.stationery.file(slot, place)
        if slot.is_a(SlotKind.FORM):
            return "docx", self.stationery.form(slot, self.lack.fields)
        if self.lack.rule == "sheet-cells":
            return "xlsx", self.stationery.sheet(slot, next(iter(self.lack.fields)))
        ending, data = self.stationery.file(slot, place)
        return ending, data[: len(data) // 2]

    def _name(self, slot: Slot, piece: int) -> str:
        """Return a file's name: what the call's naming asks for, and what claims the slot."""
        claim = next(iter(slot.names), self.call.said(slot.title, self.call.languages[0]))
        said = self._named() or self.stationery.who.name_en
        return f"{said} {claim}" + (f" {piece + 1}" if slot.count.most is None or slot.count.most > 1 else "")

    def _text(self) -> str:
        """Return a greeting, the texts that are asked for under their headings, and links beside what they are."""
        parts = []
        for slot, pieces in self._slots():
            if slot.is_a(SlotKind.LINK) and not slot.is_a(*FILES):
                parts += [f"{slot.title.said(self.call.languages[0])}：{self._link(slot, piece)}" for piece in range(pieces)]
            elif pieces and slot.is_a(SlotKind.TEXT) and not slot.is_a(*FILES) and not slot.field:
                parts.append(f"{slot.heads[0]}\n{self.stationery.text(slot)}")
        return "\n\n".join(["Dear organisers,", "Please find our materials attached.", *parts, self.stationery.who.name_en])

    def _link(self, slot: Slot, piece: int) -> str:
        host = next(iter(slot.hosts), "www.example.org").removeprefix("*.")
        return f"https://{host}/s/{self.stationery.number:04d}{piece:02d}AbCdEfGhIjKlMnOp"


def _inside(call: Call) -> datetime:
    """Return a moment soon after the call opens, when every slot is still open."""
    ends = [call.window.closes, *(end for slot in call.slots.values() if (end := call.own_end(slot)))]
    return call.window.opens + min(timedelta(days=1), (min(ends) - call.window.opens) / 2)


def _after(call: Call) -> datetime:
    """Return a moment when the call and all that it asks for is closed."""
    return max(
        call.window.ends, *(end for slot in call.slots.values() if (end := call.own_end(slot))), call.window.ends
    ) + timedelta(hours=1)
