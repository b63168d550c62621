"""The rule photo-seen-elsewhere."""

import pytest

from tests.builders.rule_facts import case, resemblance
from validators.rules.photo_seen_elsewhere import PhotoSeenElsewhere


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="nowhere"),
        pytest.param(case(elsewhere=(resemblance(exact=False, distance=7),)), [], id="too far"),
        pytest.param(
            case(elsewhere=(resemblance(),)),
            [{"subject": "work1.jpg", "reference": "IF2026-0001", "other": "mine.jpg", "exact": True}],
            id="exact",
        ),
    ],
)
def test_photo_seen_elsewhere(facts, expected):
    assert list(PhotoSeenElsewhere().check(facts)) == expected
