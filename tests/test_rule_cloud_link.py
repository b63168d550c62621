"""The rule cloud-link."""

import pytest
from rule_facts import CLOSES, case, link

from validators.rules.cloud_link import CloudLinkInstead


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="none"),
        pytest.param(
            case(links=(link(CLOSES),)), [{"subject": "", "links": ["works.zip (QQ)"], "expires": CLOSES.isoformat()}], id="one"
        ),
        pytest.param(case(links=(link(),)), [{"subject": "", "links": ["works.zip (QQ)"], "expires": ""}], id="no expiry"),
    ],
)
def test_cloud_link(facts, expected):
    assert list(CloudLinkInstead().check(facts)) == expected
