"""Values judged by what their fields declare."""

from __future__ import annotations

import pytest

from intake.config.fields import FieldSettings
from tests.builders.factories import shipped_call
from validators.probes.fields import Grade, HeldField, InvalidField, JudgedFields, ValueFault, judge_fields, required_groups


def fields_of(**fields: dict[str, object]) -> dict[str, FieldSettings]:
    return {name: FieldSettings.model_validate({"labels": [name], **field}) for name, field in fields.items()}


NOTHING = JudgedFields()
BOOTHS = {"kind": "choice", "choices": {"online": ["网上展厅"], "onsite": ["线下展位"]}}


def test_required_fields_and_groups_in_the_order_of_the_form() -> None:
    fields = fields_of(
        zh={"one_of": "en"}, en={"one_of": "en"}, unit={"required": True}, phone={"one_of": "reach"}, email={"one_of": "reach"}
    )
    assert required_groups(fields) == (("en", "zh"), ("unit",), ("phone", "email"))
    assert judge_fields(fields, {}).missing == (("en", "zh"), ("unit",), ("phone", "email"))
    assert judge_fields(fields, {"zh": "李明", "unit": " \n ", "email": "x"}).missing == (("unit",),)
    assert judge_fields(fields, {"zh": "李明", "unit": "甲", "email": "x"}) == NOTHING


def test_the_photo_calls_groups() -> None:
    form = shipped_call().form
    assert form is not None
    assert required_groups(form.fields) == (("name_en", "name_zh"), ("nationality",), ("email", "mobile"), ("photo_name",))
    contact = ("contact_name", "contact_email", "contact_phone", "employer", "address")
    whole = {"name_en": "Anna", "nationality": "French", "email": "a@example.org", "photo_name": "Tea"}
    assert judge_fields(form.fields, whole) == NOTHING
    begun = judge_fields(form.fields, {**whole, "contact_name": "李", "address": "1"})
    assert begun == JudgedFields(missing=tuple((name,) for name in contact[1:4]))


def test_what_belongs_together_is_whole_once_begun() -> None:
    fields = fields_of(
        a={"together": "g"},
        b={"together": "g"},
        c={"together": "g", "required": True},
        d={"together": "g", "one_of": "h"},
        e={"one_of": "h"},
    )
    assert judge_fields(fields, {"c": "1", "e": "1"}).missing == (("a",), ("b",))
    assert judge_fields(fields, {"a": "1", "e": "1"}).missing == (("c",), ("b",))
    assert judge_fields(fields, {"a": "1", "b": "1", "c": "1", "d": "1"}) == NOTHING


@pytest.mark.parametrize(
    ("settings", "text", "expected"),
    [
        ({"kind": "email"}, "anna@example.org", None),
        ({"kind": "email", "required": True}, "anna at example.org", (ValueFault.UNREADABLE, Grade.OTHER)),
        ({"kind": "phone", "required": True}, "see below", (ValueFault.UNREADABLE, Grade.OTHER)),
        ({"kind": "nationality", "required": True}, "Martian", (ValueFault.UNREADABLE, Grade.OTHER)),
        ({"kind": "url"}, "soon", (ValueFault.UNREADABLE, Grade.OTHER)),
        ({"kind": "number", "required": True}, "many", (ValueFault.UNREADABLE, Grade.OTHER)),
        ({"kind": "date"}, "下周", (ValueFault.UNREADABLE, Grade.OTHER)),
        ({"kind": "date", "required": True}, "下周", (ValueFault.UNREADABLE, Grade.REQUIRED)),
        ({"kind": "date", "required": True}, "2026年8月3日", None),
        ({"kind": "count", "required": True}, "若干", (ValueFault.UNREADABLE, Grade.REQUIRED)),
        ({"kind": "count", "required": True, "uncounted": ["未统计"]}, "未统计", None),
        ({"kind": "count", "required": True, "most": 10}, "约12人", (ValueFault.TOO_LARGE, Grade.REQUIRED)),
        ({"kind": "count", "least": 3}, "2", (ValueFault.TOO_SMALL, Grade.OTHER)),
        ({"kind": "count", "least": 3, "uncounted": ["未统计"]}, "未统计", None),
        ({"kind": "number", "least": 9, "most": 200}, "8.5㎡", (ValueFault.TOO_SMALL, Grade.OTHER)),
        ({"kind": "number", "least": 9, "most": 200}, "9", None),
        ({"kind": "number", "least": 9, "most": 200}, "200", None),
        ({**BOOTHS}, "☑别的 □网上展厅", (ValueFault.UNREADABLE, Grade.OTHER)),
        ({**BOOTHS, "required": True}, "随便", (ValueFault.UNREADABLE, Grade.REQUIRED)),
        ({**BOOTHS, "required": True}, "网上展厅、线下展位均可", None),
        ({"kind": "flag", "required": True}, "视情况", (ValueFault.UNREADABLE, Grade.OTHER)),
        ({"kind": "sex"}, "x", None),
        ({"kind": "name"}, "1", None),
        ({"pattern": "[0-9A-Z]{18}", "required": True}, "９１１１０１０８ＭＡ００１ＡＢＣ１Ｘ ", None),
        ({"pattern": "[0-9A-Z]{18}", "required": True}, "91110108MA001ABC1", (ValueFault.PATTERN, Grade.OTHER)),
        ({"pattern": "a*"}, "a" * 501, (ValueFault.PATTERN, Grade.OTHER)),
        ({"most": 5, "required": True}, "一二三四五六", (ValueFault.TOO_LONG, Grade.OTHER)),
        ({"most": 5}, "一二，三四。five", None),
        ({"least": 3}, "二字", (ValueFault.TOO_SHORT, Grade.OTHER)),
    ],
)
def test_what_is_not_as_asked_for(settings: dict[str, object], text: str, expected: tuple[ValueFault, Grade] | None) -> None:
    judged = judge_fields(fields_of(x=settings), {"x": text})
    said = (InvalidField(field="x", text=text.strip(), fault=expected[0], grade=expected[1]),) if expected else ()
    assert judged == JudgedFields(invalid=said)


def test_the_only_one_filled_of_several_counts_as_required() -> None:
    fields = fields_of(day={"kind": "date", "one_of": "when"}, note={"one_of": "when"})
    assert [item.grade for item in judge_fields(fields, {"day": "soon"}).invalid] == [Grade.REQUIRED]
    assert [item.grade for item in judge_fields(fields, {"day": "soon", "note": "x"}).invalid] == [Grade.OTHER]


def test_a_date_without_a_year_needs_one_nearby() -> None:
    fields = fields_of(day={"kind": "date"})
    assert [item.fault for item in judge_fields(fields, {"day": "8月3日"}).invalid] == [ValueFault.UNREADABLE]
    assert judge_fields(fields, {"day": "8月3日"}, {"day": "2026-08-03"}) == NOTHING


@pytest.mark.parametrize(
    ("settings", "text", "value"),
    [
        ({"kind": "nationality", "held": ["CN", "HK"]}, "中国", "CN"),
        ({"kind": "nationality", "held": ["CN", "HK"]}, "French", None),
        ({"kind": "nationality", "held": ["CN", "HK"]}, "Martian", ""),
        ({"kind": "nationality"}, "中国", None),
        ({**BOOTHS, "held": ["onsite"]}, "□网上展厅 ☑线下展位", "onsite"),
        ({**BOOTHS, "held": ["onsite"]}, "☑网上展厅 □线下展位", None),
        ({"kind": "flag", "negated": ["是否公开"], "held": ["yes"]}, "是否公开：否", "yes"),
        ({"kind": "count", "held": ["0"]}, "0人", "0"),
        ({"kind": "count", "uncounted": ["未统计"], "held": ["未统计"]}, "未统计", "未统计"),
        ({"held": ["Test Ltd"]}, "ＴＥＳＴ ltd", "ＴＥＳＴ ltd"),
        ({"held": ["Test Ltd"]}, "Test", None),
    ],
)
def test_what_staff_must_look_at(settings: dict[str, object], text: str, value: str | None) -> None:
    expected = () if value is None else (HeldField(field="x", text=text, value=value),)
    assert judge_fields(fields_of(x=settings), {"x": text}).held == expected
