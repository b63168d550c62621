"""A time of the week, as "mon 08:00"."""

from __future__ import annotations

import re
from datetime import time

from pydantic import model_validator

from intake.config.base import Model

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Weekly(Model):
    """A day of the week and a clock time in the office's zone."""

    day: str
    at: time

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = re.fullmatch(r"\s*([A-Za-z]{3})[a-z]*\s+(\d{1,2}):(\d{2})\s*", value)
        if not found or found[1].lower() not in DAYS or int(found[2]) > 23 or int(found[3]) > 59:
            raise ValueError(f"write a day and a time, as mon 08:00; the days are {', '.join(DAYS)}")
        return {"day": found[1].lower(), "at": time(int(found[2]), int(found[3]))}
