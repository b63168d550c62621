"""The rule form-left-over."""

from dataclasses import replace

import pytest

from intake.model.submission import FormRest
from tests.builders.rule_facts import blank, filled, form_slot
from validators.rules.form_left_over import FormLeftOver


def form_with(*rest):
    return replace(filled(), rest=tuple(FormRest(field=field, text=text, place="table 1, row 9") for field, text in rest))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (None, []),
        (blank(), []),
        (filled(), []),
        (form_with(("email", "b@example.com")), [{"subject": "form.docx", "texts": ["b@example.com"], "grade": "soft"}]),
        (form_with(("name_en", "Marta L")), [{"subject": "form.docx", "texts": ["Marta L"], "grade": "soft"}]),
        (
            form_with(("", "Passport | G1"), ("email", "b@c.de")),
            [{"subject": "form.docx", "texts": ["Passport | G1", "b@c.de"], "grade": "soft"}],
        ),
        (
            form_with(("name_en", "Boris"), ("email", "b@c.de")),
            [{"subject": "form.docx", "texts": ["Boris", "b@c.de"], "grade": "hard"}],
        ),
    ],
)
def test_form_left_over(form, expected):
    assert list(FormLeftOver().check(form_slot(form))) == expected
