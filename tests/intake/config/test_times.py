"""Times of slots: working days by China's calendar; what cannot be is told by its key path."""

from datetime import date

import pytest

from intake.config.working_days import working_day_after, working_day_before
from tests.intake.config.test_slots import ESSAY, read


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        pytest.param(date(2023, 4, 15), 5, date(2023, 4, 10), id="a plain week"),
        pytest.param(date(2023, 4, 7), 1, date(2023, 4, 6), id="the day itself is none of them"),
        pytest.param(date(2023, 4, 6), 1, date(2023, 4, 4), id="Qingming is a holiday"),
        pytest.param(date(2023, 5, 1), 6, date(2023, 4, 23), id="a Sunday that is worked"),
        pytest.param(date(2022, 10, 10), 3, date(2022, 9, 30), id="the week of the National Day; 8 and 9 October are worked"),
        pytest.param(date(2023, 1, 3), 1, date(2022, 12, 30), id="over New Year"),
    ],
)
def test_working_days_counted_back(day, count, found):
    assert working_day_before(day, count) == found


def test_working_days_counted_on_go_by_weekdays_where_no_holidays_are_known():
    assert (working_day_after(date(2022, 9, 30), 2), working_day_after(date(2099, 1, 1), 3)) == (
        date(2022, 10, 9),
        date(2099, 1, 6),
    )


TIMED = {**ESSAY, "asked": "by-deadline"}


@pytest.mark.parametrize(
    ("closes", "key", "words"),
    [
        ({"working_days": 5, "before": "2041-04-15"}, "closes.before", "working days of 2041 are not known"),
        ({"working_days": 3, "before": "2004-01-05"}, "closes.before", "working days of 2003 are not known"),  # counted into it
        ({"working_days": 0, "before": "2026-08-15"}, "closes.working_days", "greater than or equal to 1"),
        ({"before": "2026-08-15"}, "closes.working_days", "is missing"),
        ({"working_days": 5, "after": "2026-08-15"}, "closes.after", "is not a known key"),
        ("2026-08-15T12:00:00", "closes", "give the zone"),
        ("2026-07-01T00:00:00+08:00", "closes", "is past when the call opens"),
        ({"working_days": 5, "before": "2026-06-15"}, "closes", "is past when the call opens"),
    ],
)
def test_times_that_cannot_be(tmp_path, closes, key, words):
    _, mistakes = read(tmp_path, {"essay": {**TIMED, "closes": closes}})
    told = mistakes.get(f"slots.essay.{key}", "")
    assert (words in told, told) == (True, told), mistakes


def test_two_mistakes_about_time_are_told_in_one_round(tmp_path):
    early = {**TIMED, "closes": "2026-06-01T00:00:00+08:00"}
    unknown = {**TIMED, "closes": {"working_days": 1, "before": "2099-01-05"}}
    assert sorted(read(tmp_path, {"one": early, "two": unknown})[1]) == ["slots.one.closes", "slots.two.closes.before"]


def test_a_file_that_goes_out_lies_beside_the_configuration_that_names_it(tmp_path):
    asked = {**ESSAY, "asked": "once-accepted", "attach": ["agreement.pdf", "form.docx"]}
    (tmp_path / "agreement.pdf").write_bytes(b"%PDF-1.4")
    _, mistakes = read(tmp_path, {"essay": ESSAY, "signed": asked})
    assert mistakes == {"slots.signed.attach[1]": f"there is no file {tmp_path / 'form.docx'}"}
