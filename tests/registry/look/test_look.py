"""The daily look: what falls due with the day, one reminder before each time and one letter after it, and nothing twice."""

from time import process_time

from registry.look.judged_twice import still_stands
from registry.read.entries import read_entries
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from tests.builders.season import ARTICLE, LIAISON, PDF, PUBLICITY, SOURCE, mail, paper, season
from tests.registry.test_times import AGREEMENT, unchanged

ONE = "SE2023-0001"
REMINDED, CORRECTED = {ONE: "reminder"}, {ONE: "correction"}


def test_a_season_day_by_day(tmp_path):
    days = [f"2023-03-{day}" for day in range(14, 26)]
    letters, states = {}, {}
    with season(tmp_path) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        for day in days:
            if day == "2023-03-21":
                here.arrives("2023-03-21T18:00:00", mail(**{ARTICLE: paper()}))
            letters[day] = here.looks(day)
            assert here.looks(day) == {}, "a second look on a day"
            states[day] = here.stands()
            assert unchanged(here)
        revisions, back = here.entry().revision, here.looks("2023-03-15")
    awaited = ["slot-awaited.article.info", "slot-awaited.source.info"]
    assert {day: told for day, told in letters.items() if told} == {"2023-03-20": REMINDED, "2023-03-23": CORRECTED}
    assert states["2023-03-20"] == ("accepted", awaited)
    assert states["2023-03-22"] == ("accepted", awaited[1:])
    assert states["2023-03-25"] == ("incomplete", ["slot-count.source.error"])
    assert (revisions, back) == (3, {})


def test_what_comes_after_the_letter_is_held_and_counts_once_released(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON, **{ARTICLE: paper()}))
        here.looks("2023-03-23")
        here.arrives("2023-03-24T10:00:00", mail("源文件来了。", **{SOURCE: PDF}))
        held = here.stands()
        quiet = here.looks("2023-03-25")
        here.decides("release")
        released = (here.stands(), here.looks("2023-04-12"), here.stands(), here.slots()["source"])
    assert (held, quiet) == (("held", ["slot-late.source.hold"]), {})
    assert released == (("accepted", []), {}, ("accepted", []), "complete 1")


def test_what_is_asked_for_once_accepted_falls_due(tmp_path):
    call = {**PUBLICITY, "acceptance": "staff", "slots": {"liaison": PUBLICITY["slots"]["liaison"], "agreement": AGREEMENT}}
    with season(tmp_path, call) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        asleep = here.looks("2023-05-10"), here.stands()[0]
        here.decides("accept")
        told = [here.looks(day) for day in ("2023-05-07", "2023-05-10", "2023-05-11", "2023-05-12")]
        assert (asleep, told) == (({}, "held"), [{}, REMINDED, CORRECTED, {}])
        assert (here.stands(), here.slots()["agreement"]) == (("incomplete", ["slot-count.agreement.error"]), "missing 0")


def test_a_time_that_was_moved_is_looked_at_by_its_new_one(tmp_path):
    def timed(noon: str) -> dict:
        slots = PUBLICITY["slots"]
        return {**PUBLICITY, "slots": {"liaison": slots["liaison"], "article": {**slots["article"], "closes": noon}}}

    told = []
    for noon in ("2023-03-22T12:00:00+08:00", "2023-03-28T12:00:00+08:00"):
        with season(tmp_path, timed(noon)) as here:
            if not told:
                here.arrives("2023-03-14T10:00:00", mail(LIAISON))
            told.append((here.looks("2023-03-24"), here.stands()))
    assert told == [
        (CORRECTED, ("incomplete", ["slot-count.article.error"])),
        ({ONE: "acknowledgement"}, ("accepted", ["slot-awaited.article.info"])),
    ]


def test_who_is_not_written_to(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        here.arrives("2023-03-14T11:00:00", mail("SE2023-0001", "stranger@example.com", "SE2023-0001", **{ARTICLE: paper()}))
        here.arrives("2023-03-14T12:00:00", mail(LIAISON.replace("晨光", "星河"), "wang@example.org"))
        here.decides("hold", "SE2023-0003")
        told = (here.looks("2023-03-21"), here.looks("2023-03-23"))
        held = [here.stands(reference)[0] for reference in ("SE2023-0002", "SE2023-0003")]
    assert told == (REMINDED, CORRECTED)  # not of an entry whose sender is doubted, nor of one that a colleague has in hand
    assert held == ["held", "held"]


def test_an_entry_that_changed_since_it_was_read_is_known(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON, **{ARTICLE: paper()}))
        first = here.entry()
        stood = [still_stands(here.desk.db, first)]
        here.arrives("2023-03-20T11:00:00", mail("源文件来了。", **{SOURCE: PDF}))
        second = here.entry()
        here.decides("hold")
        assert (stood, [still_stands(here.desk.db, entry) for entry in (first, second, here.entry())]) == (
            [True],
            [False, False, True],
        )


def test_a_registry_made_again_has_looked_as_well(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        here.looks("2023-03-21")
        here.looks("2023-03-23")
        here.arrives("2023-03-24T10:00:00", mail("源文件来了。", **{SOURCE: PDF, ARTICLE: paper()}))
        told = here.entry()
        rebuild(here.desk, tmp_path / "again.db")
        (again,) = read_entries(open_registry(tmp_path / "again.db"), [ONE])
    assert (again.state, again.revision, again.findings) == (told.state, told.revision, told.findings)
    assert [str(item.kind) for item in again.letters] == [str(item.kind) for item in told.letters]


def test_a_look_at_many_entries_of_which_all_fall_due_takes_less_than_ten_milliseconds_each(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON, **{ARTICLE: paper()}))
        here.copied(99)
        began = process_time()
        letters = here.looks("2023-03-23")
        spent = process_time() - began
    assert (len(letters), set(letters.values())) == (100, {"correction"})
    assert spent < 100 * 0.010  # 1 000 in 10 s, on one core
