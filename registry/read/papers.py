"""The documents of a call's entries, with what was measured in each and how many files stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from intake.config.models import Call, Slot, SlotKind
from registry.store.codec import measured_from_json
from validators.facts_document import DocumentFacts
from validators.probes.document_sorts import sort_of

FILES = (
    "SELECT m.reference, m.name, m.folder, d.facts FROM materials m JOIN entries e ON e.reference = m.reference "
    "LEFT JOIN measured d ON d.sha256 = m.sha256 AND d.kind = 'document' "
    "WHERE e.call = ? AND m.role = ? AND m.replaced IS NULL ORDER BY m.reference, m.ordinal, m.id"
)
BESIDE = (
    "SELECT m.reference, count(*) FROM materials m JOIN entries e ON e.reference = m.reference "
    "WHERE e.call = ? AND m.role = ? AND m.replaced IS NULL GROUP BY m.reference"
)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document of an entry: of which sort it is, '' where nothing tells; its facts, None where nobody looked into it."""

    reference: str
    name: str
    folder: str
    sort: str
    facts: DocumentFacts | None


def document_slots(call: Call) -> dict[str, Slot]:
    """Return the slots that documents fill."""
    return call.of_kind(SlotKind.DOCUMENT)


def papers(db: Database, call_id: str, slot: Slot) -> Iterator[Paper]:
    """Yield the documents in a slot, entry by entry."""
    for reference, name, folder, told in db.conn.execute(FILES, [call_id, slot.id]).fetchall():
        facts = measured_from_json(DocumentFacts, told) if told else None
        sort = sort_of(slot.sorts, (name, folder), facts.text if facts else "")
        yield Paper(reference=reference, name=name, folder=folder, sort=sort, facts=facts)


def files_beside(db: Database, call_id: str, slots: Sequence[str]) -> dict[str, int]:
    """Return reference -> how many files stand in some slots."""
    found: dict[str, int] = {}
    for slot in slots:
        for reference, number in db.conn.execute(BESIDE, [call_id, slot]).fetchall():
            found[reference] = found.get(reference, 0) + number
    return found
