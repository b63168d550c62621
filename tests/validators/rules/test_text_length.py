"""The rule text-length."""

import pytest

from tests.builders.rule_facts import text, words
from validators.rules.text_length import TextLength

IN_WORDS = TextLength(counts="words", least=20, most=199, good=(60, 150))
IN_CHARACTERS = TextLength(counts="characters", good=(50, 200))


def told(count, grade):
    bounds = {"least": 20, "most": 199, "good_least": 60, "good_most": 150}
    return [{"subject": "description", "count": count, "counts": "words", **bounds, "grade": grade}]


def of_characters(count):
    bounds = {"least": 0, "most": None, "good_least": 50, "good_most": 200}
    return [{"subject": "biography", "count": count, "counts": "characters", **bounds, "grade": "soft"}]


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (IN_WORDS, words(100), []),
        (IN_WORDS, words(19), told(19, "hard")),
        (IN_WORDS, words(20), told(20, "soft")),
        (IN_WORDS, words(59), told(59, "soft")),
        (IN_WORDS, words(60), []),
        (IN_WORDS, words(150), []),
        (IN_WORDS, words(151), told(151, "soft")),
        (IN_WORDS, words(199), told(199, "soft")),
        (IN_WORDS, words(200), told(200, "hard")),
        (IN_CHARACTERS, text("茶" * 100, "biography"), []),
        (IN_CHARACTERS, words(90, "biography"), []),
        (IN_CHARACTERS, text("茶" * 49, "biography"), of_characters(49)),
        (IN_CHARACTERS, text("茶" * 201, "biography"), of_characters(201)),
        (IN_CHARACTERS, text("…", "biography"), []),
        (TextLength(), words(1), []),
    ],
)
def test_text_length(rule, facts, expected):
    assert list(rule.check(facts)) == expected


def test_bounds_that_contradict_each_other_are_told():
    assert list(TextLength(least=300, most=200).mistakes()) == [{"most": "least is 300, above most, which is 200"}]
    assert list(TextLength(least=100, most=300, good=(50, 200)).mistakes()) == [{"good": "reaches outside least and most"}]
