"""The rule archive-unreadable."""

import pytest
from rule_facts import archive, case

from validators.rules.archive_unreadable import ArchiveUnreadable


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="none"),
        pytest.param(case(materials=(archive("encrypted"),)), [{"subject": "a.zip", "problem": "encrypted"}], id="encrypted"),
    ],
)
def test_archive_unreadable(facts, expected):
    assert list(ArchiveUnreadable().check(facts)) == expected
