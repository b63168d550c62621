"""Find the entry of a unit, where an entry stands for what fields name (contract.md ruling 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from intake.assemble.unit import Keys, first_same
from intake.model.submission import Dossier, SenderDoubt
from registry.pipeline import named_people
from registry.pipeline.entry_search import Placed, Search
from registry.pipeline.rights import LedBy, SenderRight
from registry.store import dossiers


def of_unit(search: Search) -> Placed | None:
    """Add to the entry of the unit that the mail names, else to that which its sender speaks for; hold what a stranger sends."""
    db, call = search.db, search.submission.call
    same = first_same(dossiers.unit_keys(db, call), search.key, Keys.of(search.call))
    if own := search.dossiers(same, LedBy.UNIT, SenderRight.ADD):
        return _one_of(search, own)
    if others := search.dossiers(same, LedBy.UNIT, SenderRight.HOLD):
        return search.doubted(SenderDoubt.STRANGER, [others[0].reference])
    spoken = [item for item in search.dossiers(_spoken_for(search), LedBy.ADDRESS, SenderRight.ADD) if search.agrees(item)]
    return _one_of(search, sorted(spoken, key=lambda item: (len(item.reference), item.reference))) if spoken else None


def of_unit_at_any_time(search: Search) -> list[str]:
    """Return the entry, opened before the call's end, of the unit that a mail names, else those that its sender speaks for."""
    db, how = search.db, Keys.of(search.call)
    keys = dict(dossiers.unit_keys(db, search.submission.call))
    same = first_same(keys.items(), search.key, how)
    found = same or [name for name in _spoken_for(search) if not how.conflict(keys.get(name, ""), search.key)]
    in_time = opened_in_time(search, found)
    return in_time[:1] if same else in_time


def opened_in_time(search: Search, references: Iterable[str]) -> list[str]:
    """Return the entries that were opened before the call's end."""
    opened = ((name, dossiers.own_terms(search.db, name)[0]) for name in references)
    return [name for name, at in opened if at is not None and at < search.call.window.ends]


def _spoken_for(search: Search) -> list[str]:
    """Return the entries that the sender opened, or may add to by leave of staff."""
    db, call = search.db, search.submission.call
    return list(dict.fromkeys([*dossiers.by_opener(db, call, search.sender), *dossiers.by_admitted(db, call, search.sender)]))


def _one_of(search: Search, fitting: Sequence[Dossier]) -> Placed:
    """Add to the first of several entries of one unit; of several units' to the one that the mail means, else hold."""
    keys = Keys.of(search.call)
    if not any(keys.conflict(fitting[0].unit_key, item.unit_key) for item in fitting):
        return search.submission, fitting[0]
    chosen = named_people.named(search.message, fitting, search.call) or search.wanting(fitting)
    return search.given(chosen, fitting)
