"""A registry of version 0.1 opens: its findings are about slots, under the rules' names of today, and its letters can be written."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from intake.model.submission import FormValue
from registry.read.entries import read_entry
from registry.store.migrations import migrations
from registry.store.schema import open_registry
from reports.letters.sentences import sentence
from tests.builders.factories import shipped_call
from validators.rules import RULES

OLD = Path(__file__).with_name("old_registry.sql")


@pytest.fixture
def entry(tmp_path):
    """Return the old registry's entry, read by the program of today."""
    path = tmp_path / "registry.db"
    before = Database(path)
    migrations.apply(before, stop_before="counted")
    before.conn.executescript(OLD.read_text(encoding="utf-8"))
    before.conn.close()
    database = open_registry(path)
    yield read_entry(database, "IF2026-0001")
    database.conn.close()


def test_each_finding_is_about_its_slot_and_under_todays_rule(entry):
    assert [(item.rule, item.slot, item.subject) for item in entry.findings] == [
        ("slot-count", "form", "form"),
        ("slot-count", "work", "work"),
        ("slot-count", "portrait", "portrait"),
        ("photo-size", "work", "a.jpg"),
        ("photo-damaged", "portrait", "me.jpg"),
        ("text-length", "description", "description"),
        ("slot-count", "biography", "biography"),
        ("field-held", "form", "nationality"),
        ("cloud-link", "", ""),
    ]
    assert {item.rule for item in entry.findings} <= {rule.name for rule in RULES}


def test_values_are_what_todays_rules_say(entry):
    told = {(item.rule, item.slot): item.values for item in entry.findings}
    assert told["slot-count", "work"] == {"subject": "work", "count": 2, "minimum": 3, "maximum": 5, "inside": ["a.docx"]}
    assert told["text-length", "description"] == {
        "subject": "description", "count": 180, "counts": "words", "least": 20, "most": 199,
        "good_least": 60, "good_most": 150, "grade": "soft",
    }  # fmt: skip
    assert told["field-held", "form"]["value"] == "CN"


def test_its_form_is_the_calls_form(entry):
    assert (entry.form.slot, entry.form.values) == ("form", {"name_en": FormValue(text="Marta", place="table 1")})


def test_every_old_finding_can_be_said(entry):
    said = [sentence(item, language, shipped_call()) for item in entry.findings for language in ("zh", "en")]
    assert all(each.problem and each.remedy for each in said)
