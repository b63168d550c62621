"""The rule photo-too-large."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_too_large import PhotoTooLarge

BOMB = {"decodable": False, "problem": "too-many-pixels", "width": 65_500, "height": 65_500}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(), [], id="whole"),
        pytest.param(photo(decodable=False, problem="memory"), [], id="memory is another rule's"),
        pytest.param(photo(**BOMB), [{"subject": "work1.jpg", "width": 65_500, "height": 65_500}], id="65500 squared"),
        pytest.param(
            photo("me.jpg", "portrait", **BOMB),
            [{"subject": "me.jpg", "width": 65_500, "height": 65_500}],
            id="a portrait",
        ),
    ],
)
def test_photo_too_large(facts, expected):
    assert list(PhotoTooLarge().check(facts)) == expected
