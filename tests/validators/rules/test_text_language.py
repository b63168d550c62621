"""The rule text-language."""

import pytest

from tests.builders.rule_facts import text, words
from validators.rules.text_language import TextLanguage

ENGLISH, CHINESE, ANY = TextLanguage(language="en"), TextLanguage(language="zh"), TextLanguage()


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        pytest.param(ENGLISH, words(100), [], id="english"),
        pytest.param(ENGLISH, text("茶" * 60 + " " + "tea " * 60), [], id="beside chinese"),
        pytest.param(ENGLISH, text("茶" * 60), [{"subject": "description", "language": "en"}], id="chinese"),
        pytest.param(ENGLISH, text("…"), [], id="empty"),
        pytest.param(CHINESE, text("茶" * 60), [], id="chinese as asked"),
        pytest.param(CHINESE, words(100), [{"subject": "description", "language": "zh"}], id="english instead"),
        pytest.param(ANY, text("茶" * 60), [], id="any"),
    ],
)
def test_text_language(rule, facts, expected):
    assert list(rule.check(facts)) == expected
