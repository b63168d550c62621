"""The rule biography-length."""

import pytest

from tests.builders.rule_facts import text, words
from validators.rules.biography_length import BiographyLength


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(text("茶" * 100, "biography"), [], id="100 字"),
        pytest.param(words(90, "biography"), [], id="90 words"),
        pytest.param(words(5), [], id="description"),
        pytest.param(
            text("茶" * 49, "biography"), [{"subject": "biography", "characters": 49, "least": 50, "most": 200}], id="short"
        ),
        pytest.param(
            text("茶" * 201, "biography"), [{"subject": "biography", "characters": 201, "least": 50, "most": 200}], id="long"
        ),
    ],
)
def test_biography_length(facts, expected):
    assert list(BiographyLength().check(facts)) == expected
