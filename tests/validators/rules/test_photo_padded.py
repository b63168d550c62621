"""The rule photo-padded."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_padded import PhotoPadded


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(), [], id="whole"),
        pytest.param(photo(image_bytes=1_000_000, trailing="motion"), [], id="clip"),
        pytest.param(photo(image_bytes=4_000_000, trailing="padding"), [], id="large enough anyway"),
        pytest.param(
            photo(image_bytes=1_000_000, trailing="padding"),
            [{"subject": "work1.jpg", "size": 5_000_000, "image": 1_000_000}],
            id="padded",
        ),
        pytest.param(
            photo(image_bytes=1_000_000, trailing="inside"),
            [{"subject": "work1.jpg", "size": 5_000_000, "image": 1_000_000}],
            id="padded inside",
        ),
    ],
)
def test_photo_padded(facts, expected):
    assert list(PhotoPadded(floor=3_000_000, borderline=2_800_000).check(facts)) == expected
