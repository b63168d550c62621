"""The rule photo-format."""

import pytest
from rule_facts import photo

from validators.rules.photo_format import PhotoFormat


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(), [], id="jpeg"),
        pytest.param(photo(format="MPO"), [], id="mpo"),
        pytest.param(photo(format="", decodable=False), [], id="unknown is damage"),
        pytest.param(photo(format="PNG"), [{"subject": "work1.jpg", "format": "PNG", "formats": ["JPEG", "MPO"]}], id="png"),
    ],
)
def test_photo_format(facts, expected):
    assert list(PhotoFormat().check(facts)) == expected
