"""What a call's texts are like: counted in words or in characters, the only thing asked for or one beside others."""

from __future__ import annotations

from collections.abc import Mapping

from intake.config.models import Call, SlotKind


def in_characters(call: Call, slot: str) -> bool:
    """Tell whether a text is asked for in characters, so that it may be Chinese; the rules say words where it must be English."""
    said: dict[str, object] = {}
    for rules in (call.rules, call.slots[slot].rules):
        found = rules.get("text-length")
        said |= found if isinstance(found, Mapping) else {}
        said |= {"language": language} if (language := rules.get("text-language")) else {}
    return said.get("counts", "characters") == "characters" and "language" not in said


def text_alone(call: Call) -> bool:
    """Tell whether all that a call wants from the start is one text or several."""
    wanted = [
        slot for slot in call.slots.values() if slot.count.least and not slot.optional and not slot.timed and not slot.with_slot
    ]
    return bool(wanted) and all(slot.is_a(SlotKind.TEXT) for slot in wanted)
