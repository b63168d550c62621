"""The log names nobody."""

import json
import logging

from reports.run.logs import Discreet, JsonLines


def test_a_line_keeps_the_domain_and_not_the_person():
    try:
        raise ValueError("550 <marta.l@example.org>: no such user")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.WARNING, "f", 1, "letter 7 to %s", ("marta.l@example.org",), sys.exc_info())
    line = Discreet("%(message)s").format(record)
    assert (line.split("\n")[0], "marta" in line, "***@example.org>: no such user" in line) == (
        "letter 7 to ***@example.org",
        False,
        True,
    )


def test_a_line_of_json_is_one_line_and_keeps_the_domain_and_not_the_person():
    try:
        raise ValueError("550 <marta.l@example.org>:\nno such user")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("x.y", logging.ERROR, "f", 1, "letter to %s:\n信件", ("marta.l@example.org",), info)
    record.created = 1_784_000_000.5
    line = JsonLines("Asia/Shanghai").format(record)
    told = json.loads(line)
    trace = told.pop("trace")
    assert ("\n" in line, "marta" in trace, "***@example.org>:\nno such user" in trace) == (False, False, True)
    assert told == {
        "at": "2026-07-14T11:33:20.500+08:00",
        "level": "error",
        "logger": "x.y",
        "message": "letter to ***@example.org:\n信件",
    }
