"""The rule photo-duplicate."""

import pytest

from tests.builders.rule_facts import photo, photos
from validators.rules.photo_duplicate import PhotoDuplicate


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photos(), [], id="different"),
        pytest.param(
            photos(photo("a.jpg", sha256="x"), photo("b.jpg", sha256="x")),
            [{"subject": "b.jpg", "other": "a.jpg"}],
            id="same bytes",
        ),
        pytest.param(
            photos(photo("me.jpg", "portrait", sha256="x"), name="portrait", earlier=(photo("a.jpg", sha256="x"),)),
            [{"subject": "me.jpg", "other": "a.jpg"}],
            id="in a slot before it",
        ),
        pytest.param(
            photos(
                photo("a.jpg", hashes=("0f0f0f0f0f0f0f0f",)),
                photo("b.jpg", hashes=("aaaaaaaaaaaaaaaa", "0f0f0f0f0f0f0f0e")),
            ),
            [{"subject": "b.jpg", "other": "a.jpg"}],
            id="nearly the same, turned",
        ),
        pytest.param(
            photos(photo("a.jpg", hashes=("0000000000000000",)), photo("b.jpg", hashes=("0000000000000000",))),
            [],
            id="plain pictures all look alike",
        ),
    ],
)
def test_photo_duplicate(facts, expected):
    assert list(PhotoDuplicate().check(facts)) == expected
