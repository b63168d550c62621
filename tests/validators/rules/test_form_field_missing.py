"""The rule form-field-missing."""

import pytest

from tests.builders.rule_facts import blank, case, filled, scanned
from validators.rules.form_field_missing import FormFieldMissing


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(filled()), [], id="whole"),
        pytest.param(case(), [], id="no form"),
        pytest.param(case(scanned()), [], id="scan"),
        pytest.param(case(filled(name_en="", name_zh="林玛塔")), [], id="chinese name is enough"),
        pytest.param(case(filled(nationality="")), [{"subject": "nationality", "fields": ["nationality"]}], id="no nationality"),
        pytest.param(case(filled(email="", mobile="13800138000")), [], id="mobile instead of email"),
        pytest.param(
            case(blank()),
            [
                {"subject": "name_en", "fields": ["name_en", "name_zh"]},
                {"subject": "nationality", "fields": ["nationality"]},
                {"subject": "email", "fields": ["email", "mobile"]},
                {"subject": "photo_name", "fields": ["photo_name"]},
            ],
            id="blank",
        ),
        pytest.param(
            case(filled(contact_name="Li", contact_email="li@example.org", contact_phone="13800138000", employer="A university")),
            [{"subject": "address", "fields": ["address"]}],
            id="contact begun",
        ),
    ],
)
def test_form_field_missing(facts, expected):
    assert list(FormFieldMissing().check(facts)) == expected
