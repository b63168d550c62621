"""The rule slot-awaited."""

from dataclasses import replace

import pytest

from intake.config.models import WhenAsked
from tests.builders.rule_facts import CLOSES, photos, some
from validators.facts import SlotDue
from validators.rules.slot_awaited import SlotAwaited


def by_deadline(count, due, **holds):
    facts = photos(*some(count), due=due, closes=CLOSES, **holds)
    return replace(facts, slot=facts.slot.model_copy(update={"asked": WhenAsked.BY_DEADLINE}))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photos(), [], id="asked at once"),
        pytest.param(by_deadline(3, SlotDue.OPEN), [], id="there"),
        pytest.param(by_deadline(0, SlotDue.PAST), [], id="past its time is missing"),
        pytest.param(by_deadline(0, SlotDue.OPEN, wanted=False), [], id="beside a slot that is empty"),
        pytest.param(
            by_deadline(2, SlotDue.OPEN),
            [{"subject": "work", "count": 2, "minimum": 3, "maximum": 5, "closes": CLOSES.isoformat()}],
            id="to come",
        ),
    ],
)
def test_slot_awaited(facts, expected):
    assert list(SlotAwaited().check(facts)) == expected
