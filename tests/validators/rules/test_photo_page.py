"""The rule photo-page."""

import pytest

from tests.builders.rule_facts import photo, photos
from validators.rules.photo_page import PhotoPage


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photos(), [], id="photos"),
        pytest.param(photos(pages=("IMG_9.jpg",)), [{"subject": "IMG_9.jpg", "counted": False}], id="beside the form"),
        pytest.param(photos(photo(pagelike=True)), [{"subject": "work1.jpg", "counted": True}], id="called a work"),
    ],
)
def test_photo_page(facts, expected):
    assert list(PhotoPage().check(facts)) == expected
