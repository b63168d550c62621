"""The rule photo-duplicate."""

import pytest

from tests.builders.rule_facts import case, photo
from validators.rules.photo_duplicate import PhotoDuplicate


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="different"),
        pytest.param(
            case(works=(photo("a.jpg", sha256="x"), photo("b.jpg", sha256="x"))),
            [{"subject": "b.jpg", "other": "a.jpg"}],
            id="same bytes",
        ),
        pytest.param(
            case(
                works=(
                    photo("a.jpg", hashes=("0f0f0f0f0f0f0f0f",)),
                    photo("b.jpg", hashes=("aaaaaaaaaaaaaaaa", "0f0f0f0f0f0f0f0e")),
                )
            ),
            [{"subject": "b.jpg", "other": "a.jpg"}],
            id="nearly the same, turned",
        ),
        pytest.param(
            case(works=(photo("a.jpg", hashes=("0000000000000000",)), photo("b.jpg", hashes=("0000000000000000",)))),
            [],
            id="plain pictures all look alike",
        ),
    ],
)
def test_photo_duplicate(facts, expected):
    assert list(PhotoDuplicate().check(facts)) == expected
