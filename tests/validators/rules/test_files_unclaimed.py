"""The rule files-unclaimed."""

import pytest

from tests.builders.rule_facts import case
from validators.rules.files_unclaimed import FilesUnclaimed


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="none"),
        pytest.param(case(unclaimed=("1.jpg", "2.jpg")), [{"files": ["1.jpg", "2.jpg"], "why": "authors"}], id="two"),
        pytest.param(
            case(maybe_missing=("works.egg",)), [{"files": ["works.egg"], "why": "unknown"}], id="may be what is missing"
        ),
        pytest.param(case(called_otherwise=("poster.mp4",)), [{"files": ["poster.mp4"], "why": "called"}], id="called otherwise"),
    ],
)
def test_files_unclaimed(facts, expected):
    assert list(FilesUnclaimed().check(facts)) == expected
