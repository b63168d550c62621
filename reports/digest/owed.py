"""The digest's timetable: who still owes what, by slot and time, in words and as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from intake.config.models import Call
from registry.desk.desk import Desk
from registry.read.owed import Debtor, OwedSlot, debtors, owed
from registry.read.standings import SlotState
from reports.digest import timetable_picture
from reports.digest.drawing import Draw
from reports.letters import formats
from reports.letters.slot_words import title

NAMED = 12  # entries named beside a slot; the rest are counted
Keep = Callable[[str, bytes], str]  # takes a picture, returns its name; '' where there is no room


def timetables(desk: Desk, keep: Keep, languages: Sequence[str], draw: Draw) -> list[dict[str, Any]]:
    """Return the timetable of each call that has times of its own and of which something is owed."""
    found = []
    for name, call in desk.config.served_calls.items():
        entries = debtors(desk.db, name, call) if call.timed else ()
        slots = owed(entries)
        if slots:
            found.append(
                {
                    "title": " · ".join(call.said(call.title, language) for language in languages),
                    "slots": [_slot(item, call, languages) for item in slots],
                    "picture": keep(f"timetable-{name}.png", drawn) if (drawn := _picture(entries, call, draw)) else "",
                    "more": max(len(entries) - timetable_picture.MOST, 0),
                }
            )
    return found


def _slot(item: OwedSlot, call: Call, languages: Sequence[str]) -> dict[str, Any]:
    return {
        "titles": " · ".join(title(call, call.slots[item.slot], language) for language in languages),
        "closes": formats.moment(item.closes, call.timezone, languages[0]),
        "awaited": _named(item.awaited),
        "missing": _named(item.missing),
    }


def _named(found: Sequence[Debtor]) -> dict[str, Any]:
    names = [formats.clean(f"{each.reference} {each.name}", 60) for each in found[:NAMED]]
    return {"count": len(found), "names": names, "more": len(found) - len(names)}


def _picture(entries: Sequence[Debtor], call: Call, draw: Draw) -> bytes:
    """Draw entries against slots, the nearest time first; a slot bears the day of its end."""
    ends = {name: call.end_of(slot) for name, slot in call.slots.items()}
    order = sorted((name for name, slot in call.slots.items() if slot.timed), key=lambda name: ends[name])
    labels = [f"{name[:14]}\n{_short(ends[name], call)}" for name in order]
    owing = sorted(entries, key=lambda each: not any(each.owes(name, SlotState.MISSING) for name in order))
    rows = [(each.reference, [str(each.slots[name].state) for name in order]) for each in owing]
    return draw(timetable_picture.drawn, labels, rows)


def _short(end: datetime, call: Call) -> str:
    """Return a time as figures alone; midnight is 24:00 of the day before."""
    local = end.astimezone(ZoneInfo(call.timezone))
    return f"{local:%m-%d %H:%M}" if (local.hour, local.minute) != (0, 0) else f"{local - timedelta(seconds=1):%m-%d} 24:00"
