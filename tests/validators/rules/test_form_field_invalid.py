"""The rule form-field-invalid."""

import pytest

from tests.builders.rule_facts import filled, form_slot
from validators.rules.form_field_invalid import FormFieldInvalid


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(form_slot(filled(mobile="+86 138 0013 8000")), [], id="fine"),
        pytest.param(form_slot(), [], id="none"),
        pytest.param(
            form_slot(filled(email="marta(at)example")),
            [{"subject": "email", "text": "marta(at)example", "fault": "unreadable", "grade": "other"}],
            id="bad email",
        ),
        pytest.param(
            form_slot(filled(nationality="Earth")),
            [{"subject": "nationality", "text": "Earth", "fault": "unreadable", "grade": "other"}],
            id="no country",
        ),
    ],
)
def test_form_field_invalid(facts, expected):
    assert list(FormFieldInvalid().check(facts)) == expected
