"""The rule form-unreadable."""

import pytest

from tests.builders.rule_facts import filled, form_slot, scanned
from validators.rules.form_unreadable import FormUnreadable


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(form_slot(filled()), [], id="filled"),
        pytest.param(form_slot(), [], id="none"),
        pytest.param(form_slot(scanned()), [{"subject": "form.jpg", "problem": "scan"}], id="scan"),
    ],
)
def test_form_unreadable(facts, expected):
    assert list(FormUnreadable().check(facts)) == expected
