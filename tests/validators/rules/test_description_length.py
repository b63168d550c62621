"""The rule description-length."""

import pytest

from tests.builders.rule_facts import text, words
from validators.rules.description_length import DescriptionLength


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(words(100), [], id="100"),
        pytest.param(words(5, "biography"), [], id="another text"),
        pytest.param(text("一" * 10), [], id="chinese is another rule's"),
        pytest.param(
            words(19),
            [{"subject": "description", "words": 19, "least": 60, "most": 150, "limit": 200, "shortest": 20, "grade": "hard"}],
            id="19 hard",
        ),
        pytest.param(
            words(20),
            [{"subject": "description", "words": 20, "least": 60, "most": 150, "limit": 200, "shortest": 20, "grade": "soft"}],
            id="20 soft",
        ),
        pytest.param(
            words(59),
            [{"subject": "description", "words": 59, "least": 60, "most": 150, "limit": 200, "shortest": 20, "grade": "soft"}],
            id="59 soft",
        ),
        pytest.param(
            words(151),
            [{"subject": "description", "words": 151, "least": 60, "most": 150, "limit": 200, "shortest": 20, "grade": "soft"}],
            id="151 soft",
        ),
        pytest.param(
            words(199),
            [{"subject": "description", "words": 199, "least": 60, "most": 150, "limit": 200, "shortest": 20, "grade": "soft"}],
            id="199 soft",
        ),
        pytest.param(
            words(200),
            [{"subject": "description", "words": 200, "least": 60, "most": 150, "limit": 200, "shortest": 20, "grade": "hard"}],
            id="200 hard",
        ),
        pytest.param(words(60), [], id="60"),
        pytest.param(words(150), [], id="150"),
    ],
)
def test_description_length(facts, expected):
    assert list(DescriptionLength().check(facts)) == expected
