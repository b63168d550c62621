"""China's working days, public holidays and the days worked in their stead included (the State Council's yearly notice)."""

from __future__ import annotations

import functools
from datetime import date, timedelta

import chinese_calendar

WEEKEND = {5, 6}  # Saturday and Sunday
DAY = timedelta(days=1)


class UnknownYear(ValueError):  # noqa: N818 - told to the one who wrote the date
    """Say that the holidays of a year are not known: they are published in the autumn before it."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"China's working days of {year} are not known to this program yet (package chinesecalendar); update it, or write the "
            "moment itself, as 2026-07-01T00:00:00+08:00"
        )


def is_working_day(day: date) -> bool:
    """Tell whether people in China work on a day; raises UnknownYear."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise UnknownYear(day.year) from None


@functools.cache
def working_day_before(day: date, count: int) -> date:
    """Return the count-th working day counted back from a day, itself not among them; raises UnknownYear."""
    while count > 0:
        day -= DAY
        count -= is_working_day(day)
    return day


def working_day_after(day: date, count: int) -> date:
    """Return the count-th working day after a day; of a year whose holidays are not known every weekday is one."""
    while count > 0:
        day += DAY
        count -= _is_working_day_at_a_guess(day)
    return day


def _is_working_day_at_a_guess(day: date) -> bool:
    try:
        return is_working_day(day)
    except UnknownYear:
        return day.weekday() not in WEEKEND
