"""The rule photo-count."""

import pytest

from tests.builders.rule_facts import case
from validators.rules.photo_count import PhotoCount


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(works=3), [], id="least"),
        pytest.param(case(works=5), [], id="most"),
        pytest.param(case(works=2), [{"count": 2, "minimum": 3, "maximum": 5, "inside": []}], id="too few"),
        pytest.param(
            case(works=0, with_pictures=("photos.docx",)),
            [{"count": 0, "minimum": 3, "maximum": 5, "inside": ["photos.docx"]}],
            id="pasted into a document",
        ),
        pytest.param(case(works=6), [{"count": 6, "minimum": 3, "maximum": 5, "inside": []}], id="too many"),
    ],
)
def test_photo_count(facts, expected):
    assert list(PhotoCount().check(facts)) == expected
