"""The rule field-held."""

from dataclasses import replace

import pytest

from intake.config.models import FieldSettings
from intake.model.submission import FormState, FormValue, RegistrationForm
from tests.builders.rule_facts import blank, filled, form_slot
from validators.rules.field_held import FieldHeld


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(form_slot(filled()), [], id="swedish"),
        pytest.param(form_slot(), [], id="no form"),
        pytest.param(form_slot(blank()), [], id="blank"),
        pytest.param(form_slot(filled(nationality="")), [], id="empty"),
        pytest.param(
            form_slot(filled(nationality="中国")), [{"subject": "nationality", "text": "中国", "value": "CN"}], id="chinese"
        ),
        pytest.param(
            form_slot(filled(nationality="Hong Kong")),
            [{"subject": "nationality", "text": "Hong Kong", "value": "HK"}],
            id="hong kong",
        ),
        pytest.param(
            form_slot(filled(nationality="Earth")), [{"subject": "nationality", "text": "Earth", "value": ""}], id="unreadable"
        ),
    ],
)
def test_field_held(facts, expected):
    assert list(FieldHeld().check(facts)) == expected


def test_words_of_a_text_are_held_too():
    facts = form_slot()
    fields = {"unit": FieldSettings(labels=["单位"], held=["保密单位"])}
    form = RegistrationForm(state=FormState.FILLED, values={"unit": FormValue(text="保密单位", place="")})
    facts = replace(facts, slot=facts.slot.model_copy(update={"fields": fields}), form=form)
    assert list(FieldHeld().check(facts)) == [{"subject": "unit", "text": "保密单位", "value": "保密单位"}]
