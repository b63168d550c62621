"""What is due when: slots' own ends, the window with its grace, an entry's own date, its acceptance."""

from datetime import UTC, datetime, timedelta

import pytest

from intake.config.models import Call
from validators.facts import SlotDue
from validators.timing import NEVER, Timing

SECOND = timedelta(seconds=1)
TITLE = {"zh": "稿", "en": "piece"}
CALL = Call(
    title={"zh": "宣传", "en": "Publicity"},
    reference="PR2023",
    window={"opens": "2023-03-13T00:00:00+08:00", "closes": "2023-04-18T00:00:00+08:00", "grace": "1h"},
    slots={
        "plain": {"kind": "document", "title": TITLE},
        "article": {"kind": "document", "title": TITLE, "asked": "by-deadline", "closes": "2023-03-22T12:00:00+08:00"},
        "clip": {"kind": "video", "title": TITLE, "asked": "by-deadline", "closes": {"working_days": 5, "before": "2023-04-15"}},
        "with_call": {"kind": "document", "title": TITLE, "closes": "2023-04-18T00:00:00+08:00"},
        "agreement": {"kind": "document", "title": TITLE, "asked": "once-accepted", "closes": "2023-05-11T00:00:00+08:00"},
    },
)
FIRST = CALL.window.opens


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("slot", "timing", "ends"),
    [
        ("plain", Timing(), at("2023-04-18T01:00:00")),  # the call's end with its grace
        ("article", Timing(), at("2023-03-22T12:00:00")),  # its own end has none
        ("with_call", Timing(), at("2023-04-18T01:00:00")),  # what closes with the call has the call's
        ("clip", Timing(), at("2023-04-11T00:00:00")),  # 14, 13, 12, 11, 10 April: the end of the fifth
        ("article", Timing(until=at("2023-03-25T00:00:00")), at("2023-03-25T00:00:00")),
        ("clip", Timing(until=at("2023-03-25T00:00:00")), at("2023-04-11T00:00:00")),  # an earlier date takes nothing away
    ],
)
def test_the_first_instant_that_is_late(slot, timing, ends):
    asked = CALL.slots[slot]
    told = (timing.late_from(asked, CALL), timing.due(asked, CALL, ends - SECOND), timing.due(asked, CALL, ends))
    assert told == (ends, SlotDue.OPEN, SlotDue.PAST)


def test_a_later_date_excuses_nothing_that_was_missed_but_is_late_for_nothing():
    slot, noon = CALL.slots["article"], at("2023-03-22T12:00:00")
    granted, missed = (
        Timing(until=at("2023-03-29T00:00:00")),
        Timing(until=at("2023-03-29T00:00:00"), missed=frozenset({"article"})),
    )
    assert [each.due(slot, CALL, noon) for each in (granted, missed)] == [SlotDue.OPEN, SlotDue.PAST]
    assert [each.late_from(slot, CALL) for each in (granted, missed)] == [at("2023-03-29T00:00:00")] * 2


def test_what_people_are_told_is_without_the_grace():
    assert [Timing().told(CALL.slots[name], CALL) for name in ("plain", "clip")] == [
        at("2023-04-18T00:00:00"),
        at("2023-04-11T00:00:00"),
    ]


def test_what_is_asked_for_once_accepted_sleeps_until_then():
    slot, past = CALL.slots["agreement"], at("2023-05-11T00:00:00")
    assert [Timing(accepted=yes).due(slot, CALL, moment) for yes in (False, True) for moment in (FIRST, past)] == [
        SlotDue.NOT_YET,
        SlotDue.NOT_YET,
        SlotDue.OPEN,
        SlotDue.PAST,
    ]


def test_an_entry_that_is_asked_for_something_after_the_call_has_no_end():
    late = at("2023-04-18T01:00:00")
    ends = {
        "not accepted": Timing(opened=FIRST).ends(CALL, late),
        "accepted": Timing(opened=FIRST, accepted=True).ends(CALL, late),
        "opened after the call": Timing(opened=late, accepted=True).ends(CALL, late),
        "by this very mail": Timing(accepted=True).ends(CALL, late),
        "by its own date": Timing(opened=FIRST, until=at("2023-06-01T00:00:00")).ends(CALL, late),
    }
    assert ends == {
        "not accepted": late,
        "accepted": NEVER,
        "opened after the call": late,
        "by this very mail": late,
        "by its own date": at("2023-06-01T00:00:00"),
    }


def test_times_in_other_zones_are_the_same_instants():
    assert Timing(until=datetime(2023, 3, 22, 4, tzinfo=UTC)).late_from(CALL.slots["article"], CALL) == at("2023-03-22T12:00:00")
