"""The ranking equals an independent computation; what organisers choose in it is recorded all or nothing, and stale rows are refused."""

import json
import random
from fractions import Fraction

import openpyxl
import pytest

from registry.read import documents
from registry.select.award import give_awards, read_awards
from registry.select.flaws import SheetRefused
from registry.select.ranking import ranking
from registry.select.take import take_scores, take_votes
from reports.ranking.workbook import write_ranking
from tests.builders.desks import a_desk
from tests.builders.pack_samples import CALL
from tests.builders.selection_samples import accepted, sheet, votes

AWARDS = {
    "calls": {
        CALL: {"awards": {"gold": {"zh": "金奖", "en": "Gold, first"}}, "judges": [{"address": "zhao@example.org", "name": "赵"}]}
    }
}


def table(path):
    """Return (lines on top, headings by first line, rows by heading) of a ranking."""
    page = openpyxl.load_workbook(path)["Ranking"]
    rows = list(page.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[1] and "登记编号" in str(row[1]))
    names = [str(cell).split("\n")[0] for cell in rows[head]]
    return [row[0] for row in rows[:head]], [dict(zip(names, row, strict=True)) for row in rows[head + 1 :]]


def choose(path, out, **chosen):
    """Write a ranking with awards chosen by reference ('_' for '-')."""
    book = openpyxl.load_workbook(path)
    page = book["Ranking"]
    for row in page.iter_rows():
        name = str(row[1].value).replace("-", "_")
        if name in chosen:
            next(cell for cell in row if cell.fill.fgColor.rgb == "FFFFF7DA").value = chosen[name]
    book.save(out)
    return out


def test_the_ranking_equals_an_independent_computation(tmp_path):
    rng = random.Random(7)
    with a_desk(tmp_path) as desk:
        codes = accepted(desk, 40)
        told: dict[str, list[Fraction]] = {code: [] for code in codes}
        for judge in range(7):
            rows = []
            for code in codes[:38]:
                if rng.random() < 0.25:
                    continue
                score, conflict = Fraction(rng.randrange(0, 201), 2), rng.random() < 0.1
                rows.append((code, float(score), None, "是" if conflict else None))
                if not conflict:
                    told[code].append(score)
            assert take_scores(desk, CALL, sheet(tmp_path / "s.xlsx", f"Judge {judge}", rows), "Li").flaws == ()
        expected = {}
        for code, scores in told.items():
            if scores:
                kept = sorted(scores)[1:-1] if len(scores) >= 5 else scores
                expected[code] = sum(kept) / len(kept)
        order = sorted(expected, key=lambda code: (-expected[code], code)) + sorted(
            code for code in codes if code not in expected
        )
        write_ranking(desk, CALL, tmp_path / "r.xlsx")
        lines, rows = table(tmp_path / "r.xlsx")
        assert [row["编号（评审用）"] for row in rows] == order
        assert [row["平均分"] for row in rows] == [
            pytest.approx(float(expected[code])) if code in expected else None for code in order
        ]
        ranks = [1 + sum(mean > expected[code] for mean in expected.values()) if code in expected else None for code in order]
        assert [row["名次"] for row in rows] == ranks
        assert [row["评分人数"] for row in rows] == [len(told[code]) for code in order]
        assert any(len(told[code]) == 4 for code in codes)
        assert any(len(told[code]) > 5 for code in codes)
        listed = {entry["reference"]: entry["scores"]["mean"] for entry in documents.entries(desk.db)}
        assert listed == {
            row["登记编号"]: row["平均分"] if row["平均分"] is None else pytest.approx(row["平均分"]) for row in rows
        }
        assert lines[0].startswith("2026年度")
        assert len(openpyxl.load_workbook(tmp_path / "r.xlsx")["Chart"]._charts) == 1


def test_what_is_missing_and_what_does_not_count_stands_on_top(tmp_path):
    with a_desk(tmp_path, **AWARDS) as desk:
        codes = accepted(desk, 5)
        take_scores(
            desk, CALL, sheet(tmp_path / "1.xlsx", "钱", [(codes[0], 80), (codes[1], 80), (codes[2], 70, "亲友", "是")]), "Li"
        )
        desk.db.conn.execute("UPDATE entries SET state = 'rejected' WHERE reference = 'IF2026-0005'")
        take_scores(desk, CALL, sheet(tmp_path / "2.xlsx", "孙", [(codes[4], 80)]), "Li")
        take_votes(
            desk,
            CALL,
            votes(tmp_path / "v.csv", f"code,time\n{codes[0]},2026-09-01 10:00:00\n{codes[0]},2026-09-01 10:00:00"),
            "Li",
        )
        found = write_ranking(desk, CALL, tmp_path / "r.xlsx")
        lines, rows = table(tmp_path / "r.xlsx")
        assert (found.silent, found.idle, found.missed["钱"]) == (("赵",), ("孙",), (codes[3],))
        assert found.ties == [(1, tuple(sorted(codes[:2])))]
        text = "\n".join(lines)
        for said in (
            "还没有评分表：赵",
            "没有给任何作品评分：孙",
            f"钱 有 1 组没有评分：{codes[3]}",
            "有并列的名次 1 个。",
            "回避 1 次",
        ):
            assert said in text
        assert {row["登记编号"] for row in rows} == {f"IF2026-{number:04d}" for number in (1, 2, 3, 4)}
        third = next(row for row in rows if row["登记编号"] == "IF2026-0003")
        assert (third["平均分"], third["钱"], third["票数"]) == (None, "回避（70）withdrew (70)", None)
        first = next(row for row in rows if row["登记编号"] == "IF2026-0001")
        assert (first["票数"], "同一秒 2 票" in first["投票时间"]) == (2, True)


def test_a_choice_is_recorded_once_and_taken_away_by_an_empty_cell(tmp_path):
    with a_desk(tmp_path, **AWARDS) as desk:
        codes = accepted(desk, 4)
        take_scores(desk, CALL, sheet(tmp_path / "1.xlsx", "钱", [(code, 80) for code in codes]), "Li")
        write_ranking(desk, CALL, tmp_path / "r.xlsx")
        assert (
            openpyxl.load_workbook(tmp_path / "r.xlsx")["Ranking"].data_validations.dataValidation[0].formula1
            == "'Awards'!$A$2:$A$4"
        )
        chosen = choose(
            tmp_path / "r.xlsx",
            tmp_path / "c.xlsx",
            IF2026_0001="金奖 Gold, first",
            IF2026_0002="gold",
            IF2026_0003="优秀摄影作品",
        )
        assert len(read_awards(desk.db, CALL, desk.config.calls[CALL], chosen)) == 3
        assert documents.entries(desk.db)[0]["award"] is None
        done = give_awards(desk, CALL, chosen, "Chen")
        assert [(item.reference, item.before, item.after) for item in sorted(done, key=lambda item: item.reference)] == [
            ("IF2026-0001", "", "gold"), ("IF2026-0002", "", "gold"), ("IF2026-0003", "", "excellent"),
        ]  # fmt: skip
        assert [entry["award"] for entry in documents.entries(desk.db)] == ["gold", "gold", "excellent", None]
        assert documents.entry(desk.db, "IF2026-0001")["history"][-1]["detail"] == "by Chen: - -> gold"
        assert give_awards(desk, CALL, chosen, "Chen") == []
        write_ranking(desk, CALL, tmp_path / "r2.xlsx")
        assert {row["登记编号"]: row["奖项"] for row in table(tmp_path / "r2.xlsx")[1]}["IF2026-0002"] == "金奖 Gold, first"
        with pytest.raises(SheetRefused) as refused:
            give_awards(desk, CALL, choose(tmp_path / "r.xlsx", tmp_path / "o.xlsx", IF2026_0004="金奖"), "Wu")
        assert [flaw.why for flaw in refused.value.flaws] == ["awarded-since"] * 3
        less = choose(tmp_path / "r2.xlsx", tmp_path / "l.xlsx", IF2026_0002=None)
        assert [(item.reference, item.after) for item in give_awards(desk, CALL, less, "Chen")] == [("IF2026-0002", "")]
        deeds = [(deed["reference"], deed["award"]) for deed in desk.journal.lines() if deed["what"] == "award"]
        assert sorted(deeds) == [
            ("IF2026-0001", "gold"),
            ("IF2026-0002", ""),
            ("IF2026-0002", "gold"),
            ("IF2026-0003", "excellent"),
        ]


def test_stale_unknown_and_doubled_rows_refuse_the_whole(tmp_path):
    with a_desk(tmp_path, **AWARDS) as desk:
        codes = accepted(desk, 4)
        take_scores(desk, CALL, sheet(tmp_path / "1.xlsx", "钱", [(code, 80) for code in codes]), "Li")
        write_ranking(desk, CALL, tmp_path / "r.xlsx")

        def refused(path):
            with pytest.raises(SheetRefused) as found:
                give_awards(desk, CALL, path, "Chen")
            assert desk.db.table("awards").count == 0
            return {flaw.why for flaw in found.value.flaws}

        assert refused(choose(tmp_path / "r.xlsx", tmp_path / "a.xlsx", IF2026_0001="金奖", IF2026_0002="银奖")) == {
            "unknown-award"
        }
        book = openpyxl.load_workbook(choose(tmp_path / "r.xlsx", tmp_path / "b.xlsx", IF2026_0001="gold"))
        page = book["Ranking"]
        last = [cell.value for cell in page[page.max_row]]
        page.append(last)
        page.append([None, "IF2026-9999", *last[2:]])
        book.save(tmp_path / "b.xlsx")
        assert refused(tmp_path / "b.xlsx") == {"named-twice", "unknown-reference"}
        assert refused(sheet(tmp_path / "n.xlsx", "钱", [])) == {"no-ranking"}
        good = choose(tmp_path / "r.xlsx", tmp_path / "c.xlsx", IF2026_0001="gold")
        for change in (
            "UPDATE entries SET revision = 2 WHERE reference = 'IF2026-0004'",
            "UPDATE entries SET revision = 1, state = 'held' WHERE reference = 'IF2026-0004'",
        ):
            desk.db.conn.execute(change)
            assert refused(good) == {"stale"}
        desk.db.conn.execute("UPDATE entries SET state = 'accepted'")
        take_votes(desk, CALL, votes(tmp_path / "v.csv", f"code,votes\n{codes[0]},1"), "Li")
        assert refused(good) == {"stale"}
        desk.db.conn.execute("DELETE FROM votes")
        take_scores(desk, CALL, sheet(tmp_path / "2.xlsx", "钱", [(code, 81) for code in codes]), "Li")
        assert refused(good) == {"stale"}
        take_scores(desk, CALL, sheet(tmp_path / "1.xlsx", "钱", [(code, 80) for code in codes]), "Li")
        assert len(give_awards(desk, CALL, good, "Chen")) == 1


def test_a_call_without_scores_gives_a_ranking_that_opens(tmp_path):
    with a_desk(tmp_path) as desk:
        accepted(desk, 2)
        found = write_ranking(desk, CALL, tmp_path / "r.xlsx")
        assert ([row.rank for row in found.rows], json.dumps(table(tmp_path / "r.xlsx")[1], default=str).count("IF2026")) == (
            [None, None],
            2,
        )
        assert [row.rank for row in ranking(desk, CALL).rows] == [None, None]
