"""The rule form-value-unsure."""

from dataclasses import replace

import pytest

from intake.model.submission import FormValue
from tests.builders.rule_facts import filled, form_slot
from validators.rules.form_value_unsure import FormValueUnsure


def unsure(name, text, confidence):
    form = filled()
    return replace(form, values={**form.values, name: FormValue(text=text, place="cell B7", confidence=confidence)})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(form_slot(form=filled()), [], id="sure"),
        pytest.param(form_slot(), [], id="no form"),
        pytest.param(
            form_slot(form=unsure("mobile", "1.38E+10", 0.5)),
            [{"subject": "mobile", "text": "1.38E+10", "place": "cell B7", "confidence": 0.5}],
            id="unsure",
        ),
        pytest.param(form_slot(form=unsure("mobile", " ", 0.5)), [], id="empty"),
    ],
)
def test_form_value_unsure(facts, expected):
    assert list(FormValueUnsure().check(facts)) == expected
