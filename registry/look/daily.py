"""The look of a day: once, as of the time that the schedule says."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from intake.config.models import Config
from intake.config.slot_closing import day_there
from registry.desk.desk import Desk
from registry.look.look import Looked, look
from registry.store.mails import stamp

USUAL = time(7, 30)  # where the schedule says never and somebody asks for a day


def moment_of(day: date, config: Config) -> datetime:
    """Return the moment at which a day is looked at."""
    return datetime.combine(day, config.schedule.look or USUAL, ZoneInfo(config.timezone))


def look_today(desk: Desk, now: datetime) -> Looked | None:
    """Look as of now, unless this day was looked at, or its time has not come; then None."""
    day = day_there(now, desk.config.timezone)
    if now < moment_of(day, desk.config) or desk.db.table("looks").count_where("day = ?", [day.isoformat()]):
        return None
    looked = look(desk, now, now)
    desk.db.table("looks").insert({"day": day.isoformat(), "at": stamp(now)}, ignore=True)
    return looked
