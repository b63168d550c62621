"""The rule photo-provenance."""

import pytest
from rule_facts import photo

from validators.rules.photo_provenance import PhotoProvenance


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
                    "has_exif": True,
                }
            ],
            id="evidence",
        ),
        pytest.param(
            photo(),
            [{"subject": "work1.jpg", "camera": "", "taken": "", "software": "", "ai_label": "", "has_exif": False}],
            id="silent file",
        ),
    ],
)
def test_photo_provenance(facts, expected):
    assert list(PhotoProvenance().check(facts)) == expected
