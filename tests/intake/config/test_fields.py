"""Fields in config.yaml: every option is checked, and contradictions are told with all other mistakes, each at its key."""

from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from intake.config.loading import examine
from intake.config.models import FieldKind, Fields, FieldSettings
from intake.config.patterns import may_never_end
from tests import ROOT

ENVIRON = {"PHOTO_PASSWORD": "secret"}
HERE = "calls.photo-2026.slots.form.fields."


def mistakes_of(tmp_path: Path, fields: object) -> dict[str, str]:
    path = tmp_path / "over.yaml"
    path.write_text(
        yaml.safe_dump({"calls": {"photo-2026": {"slots": {"form": {"fields": fields}}}}}, allow_unicode=True), encoding="utf-8"
    )
    _, mistakes = examine([ROOT / "config.yaml", path], ENVIRON)
    return {item.key_path.removeprefix(HERE): item.problem for item in mistakes if not item.warning}


def told_of(fields: object) -> list[tuple[str, str]]:
    try:
        TypeAdapter(Fields).validate_python(fields)
    except ValidationError as error:
        return [(".".join(map(str, item["loc"])), item["msg"]) for item in error.errors()]
    return []


def test_a_field_may_have_every_option_of_its_kind():
    fields = {
        "type": {"kind": "choice", "labels": ["类别"], "choices": {"project": ["项目需求"], "talent": []}, "held": ["talent"]},
        "secret": {"kind": "flag", "labels": ["不便公开"], "negated": ["是否公开"], "held": ["yes"], "one_of": "say"},
        "size": {"kind": "count", "labels": ["规模"], "uncounted": ["未统计"], "least": 0, "most": 9, "within": "2018年：{}人"},
        "area": {"kind": "number", "labels": ["面积"], "sum": True, "together": "booth"},
        "code": {"labels": ["代码"], "pattern": "[0-9A-Z]{18}", "least": 1, "most": 20, "required": True, "together": "booth"},
        "day": {"kind": "date", "labels": ["日期"], "one_of": "say"},
        "page": {"kind": "url", "labels": ["网址"]},
    }
    assert told_of(fields) == []


@pytest.mark.parametrize(
    ("field", "where", "problem"),
    [
        ({"kind": "fnord"}, "kind", "Input should be 'text', 'name',"),
        ({"choices": {"a": ["A"]}}, "choices", "is only for fields of kind choice; this one is of kind text"),
        ({"kind": "choice"}, "choices", "name what can be chosen"),
        ({"kind": "choice", "choices": {"a": ["A"], "b": ["B", "a"]}}, "choices", "'a' stands under both a and b"),
        ({"kind": "choice", "choices": {"a": [" "]}}, "choices", "a: an empty word"),
        ({"kind": "count", "negated": ["是否公开"]}, "negated", "is only for fields of kind flag; this one is of kind count"),
        ({"kind": "number", "uncounted": ["未统计"]}, "uncounted", "is only for fields of kind count"),
        ({"kind": "email", "least": 3}, "least", "is only for fields of kind count or number or text"),
        ({"kind": "flag", "most": 3}, "most", "is only for fields of kind count or number or text"),
        ({"kind": "date", "sum": True}, "sum", "is only for fields of kind count or number"),
        ({"least": 5, "most": 4}, "most", "is 4, but least is 5"),
        ({"least": -1}, "least", "greater than or equal to 0"),
        ({"pattern": "[a-"}, "pattern", "is not a regular expression"),
        ({"pattern": "a" * 201}, "pattern", "at most 200 characters"),
        ({"pattern": "(a+)+"}, "pattern", "repeats what repeats already"),
        ({"within": "2018年人"}, "within", "write what stands before the value"),
        ({"within": "{}人"}, "within", "write what stands before the value"),
        ({"within": "2018年{}人{}"}, "within", "write what stands before the value"),
        ({"required": True, "one_of": "x"}, "one_of", "the field is required already"),
        ({"one_of": "reach"}, "one_of", "no other field names 'reach'"),
        ({"together": "booth"}, "together", "no other field names 'booth'"),
        ({"kind": "choice", "choices": {"a": ["A"]}, "held": ["b"]}, "held", "b can never be its value; it is one of a"),
        ({"kind": "flag", "held": ["是"]}, "held", "是 can never be its value; it is one of no, yes"),
        ({"kind": "nationality", "held": ["China"]}, "held", "China can never be its value"),
        ({"labels": []}, "labels", "at least 1 item"),
        ({"labels": ["甲", ""]}, "labels", "one of the words is empty"),
        ({"requird": True}, "requird", "Extra inputs"),
    ],
)
def test_a_contradiction_is_told_at_its_key(field, where, problem):
    found = told_of({"extra": {"labels": ["甲"], **field}})
    assert {key for key, _ in found} == {f"extra.{where}"}
    assert problem in found[0][1]


def test_all_mistakes_of_all_fields_are_told_at_once(tmp_path):
    fields = {
        "a": {
            "labels": ["甲"],
            "kind": "text",
            "choices": {"x": ["X"]},
            "uncounted": ["无"],
            "least": 9,
            "most": 1,
            "one_of": "g",
        },
        "b": {"labels": [], "kind": "count", "negated": ["不"], "pattern": "(", "within": "{}", "together": "h"},
        "c": {"kind": "nothing", "unknown": 1},
    }
    assert set(mistakes_of(tmp_path, fields)) == {
        "a.choices",
        "a.uncounted",
        "a.most",
        "a.one_of",
        "b.labels",
        "b.negated",
        "b.pattern",
        "b.within",
        "b.together",
        "c.kind",
        "c.labels",
        "c.unknown",
    }


def test_counts_are_added_up_unless_said_otherwise():
    kinds = [FieldKind.COUNT, FieldKind.NUMBER, FieldKind.TEXT]
    assert [FieldSettings(labels=("甲",), kind=kind).summed for kind in kinds] == [True, False, False]
    said = [(FieldKind.COUNT, False), (FieldKind.NUMBER, True)]
    assert [FieldSettings(labels=("甲",), kind=kind, sum=value).summed for kind, value in said] == [False, True]


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a*)*b", "(a|aa)+", "((a+)b)*", "(a{2,}){3,}", "(?:x+y?)+", "(a|b)*c", r"([\w]+\s?)+"]
)
def test_a_pattern_that_may_never_end_is_refused(pattern):
    assert may_never_end(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9A-Z]{18}",
        r"(\d{3}-){2}\d{4}",
        r"(ab)+",
        r"(\d+-)?\d+",
        r"[(+*|]+",
        r"\(a\+\)\+",
        "a|b",
        "(a|b)",
        r"[A-Z]\d+",
        "[]+]+x",
        "((a)(b)){2}",
    ],
)
def test_usual_patterns_are_taken(pattern):
    assert not may_never_end(pattern)
