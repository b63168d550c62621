"""The rule form-unreadable."""

import pytest

from tests.builders.rule_facts import case, filled, scanned
from validators.rules.form_unreadable import FormUnreadable


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(filled()), [], id="filled"),
        pytest.param(case(), [], id="none"),
        pytest.param(case(scanned()), [{"subject": "form.jpg", "problem": "scan"}], id="scan"),
    ],
)
def test_form_unreadable(facts, expected):
    assert list(FormUnreadable().check(facts)) == expected
