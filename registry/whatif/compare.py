"""Judge the entries by other terms, from stored facts alone: which would stand otherwise? Reads only, writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlite_utils import Database

from intake.config.models import Config
from registry.desk.desk import Desk
from registry.read.entries import read_entries, read_entry, references, snapshot
from registry.read.entry import Entry
from registry.read.judge_again import judge_stored
from registry.read.overrides import in_hand
from registry.read.stored_case import stored_case
from registry.whatif.terms import TermsChange, changed
from validators.disposition import decide
from validators.finding import Finding
from validators.ruleset import Ruleset

WINDOW = "whether a mail would have added to an earlier entry instead of opening its own, or the other way round, is not worked out again"


class NeedsReading(Exception):  # noqa: N818 - told to a person as it stands
    """Say which changed keys decide what is read from a mail: stored facts cannot show their effect."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        """Keep the key paths."""
        self.paths = paths
        super().__init__(", ".join(paths))


@dataclass(frozen=True, kw_only=True)
class FindingKey:
    """A finding that comes or goes."""

    rule: str
    severity: str
    subject: str
    slot: str = ""


@dataclass(frozen=True, kw_only=True)
class Flip:
    """An entry that the other terms would judge otherwise."""

    reference: str
    call: str
    author: str
    now: str  # the state it has
    then: str  # the state the other terms give
    appear: tuple[FindingKey, ...] = ()
    disappear: tuple[FindingKey, ...] = ()
    decided: str = ""  # by whom and when, where a person decided: the decision stands


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """What other terms would change. `kept`: they judge otherwise, but a person has decided."""

    change: TermsChange
    flips: tuple[Flip, ...] = ()
    kept: tuple[Flip, ...] = ()
    earlier: tuple[Flip, ...] = ()  # stand as earlier terms judged them: today's own terms already judge otherwise
    same_state: int = 0  # other findings, but the same state
    unmeasured: tuple[str, ...] = ()  # entries with a picture nobody measured: not judged
    not_told: tuple[str, ...] = ()
    now: Mapping[str, int] = field(default_factory=dict)
    then: Mapping[str, int] = field(default_factory=dict)


def what_if(desk: Desk, config: Config, rulesets: Mapping[str, Ruleset]) -> WhatIf:
    """Return what the other configuration would change; raises NeedsReading where stored facts cannot show it."""
    change = changed(desk.config, config)
    if change.read:
        raise NeedsReading(change.read)
    other = replace(desk, config=config, rulesets=rulesets)
    heaps: dict[str, list[Flip]] = {"flips": [], "kept": [], "earlier": [], "same": []}
    states: dict[str, Counter[str]] = {"now": Counter(), "then": Counter()}
    unmeasured: list[str] = []
    with _reading(desk.db):
        for call in desk.config.calls if change.judged else ():
            for entry in read_entries(desk.db, references(desk.db, call)):
                if entry.joined:
                    continue
                found = _compare(entry, desk, other)
                if found is None:
                    unmeasured.append(entry.reference)
                    continue
                heap, flip = found
                heaps.setdefault(heap, []).append(flip)
                states["now"][flip.now] += 1
                states["then"][flip.then if heap == "flips" else flip.now] += 1
    return WhatIf(
        change=change,
        flips=tuple(heaps["flips"]),
        kept=tuple(heaps["kept"]),
        earlier=tuple(heaps["earlier"]),
        same_state=len(heaps["same"]),
        unmeasured=tuple(unmeasured),
        not_told=(WINDOW,) if any(".window." in path for path in change.judged) else (),
        now=dict(states["now"]),
        then=dict(states["then"]),
    )


@contextmanager
def _reading(db: Database) -> Iterator[None]:
    """Let this connection write nothing, and see one moment."""
    db.conn.execute("PRAGMA query_only = ON")
    try:
        with snapshot(db):
            yield
    finally:
        db.conn.execute("PRAGMA query_only = OFF")


def _compare(entry: Entry, today: Desk, other: Desk) -> tuple[str, Flip] | None:
    """Judge an entry by both terms; return the heap it belongs on, None where a picture was never measured."""
    stored = stored_case(today.db, entry, today.config.calls[entry.call])
    if stored is None:
        return None
    last = entry.decided or in_hand(entry)  # it makes the state of the newest revision a person's, not the rules'
    decided = f"{last.action} by {last.by}, {last.at.date()}" if last else ""
    # where a person decided, the rules are told by themselves: the decision would hide what they say
    before, after = (judge_stored(terms, stored, lifted=not decided).findings for terms in (today, other))
    flip = Flip(
        reference=entry.reference,
        call=entry.call,
        author=entry.named(today.config.calls[entry.call].identity.name) or entry.author_name or entry.author_email,
        now=str(entry.state),
        then=str(decide(after)),
        appear=_beyond(after, before),
        disappear=_beyond(before, after),
        decided=decided,
    )
    if flip.then not in {decide(before), flip.now}:
        return ("kept" if decided else "flips"), flip
    if not decided and flip.now != decide(before):
        return "earlier", flip
    return ("same" if flip.appear or flip.disappear else "unchanged"), flip


def judged_again(desk: Desk, reference: str) -> tuple[Finding, ...] | None:
    """Return the findings that today's terms give an entry from what is stored of it; None where a picture was never measured."""
    entry = read_entry(desk.db, reference)
    stored = stored_case(desk.db, entry, desk.config.calls[entry.call]) if entry else None
    return judge_stored(desk, stored).findings if stored else None


def _beyond(ones: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[FindingKey, ...]:
    """Return the findings of the first judgement that the second lacks, in reading order."""
    lacking = Counter(_told(item) for item in ones)
    lacking.subtract(_told(item) for item in others)
    return tuple(dict.fromkeys(told for item in ones if lacking[told := _told(item)] > 0))


def _told(finding: Finding) -> FindingKey:
    return FindingKey(rule=finding.rule, severity=str(finding.severity), subject=finding.subject, slot=finding.slot)
