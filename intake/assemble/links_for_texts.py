"""Addresses that stand where a text is asked for: the text lies behind them, and is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from intake.config.models import Call, SlotKind
from intake.links.finder import find_links
from intake.links.sent_or_shown import only_leads_on
from intake.model.submission import CloudLink, FoundText


def links_in_texts(texts: Mapping[str, FoundText], call: Call) -> tuple[tuple[CloudLink, ...], dict[str, FoundText]]:
    """Return the links that stand where a text is asked for, each for the slot of that text, and the texts that say something themselves."""
    found = {name: find_links([text.text], []) for name, text in texts.items() if _leads_on(name, text, call)}
    leads = tuple(replace(link, slot=name) for name, links in found.items() for link in links)
    return leads, {name: text for name, text in texts.items() if not found.get(name)}


def _leads_on(name: str, text: FoundText, call: Call) -> bool:
    slot = call.slots.get(name)
    return slot is not None and slot.is_a(SlotKind.TEXT) and only_leads_on(text.text)
