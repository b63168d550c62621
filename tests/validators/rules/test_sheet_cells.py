"""The rule sheet-cells."""

from tests.builders.sheet_rows import judged, missing, sheet_slot
from validators.rules.sheet_cells import SheetCells


def told(row, column="title", problem="missing", **more):
    return {"sheet": "S", "cell": f"C{row}", "column": column, "problem": problem, "row": row, **more}


def check(*rows):
    return list(SheetCells().check(sheet_slot(rows=rows)))


def test_good_rows_are_nothing_to_speak_of():
    assert check(judged(2), judged(3)) == []


def test_bad_rows_are_told_by_place_and_the_good_ones_counted():
    assert check(judged(2), judged(3, missing(3)), judged(4, missing(4))) == [
        {"subject": "a.xlsx", "good": 1, "bad": 2, "cells": [told(3), told(4)], "more": 0, "grade": "hard"}
    ]


def test_what_is_only_said_lets_the_row_count():
    assert check(judged(2, missing(2, problem="too-long", soft=True))) == [
        {"subject": "a.xlsx", "good": 1, "bad": 0, "cells": [told(2, problem="too-long")], "more": 0, "grade": "soft"}
    ]


def test_rows_of_two_files_name_none_and_many_cells_are_counted():
    rows = [judged(number, missing(number)) for number in range(2, 502)]
    (found,) = check(*rows, judged(9, missing(9), file="b.xlsx"))
    assert (found["subject"], found["bad"], len(found["cells"]), found["more"]) == ("", 501, 500, 1)


def test_a_table_of_a_text_is_counted():
    assert check(judged(3, missing(3), table=2))[0]["cells"] == [told(3, table=2)]
