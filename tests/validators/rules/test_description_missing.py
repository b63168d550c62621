"""The rule description-missing."""

import pytest

from tests.builders.rule_facts import case, text, words
from validators.rules.description_missing import DescriptionMissing


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(texts={"description": words(90, "description")}), [], id="there"),
        pytest.param(case(), [{"subject": "description"}], id="none"),
        pytest.param(case(texts={"description": text("…", "description")}), [{"subject": "description"}], id="empty"),
    ],
)
def test_description_missing(facts, expected):
    assert list(DescriptionMissing().check(facts)) == expected
