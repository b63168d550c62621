"""Numbers as judges and counters of votes write them."""

import pytest

from registry.select.cell_numbers import cell_number
from registry.select.handed_sheets import HandedCell


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (85, 85), (8.5, 8.5), ("85", 85), ("８５ 分", 85), ("8.5分", 8.5), ("8,5", 8.5), ("８，５", 8.5), ("85,25 分", 85.25), (",5", 0.5),
        ("1,200", 1200), ("12,345,678", 12_345_678), ("-3", -3), ("+4", 4),
        ("1,2,3", None), ("8,5000", None), ("1200,345", None), ("good", None), ("", None), ("8/10", None), (True, None), (float("nan"), None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it_and_what_is_ambiguous_is_none(written, expected):
    assert cell_number(HandedCell(place="A1", value=written)) == expected
