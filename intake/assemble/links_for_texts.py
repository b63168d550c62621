"""Addresses that stand where a text is asked for: the text lies behind them, and is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from intake.config.models import Call, SlotKind
from intake.links.finder import find_links
from intake.links.sent_or_shown import only_leads_on
from intake.model.submission import CloudLink, FoundText


def links_in_texts(texts: Mapping[str, FoundText], call: Call) -> tuple[CloudLink, ...]:
    """Return the links that stand where a text is asked for, each for the slot of that text: it lies behind them."""
    found = {name: find_links([text.text], []) for name, text in texts.items() if _leads_on(name, text, call)}
    return tuple(replace(link, slot=name) for name, links in found.items() for link in links)


def without_leads(texts: Mapping[str, FoundText], call: Call) -> dict[str, FoundText]:
    """Return the texts that say something themselves, without those of which a link alone is there."""
    return {name: text for name, text in texts.items() if not (_leads_on(name, text, call) and find_links([text.text], []))}


def _leads_on(name: str, text: FoundText, call: Call) -> bool:
    slot = call.slots.get(name)
    return slot is not None and slot.is_a(SlotKind.TEXT) and only_leads_on(text.text)
