"""The rule photo-seen-elsewhere."""

import pytest

from tests.builders.rule_facts import photos, resemblance
from validators.rules.photo_seen_elsewhere import PhotoSeenElsewhere


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photos(), [], id="nowhere"),
        pytest.param(photos(elsewhere=(resemblance(exact=False, distance=7),)), [], id="too far"),
        pytest.param(
            photos(elsewhere=(resemblance(),)),
            [{"subject": "work1.jpg", "reference": "IF2026-0001", "other": "mine.jpg", "exact": True}],
            id="exact",
        ),
    ],
)
def test_photo_seen_elsewhere(facts, expected):
    assert list(PhotoSeenElsewhere().check(facts)) == expected


def test_pictures_farther_apart_than_are_sought_cannot_be_asked_for():
    assert list(PhotoSeenElsewhere(distance=7).mistakes()) == [
        {"distance": "pictures of other entries are sought up to 6 bits apart"}
    ]
