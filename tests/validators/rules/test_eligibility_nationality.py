"""The rule eligibility-nationality."""

import pytest

from tests.builders.rule_facts import blank, case, filled
from validators.rules.eligibility_nationality import EligibilityNationality


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(filled()), [], id="swedish"),
        pytest.param(case(), [], id="no form"),
        pytest.param(case(blank()), [], id="blank"),
        pytest.param(case(filled(nationality="")), [], id="empty"),
        pytest.param(
            case(filled(nationality="中国")), [{"subject": "nationality", "text": "中国", "nationality": "CN"}], id="chinese"
        ),
        pytest.param(
            case(filled(nationality="Hong Kong")),
            [{"subject": "nationality", "text": "Hong Kong", "nationality": "HK"}],
            id="hong kong",
        ),
        pytest.param(
            case(filled(nationality="Earth")), [{"subject": "nationality", "text": "Earth", "nationality": ""}], id="unreadable"
        ),
    ],
)
def test_eligibility_nationality(facts, expected):
    assert list(EligibilityNationality().check(facts)) == expected
