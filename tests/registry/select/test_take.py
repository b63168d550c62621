"""Score sheets and votes as they come back: taken whole, or refused by cell; later ones replace earlier ones."""

import shutil
import subprocess
from datetime import datetime

import openpyxl
import pytest

from registry.recover.rebuild import rebuild
from registry.select.neutral_codes import entry_codes
from registry.select.ranking import ranking
from registry.select.scores import key_of
from registry.select.take import take_scores, take_votes
from registry.store.codec import unpacked
from registry.store.schema import open_registry
from registry.store.score_mean import score_summary
from registry.store.selection import Score, put_shortlisted, scoreboard
from reports.pack.pack import write_pack
from tests.builders.desks import a_desk
from tests.builders.pack_samples import CALL, a_registry
from tests.builders.registry_samples import NOW
from tests.builders.selection_samples import accepted, sheet, votes


def flaws(done):
    return [(flaw.place, flaw.why) for flaw in done.flaws]


@pytest.mark.thorough
def test_a_filled_sheet_of_the_pack_is_taken_whoever_saved_it(tmp_path):
    judges = [{"address": "wang@example.org", "name": "王 <评委> & Co"}, "li@example.org"]
    with a_desk(tmp_path, calls={CALL: {"judges": judges}}) as desk:
        a_registry(desk, 10)
        write_pack(desk, CALL, tmp_path / "pack")
        (named,) = (tmp_path / "pack" / "score-sheets").iterdir()
        book = openpyxl.load_workbook(named)
        page = book["Scores"]
        assert (named.name, page["B1"].value, len(page._images)) == ("01 王 评委 Co.xlsx", "王 <评委> & Co", 12)
        assert (page.protection.sheet, page["A3"].protection.locked, page["E3"].protection.locked) == (True, True, False)
        page["B1"], page["E3"], page["E4"], page["F4"], page["G5"] = "王 评委", 88.5, "８６ 分", "光线很好", "是"
        filled = tmp_path / "改名.xlsx"
        book.save(filled)
        names = [entry_codes(desk.db, CALL)[f"IF2026-{number:04d}"] for number in (1, 5, 6, 10)]
        references = {code: reference for reference, code in entry_codes(desk.db, CALL).items()}
        first, second, third, fourth = (references[code] for code in sorted(names))
        paths = [filled]
        if shutil.which("soffice"):
            home = f"-env:UserInstallation=file://{tmp_path}/home"
            for kind in ("ods", "xls"):
                command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", tmp_path, filled]
                subprocess.run(command, check=True, capture_output=True, timeout=110)
            paths += [tmp_path / "改名.ods", (tmp_path / "改名.xls").rename(tmp_path / "评分.et")]
        for path in paths:
            done = take_scores(desk, CALL, path, "Li")
            assert (done.judge, done.taken, done.entries, done.conflicts, done.flaws, done.problem) == (
                "王 评委",
                2,
                3,
                1,
                (),
                "",
            )
            assert done.missing == (sorted(names)[3],)
            assert scoreboard(desk.db, CALL).scores == {
                first: {"王评委": Score(reference=first, score=88.5)},
                second: {"王评委": Score(reference=second, score=86.0, remark="光线很好")},
                third: {"王评委": Score(reference=third, score=None, conflict=True)},
            }
        assert [take_scores(desk, CALL, filled, "Li").replaced, fourth in scoreboard(desk.db, CALL).scores] == [True, False]


def test_scores_on_several_sheets_of_a_workbook_count_and_contradictions_are_named(tmp_path):
    with a_desk(tmp_path) as desk:
        one, two, three = accepted(desk, 3)
        book = openpyxl.load_workbook(sheet(tmp_path / "s.xlsx", "Li", [(one, 80), (two, 70)]))
        page = book.copy_worksheet(book["Scores"])
        page["A4"], page["D4"] = three, 60
        sums = book.create_sheet("Sums")
        for row in (("编号", "得分"), (1, 210)):
            sums.append(row)
        book.save(tmp_path / "s.xlsx")
        assert take_scores(desk, CALL, tmp_path / "s.xlsx", "Li").codes == tuple(sorted((one, two, three)))
        page["D3"] = 81
        book.save(tmp_path / "s.xlsx")
        assert flaws(take_scores(desk, CALL, tmp_path / "s.xlsx", "Li")) == [("Scores Copy!A3", "twice")]


def test_where_there_is_a_shortlist_only_its_entries_are_missed(tmp_path):
    with a_desk(tmp_path) as desk:
        codes = accepted(desk, 4)
        for reference in ("IF2026-0001", "IF2026-0002"):
            put_shortlisted(desk.db, reference, "Li", NOW, on=True)
        done = take_scores(desk, CALL, sheet(tmp_path / "s.xlsx", "Li", [(codes[0], 80)]), "Li")
        assert done.missing == (codes[1],)
        found = ranking(desk, CALL)
        assert (len(found.rows), found.missed, found.unscored) == (4, {"li": (codes[1],)}, (codes[1],))


def test_every_cell_that_cannot_be_taken_is_named_and_nothing_of_the_sheet_is(tmp_path):
    with a_desk(tmp_path) as desk:
        codes = accepted(desk, 12)
        told = sheet(
            tmp_path / "bad.xlsx",
            None,
            [
                ("XXXXXX", 80), (codes[0], "很好"), (codes[1], 100.5), (codes[2], -1), (codes[3], "=SUM(A1)"), (codes[4], datetime(2026, 8, 5)),
                (None, 77), (codes[5], 60), (codes[5], 61), (codes[6], True), (codes[7], None, "good"), ("平均", None), (codes[8], "85,5,5"),
            ],
        )  # fmt: skip
        done = take_scores(desk, CALL, told, "Li")
        assert flaws(done) == [
            ("Scores!A1", "no-judge"), ("Scores!A3", "unknown-code"), ("Scores!D4", "no-number"), ("Scores!D5", "out-of-bounds"),
            ("Scores!D6", "out-of-bounds"), ("Scores!D7", "unworked"), ("Scores!D8", "no-number"), ("Scores!A9", "no-code"),
            ("Scores!A11", "twice"), ("Scores!D12", "no-number"), ("Scores!D15", "no-number"),
        ]  # fmt: skip
        assert done.flaws[3].values == {"score": "100.5", "least": "0", "most": "100"}
        empty = take_scores(desk, CALL, sheet(tmp_path / "empty.xlsx", "Li Na", [(codes[0], None, "seen")]), "Li")
        assert flaws(empty) == [("Scores!D2", "no-score")]
        other = take_scores(desk, CALL, sheet(tmp_path / "other.xlsx", "Li Na", [], head=("Name", "Points?")), "Li")
        assert flaws(other) == [("", "no-table")]
        (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 cut")
        (tmp_path / "words.xlsx").write_text("code,score")
        assert ["damaged" in take_scores(desk, CALL, tmp_path / "broken.xlsx", "Li").problem] == [True]
        assert ["no workbook" in take_scores(desk, CALL, tmp_path / "words.xlsx", "Li").problem] == [True]
        assert scoreboard(desk.db, CALL).scores == {}
        assert [deed for deed in desk.journal.lines() if deed["what"] == "scores"] == []


def test_a_judge_is_the_name_on_the_sheet_and_the_later_sheet_counts(tmp_path):
    with a_desk(tmp_path) as desk:
        codes = accepted(desk, 3)
        take_scores(desk, CALL, sheet(tmp_path / "1.xlsx", "Li Na", [(codes[0], 50), (codes[1], 60)]), "Li")
        again = take_scores(desk, CALL, sheet(tmp_path / "2.xlsx", "ＬＩ  na", [(codes[1].lower(), 70, None, "no")]), "Li")
        inline = take_scores(desk, CALL, sheet(tmp_path / "3.xlsx", None, [(codes[2], 0)], above=[["评委：王五"], []]), "Li")
        assert (again.replaced, inline.judge) == (True, "王五")
        for name in ("评委3", "Judge Li", "专家 A"):
            take_scores(desk, CALL, sheet(tmp_path / "4.xlsx", name, [(codes[2], 1)]), "Li")
            assert key_of(name) in scoreboard(desk.db, CALL).judges
            desk.db.conn.execute("DELETE FROM score_sheets WHERE judge = ?", [key_of(name)])
            desk.db.conn.execute("DELETE FROM scores WHERE judge = ?", [key_of(name)])
        board = scoreboard(desk.db, CALL)
        assert (board.judges, {name: set(told) for name, told in board.scores.items()}) == (
            {"lina": "ＬＩ na", "王五": "王五"},
            {"IF2026-0002": {"lina"}, "IF2026-0003": {"王五"}},
        )


def test_scores_and_votes_come_back_when_the_registry_is_made_again_and_go_when_an_entry_is_forgotten(tmp_path):
    with a_desk(tmp_path) as desk:
        codes = accepted(desk, 3)
        for judge in ("A", "B"):
            take_scores(desk, CALL, sheet(tmp_path / "1.xlsx", judge, [(codes[0], 50, "note"), (codes[1], 60)]), "Li")
        take_votes(desk, CALL, votes(tmp_path / "v.csv", f"code,votes\n{codes[0]},7\n"), "Li")
        deeds = [deed["what"] for deed in desk.journal.lines()]
        assert deeds == ["scores", "score", "score", "scores", "score", "score", "votes", "vote"]
        rebuild(desk, tmp_path / "again.db")  # its entries came by no mail: nothing to hang scores on, and no harm done
        with open_registry(tmp_path / "again.db").conn as connection:
            assert connection.execute("SELECT count(*) FROM score_sheets").fetchone() == (2,)
            assert connection.execute("SELECT count(*) FROM scores").fetchone() == (0,)


CSV = '编号,作品,票数\n{0},x,"1,234"\n{1},y,5\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_votes_replace_all_votes_in_any_charset(tmp_path, encoding):
    with a_desk(tmp_path) as desk:
        codes = accepted(desk, 3)
        take_votes(desk, CALL, votes(tmp_path / "old.csv", f"Code;Votes\n{codes[2]};9\n"), "Li")
        done = take_votes(desk, CALL, votes(tmp_path / "v.csv", CSV.format(*codes), encoding), "Li")
        assert (done.taken, done.entries, done.replaced, done.missing) == (1239, 2, True, (codes[2],))
        assert {name: item.votes for name, item in scoreboard(desk.db, CALL).votes.items()} == {
            "IF2026-0001": 1234,
            "IF2026-0002": 5,
        }


def test_votes_that_are_none_are_refused_by_cell(tmp_path):
    with a_desk(tmp_path) as desk:
        codes = accepted(desk, 3)
        text = f"code,votes\n{codes[0]},many\n{codes[1]},-1\nNOBODY,3\n{codes[2]},2.5\n,4\n{codes[0]},1\n{codes[0]},2\n"
        done = take_votes(desk, CALL, votes(tmp_path / "v.csv", text), "Li")
        assert [(place.partition("!")[2], why) for place, why in flaws(done)] == [
            ("B2", "no-count"), ("B3", "no-count"), ("A4", "unknown-code"), ("B5", "no-count"), ("A6", "no-code-of-votes"), ("A8", "twice"),
        ]  # fmt: skip
        half = votes(tmp_path / "half.csv", f"code,votes\n{codes[0]},5\n{codes[1][:3]}")
        assert flaws(take_votes(desk, CALL, half, "Li")) == [("half.csv!A3", "cut")]
        assert flaws(take_votes(desk, CALL, votes(tmp_path / "e.csv", "code,votes\n"), "Li")) == [("e.csv", "no-votes")]
        assert flaws(take_votes(desk, CALL, votes(tmp_path / "n.csv", "a,b\n1,2\n"), "Li")) == [("", "no-votes-table")]
        assert scoreboard(desk.db, CALL).votes == {}


def test_times_of_votes_are_kept_as_evidence(tmp_path):
    with a_desk(tmp_path) as desk:
        codes = accepted(desk, 2)
        rows = [f"{codes[0]},2026-09-10 03:{n // 60:02d}:{n % 60:02d}" for n in range(40)]
        rows += [f"{codes[0]},2026-09-11 08:00:00"] * 15 + [f"{codes[1]},2026/9/12 10:00"]
        done = take_votes(desk, CALL, votes(tmp_path / "v.csv", "编号,投票时间\n" + "\n".join(rows)), "Li")
        board = scoreboard(desk.db, CALL)
        assert (done.taken, board.votes["IF2026-0001"].votes, board.votes["IF2026-0002"].votes) == (56, 55, 1)
        assert unpacked(board.votes["IF2026-0001"].evidence) == {
            "hour": "2026-09-10 03:00", "in_hour": 40, "instant": "2026-09-11 08:00:00", "at_once": 15,
        }  # fmt: skip


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], (0, None, None)),
        ([80.0], (1, 80.0, 0.0)),
        ([0.0, 60.0, 70.0, 100.0], (4, 57.5, 36.31459761583493)),
        ([0.0, 60.0, 70.0, 80.0, 100.0], (5, 70.0, 33.704599092705436)),
        ([90.0] * 5, (5, 90.0, 0.0)),
    ],
)
def test_extremes_count_until_there_are_five_scores(scores, expected):
    found = score_summary(scores)
    assert (found.judges, found.mean, found.spread) == (expected[0], expected[1], pytest.approx(expected[2]))
