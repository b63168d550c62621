"""The rule photo-format."""

import pytest

from intake.model.submission import Role
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
        pytest.param(photo("me.png", Role.PORTRAIT, format="PNG"), [], id="a portrait in PNG"),
        pytest.param(
            photo("me.heic", Role.PORTRAIT, format="HEIC"),
            [
                {
                    "subject": "me.heic",
                    "role": "portrait",
                    "format": "HEIC",
                    "formats": ["JPEG", "MPO", "PNG"],
                    "renamed": False,
                    "cause": "",
                    "app": "",
                }
            ],
            id="a portrait in HEIC",
        ),
    ],
)
def test_photo_format(facts, expected):
    assert list(PhotoFormat().check(facts)) == expected
