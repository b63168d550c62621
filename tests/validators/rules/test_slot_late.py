"""The rule slot-late."""

from datetime import timedelta

import pytest

from tests.builders.rule_facts import CLOSES, photos, slot, some
from validators.facts import Late
from validators.rules.slot_late import SlotLate

AFTER = CLOSES + timedelta(hours=1)


def told(subject, received=CLOSES):
    return {"subject": subject, "received": received.isoformat(), "closes": CLOSES.isoformat()}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photos(*some(3), closes=CLOSES), [], id="in time"),
        pytest.param(photos(*some(3), closes=CLOSES, late=(Late("work0.jpg", CLOSES),)), [told("work0.jpg")], id="one file"),
        pytest.param(
            photos(closes=CLOSES, late=(Late("a.jpg", CLOSES), Late("b.jpg", AFTER))),
            [told("a.jpg"), told("b.jpg", AFTER)],
            id="each file by itself",
        ),
        pytest.param(slot("form", closes=CLOSES, late=(Late("form", AFTER),)), [told("form", AFTER)], id="a form"),
    ],
)
def test_slot_late(facts, expected):
    assert list(SlotLate().check(facts)) == expected
