"""The rule form-pieces-mismatch."""

import pytest

from tests.builders.rule_facts import case, filled
from validators.rules.form_pieces_mismatch import FormPiecesMismatch


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(filled()), [], id="equal"),
        pytest.param(case(filled(pieces="")), [], id="silent"),
        pytest.param(case(filled(pieces="三幅")), [], id="in words"),
        pytest.param(
            case(filled(pieces="5 pieces")), [{"stated": 5, "arrived": 3, "counted": "work", "slot": "form"}], id="more stated"
        ),
    ],
)
def test_form_pieces_mismatch(facts, expected):
    assert list(FormPiecesMismatch(field="pieces", slot="work").check(facts)) == expected
