"""The rule sender-unverified."""

import pytest

from tests.builders.rule_facts import case
from validators.rules.sender_unverified import SenderUnverified


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="fine"),
        pytest.param(
            case(unverified="stranger", claims="IF2026-0001"), [{"reason": "stranger", "claims": "IF2026-0001"}], id="stranger"
        ),
    ],
)
def test_sender_unverified(facts, expected):
    assert list(SenderUnverified().check(facts)) == expected
