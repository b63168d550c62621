"""An entry judged twice from what is stored of it: as of when it was judged last, and as of now; the difference is what time did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from intake.config.models import Call, Slot, WhenAsked
from intake.model.submission import Submission
from registry.desk.desk import Desk
from registry.read.dossier import WHOLE
from registry.read.entry import Entry
from registry.read.judge_again import judge_stored
from registry.read.overrides import WEIGHTS, lifted_on
from registry.read.stored_case import StoredCase, stored_case
from registry.read.timing import timing_now, timing_of
from registry.store.codes import Action
from registry.store.revisions import JudgedSubmission
from validators.disposition import Disposition, decide
from validators.facts import Photo, Resemblance, SlotDue
from validators.finding import Finding
from validators.rules import RULES
from validators.rules.slot_awaited import SlotAwaited
from validators.ruleset import Ruleset
from validators.timing import Timing

Weight = tuple[str, str, str, str]
# of these a slot lacks something because its time is past
SHORT = frozenset(rule.name for rule in RULES if rule.name in WHOLE and "minimum" in rule.says)
TIMED = SHORT | {rule.name for rule in RULES if getattr(rule, "timed", False)}


@dataclass(frozen=True, kw_only=True)
class Again:
    """An entry as of a moment, and whether its time has changed what weighs."""

    entry: Entry
    stored: StoredCase  # as of the moment
    moment: datetime
    changed: bool
    judged: JudgedSubmission  # as of the moment
    complete: bool  # by every rule, its photos compared with all others

    @property
    def state(self) -> Disposition:
        """Return the state that it has now; what staff asked for in words of their own is still asked for."""
        state, ruling = decide(self.judged.findings), self.entry.ruling
        asked = ruling is not None and ruling.action == Action.ASK and state is Disposition.ACCEPTED
        return Disposition.INCOMPLETE if asked else state

    def whole(self, desk: Desk) -> Again:
        """Return it judged whole, as it is to be written: its photos compared with all others."""
        return self if self.complete else replace(self, judged=judge_stored(desk, self.stored), complete=True)


def judged_at(desk: Desk, entry: Entry, moment: datetime) -> Again | None:
    """Return an entry as of a moment; None where a file of it was never measured.

    Only what time changes is looked for: other terms than those it was judged by wait for its next mail, as does a likeness to photos
    that came since.
    """
    call = desk.config.calls[entry.call]
    stored = stored_case(desk.db, entry, call)
    if stored is None:
        return None
    timed = replace(stored, timing=timing_now(entry, moment))
    some = _of_time(desk, call, entry.call)

    def judged(each: StoredCase) -> JudgedSubmission:
        return judge_stored(desk, each, elsewhere=_nowhere, ruleset=some)

    certain = _overdue(entry, call, timed.timing)
    after = judge_stored(desk, timed) if certain else judged(timed)
    moved = _lacking(_standing(entry), call) != _lacking(after.findings, call)
    if certain and not moved:  # no rule weighs what is overdue: compared by time's own rules as all others are
        certain, after = False, judged(timed)
    changed = moved or _weights(judged(stored).findings) != _weights(after.findings)
    return Again(entry=entry, stored=timed, moment=moment, changed=changed, judged=after, complete=certain)


def _of_time(desk: Desk, call: Call, name: str) -> Ruleset | None:
    """Return the rules that time can change, by which two judgements differ if they do at all; None, all of them, where something is
    asked for once the entry is accepted, which every rule decides."""
    if any(slot.asked is WhenAsked.ONCE_ACCEPTED for slot in call.slots.values()):
        return None
    return desk.rulesets[name].only(TIMED)


def may_have_changed(entry: Entry, call: Call, moment: datetime, rules: Ruleset) -> bool:
    """Tell whether time can have changed an entry: something has fallen due, was asked for, or stands otherwise than by today's times.

    Most days bring nothing to most entries; judging them all would take a hundred times as long. `rules`: the call's.
    """
    arrival = _arrival(entry)
    was, now = timing_of(entry), timing_now(entry, moment)
    lacking, awaited = _lacking(_standing(entry), call), _awaited(entry)
    for slot in call.slots.values():
        due = now.due(slot, call, max(now.moment or arrival, arrival))
        before = was.due(slot, call, max(was.moment or arrival, arrival))
        in_time = (before, due) == (SlotDue.OPEN, SlotDue.PAST) and slot.id not in awaited and _tells_awaited(rules, slot)
        woken = slot.asked is WhenAsked.ONCE_ACCEPTED and was.accepted is not now.accepted
        if woken or (due is not before and not in_time):
            return True
        by_now = slot.timed and slot.asked is not WhenAsked.AT_ONCE and (due is SlotDue.PAST) is not (slot.id in lacking)
        if by_now and (due is not SlotDue.PAST or not _there(entry, slot)):
            return True
    return False


def _tells_awaited(rules: Ruleset, slot: Slot) -> bool:
    """Tell whether it would stand in an entry's findings if something of a slot had been awaited when it was judged last."""
    return slot.asked is WhenAsked.BY_DEADLINE and any(item.name == SlotAwaited.name for item in rules.slots.get(slot.id, ()))


def _awaited(entry: Entry) -> set[str]:
    """Return the slots of which something was awaited when an entry was judged last."""
    return {item.slot for item in entry.findings if item.rule == SlotAwaited.name}


def _overdue(entry: Entry, call: Call, now: Timing) -> bool:
    """Tell whether something that was awaited when an entry was judged last is overdue now."""
    moment = max(now.moment or entry.received_at, _arrival(entry))
    awaited = [call.slots[name] for name in _awaited(entry) if name in call.slots]
    return any(now.due(slot, call, moment) is SlotDue.PAST for slot in awaited)


def _arrival(entry: Entry) -> datetime:
    """Return when the mail came that made an entry's newest revision."""
    return next((mail.received_at for mail in entry.mails if mail.sha256 == entry.message), entry.received_at)


def _there(entry: Entry, slot: Slot) -> bool:
    """Tell whether something of a slot is there at all."""
    return not slot.count.least or bool(entry.files_in(slot.id) or entry.forms.get(slot.id) or slot.id in entry.texts)


def still_stands(db: Database, entry: Entry) -> bool:
    """Tell whether an entry is as it was read: no mail, no decision came between."""
    moves = "(SELECT count(*) + coalesce(sum(undone <> ''), 0) FROM decisions d WHERE d.reference = e.reference)"
    row = db.conn.execute(f"SELECT revision, {moves} FROM entries e WHERE reference = ?", [entry.reference]).fetchone()
    return row is not None and tuple(row) == (entry.revision, entry.moves)


def _nowhere(photos: tuple[Photo, ...], submission: Submission) -> tuple[Resemblance, ...]:
    return ()


def _weights(findings: Iterable[Finding]) -> set[Weight]:
    return {(item.rule, item.slot, item.subject, str(item.severity)) for item in findings if item.severity in WEIGHTS}


def _standing(entry: Entry) -> list[Finding]:
    """Return the findings that are stored, without those that staff lifted since."""
    lifted = lifted_on(entry.decisions, entry.revision)
    return [item for item in entry.findings if item.severity not in lifted]


def _lacking(findings: Iterable[Finding], call: Call) -> set[str]:
    """Return the slots with a time of their own of which too little is there: a time that was moved changes them as well."""
    timed = {name for name, slot in call.slots.items() if slot.timed}
    return {item.slot for item in findings if item.rule in SHORT and item.severity in WEIGHTS and item.slot in timed}
