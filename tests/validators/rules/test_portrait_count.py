"""The rule portrait-count."""

import pytest

from tests.builders.rule_facts import case
from validators.rules.portrait_count import PortraitCount


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(portraits=1), [], id="least"),
        pytest.param(case(portraits=2), [], id="most"),
        pytest.param(case(portraits=0), [{"count": 0, "minimum": 1, "maximum": 2}], id="too few"),
        pytest.param(case(portraits=3), [{"count": 3, "minimum": 1, "maximum": 2}], id="too many"),
    ],
)
def test_portrait_count(facts, expected):
    assert list(PortraitCount().check(facts)) == expected
