"""The date of its own that an entry has after a decision that asks for something: so many working days, to the end of the last."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from intake.config.models import Call, Config
from intake.config.slot_closing import day_there, end_of
from intake.config.working_days import working_day_after
from validators.disposition import Disposition


def own_date(config: Config, call: Call, state: Disposition, wanted: str, now: datetime) -> datetime | None:
    """Return until when an entry may be added to after a decision: as wanted, else some working days where something is asked for.

    Raises ValueError with words for a person.
    """
    if wanted:
        return until_of(wanted, call, now)
    return extension(call, config.correction, now) if state is Disposition.INCOMPLETE else None


def extension(call: Call, correction: timedelta, now: datetime) -> datetime | None:
    """Return the first instant after so many working days (whole days of `correction`) from now; None where the call is open longer,
    each of its slots included."""
    today = day_there(now, call.timezone)
    ends = end_of(working_day_after(today, correction.days), call.timezone)
    return ends if ends > _first_end(call) else None


def _first_end(call: Call) -> datetime:
    """Return the earliest end of a call: of the call, or of a slot with a time of its own."""
    return min([call.window.ends, *(own for slot in call.slots.values() if (own := call.own_end(slot)))])


def until_of(text: str, call: Call, now: datetime) -> datetime:
    """Read --until: a day (to its end, in the call's zone) or an instant; raises ValueError with words for a person."""
    try:
        moment = end_of(date.fromisoformat(text), call.timezone) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"--until: '{text}' is not a day; write 2026-09-15 (to the end of it) or 2026-09-15T17:00:00+08:00."
        ) from None
    if moment.tzinfo is None:
        raise ValueError(f"--until: '{text}' has no offset; write 2026-09-15T17:00:00+08:00.")
    if moment <= now:
        raise ValueError(f"--until: {text} is past.")
    if moment <= _first_end(call):
        raise ValueError(f"--until: the call itself is open until {_first_end(call).isoformat()}; give a later date, or none.")
    return moment
