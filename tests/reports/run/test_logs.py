"""The log names nobody."""

import logging

from reports.run.logs import Discreet


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
