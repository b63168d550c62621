"""What is due of an entry, and when: the one place that knows windows, slots' own times, an entry's own date and its acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from intake.config.models import Call, Slot, WhenAsked
from intake.model.submission import Submission
from validators.facts import SlotDue

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Timing:
    """What is known of an entry's time besides its newest mail (aware datetimes)."""

    opened: datetime | None = None  # arrival of the mail that opened it, None: this one does
    until: datetime | None = None  # a date of its own that staff gave it
    accepted: bool = False  # it was accepted once: what is asked for once accepted is asked for
    missed: frozenset[str] = (
        frozenset()
    )  # slots of which too little was there when their time was past: a later date excuses nothing
    moment: datetime | None = None  # as of when it is judged, None: as of its newest mail's arrival; never before that
    arrived: Mapping[str, datetime] = field(
        default_factory=dict
    )  # sha256 of a file, or slot of a form or text -> its first arrival

    def at(self, submission: Submission) -> datetime:
        """Return the moment that decides what is missing: what has come is decided by its arrival."""
        return max(self.moment, submission.received_at) if self.moment else submission.received_at

    def late_from(self, slot: Slot, call: Call) -> datetime:
        """Return the first instant that is late for a slot: its own time, else the call's end with its grace; later by the entry's own
        date. A slot that closes with the call, or after it, has the call's grace as well."""
        own, window = call.own_end(slot), call.window
        ends = window.ends if own is None else max(own, window.ends) if own >= window.closes else own
        return max(ends, self.until) if self.until else ends

    def told(self, slot: Slot, call: Call) -> datetime:
        """Return the end that people are told: without the grace, which is nobody's to count on."""
        ends = call.end_of(slot)
        return max(ends, self.until) if self.until else ends

    def ends(self, call: Call, arrival: datetime) -> datetime:
        """Return the first instant at which nothing is taken of an entry any more: the call's, or its own date. `arrival`: of its newest
        mail.

        An entry that was there in time, and is asked for something after the call's end, has no end: what comes late for a slot is held
        where it belongs, never refused.
        """
        whole = max(call.window.ends, self.until) if self.until else call.window.ends
        if (self.opened or arrival) >= call.window.ends:
            return whole
        asked = (slot for slot in call.slots.values() if slot.asked is not WhenAsked.ONCE_ACCEPTED or self.accepted)
        later = any(own > call.window.ends for slot in asked if (own := call.own_end(slot)))
        return NEVER if later else whole

    def due(self, slot: Slot, call: Call, moment: datetime) -> SlotDue:
        """Tell whether what a slot asks for may still come; what is asked for once accepted sleeps until then."""
        if slot.asked is WhenAsked.ONCE_ACCEPTED and not self.accepted:
            return SlotDue.NOT_YET
        known = replace(self, until=None) if slot.id in self.missed else self
        return SlotDue.PAST if moment >= known.late_from(slot, call) else SlotDue.OPEN
