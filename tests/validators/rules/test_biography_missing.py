"""The rule biography-missing."""

import pytest

from tests.builders.rule_facts import case, text, words
from validators.rules.biography_missing import BiographyMissing


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(texts={"biography": words(90, "biography")}), [], id="there"),
        pytest.param(case(), [{"subject": "biography"}], id="none"),
        pytest.param(case(texts={"biography": text("…", "biography")}), [{"subject": "biography"}], id="empty"),
    ],
)
def test_biography_missing(facts, expected):
    assert list(BiographyMissing().check(facts)) == expected
