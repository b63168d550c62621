"""The call for outcomes as shipped: what offices send is read, judged and added up; the workbook's sums are those of its sheets."""

from __future__ import annotations

import json
from collections import Counter

import openpyxl
import pytest
from typer.testing import CliRunner

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.totals import totals
from reports.demo.mime import File
from reports.totals.workbook import write_totals
from run_intake import app
from tests import ROOT
from tests.builders import outcomes as sent
from tests.builders.desks import ENVIRON, a_desk
from tests.builders.document_files import SENTENCE, pdf
from tests.builders.many_offices import multiply
from validators.disposition import Disposition

BOXES = {"mailboxes": {"photo": {"calls": [sent.CALL]}, "outcomes": None}}
PICTURES = [sent.picture(f"图片{place}.jpg", place) for place in (1, 2, 3)]
STAMPED = File(name="成果统计表（盖章扫描件）.pdf", data=pdf([SENTENCE]))
MAILS = {
    "plain": sent.mail(sent.statistics(delegation="北京市", suggestions=sent.ADVICE + "多设分会场。"), STAMPED),
    "excel": sent.mail(
        sent.statistics(
            "成果统计表.xlsx", unit="海淀区科委", delegation="北京", talents_domestic="约12人", teams_abroad="未统计"
        ),
        sender="b@example.org",
    ),
    "whole": sent.mail(
        sent.statistics(
            unit="深圳市科技创新委员会",
            delegation="深圳市代表团",
            talents_domestic=sent.NOTE + "12人",
            talents_abroad="十二",
            teams_domestic="无",
            projects_abroad="没有统计",
            projects_other="（请说明）外专讲学3项、培训4项，共7项",
            sizes=sent.SIZES.format("12", "_____", "未统计"),
        ),
        sent.case(),
        *PICTURES,
        sender="c@example.org",
    ),
    "no pictures": sent.mail(sent.statistics(unit="甲局"), sent.case("附件2.docx", "典型机构", 300), sender="d@example.org"),
    "gaps": sent.mail(sent.statistics(unit="乙局", talents_domestic="", teams_abroad="很多"), sender="e@example.org"),
    "printed": sent.mail(File(name="成果统计表.docx", data=sent.in_word(sent.BLANK)), sender="f@example.org"),
    "PDF": sent.mail(File(name="成果统计表.pdf", data=pdf([SENTENCE])), sender="g@example.org"),
    "scan": sent.mail(PICTURES[0].named("成果统计表.jpg"), sender="h@example.org"),
}
LATER = sent.mail(STAMPED, sender="b@example.org", subject="补发盖章扫描件")  # of an office whose table is here
OLDER = sent.mail(  # fetched after the newer one
    sent.statistics(delegation="天津市", talents_domestic="99", cases="见附件"), subject="成果统计表（初稿）"
)
EARLIER = "2023-03-19T10:00:00+08:00"
ZEROS = dict.fromkeys(sent.COUNTS, "0")


@pytest.fixture(scope="module")
def season(tmp_path_factory):
    """Take the mails in, once; return (folder, mail -> its entry)."""
    tmp = tmp_path_factory.mktemp("outcomes")
    with a_desk(tmp, **BOXES) as desk:
        for place, raw in enumerate((*MAILS.values(), LATER)):
            (tmp / f"{place}.eml").write_bytes(raw)
            import_paths(desk, [tmp / f"{place}.eml"], None, sent.ARRIVED)
        process_pending(desk)
        (tmp / "older.eml").write_bytes(OLDER)
        import_paths(desk, [tmp / "older.eml"], None, EARLIER)
        process_pending(desk)
        entries = documents.entries(desk.db, calls=desk.config.calls)
    by_sender = {entry["submitter"]["email"]: entry for entry in entries}
    senders = ["li", "b", "c", "d", "e", "f", "g", "h"]
    return tmp, dict(zip(MAILS, (by_sender[f"{name}@example.org"] for name in senders), strict=True))


def run(folder, *words):
    """Run a command on the desk in a folder; return (exit code, stdout, stderr)."""
    files = ["--config", str(ROOT / "config.yaml"), "--config", str(folder / "overlay.yaml")]
    result = CliRunner(env=ENVIRON).invoke(app, [*files, *words])
    return result.exit_code, result.stdout, result.stderr


def told(entry):
    return [(item["rule"], item["slot"], item["subject"]) for item in entry["findings"] if item["severity"] != "info"]


def test_what_offices_send_is_read_and_judged(season):
    entries = season[1]
    counts = {name: {key: entry["form"].get(key) for key in sent.COUNTS} for name, entry in entries.items()}
    assert counts["plain"] == ZEROS
    assert counts["excel"] == {**ZEROS, "talents_domestic": "12", "teams_abroad": "未统计"}
    assert counts["whole"] == {
        **ZEROS, "talents_domestic": "12", "talents_abroad": "12", "projects_abroad": "没有统计", "projects_other": "7",
    }  # fmt: skip
    assert {key: value for key, value in entries["whole"]["form"].items() if key.startswith("size")} == {
        "size_2018": "12",
        "size_2021": "未统计",
    }
    assert entries["plain"]["form"]["suggestions"] == "多设分会场。"
    assert [item["role"] for item in entries["plain"]["materials"]] == ["statistics", "other", "statistics"]
    assert [item["role"] for item in entries["excel"]["materials"]] == ["statistics", "statistics"]
    assert {name: (entry["state"], told(entry)) for name, entry in entries.items()} == {
        "plain": ("accepted", []),
        "excel": ("accepted", []),
        "whole": ("accepted", []),
        "no pictures": ("incomplete", [("text-length", "case", "附件2.docx"), ("slot-count", "image", "image")]),
        "gaps": (
            "incomplete",
            [("form-field-missing", "statistics", "talents_domestic"), ("form-field-invalid", "statistics", "teams_abroad")],
        ),
        "printed": ("incomplete", [("form-field-missing", "statistics", name) for name in ("unit", *sent.COUNTS)]),
        "PDF": ("incomplete", [("document-format", "statistics", "成果统计表.pdf")]),
        "scan": ("incomplete", [("document-format", "statistics", "成果统计表.jpg")]),
    }
    assert [
        entry["reference"] for entry in entries.values() if any(item["rule"] == "form-left-over" for item in entry["findings"])
    ] == []


def test_the_command_adds_accepted_entries_up(season):
    folder, entries = season
    refer = {name: entry["reference"] for name, entry in entries.items()}
    code, out, _ = run(folder, "totals", sent.CALL, "--by", "delegation", "--json")
    rows = json.loads(out)
    assert (code, [(row["by"], row["units"], row["references"], row["written"]) for row in rows]) == (
        0,
        [
            ("北京", 2, [refer["plain"], refer["excel"]], ["北京市", "北京"]),
            ("深圳", 1, [refer["whole"]], ["深圳市代表团"]),
            (None, 3, [refer["plain"], refer["excel"], refer["whole"]], ["北京市", "北京", "深圳市代表团"]),
        ],
    )
    assert {key: value for key, value in rows[-1]["sums"].items() if value} == {
        "talents_domestic": 24, "talents_abroad": 12, "projects_other": 7, "size_2018": 12,
    }  # fmt: skip
    assert {key: value for key, value in rows[-1]["uncounted"].items() if value} == {
        "teams_abroad": 1,
        "projects_abroad": 1,
        "size_2021": 1,
    }
    everyone = json.loads(run(folder, "totals", sent.CALL, "--by", "delegation", "--state", "all", "--json")[1])
    assert [(row["by"], row["units"]) for row in everyone] == [("北京", 4), ("深圳", 1), ("", 3), (None, 8)]
    assert everyone[-1]["unread"]["teams_abroad"] == 1


def test_what_it_is_asked_wrongly_is_told(season):
    folder = season[0]
    assert run(folder, "totals", sent.CALL, "--by", "nothing")[0::2] == (
        2,
        f"No form of {sent.CALL} has a field 'nothing'. The fields are: unit, delegation, address, contact_name, office_phone, email, "
        "mobile, talents_domestic, talents_abroad, teams_domestic, teams_abroad, projects_domestic, projects_abroad, projects_other, "
        "size_2018, size_2019, size_2021, cases, suggestions.\n",
    )
    assert run(folder, "totals", sent.CALL, "--by", "unit", "--state", "joined")[0] == 2
    assert run(folder, "totals", sent.CALL, "--by", "unit", "--out", "sums.csv")[0] == 2


def test_sums_are_those_of_an_independent_count_and_of_the_sheets(season, tmp_path):
    with a_desk(tmp_path, **BOXES) as desk:
        (tmp_path / "0.eml").write_bytes(MAILS["plain"])
        import_paths(desk, [tmp_path / "0.eml"], None, sent.ARRIVED)
        process_pending(desk)
        expected = multiply(desk, 31, 20)
        call = desk.config.calls[sent.CALL]
        found = totals(desk.db, sent.CALL, call, "delegation", Disposition.ACCEPTED)
        write_totals(desk, sent.CALL, found, tmp_path / "sums.xlsx")
    assert {
        group.by: Counter({name: int(group.sums[name]) for name in sent.COUNTS}) for group in found.groups if group.by != "北京"
    } == expected
    assert len(found.groups) == 32
    book = openpyxl.load_workbook(tmp_path / "sums.xlsx")
    assert book.sheetnames == [
        "汇总",
        "图表",
        *(group.by for group in found.groups),
        "案例",
        "达成案例典型",
        "对人才大会评价及办会建议",
    ]
    rows = list(book["汇总"].iter_rows(values_only=True))
    width = 2 + len(found.summed)
    whole = [0] * len(found.summed)
    for group, row in zip(found.groups, rows[1:-1], strict=True):
        page = list(book[group.by].iter_rows(min_row=2, values_only=True))
        added = [sum(cell or 0 for cell in column) for column in zip(*(line[3 : width + 1] for line in page[:-1]), strict=True)]
        assert (row[0], row[1], list(row[2:width])) == (group.by, len(page) - 1, added)
        assert list(page[-1][3 : width + 1]) == added
        whole = [sum(pair) for pair in zip(whole, added, strict=True)]
    assert list(rows[-1][2:width]) == whole
    assert len(book["图表"]._charts[0].series) == len(found.summed)


def test_cases_and_suggestions_stand_on_sheets_of_their_own(season, tmp_path):
    folder, entries = season
    code, out, _ = run(folder, "totals", sent.CALL, "--by", "delegation", "--state", "all", "--out", str(tmp_path / "sums.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "sums.xlsx")
    assert (code, out.splitlines()[-1]) == (0, str(tmp_path / "sums.xlsx"))
    assert [row[:8] for row in book["案例"].iter_rows(min_row=2, values_only=True)] == [
        (entries["whole"]["reference"], "深圳", "深圳市科技创新委员会", "典型人才案例.docx", "典型人才", 1004, "700-1300", 3),
        (entries["no pictures"]["reference"], "北京", "甲局", "附件2.docx", "典型机构", 304, "700-1300", 0),
    ]
    assert list(book["对人才大会评价及办会建议"].iter_rows(min_row=2, values_only=True)) == [
        (entries["plain"]["reference"], "北京", "北京市外国专家局", "多设分会场。"),
    ]
