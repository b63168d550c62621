"""Every corpus case alone through the whole desk: what becomes of it, what is read out of its form, what is told of its photos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.builders.breadth import mostly_rarely
from tests.builders.factories import CorpusCase
from tests.builders.run_case import outcome_of
from tests.corpus.cases import CORPUS, raw_of
from tests.corpus.forms import FORM_READINGS, FormCase
from tests.corpus.photos import PHOTO_READINGS, PhotoReading

FORMS = {reading.case.name: reading for reading in FORM_READINGS}
PHOTOS = {reading.case.name: reading for reading in PHOTO_READINGS}


@pytest.mark.parametrize("case", mostly_rarely(CORPUS, 2), ids=lambda case: case.name)
def test_a_corpus_case_comes_out_as_expected(case: CorpusCase, tmp_path: Path) -> None:
    entries = come_out_as_expected(replace(case, raw=partial(raw_of, case.name)), tmp_path)
    if case.name in FORMS:
        check_form(FORMS[case.name], entries)
    if case.name in PHOTOS:
        check_photos(PHOTOS[case.name], entries)


def come_out_as_expected(case: CorpusCase, tmp_path: Path) -> Any:
    """Judge a case, check what every case promises, and return its entries."""
    got = outcome_of(case, tmp_path)
    expected = case.expected
    assert {name: got[name] for name in ("outcome", "state", "rules", "entries")} == {
        "outcome": expected.outcome,
        "state": expected.state,
        "rules": frozenset(expected.rules),
        "entries": expected.entries,
    }
    if case.warnings is not None:
        assert got["warnings"] == case.warnings
    assert got["untold"] == []  # every problem of a file is told by a finding that names it
    assert got["unaccounted"] == []  # every file, form and long text ends in a role, in `other` with a reason, or before staff
    return got["documents"]


def check_form(reading: FormCase, entries: Any) -> None:
    """Check what was read out of a form, field by field, and how sure it is."""
    sure = {name: entries[0]["form_values"][name]["confidence"] for name in reading.confidence}
    assert (tuple(entry["form"] for entry in entries), sure) == (reading.forms, reading.confidence)


def check_photos(reading: PhotoReading, entries: Any) -> None:
    """Check what is told of photos, finding by finding."""
    if told := reading.told():
        (entry,) = entries
        assert {rule: _said(entry, rule) for rule in told} == told


def _said(entry: Mapping[str, Any], rule: str) -> tuple[object, ...]:
    return tuple(item["values"] for item in entry["findings"] if item["rule"] == rule)


def test_readings_are_of_cases() -> None:
    assert {*FORMS, *PHOTOS} - {case.name for case in CORPUS} == set()
