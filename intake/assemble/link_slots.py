"""Links that slots ask for, dealt to them: by their house, by what stands beside them, else to the slot that takes any."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.assemble.forms_asked import form_labels
from intake.assemble.routing import fold_phrase, haystack
from intake.assemble.texts_asked import wants_alone
from intake.config.models import Call, Slot, SlotKind
from intake.links.asked import links_in, read_link, without_links
from intake.links.films import film_house
from intake.links.online import is_online
from intake.links.providers import provider_of
from intake.model.links import Link, LinkStanding
from intake.model.submission import CloudLink, FoundText, InboundMessage
from intake.words.authored import free_lines
from intake.words.fold import mentions

PLACE = "body"
BESIDE = 20  # characters that may stand beside a link on its line, where the line gives the link and tells nothing else


def asked_links(text: str, call: Call) -> dict[str, FoundText]:
    """Return slot -> the addresses that a mail's text gives for it, one a line; of the others, a person's own page, none."""
    slots = call.of_kind(SlotKind.LINK)
    found: dict[str, list[str]] = {}
    for link in links_in(text) if slots else ():
        if name := slot_of(link, text, call):
            found.setdefault(name, []).append(link.url)
    return {name: FoundText(text="\n".join(urls), place=PLACE) for name, urls in found.items()}


def links_alone(message: InboundMessage, call: Call) -> dict[str, FoundText]:
    """Return slot -> the links of houses not asked for that a mail gives each on a line of its own, above the signature; {} where
    the call wants more than links, the mail does not name the call, or asks a question: the link may be of anything then.
    """
    if not wants_alone(call, SlotKind.LINK) or not _names(message, call) or re.search("[?？]", without_links(message.text)):
        return {}
    lines = (line for line, _ in free_lines(message.text, form_labels(call)))
    given = [link for line in lines if len(without_links(line)) <= BESIDE for link in links_in(line) if not _lies_elsewhere(link)]
    slot = next(name for name, slot in call.of_kind(SlotKind.LINK).items() if slot.count.least)
    return {slot: FoundText(text="\n".join(link.url for link in given), place=PLACE)} if given else {}


def _names(message: InboundMessage, call: Call) -> bool:
    words = (*call.subject_words, call.phrase, *call.title.by_language.values())
    return any(fold_phrase(word) in haystack(message) for word in words if word)


def links_of_file(name: str, text: str, call: Call) -> dict[str, FoundText]:
    """Return slot -> the addresses that a document gives for it: of a house asked for, or named beside them or by the file."""
    found: dict[str, list[str]] = {}
    slots = call.of_kind(SlotKind.LINK)
    meant = next((each for each, slot in slots.items() if any(mentions(name, word) for word in _words(slot))), "")
    for link in links_in(text) if slots else ():
        told = slot_of(link, text, call, anywhere=False) or meant
        if told:
            found.setdefault(told, []).append(link.url)
    return {slot: FoundText(text="\n".join(urls), place=name) for slot, urls in found.items()}


def slot_of(link: Link, text: str, call: Call, *, anywhere: bool = True) -> str:
    """Return the slot that a text's link is for: named beside it, its house asked for, or, of links `anywhere`, any house; '' for none.

    Where a call asks for films, the page that shows one is for no slot but one for films, or one that asks for its house.
    """
    slots, words = call.of_kind(SlotKind.LINK), before_link(text, link)
    if call.of_kind(SlotKind.VIDEO) and film_house(link.url):
        slots = {
            each: slot for each, slot in slots.items() if slot.is_a(SlotKind.VIDEO) or (slot.hosts and link.is_of(slot.hosts))
        }
    named = [name for name, slot in slots.items() if any(mentions(words, word) for word in _words(slot))]
    housed = [name for name, slot in slots.items() if slot.hosts and link.is_of(slot.hosts)]
    both = next((name for name in named if name in housed), "")
    taken = _lies_elsewhere(link) or (is_online(provider_of(link.url)) and not wants_alone(call, SlotKind.LINK))
    free = next((name for name, slot in slots.items() if not slot.hosts), "") if anywhere and not taken else ""
    return both or next(iter(housed), "") or next(iter(named), "") or free


def _lies_elsewhere(link: Link) -> bool:
    """Tell a link that stands for a file; a document online is a page as well, where pages are all that is asked for."""
    house = provider_of(link.url)
    return bool(house) and not is_online(house)


def _words(slot: Slot) -> tuple[str, ...]:
    return (*slot.names, *slot.title.by_language.values())


def before_link(text: str, link: Link | CloudLink) -> str:
    """Return what stands on a link's line before it, or on the line above where it stands alone."""
    bare = link.url.partition("://")[2]
    place = text.find(link.url[:60]) if link.url[:60] in text else text.find(bare.partition("/")[0])
    before = text[:place].rstrip() if place >= 0 else ""
    return re.split(r"[\r\n]", before)[-1][-80:]


def with_links(old: Mapping[str, FoundText], new: Mapping[str, FoundText], call: Call) -> dict[str, FoundText]:
    """Return an entry's texts with a mail's: links are added to those that are there, and stand for those that will not do."""
    merged = {**old, **new}
    for name, slot in call.of_kind(SlotKind.LINK).items():
        if name in old and name in new:
            merged[name] = _joined(old[name], new[name], slot)
    return merged


def _joined(old: FoundText, new: FoundText, slot: Slot) -> FoundText:
    fresh = links_in(new.text)
    good = any(_will_do(link, slot) for link in fresh)
    kept = [url for url in old.text.split("\n") if (link := read_link(url)) and (not good or _will_do(link, slot))]
    known = {link.key for url in kept if (link := read_link(url))}
    return FoundText(text="\n".join([*kept, *(link.url for link in fresh if link.key not in known)]), place=new.place)


def _will_do(link: Link, slot: Slot) -> bool:
    return link.standing is LinkStanding.LASTING and link.is_of(slot.hosts)
