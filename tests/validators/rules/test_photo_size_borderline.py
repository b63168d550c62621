"""The rule photo-size-borderline."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_size_borderline import PhotoSizeBorderline


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(image_bytes=3_000_000), [], id="enough"),
        pytest.param(photo(image_bytes=2_799_999), [], id="too small is another rule's"),
        pytest.param(
            photo(image_bytes=2_900_000), [{"subject": "work1.jpg", "size": 2_900_000, "floor": 3_000_000}], id="borderline"
        ),
    ],
)
def test_photo_size_borderline(facts, expected):
    assert list(PhotoSizeBorderline(floor=3_000_000, borderline=2_800_000).check(facts)) == expected
