"""The rule sender-automatic."""

import pytest

from tests.builders.rule_facts import case
from validators.rules.sender_automatic import SenderAutomatic


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="a person's"),
        pytest.param(case(automatic="mailing list"), [{"sign": "mailing list"}], id="through a list"),
    ],
)
def test_sender_automatic(facts, expected):
    assert list(SenderAutomatic().check(facts)) == expected
