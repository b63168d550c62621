"""The rule photo-format."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_format import PhotoFormat


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(), [], id="jpeg"),
        pytest.param(photo(format="MPO"), [], id="mpo"),
        pytest.param(photo(format="", decodable=False), [], id="unknown is damage"),
        pytest.param(
            photo("IMG_2041.HEIC", format="HEIC"),
            [
                {
                    "subject": "IMG_2041.HEIC",
                    "format": "HEIC",
                    "formats": ["JPEG", "MPO"],
                    "renamed": False,
                    "cause": "",
                    "app": "",
                }
            ],
            id="heic",
        ),
        pytest.param(
            photo("work1.JPG", format="PNG", likely_cause="screenshot"),
            [
                {
                    "subject": "work1.JPG",
                    "format": "PNG",
                    "formats": ["JPEG", "MPO"],
                    "renamed": True,
                    "cause": "screenshot",
                    "app": "",
                }
            ],
            id="screenshot renamed",
        ),
    ],
)
def test_photo_format(facts, expected):
    assert list(PhotoFormat().check(facts)) == expected


def test_a_slots_own_formats():
    rule = PhotoFormat(formats=("JPEG", "PNG"))
    assert list(rule.check(photo("me.png", "portrait", format="PNG"))) == []
    assert list(rule.check(photo("me.jpg", "portrait", format="MPO"))) == []
    (told,) = rule.check(photo("me.heic", "portrait", format="HEIC"))
    assert (told["subject"], told["format"], told["formats"]) == ("me.heic", "HEIC", ["JPEG", "PNG"])
