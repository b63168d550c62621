"""Addresses that stand where files should be: for which slot they do, as far as a mail's words tell, and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from urllib.parse import unquote

from intake.assemble.link_slots import before_link, slot_of
from intake.assemble.slots import claimed
from intake.config.models import Call, Slot, SlotKind
from intake.kinds.table import KINDS, ending
from intake.links.asked import links_in, read_link
from intake.links.films import film_house, film_name
from intake.links.online import is_online
from intake.links.sent_or_shown import is_of_a_person, sends_something
from intake.model.submission import TEXT, CloudLink, InboundMessage, Material

WORDED = (SlotKind.FORM, SlotKind.TEXT, SlotKind.SHEET)  # what an online document may hold beside files
FILES = (SlotKind.PHOTO, SlotKind.DOCUMENT, SlotKind.VIDEO, SlotKind.FILE)


def stand_ins(links: Iterable[CloudLink], text: str, call: Call) -> tuple[CloudLink, ...]:
    """Return a mail's cloud links, each with the slot that is told for it; where a call asks for films, the pages that show one too.

    A document online that a slot for links takes stands for nothing else.
    """
    pages = {link.key for link in links_in(text) if slot_of(link, text, call)}
    told = (replace(link, slot=link.slot or _told(link, text, call)) for link in links)
    known = {link.url: link for link in told if not (is_online(link.provider) and _key(link) in pages)}
    return tuple({**{page.url: page for page in _film_pages(text, call)}, **known}.values())


def sends(links: Iterable[CloudLink], message: InboundMessage, call: Call) -> bool:
    """Tell whether a mail's links submit something by themselves: files do, of documents online those that its words send."""
    listed = list(links)
    return any(not is_online(link.provider) for link in listed) or (
        bool(listed) and sends_something(f"{message.subject}\n{message.text}")
    )


def without_pages_of_persons(links: Iterable[CloudLink], text: str, call: Call) -> tuple[CloudLink, ...]:
    """Return a mail's links without the documents online that only show who its author is."""
    return tuple(
        link for link in links if not is_online(link.provider) or _told(link, text, call) or not is_of_a_person(link.url, text)
    )


def _key(link: CloudLink) -> str:
    read = read_link(link.url)
    return read.key if read else ""


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
    online = is_online(link.provider)
    slots = [slot for slot in call.slots.values() if any(slot.is_a(kind) for kind in (*FILES, *(WORDED if online else ())))]
    slots = [_by_headings(slot) for slot in slots]
    if link.name and not online:
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


def _by_headings(slot: Slot) -> Slot:
    """Return a slot of a text with its headings for names."""
    return slot.model_copy(update={"names": (*slot.names, *slot.heads)}) if slot.is_a(SlotKind.TEXT) else slot


def still_standing(
    old: Sequence[CloudLink],
    brought: Sequence[Material],
    held: Sequence[Material],
    call: Call,
    said: Collection[str] = (),
) -> list[CloudLink]:
    """Return the links of an entry that a mail's files leave as they are.

    Files take the place of all of them, but of one told to be for another slot that holds less than it should, or that nobody need fill.
    What a mail brings for a slot takes the place of a document online for it, be it a form or a text; `said`: the slots of its words.
    A file of texts takes that of one which nothing tells.
    """
    filled, papers = {*said, *(item.role for item in brought)}, any(item.role == TEXT for item in brought)
    old = [link for link in old if not (is_online(link.provider) and (link.slot in filled if link.slot else papers))]
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
