"""Things that are due at times of their own: awaited, missing, late, released; asked for once accepted, with another slot."""

from registry.read.judge_again import judge_stored
from registry.read.stored_case import stored_case
from tests.builders.season import ARTICLE, LIAISON, PDF, PUBLICITY, REPORT, SOURCE, mail, paper, season

AGREEMENT = {
    "kind": "document",
    "title": {"zh": "展位确认协议", "en": "signed booth agreement"},
    "names": ["协议"],
    "formats": ["PDF"],
    "asked": "once-accepted",
    "closes": "2023-05-11T00:00:00+08:00",
}


def unchanged(here) -> bool:
    """Tell whether what is stored of the entry, judged again by the same terms, gives what was found."""
    entry = here.entry()
    stored = stored_case(here.desk.db, entry, here.desk.config.calls["season"])
    assert stored is not None
    found = judge_stored(here.desk, stored).findings
    return sorted(map(repr, found)) == sorted(map(repr, entry.findings))


def test_a_unit_sends_things_over_weeks(tmp_path):
    seen = []
    with season(tmp_path) as here:
        for at, raw in [
            ("2023-03-14T10:00:00", mail(LIAISON)),
            ("2023-03-22T11:59:59", mail(**{ARTICLE: paper()})),
            ("2023-03-22T12:00:00", mail("源文件来了。", **{SOURCE: PDF})),
            ("2023-04-10T23:59:59", mail("总结。", **{REPORT: paper("活动圆满结束。" * 30)})),
        ]:
            here.arrives(at, raw)
            seen.append(here.stands())
            assert unchanged(here)
        released = [here.entry().revision]
        before = here.slots()
        here.decides("release")
        after = here.slots()
        released.append(here.stands())
        here.arrives(
            "2023-04-11T09:00:00", mail("再发一次总结和稿件，以防万一。", **{"总结（终）.docx": paper("活动圆满结束。" * 30)})
        )
        released.append(here.stands())
    awaited = ["slot-awaited.article.info", "slot-awaited.source.info"]
    late = ["slot-late.source.hold"]
    assert seen == [("accepted", awaited), ("accepted", awaited[1:]), ("held", late), ("held", late)]
    assert released == [4, ("accepted", []), ("accepted", [])]
    there = {"liaison": "complete 1", "article": "complete 1", "extra": "complete 1"}
    assert (before, after) == ({**there, "source": "faulty 0"}, {**there, "source": "complete 1"})


def test_what_is_missing_once_its_time_is_past_is_found_with_the_next_mail(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-15T15:00:00", mail(**{ARTICLE: paper()}))
        missing, slots = here.stands(), here.slots()
        here.arrives("2023-03-15T16:00:00", mail(LIAISON))
        late, closes = here.stands(), here.entry().findings[0].values
    assert missing == ("incomplete", ["slot-awaited.source.info", "slot-count.liaison.error"])
    assert slots == {"liaison": "missing 0", "article": "complete 1", "source": "awaited 0", "extra": "optional 0"}
    assert (late, closes) == (
        ("held", ["slot-awaited.source.info", "slot-late.liaison.hold"]),
        {"subject": "liaison", "received": "2023-03-15T08:00:00+00:00", "closes": "2023-03-15T15:00:00+08:00"},
    )


def test_a_date_of_its_own_that_staff_give_is_later_than_the_slots(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-22T13:00:00", mail(LIAISON))
        here.decides("ask", note="请补稿件。", until="2030-01-01")
        here.arrives("2023-05-20T13:00:00", mail("补稿件和源文件。", **{ARTICLE: paper(), SOURCE: PDF}))
        assert (here.stands(), here.entry().revision) == (("accepted", []), 2)


def test_a_date_of_its_own_excuses_nothing_that_was_missed(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-23T10:00:00", mail(LIAISON))  # itself too late, and nothing else is there
        here.decides("release", until="2030-01-01")
        released, letters = here.stands(), here.looks("2023-03-25")
        again = here.stands()
        here.arrives("2023-03-25T13:00:00", mail("补稿件。", **{ARTICLE: paper()}))
        assert (released, letters, again) == (again, {}, released)
        assert here.stands() == ("incomplete", ["slot-count.source.error"])
        assert here.slots()["article"] == "complete 1"


def test_what_is_asked_for_once_accepted(tmp_path):
    slots = {name: {**PUBLICITY["slots"][name], "asked": "at-once"} for name in ("liaison", "article")}
    seen = []
    with season(tmp_path, {**PUBLICITY, "slots": {**slots, "agreement": AGREEMENT}}) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        seen.append((*here.stands(), here.slots()["agreement"]))  # asleep
        here.arrives("2023-03-14T12:00:00", mail(**{ARTICLE: paper()}))
        seen.append((*here.stands(), unchanged(here), here.slots()["agreement"]))
        here.arrives("2023-05-10T23:59:59", mail("协议签好了。", **{"协议.pdf": PDF}))  # the call closed in April
        seen.append((*here.stands(), here.entry().revision))
    assert seen == [
        ("incomplete", ["slot-count.article.error"], "optional 0"),
        ("accepted", ["slot-awaited.agreement.info"], True, "awaited 0"),
        ("accepted", [], 3),
    ]


def test_what_is_asked_for_once_accepted_may_come_before(tmp_path):
    with season(tmp_path, {**PUBLICITY, "slots": {"liaison": PUBLICITY["slots"]["liaison"], "agreement": AGREEMENT}}) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON, **{"协议.pdf": PDF}))
        assert here.stands() == ("accepted", [])


def test_once_accepted_by_staff_and_too_late(tmp_path):
    call = {**PUBLICITY, "acceptance": "staff", "slots": {"liaison": PUBLICITY["slots"]["liaison"], "agreement": AGREEMENT}}
    with season(tmp_path, call) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        first = (here.stands(), [item.rule for item in here.entry().findings])
        asleep = here.slots()["agreement"]
        here.decides("accept")
        awake = here.slots()["agreement"]
        here.arrives("2023-05-11T00:00:00", mail("协议签好了。", **{"协议.pdf": PDF}))
        second = (here.stands(), here.slots()["agreement"])
        here.decides("release")
        third = (here.stands(), here.slots()["agreement"])
    assert first == (("held", []), ["acceptance-awaited"])
    assert (asleep, awake) == ("optional 0", "awaited 0")
    assert second == (("held", ["slot-late.agreement.hold"]), "faulty 0")
    assert third == (("accepted", []), "complete 1")


def test_a_date_that_is_no_ones_own_lifts_nothing_anew(tmp_path):
    slots = PUBLICITY["slots"]
    call = {**PUBLICITY, "slots": {"liaison": slots["liaison"], "article": {**slots["article"], "asked": "at-once"}}}
    with season(tmp_path, call) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        here.decides("accept", anyway=True)
        accepted = here.stands()[0], here.looks("2023-03-23"), here.stands()[0]
        late = here.entry().files
        here.arrives("2023-03-22T11:00:00", mail("稿件。", **{ARTICLE: paper()}))  # fetched after the look, there before its time
        assert (accepted, late, here.stands()) == (("accepted", {}, "accepted"), (), ("accepted", []))


def test_a_slot_beside_another_counts_only_once_that_one_has_something(tmp_path):
    slots = PUBLICITY["slots"]
    beside = {**slots["source"], "with": "article"}
    call = {**PUBLICITY, "identity": {}, "slots": {"article": {**slots["article"], "count": "0-1"}, "source": beside}}
    with season(tmp_path, call) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON, **{ARTICLE: paper()}))
        awaited = here.stands()
        here.arrives("2023-03-14T12:00:00", mail(sender="wang@example.org", **{SOURCE: PDF}))
        alone = here.stands("SE2023-0002")
    assert (awaited, alone) == (("accepted", ["slot-awaited.source.info"]), ("accepted", []))
