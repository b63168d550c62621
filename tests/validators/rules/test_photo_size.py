"""The rule photo-size."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_size import PhotoSize


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(image_bytes=3_000_000), [], id="at the floor"),
        pytest.param(photo(image_bytes=2_800_000), [], id="borderline"),
        pytest.param(
            photo(image_bytes=2_799_999, likely_cause="chat-app/wechat"),
            [{"subject": "work1.jpg", "size": 2_799_999, "floor": 3_000_000, "cause": "chat-app", "app": "wechat"}],
            id="below",
        ),
        pytest.param(
            photo(image_bytes=1_000_000, trailing="motion"),
            [{"subject": "work1.jpg", "size": 1_000_000, "floor": 3_000_000, "cause": "", "app": ""}],
            id="clip does not count",
        ),
        pytest.param(
            photo(image_bytes=200_000, decodable=False, problem="too-many-pixels", likely_cause="screenshot"),
            [{"subject": "work1.jpg", "size": 200_000, "floor": 3_000_000, "cause": "screenshot", "app": ""}],
            id="too many pixels to decode, too few bytes to print",
        ),
        pytest.param(photo(image_bytes=200_000, decodable=False, problem="truncated"), [], id="damage is another rule's"),
        pytest.param(photo(image_bytes=1_000_000, trailing="padding"), [], id="padded is another rule's"),
    ],
)
def test_photo_size(facts, expected):
    assert list(PhotoSize(floor=3_000_000, borderline=2_800_000).check(facts)) == expected
