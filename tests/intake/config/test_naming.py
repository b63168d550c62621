"""What one_per, identity and naming say of a call, and what in them points nowhere."""

import pytest

from intake.config.naming import NamingPattern
from tests.intake.config.test_slots import ESSAY, FORM, read

SLOTS = {"essay": ESSAY, "form": FORM}


def test_names_may_tell_what_no_form_asks_for(tmp_path):
    config, mistakes = read(tmp_path, SLOTS, one_per=["block", "unit"], naming={"pattern": "宣传+{block}+{unit}"})
    call = config.calls["essay"]
    assert mistakes == {}
    assert (call.unit_fields, call.told_fields, call.identity.unit, call.per_mail) == (
        ("block", "unit"),
        ("block", "unit"),
        ("unit",),
        False,
    )


@pytest.mark.parametrize(
    ("one_per", "units", "per_mail"),
    [("author", (), False), ("mail", (), True), ("name", ("name",), False), (["name"], ("name",), False)],
)
def test_what_an_entry_stands_for(tmp_path, one_per, units, per_mail):
    config, mistakes = read(tmp_path, SLOTS, one_per=one_per)
    assert (mistakes, config.calls["essay"].unit_fields, config.calls["essay"].per_mail) == ({}, units, per_mail)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("宣传", "write what is told in braces"),
        ("宣传+{}", "'{}' is no name"),
        ("宣传+{the unit}", "'{the unit}' is no name"),
        ("{name}+{name}", "{name} stands twice"),
        ("{name}{email}", "two values stand side by side"),
        ("宣传+{nobody}", "nobody knows '{nobody}'"),
    ],
)
def test_patterns_that_cannot_be(tmp_path, pattern, said):
    mistakes = read(tmp_path, SLOTS, naming={"pattern": pattern})[1]
    assert [(path, said in problem) for path, problem in mistakes.items()] == [("naming.pattern", True)]


@pytest.mark.parametrize("one_per", [["unit"], "unit", []])
def test_an_entry_cannot_stand_for_what_nobody_tells(tmp_path, one_per):
    assert [path.split("[")[0] for path in read(tmp_path, SLOTS, one_per=one_per)[1]] == ["one_per"]


def test_a_right_name():
    naming = NamingPattern(pattern="宣传+{block}+{unit}")
    assert naming.filled({"unit": "海岸大学"}, {"block": "板块"}) == "宣传+板块+海岸大学"
