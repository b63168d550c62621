"""Addresses that stand where files should be: for which slot they do, as far as a mail's words tell, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import unquote

from intake.assemble.link_slots import before_link, slot_of
from intake.assemble.slots import claimed
from intake.config.models import Call, Slot, SlotKind
from intake.kinds.table import KINDS, ending
from intake.links.asked import links_in
from intake.links.films import film_house, film_name
from intake.model.submission import CloudLink, Material

FILES = (SlotKind.PHOTO, SlotKind.DOCUMENT, SlotKind.VIDEO, SlotKind.FILE)


def stand_ins(links: Iterable[CloudLink], text: str, call: Call) -> tuple[CloudLink, ...]:
    """Return a mail's cloud links, each with the slot that is told for it; where a call asks for films, the pages that show one too."""
    known = {link.url: replace(link, slot=_told(link, text, call)) for link in links}
    return tuple({**{page.url: page for page in _film_pages(text, call)}, **known}.values())


def _film_pages(text: str, call: Call) -> Iterable[CloudLink]:
    films = list(call.of_kind(SlotKind.VIDEO).values())
    for link in links_in(text) if films else ():
        house = film_house(link.url)
        if house and not slot_of(link, text, call):
            told = claimed(before_link(text, link), films) or (films[0] if len(films) == 1 else None)
            name = unquote(film_name(link.url))
            yield CloudLink(provider=house, url=link.url, name=name, slot=told.id if told else "")


def _told(link: CloudLink, text: str, call: Call) -> str:
    """Return the only slot that a link's name, else the words before it speak of, '' where there is none or are several."""
    slots = [slot for slot in call.slots.values() if any(slot.is_a(kind) for kind in FILES)]
    if link.name:
        films = [slot for slot in slots if slot.is_a(SlotKind.VIDEO) and ending(link.name) in KINDS[SlotKind.VIDEO].endings]
        named = claimed(link.name, slots) or (films[0] if len(films) == 1 else None)
        return named.id if named else ""
    words = before_link(text, link)
    first = claimed(words, slots)
    if first is None:
        return ""
    rest = words
    for word in sorted(first.names, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return "" if claimed(rest, [slot for slot in slots if slot is not first]) else first.id


def still_standing(
    old: Sequence[CloudLink], brought: Sequence[Material], held: Sequence[Material], call: Call
) -> list[CloudLink]:
    """Return the links of an entry that a mail's files leave as they are.

    Files take the place of all of them, but of one told to be for another slot that holds less than it should, or that nobody need fill.
    """
    if not any(item.role in call.slots and not call.slots[item.role].is_a(SlotKind.FORM) for item in brought):
        return list(old)
    there = [item.role for item in (*held, *brought)]

    def stays(slot: Slot | None) -> bool:
        return (
            slot is not None
            and all(item.role != slot.id for item in brought)
            and not 0 < slot.count.least <= there.count(slot.id)
        )

    return [link for link in old if stays(call.slots.get(link.slot))]
