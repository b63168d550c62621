"""The rule description-language."""

import pytest

from tests.builders.rule_facts import text, words
from validators.rules.description_language import DescriptionLanguage


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(words(100), [], id="english"),
        pytest.param(text("茶" * 60 + " " + "tea " * 60), [], id="beside chinese"),
        pytest.param(text("茶" * 60, "biography"), [], id="biography"),
        pytest.param(text("茶" * 60), [{"subject": "description"}], id="chinese"),
    ],
)
def test_description_language(facts, expected):
    assert list(DescriptionLanguage().check(facts)) == expected
