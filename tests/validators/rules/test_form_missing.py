"""The rule form-missing."""

import pytest

from tests.builders.rule_facts import blank, case, filled
from validators.rules.form_missing import FormMissing


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(filled()), [], id="filled"),
        pytest.param(case(blank()), [], id="blank is a form"),
        pytest.param(case(), [{"subject": ""}], id="none"),
    ],
)
def test_form_missing(facts, expected):
    assert list(FormMissing().check(facts)) == expected
