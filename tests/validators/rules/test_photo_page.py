"""The rule photo-page."""

import pytest

from tests.builders.rule_facts import case, photo
from validators.rules.photo_page import PhotoPage


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="photos"),
        pytest.param(case(pages=("IMG_9.jpg",)), [{"subject": "IMG_9.jpg", "counted": False}], id="beside the form"),
        pytest.param(case(works=(photo(pagelike=True),)), [{"subject": "work1.jpg", "counted": True}], id="called a work"),
    ],
)
def test_photo_page(facts, expected):
    assert list(PhotoPage().check(facts)) == expected
