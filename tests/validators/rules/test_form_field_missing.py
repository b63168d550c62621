"""The rule form-field-missing."""

import pytest

from tests.builders.rule_facts import blank, filled, form_slot, scanned
from validators.rules.form_field_missing import FormFieldMissing


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(form_slot(filled()), [], id="whole"),
        pytest.param(form_slot(), [], id="no form"),
        pytest.param(form_slot(scanned()), [], id="scan"),
        pytest.param(form_slot(filled(name_en="", name_zh="林玛塔")), [], id="chinese name is enough"),
        pytest.param(
            form_slot(filled(nationality="")), [{"subject": "nationality", "fields": ["nationality"]}], id="no nationality"
        ),
        pytest.param(form_slot(filled(email="", mobile="13800138000")), [], id="mobile instead of email"),
        pytest.param(
            form_slot(blank()),
            [
                {"subject": "name_en", "fields": ["name_en", "name_zh"]},
                {"subject": "nationality", "fields": ["nationality"]},
                {"subject": "email", "fields": ["email", "mobile"]},
                {"subject": "photo_name", "fields": ["photo_name"]},
            ],
            id="blank",
        ),
        pytest.param(
            form_slot(
                filled(contact_name="Li", contact_email="li@example.org", contact_phone="13800138000", employer="A university")
            ),
            [{"subject": "address", "fields": ["address"]}],
            id="contact begun",
        ),
    ],
)
def test_form_field_missing(facts, expected):
    assert list(FormFieldMissing().check(facts)) == expected
