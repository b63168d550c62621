"""The rule files-unclaimed."""

import pytest
from rule_facts import case

from validators.rules.files_unclaimed import FilesUnclaimed


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="none"),
        pytest.param(case(unclaimed=("1.jpg", "2.jpg")), [{"files": ["1.jpg", "2.jpg"]}], id="two"),
    ],
)
def test_files_unclaimed(facts, expected):
    assert list(FilesUnclaimed().check(facts)) == expected
