"""The rule text-topics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from validators.facts import FilledSlot
from validators.facts_document import DocumentFacts
from validators.probes.topics import missing_topics
from validators.rule import Said


@dataclass(frozen=True, kw_only=True)
class TextTopics:
    """Note that what a slot holds does not speak of topics that are asked for.

    Why: whoever publishes it would have to ask for the rest.
    Options: `topics`: groups of names, as [[introduction, overview], [schedule, agenda]]; one of each group is enough.
    Passes: each topic under a heading of its own, numbered or not, or several in one ("Time and place"); a name of three
    characters or more anywhere in the text; a sentence that speaks of it without its name (opens on 15 April; organised by). All documents of the slot count together.
    Fails: an article without a word on the schedule. Not said of what nobody could read.
    """

    name: ClassVar[str] = "text-topics"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.DOCUMENT, SlotKind.TEXT)
    by_name: ClassVar[bool] = True
    asks_for: ClassVar[str] = "text"
    says: ClassVar[tuple[str, ...]] = ("subject", "topics")
    topics: tuple[tuple[str, ...], ...] = ()

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is missing."""
        documents = [piece for piece in facts.pieces if isinstance(piece.facts, DocumentFacts)]
        texts = [piece.facts.text for piece in documents] + ([facts.text.text] if facts.text is not None else [])
        unread = any(piece.facts.problem or piece.facts.scanned or piece.facts.more for piece in documents)
        text = "\n".join(filter(None, texts))
        missing = missing_topics(text, self.topics) if text and not unread else []
        if missing:
            yield {"subject": documents[0].material.name if len(documents) == 1 else facts.slot.id, "topics": missing}
