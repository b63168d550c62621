"""The rule photo-damaged."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_damaged import PhotoDamaged


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(), [], id="whole"),
        pytest.param(photo(missing_bytes=True), [], id="last bytes missing"),
        pytest.param(photo(decodable=False, problem="too-many-pixels"), [], id="too large to look at"),
        pytest.param(
            photo("me.png", "portrait", decodable=False, format="PNG"),
            [{"subject": "me.png", "problem": "undecodable"}],
            id="a portrait",
        ),
        pytest.param(photo(decodable=False, problem="truncated"), [{"subject": "work1.jpg", "problem": "truncated"}], id="cut"),
    ],
)
def test_photo_damaged(facts, expected):
    assert list(PhotoDamaged().check(facts)) == expected
