"""The date of its own that an entry has after a decision that asks for something: so many working days, to the end of the last."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from intake.config.models import Call, Config
from validators.disposition import Disposition

WEEKEND = {5, 6}  # Saturday and Sunday; public holidays are not known here: --until gives any date


def own_date(config: Config, call: Call, state: Disposition, wanted: str, now: datetime) -> datetime | None:
    """Return until when an entry may be added to after a decision: as wanted, else some working days where something is asked for.

    Raises ValueError with words for a person.
    """
    if wanted:
        return until_of(wanted, call, now)
    return extension(call, config.correction, now) if state is Disposition.INCOMPLETE else None


def extension(call: Call, correction: timedelta, now: datetime) -> datetime | None:
    """Return the first instant after so many working days (whole days of `correction`) from now; None where the call is open longer."""
    zone = ZoneInfo(call.timezone)
    ends = end_of(working_day(now.astimezone(zone).date(), correction.days), call)
    return ends if ends > call.window.ends else None


def end_of(day: date, call: Call) -> datetime:
    """Return the first instant after a day in the call's zone."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(call.timezone))


def working_day(start: date, count: int) -> date:
    """Return the count-th day after `start` that is no Saturday or Sunday."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() not in WEEKEND
    return day


def until_of(text: str, call: Call, now: datetime) -> datetime:
    """Read --until: a day (to its end, in the call's zone) or an instant; raises ValueError with words for a person."""
    try:
        moment = end_of(date.fromisoformat(text), call) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"--until: '{text}' is not a day; write 2026-09-15 (to the end of it) or 2026-09-15T17:00:00+08:00."
        ) from None
    if moment.tzinfo is None:
        raise ValueError(f"--until: '{text}' has no offset; write 2026-09-15T17:00:00+08:00.")
    if moment <= now:
        raise ValueError(f"--until: {text} is past.")
    if moment <= call.window.ends:
        raise ValueError(f"--until: the call itself is open until {call.window.ends.isoformat()}; give a later date, or none.")
    return moment
