"""The log: ids and reasons, never whose they are (field-notes 9, 'Personal data')."""

from __future__ import annotations

import json
import logging
import re
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

ADDRESS = re.compile(r"[^\s<>\"'(),:;@]+@([A-Za-z0-9.-]+)")


class LogFormat(StrEnum):
    """How a line of the service's log looks."""

    TEXT = "text"
    JSON = "json"


class Discreet(logging.Formatter):
    """Write a line without the local part of any address: a server's words may name people."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line, tracebacks included."""
        return ADDRESS.sub(r"***@\1", super().format(record))


class JsonLines(logging.Formatter):
    """Write each record as one line of JSON: at (ISO 8601), level, logger, message, and trace where there is one; as discreet."""

    def __init__(self, zone: str) -> None:
        """Tell times in a zone."""
        super().__init__()
        self._zone = ZoneInfo(zone)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "at": datetime.fromtimestamp(record.created, self._zone).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": ADDRESS.sub(r"***@\1", record.getMessage()),
        }
        if record.exc_info:
            told["trace"] = ADDRESS.sub(r"***@\1", self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False)


def start_logging(level: int, pattern: str = "%(message)s", zone: str = "UTC", form: LogFormat = LogFormat.TEXT) -> None:
    """Log to stderr from this level on, times in a zone; what was set up before is replaced."""
    handler = logging.StreamHandler()
    formatter = JsonLines(zone) if form is LogFormat.JSON else Discreet(pattern)
    formatter.converter = lambda seconds: datetime.fromtimestamp(seconds or 0, ZoneInfo(zone)).timetuple()
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
