"""Sheets as mails bring them: rows are kept, judged, mended by later sheets; each unit has its entry."""

import json
from datetime import datetime

import yaml
from typer.testing import CliRunner

from registry.decide.review import Decision, review
from registry.read.documents import entries
from registry.read.entries import read_entries, references
from registry.read.judge_again import judge_stored
from registry.read.rows import Wanted
from registry.read.rows import rows as rows_of
from registry.read.stored_case import stored_case
from registry.select.recipients import read_list
from reports.letters.preview import LetterWanted, preview_letter
from run_intake import app
from tests import ROOT
from tests.builders.desks import ENVIRON
from tests.builders.needs import FIRST, mail, needs_desk
from tests.builders.sheet_bytes import compound, xlsx
from tests.builders.sheet_samples import HEADER, grid_of, need, needs_book, workbook
from tests.intake.sheets.test_troubled_sheets import FORMULAS, more_rows


def rows(here) -> list[tuple[str, str, str]]:
    query = 'SELECT reference, "values", state, replaced FROM "rows" ORDER BY id'
    return [
        (reference[-4:], json.loads(values).get("title", ""), "replaced" if gone else state)
        for reference, values, state, gone in here.desk.db.conn.execute(query)
    ]


def found(here, reference: str = FIRST) -> dict[str, dict]:
    return {f"{item.rule}.{item.severity}": dict(item.values) for item in here.entry(reference).findings}


def unchanged(here) -> bool:
    entry = here.entry(FIRST)
    stored = stored_case(here.desk.db, entry, here.desk.config.calls["season"])
    return sorted(map(repr, judge_stored(here.desk, stored).findings)) == sorted(map(repr, entry.findings))


def test_bad_rows_are_told_and_a_later_sheet_mends_them(tmp_path):
    first = needs_book(need(1), need(2, 联系电话="", 电子邮箱=""), need(3, 类别="别的"))
    with needs_desk(tmp_path) as here:
        here.arrives("2022-03-01T10:00:00", mail(**{"征集表.xlsx": first}))
        before = (str(here.entry(FIRST).state), found(here), entries(here.desk.db)[0]["rows"], unchanged(here))
        here.arrives("2022-03-02T10:00:00", mail("改好了。", **{"补正.xlsx": needs_book(need(2), need(4))}))
        after = (str(here.entry(FIRST).state), found(here), rows(here), unchanged(here))
        others = (need(5, 单位名称="西岭研究院"), need(6, 单位名称="某涉密单位", 是否不便公开="是"))
        here.arrives(
            "2022-03-03T10:00:00", mail("再发一次。", number=2, **{"全部.xlsx": needs_book(need(1, 备注="更新"), *others)})
        )
        last, noted = rows(here), found(here)["sheet-notes.info"]
    place = {"sheet": "需求表", "column": "contact_phone", "problem": "missing", "cell": "I3", "row": 3}
    kind = {"sheet": "需求表", "column": "type", "problem": "unreadable", "cell": "B4", "row": 4}
    told = {"subject": "征集表.xlsx", "good": 1, "bad": 2, "cells": [place, kind], "more": 0, "grade": "hard"}
    assert before == ("incomplete", {"sheet-cells.error": told}, {"good": 1, "bad": 2, "confidential": 0}, True)
    assert after[0] == "accepted"
    assert after[1] == {}
    assert after[2] == [
        ("0001", "海水淡化项目1", "good"),
        ("0001", "海水淡化项目2", "replaced"),
        ("0001", "海水淡化项目3", "replaced"),
        ("0001", "海水淡化项目2", "good"),
        ("0001", "海水淡化项目4", "good"),
    ]
    assert after[3]
    assert last[0] == ("0001", "海水淡化项目1", "replaced")
    assert last[-3:] == [("0001", f"海水淡化项目{number}", "good") for number in (1, 5, 6)]
    assert noted["units"] == 3  # staff are told; by no name, as a row may be confidential


def test_twenty_units_in_one_mail_are_twenty_entries(tmp_path):
    sheets = {f"单位{number}.xlsx": needs_book(need(number, 单位名称=f"东海第{number}研究院")) for number in range(1, 21)}
    with needs_desk(tmp_path) as here:
        here.arrives("2022-03-01T10:00:00", mail(**sheets))
        listed = entries(here.desk.db)
        told = [(item["state"], item["rows"]["good"], len(item["materials"])) for item in listed]
        accounts = [
            ["单位", "邮箱", "账号"],
            ["东海第3研究院", "", "A3"],
            ["", "office7@example.org", "A7"],
            ["东海第9研究院", "x@example.org", "A9"],
        ]
        (tmp_path / "accounts.xlsx").write_bytes(workbook(("S", accounts)))
        named = read_list(tmp_path / "accounts.xlsx", here.desk.db, "season")
    assert told == [("accepted", 1, 1)] * 20
    strict = {"calls": {"season": {"slots": {"table": {"columns": {"remarks": {"required": True}}}}}}}
    (tmp_path / "strict.yaml").write_text(yaml.safe_dump(strict))
    files = [f"--config={path}" for path in (ROOT / "config.yaml", tmp_path / "overlay.yaml")]
    tried = CliRunner(env=ENVIRON).invoke(app, [*files, "what-if", str(tmp_path / "strict.yaml")])
    assert "20 of 20 entries would flip (accepted 20 -> 0, incomplete 0 -> 20" in tried.output  # by the rows that are stored
    assert [(item.reference, (item.values or {})["账号"]) for item in named] == [
        ("ND2022-0003", "A3"),
        ("ND2022-0007", "A7"),
        ("ND2022-0009", "A9"),
    ]


LAST = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>'


def test_what_cannot_be_taken_as_rows_is_told_with_what_to_do(tmp_path):
    """To its sender at once, and again when staff ask: nobody here can mend it."""
    sample = [["类别", "项目名称", "单位", "联系人"], ["示例", "某项目", "某单位", "某人"]]
    cases = {
        "空表.xlsx": (needs_book(), "incomplete", "", "一行也没有填写"),
        "示例.xlsx": (workbook(("S", sample)), "incomplete", "", "一行也没有填写"),
        "残缺.xlsx": (needs_book(need(1))[:3000], "held", "damaged", "请先在您那里确认文件能正常打开，再重发一次"),
        "空.xlsx": (b"", "held", "empty", "“空.xlsx”是空文件（0 字节）"),
        "加密.xlsx": (compound("EncryptedPackage", bytes(8000)), "held", "encrypted", "请去掉密码再发一次"),
        "别的.xlsx": (workbook(("S", [["水", "电"], [1, 2]])), "held", "no-header", "保留第一行的栏目名称"),
        "公式.xlsx": (xlsx(FORMULAS), "held", "not-computed", "等内容都显示出来后保存"),
        "并排.xlsx": (
            workbook(("S", [[*line, "", *line] for line in grid_of([need(1)])])),
            "held",
            "side-by-side",
            "移到左边表格的下方",
        ),
        "太多.xlsx": (more_rows(lambda row: LAST % (row, row), 20_010), "held", "too-many-rows", "请分成几个文件再发一次"),
    }
    with needs_desk(tmp_path) as here:
        for number, (name, (data, *_)) in enumerate(cases.items()):
            here.arrives("2022-03-01T10:00:00", mail(sender=f"office{number}@example.org", **{name: data}))
        found = list(read_entries(here.desk.db, references(here.desk.db)))
        letters = {entry.reference: preview_letter(here.desk, entry.reference, LetterWanted(None, None, "")) for entry in found}
        asked = Decision(action="ask", by="Li", note="请再发一次")
        for entry in found[2:]:
            review(here.desk.db, entry.reference, asked, datetime.fromisoformat("2022-03-02T10:00:00+08:00"))
        again = {entry.reference: preview_letter(here.desk, entry.reference, LetterWanted(None, None, "")) for entry in found}
    unread = [{item.values["problem"] for item in entry.findings if item.rule == "sheet-unreadable"} for entry in found]
    assert [(str(entry.state), *problems) for entry, problems in zip(found, unread, strict=True)] == [
        tuple(filter(None, (state, problem))) for _, state, problem, _ in cases.values()
    ]
    lacking = [
        (name, place)
        for entry, (name, (*_, words)) in zip(found, cases.items(), strict=True)
        for place, listed in (("at once", letters), ("asked", again))
        if words not in listed[entry.reference]
    ]
    assert lacking == []


def test_rows_are_given_out_with_what_they_mean_and_what_is_confidential_now_was_so_all_along(tmp_path):
    first = workbook(("需求表", grid_of([{**need(1), "投资额": 3}, need(2)], (*HEADER, "投资额"))))
    later = needs_book(need(2, 是否不便公开="是"), need(3, 是否不便公开="待定"))
    with needs_desk(tmp_path) as here:
        here.arrives("2022-03-01T10:00:00", mail(**{"征集表.xlsx": first}))
        here.arrives("2022-03-02T10:00:00", mail("更新。", **{"更新.xlsx": later}))
        slots = here.desk.config.calls["season"].slots
        public, apart = (
            list(rows_of(here.desk.db, Wanted(call="season", confidential=told, slots=slots))) for told in (False, True)
        )
        here.arrives("2022-03-03T10:00:00", mail("更正。", number=3, **{"更正.xlsx": needs_book(need(2, 是否不便公开="否"))}))
        silent = needs_book(*({**need(number), "是否不便公开": ""} for number in (3, 8)))
        here.arrives("2022-03-04T10:00:00", mail("再更正。", number=4, **{"再更正.xlsx": silent}))
        old = [need(1, 备注="旧"), need(2, 是否不便公开="是"), need(7), need(8, 是否不便公开="是"), need(9, 需求内容="")]
        here.arrives(
            "2022-02-28T10:00:00", mail("初稿。", number=5, **{"初稿.xlsx": needs_book(*old)})
        )  # fetched after newer ones
        after = {
            told: {
                row.values["title"]: row.file
                for row in rows_of(here.desk.db, Wanted(call="season", confidential=told))
                if row.state == "good"
            }
            for told in (False, True)
        }
        bad = [row for row in rows_of(here.desk.db, Wanted(call="season", confidential=False)) if row.state == "bad"]
    assert after == {  # taken back openly; silent about it; only in the oldest mail
        False: {"海水淡化项目1": "征集表.xlsx", "海水淡化项目2": "更正.xlsx", "海水淡化项目7": "初稿.xlsx"},
        True: {"海水淡化项目3": "再更正.xlsx", "海水淡化项目8": "再更正.xlsx"},
    }
    assert bad == []  # what is to be mended in the first draft was superseded before it came
    (row,) = public
    assert (row.values["type"], row.values["confidential"], row.values["投资额"], row.row) == ("project", "no", "3", 2)
    assert [(row.values["title"], row.state) for row in apart] == [
        ("海水淡化项目2", "replaced"),
        ("海水淡化项目2", "good"),
        ("海水淡化项目3", "bad"),
    ]
