"""What is told of the photos of the corpus, finding by finding, through the whole desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.run_case import outcome_of
from tests.corpus.photos import PHOTO_READINGS, PhotoReading

TOLD = [reading for reading in PHOTO_READINGS if reading.told()]


@pytest.mark.parametrize("reading", TOLD, ids=lambda reading: reading.case.name)
def test_what_is_told_of_the_photos(reading: PhotoReading, tmp_path: Path) -> None:
    case, told = reading.case, reading.told()
    found = outcome_of(case, tmp_path)
    (entry,) = found["documents"]
    findings = {rule: tuple(item["values"] for item in entry["findings"] if item["rule"] == rule) for rule in told}
    assert (found["state"], found["rules"], found["warnings"], findings) == (
        case.expected.state,
        case.expected.rules,
        found["warnings"] if case.warnings is None else case.warnings,
        told,
    )
