"""The rule photo-provenance."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_provenance import PhotoProvenance


def said(**values):
    """Return what is said of a file that tells nothing, with values changed."""
    silent = {"camera": "", "taken": "", "software": "", "ai_label": "", "credentials": "", "has_exif": False}
    return {"subject": "work1.jpg", **silent, **values}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            photo(make="Canon", model="R5", taken="2026:07:01 10:00:00", has_exif=True),
            [
                {
                    "subject": "work1.jpg",
                    "camera": "Canon R5",
                    "taken": "2026:07:01 10:00:00",
                    "software": "",
                    "ai_label": "",
                    "credentials": "",
                    "has_exif": True,
                }
            ],
            id="evidence",
        ),
        pytest.param(
            photo(),
            [said()],
            id="silent file",
        ),
        pytest.param(
            photo(ai_label="GB 45438 AIGC generated"), [said(ai_label="GB 45438 AIGC generated")], id="labelled as generated"
        ),
        pytest.param(photo(ai_label="C2PA Aster/4"), [said(credentials="C2PA Aster/4")], id="credentials are no mark of AI"),
    ],
)
def test_photo_provenance(facts, expected):
    assert list(PhotoProvenance().check(facts)) == expected
