"""The rule sheet-unreadable."""

import pytest

from tests.builders.sheet_rows import sheet, sheet_slot
from validators.rules.sheet_unreadable import SheetUnreadable


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"rows": 3}, []),
        ({"problem": "no-header"}, [{"subject": "a.xlsx", "problem": "no-header", "grade": "hard"}]),
        ({"problem": "too-many-rows", "rows": 9}, [{"subject": "a.xlsx", "problem": "too-many-rows", "grade": "hard"}]),
        (
            {"rows": 3, "active": ("macros", "links")},
            [
                {"subject": "a.xlsx", "problem": "macros", "grade": "soft"},
                {"subject": "a.xlsx", "problem": "links", "grade": "soft"},
            ],
        ),
    ],
)
def test_sheet_unreadable(facts, expected):
    assert list(SheetUnreadable().check(sheet_slot(pieces=(sheet(**facts),)))) == expected
