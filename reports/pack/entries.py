"""Accepted entries as judges may see them: a code, the works, title and texts with every name covered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.config.models import Call, SlotKind
from registry.desk.desk import Desk
from registry.read.entries import read_entries, references, snapshot
from registry.read.entry import Entry, EntryFile
from registry.select.neutral_codes import entry_codes
from reports.letters.formats import clean
from reports.pack.covered_names import EntryNames, EveryName, common_words, names_covered, names_of
from validators.disposition import Disposition

PACKED = (SlotKind.PHOTO, SlotKind.DOCUMENT, SlotKind.VIDEO, SlotKind.FILE, SlotKind.SHEET)  # a form says who its author is
LONGEST_TITLE = 300
TITLE_PLACE = "title"


@dataclass(frozen=True)
class CoveredName:
    """Where a name was covered in what judges read, and what stood there (for the key alone)."""

    code: str
    place: str  # 'title', or the name of the call's text
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class JudgedEntry:
    """One accepted entry; `entry` and `names` stay with us, the rest is for judges."""

    code: str
    title: str
    texts: Mapping[str, str]
    works: Sequence[EntryFile]
    masked: Sequence[CoveredName]
    entry: Entry
    names: EntryNames


def judged_entries(desk: Desk, call_id: str, *, shortlist: bool = False) -> list[JudgedEntry]:
    """Return a call's accepted entries, or those on the shortlist, in the order of their codes, read in one snapshot."""
    call = desk.config.calls[call_id]
    common = common_words(call, " ".join(desk.config.office_of(call_id).by_language.values()))
    with snapshot(desk.db):
        codes = entry_codes(desk.db, call_id)
        accepted = list(read_entries(desk.db, references(desk.db, call_id, Disposition.ACCEPTED)))
    names = {codes[entry.reference]: names_of(call, entry, common) for entry in accepted}
    crowd = EveryName(names)
    chosen = [entry for entry in accepted if entry.shortlisted or not shortlist]
    made = [_judged(call, entry, codes[entry.reference], crowd) for entry in chosen]
    return sorted(made, key=lambda item: item.code)


def judged_texts(call: Call) -> list[str]:
    """Return the texts that judges read: those said to be judged, all where none is."""
    return [name for name, slot in call.texts.items() if slot.judged] or list(call.texts)


def judged_slots(call: Call) -> list[str]:
    """Return the slots whose files judges see: those said to be judged, all pictures where none is."""
    return [name for name, slot in call.of_kind(*PACKED).items() if slot.judged] or list(call.judged)


def _words(call: Call, entry: Entry) -> dict[str, str]:
    """Return what an entry says in words that judges read: its title, and its texts."""
    texts = {name: entry.texts[name].found.text.strip() for name in judged_texts(call) if name in entry.texts}
    return {TITLE_PLACE: clean(entry.named(call.identity.title), LONGEST_TITLE), **texts}


def _judged(call: Call, entry: Entry, code: str, crowd: EveryName) -> JudgedEntry:
    shown: dict[str, str] = {}
    covered: list[CoveredName] = []
    for place, text in _words(call, entry).items():
        shown[place], found = names_covered(text, code, crowd)
        if found:
            covered.append(CoveredName(code, place, tuple(found)))
    return JudgedEntry(
        code=code,
        title=shown.pop(TITLE_PLACE),
        texts=shown,
        works=entry.files_in(*judged_slots(call)),
        masked=covered,
        entry=entry,
        names=crowd.people[code],
    )
