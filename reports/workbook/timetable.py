"""The sheet Timetable: each unit against what it is asked for, the nearest time first: here, late, owed; and whose names are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from intake.config.models import Call
from intake.model.sender_doubt import SenderDoubt
from registry.read.entry import Entry
from registry.read.overrides import GOING
from registry.read.standings import SlotStanding, SlotState, standings
from reports.digest.timetable_picture import COLOURS
from reports.letters import formats
from reports.letters.staff_words import StaffWords
from reports.workbook.columns import laid_out
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.style import Column

LATE = "late"  # beside the states of slots: it came, and too late
COLOUR = {LATE: COLOURS[SlotState.FAULTY], **COLOURS, SlotState.FAULTY: "#b9822b"}
NEXT = 14.0  # characters that a column of a slot is wide


@dataclass
class TimetableSheet:
    """The timetable while it is made; `alike`: reference -> the entries whose units' names differ in wording only."""

    call: Call
    words: StaffWords
    alike: Mapping[str, Sequence[str]]
    sheet: WorkbookSheet

    @classmethod
    def of(cls, call: Call, words: StaffWords, alike: Mapping[str, Sequence[str]], book: Workbook) -> TimetableSheet:
        """Open the sheet."""
        timed = sorted((slot for slot in call.slots.values() if slot.timed), key=lambda slot: call.end_of(slot))
        slots = [
            Column(
                f"slot.{slot.id}", f"{slot.title.heading(words.languages[0], call.languages)}\n{_end(call, slot.id, words)}", NEXT
            )
            for slot in timed
        ]
        whose = [Column(f"field.{name}", _label(call, name, words), 20) for name in call.told_fields] or laid_out(
            words, "timetable", (("name", 20),)
        )
        before = laid_out(words, "timetable", (("reference", 14), ("status", 8)))
        near = laid_out(words, "timetable", (("alike", 26),)) if call.unit_fields else ()
        title = words.first("titles", "timetable")
        return cls(call, words, alike, WorkbookSheet(book, title, (*before, *whose, *near, *slots), height=18, frozen="D2"))

    def add(self, entry: Entry, status: str) -> None:
        """Write an entry: how each of its slots stands; one of which it is doubted whose it is owes nothing."""
        late = {item.slot for item in entry.findings if item.rule in GOING}
        if entry.unverified == SenderDoubt.LATE:
            late |= self.call.slots.keys()
        stand = (item for item in standings(entry, self.call) if item.timed)
        found = {f"slot.{item.slot}": self._said(item, late, owes=not entry.unverified) for item in stand}
        told = {f"field.{name}": entry.written(name) for name in self.call.told_fields}
        name = entry.named(self.call.identity.name) or entry.author_name
        near = " ".join(self.alike.get(entry.reference, ()))
        self.sheet.append({"reference": entry.reference, "status": status, "name": name, "alike": near, **told, **found})

    def _said(self, item: SlotStanding, late: set[str], *, owes: bool) -> str:
        came_late = item.slot in late and item.state in {SlotState.FAULTY, SlotState.COMPLETE}
        state = LATE if came_late else str(SlotState.OPTIONAL if item.owed and not owes else item.state)
        return self.words.first("slot_states", state)

    def finish(self) -> None:
        """Colour the cells by what they say."""
        keys = [column.key for column in self.sheet.columns if column.key.startswith("slot.")]
        place = f"{self.sheet.letter(keys[0])}2:{self.sheet.letter(keys[-1])}{max(self.sheet.rows, 2)}"
        for state, colour in COLOUR.items():
            if state != SlotState.OPTIONAL:
                shade = PatternFill(bgColor=f"FF{colour.lstrip('#')}")
                ink = "FF2B2823" if state == SlotState.AWAITED else "FFFFFFFF"
                style = DifferentialStyle(fill=shade, font=Font(color=ink))
                said = self.words.first("slot_states", state)
                self.sheet.sheet.conditional_formatting.add(
                    place, Rule(type="cellIs", operator="equal", formula=[f'"{said}"'], dxf=style)
                )
        self.sheet.finish()


def _end(call: Call, slot: str, words: StaffWords) -> str:
    end = call.end_of(call.slots[slot])
    return formats.moment(end, call.timezone, words.languages[0])


def _label(call: Call, name: str, words: StaffWords) -> str:
    field = call.field(name)
    return formats.own_words(field.labels, words.languages[0]) if field else name
