"""When a slot closes: a moment, or so many working days before a date, to the end of that day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator
from pydantic_core import InitErrorDetails

from intake.config.base import Model
from intake.config.fields import mistake
from intake.config.working_days import working_day_before


class WorkingDays(Model):
    """So many of China's working days before a date: until the end of that day."""

    working_days: int = Field(ge=1, le=250)
    before: date

    @field_validator("before")
    @classmethod
    def _of_a_known_year(cls, value: date, info: ValidationInfo) -> date:
        working_day_before(value, info.data.get("working_days", 1))
        return value

    @property
    def last_day(self) -> date:
        """Return the last day that is in time."""
        return working_day_before(self.before, self.working_days)


def _closing(value: object) -> str:
    return "working days" if isinstance(value, Mapping | WorkingDays) else "moment"


Closing = Annotated[Annotated[datetime, Tag("moment")] | Annotated[WorkingDays, Tag("working days")], Discriminator(_closing)]


def end_of(day: date, zone: str) -> datetime:
    """Return the first instant after a day in a time zone."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(zone))


def instant(closes: datetime | WorkingDays, zone: str) -> datetime:
    """Return the first instant that is late."""
    return end_of(closes.last_day, zone) if isinstance(closes, WorkingDays) else closes


def wrong_times(call: Mapping[Any, Any]) -> Iterator[InitErrorDetails]:
    """Yield the slots of a call, as written, whose time is over before the call opens: nothing could ever be in time."""
    window, slots = call.get("window"), call.get("slots")
    opens = _moment(window.get("opens") if isinstance(window, Mapping) else getattr(window, "opens", None))
    if opens is None or not isinstance(slots, Mapping):
        return
    for name, slot in slots.items():
        written = slot.get("closes") if isinstance(slot, Mapping) else getattr(slot, "closes", None)
        closes = _end(written)
        if closes is not None and closes <= opens:
            yield mistake(f"is past when the call opens, {opens.isoformat()}", "slots", str(name), "closes", given=written)


def _end(written: object) -> datetime | None:
    """Return when a slot closes, None where that cannot be read; the zone of a day matters little here."""
    if not isinstance(written, Mapping | WorkingDays):
        return _moment(written)
    try:
        days = written if isinstance(written, WorkingDays) else WorkingDays.model_validate(written)
    except ValueError:
        return None
    return end_of(days.last_day, "Asia/Shanghai")


def _moment(written: object) -> datetime | None:
    if isinstance(written, str):
        try:
            written = datetime.fromisoformat(written)
        except ValueError:
            return None
    return written if isinstance(written, datetime) and written.tzinfo else None


def day_there(moment: datetime, zone: str) -> date:
    """Return the day that a moment falls on in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
