"""What is read out of each form of the corpus, field by field, through the whole desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.run_case import outcome_of
from tests.corpus.forms import FORM_READINGS, FormCase


@pytest.mark.parametrize("reading", FORM_READINGS, ids=lambda reading: reading.case.name)
def test_the_form_of_each_entry(reading: FormCase, tmp_path: Path) -> None:
    expected = reading.case.expected
    found = outcome_of(reading.case, tmp_path)
    entries = found["documents"]
    assert isinstance(entries, list)
    assert {
        "outcome": found["outcome"],
        "state": found["state"],
        "rules": found["rules"],
        "entries": found["entries"],
        "warnings": found["warnings"],
        "forms": tuple(entry["form"] for entry in entries),
        "confidence": {name: entries[0]["form_values"][name]["confidence"] for name in reading.confidence},
    } == {
        "outcome": expected.outcome,
        "state": expected.state,
        "rules": expected.rules,
        "entries": expected.entries,
        "warnings": reading.case.warnings,
        "forms": reading.forms,
        "confidence": reading.confidence,
    }
