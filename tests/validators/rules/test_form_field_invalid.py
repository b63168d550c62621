"""The rule form-field-invalid."""

import pytest

from intake.config.models import Slot
from tests.builders.rule_facts import filled, form_slot
from validators.facts import FilledSlot
from validators.rules.form_field_invalid import FormFieldInvalid

SHORT = Slot(id="live", kind="form", title={"zh": "直播", "en": "stream"}, fields={"intro": {"labels": ["简介"], "most": 100}})


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
        pytest.param(
            FilledSlot(slot=SHORT, form=filled(intro="论坛 AI 直播。" * 30)),
            [
                {
                    "subject": "intro",
                    "text": ("论坛 AI 直播。" * 30)[:100],
                    "fault": "too-long",
                    "grade": "other",
                    "count": 150,
                    "bound": 100,
                }
            ],
            id="too long",
        ),
    ],
)
def test_form_field_invalid(facts, expected):
    assert list(FormFieldInvalid().check(facts)) == expected
