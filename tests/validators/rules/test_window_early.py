"""The rule window-early."""

import pytest

from tests.builders.rule_facts import OPENS, arrival
from validators.rules.window_early import WindowEarly


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(arrival(OPENS), [], id="first instant"),
        pytest.param(
            arrival(OPENS.replace(month=6)),
            [{"received": "2026-06-01T00:00:00+08:00", "opens": OPENS.isoformat()}],
            id="a day before",
        ),
    ],
)
def test_window_early(facts, expected):
    assert list(WindowEarly().check(facts)) == expected
