"""What a call calls a slot inside a sentence, in one language."""

from __future__ import annotations

from intake.config.languages import phrases
from intake.config.models import Call, Slot, SlotKind
from reports.letters import formats

# adjectives that keep their capital inside a sentence, whatever follows
PROPER = ("English", "Chinese", "French", "German", "Japanese", "Russian", "Spanish", "Asian", "European", "American", "Beijing")


class SlotWords(str):
    """A slot's title inside a sentence, with what else a sentence may need of it."""

    id: str
    many: str  # the plural
    word: str  # a word that claims a file for it, '' for none
    heading: str  # what its text may stand under
    aside: bool  # it is not what the call is about, and something of its kind is
    sole: bool  # it asks for one of a kind
    linked: bool  # a link will do for it as well
    hosts: tuple[str, ...]  # where such a link must lead; () for anywhere
    typed: bool  # so will words in the mail itself

    def __new__(cls, call: Call, name: str, language: str) -> SlotWords:
        """Return the words for a slot; those of an older version's slot are its bare name, those of the entry empty."""
        slot = call.slots.get(name)
        made = super().__new__(cls, title(call, slot, language) if slot else name)
        made.id = name
        made.many = title(call, slot, language, many=True) if slot else name
        made.word = formats.own_words(slot.names, language) if slot and slot.names else ""
        made.heading = formats.own_words(slot.headings or (str(made),), language) if slot else name
        made.aside = (
            slot is not None and not slot.judged and any(other.judged and _alike(slot, other) for other in call.slots.values())
        )
        made.sole = slot is None or slot.count.most == 1
        made.typed = slot is not None and slot.is_a(SlotKind.TEXT)
        made.hosts = slot.hosts if slot else ()
        made.linked = slot is not None and slot.is_a(SlotKind.LINK)
        return made


def title(call: Call, slot: Slot, language: str, *, many: bool = False) -> str:
    """Return a slot's title as it stands inside a sentence."""
    said = call.said(slot.title, language)
    if phrases("", language)["script"] != "LATIN":
        return said
    said = slot.title.many if many and slot.title.many and said == slot.title.said("en") else said
    own = said[1:2].isupper() or said.startswith(PROPER) or sum(word[:1].isupper() for word in said.split()) > 1
    return said if own else said[:1].lower() + said[1:]


def variants(call: Call, name: str) -> tuple[SlotKind, ...]:
    """Return the kinds that a sentence about a slot may be worded for: its own, if it has one alone."""
    slot = call.slots.get(name)
    return slot.kind if slot and len(slot.kind) == 1 else ()


def _alike(one: Slot, other: Slot) -> bool:
    return bool(set(one.kind) & set(other.kind))
