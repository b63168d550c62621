"""The rule form-field-invalid."""

import pytest

from tests.builders.rule_facts import case, filled
from validators.rules.form_field_invalid import FormFieldInvalid


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(filled(mobile="+86 138 0013 8000")), [], id="fine"),
        pytest.param(case(), [], id="none"),
        pytest.param(case(filled(email="marta(at)example")), [{"subject": "email", "text": "marta(at)example"}], id="bad email"),
        pytest.param(case(filled(nationality="Earth")), [{"subject": "nationality", "text": "Earth"}], id="no country"),
    ],
)
def test_form_field_invalid(facts, expected):
    assert list(FormFieldInvalid().check(facts)) == expected
