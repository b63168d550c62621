"""The log: ids and reasons, never whose they are (field-notes 9, 'Personal data')."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from zoneinfo import ZoneInfo

ADDRESS = re.compile(r"[^\s<>\"'(),:;@]+@([A-Za-z0-9.-]+)")


class Discreet(logging.Formatter):
    """Write a line without the local part of any address: a server's words may name people."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, tracebacks included."""
        return ADDRESS.sub(r"***@\1", super().format(record))


def start_logging(level: int, pattern: str = "%(message)s", zone: str = "UTC") -> None:
    """Log to stderr from this level on, times in a zone; what was set up before is replaced."""
    handler = logging.StreamHandler()
    formatter = Discreet(pattern)
    formatter.converter = lambda seconds: datetime.fromtimestamp(seconds or 0, ZoneInfo(zone)).timetuple()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
