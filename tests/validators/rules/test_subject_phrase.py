"""The rule subject-phrase."""

import pytest

from tests.builders.rule_facts import case
from validators.rules.subject_phrase import SubjectPhrase


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="seen"),
        pytest.param(case(phrase_seen=False), [{"phrase": ""}], id="nowhere"),
    ],
)
def test_subject_phrase(facts, expected):
    assert list(SubjectPhrase().check(facts)) == expected
