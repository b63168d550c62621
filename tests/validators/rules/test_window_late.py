"""The rule window-late."""

import pytest

from tests.builders.rule_facts import CLOSES, OPENS, arrival
from validators.rules.window_late import WindowLate


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(arrival(OPENS), [], id="inside"),
        pytest.param(arrival(CLOSES), [{"received": CLOSES.isoformat(), "closes": CLOSES.isoformat()}], id="the very instant"),
    ],
)
def test_window_late(facts, expected):
    assert list(WindowLate().check(facts)) == expected
