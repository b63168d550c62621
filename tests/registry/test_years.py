"""Days written without a year, in forms, in mails' own words, in sheets and by staff: the year nearest to the mail's arrival, for good."""

import json
from datetime import datetime
from io import BytesIO

import openpyxl
import yaml

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from registry.whatif.compare import judged_again
from tests.builders.commands import command
from tests.builders.desks import a_desk, overlay
from tests.builders.small_documents import document
from tests.builders.unit_mails import raw_mail
from tests.registry.amend.test_join import shown

CALL = {
    "title": {"zh": "来访登记", "en": "Visits"},
    "reference": "VI2024",
    "window": {"opens": "2024-01-01T00:00:00+08:00", "closes": "2026-01-01T00:00:00+08:00"},
    "slots": {
        "form": {
            "kind": "form",
            "title": {"zh": "来访登记表", "en": "visitor's form"},
            "names": ["来访登记表"],
            "fields": {
                "name": {"kind": "name", "labels": ["姓名"], "required": True},
                "email": {"kind": "email", "labels": ["邮箱"]},
                "arrival": {"kind": "date", "labels": ["抵达日期"], "required": True},
                "departure": {"kind": "date", "labels": ["离开日期"]},
                "born": {"kind": "date", "labels": ["出生日期"]},
            },
        },
        "timetable": {
            "kind": "sheet",
            "count": "0-",
            "title": {"zh": "活动时间表", "en": "timetable"},
            "names": ["时间表"],
            "key": ["title", "day"],
            "columns": {
                "title": {"labels": ["活动名称"], "required": True},
                "day": {"kind": "date", "labels": ["开始日期"], "required": True},
                "until": {"kind": "date", "labels": ["结束日期"]},
                "born": {"kind": "date", "labels": ["主讲人生日"]},
            },
        },
        "photo": {"kind": "photo", "count": "0-", "title": {"zh": "照片", "en": "photos"}, "names": ["照片"]},
    },
}
JULY, DECEMBER, MARCH = (f"{day}T10:00:00+08:00" for day in ("2024-07-10", "2024-12-20", "2025-03-20"))
TYPED = "姓名：吴刚\n邮箱：wu@example.org\n抵达日期：Jan 5\n离开日期：1/9\n"


def visitor(**values: str) -> bytes:
    return document("来访登记表", table={"姓名": "李文", "邮箱": "li@example.org", **values})


def timetable(*rows: tuple[str, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in (("活动名称", "开始日期", "结束日期", "主讲人生日"), *rows):
        book.active.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def invalid(entry: dict) -> list[tuple[str, str]]:
    return [(item["subject"], item["severity"]) for item in entry["findings"] if item["rule"] == "form-field-invalid"]


def test_a_day_without_a_year_lies_nearest_to_its_mails_arrival_wherever_it_is_given(tmp_path, one_imap_server, smtp_server):
    files = {
        "来访登记表.docx": visitor(抵达日期="8月10日", 离开日期="8/12", 出生日期="8月10日"),
        "活动时间表.xlsx": timetable(
            ("开幕", "8月10日", "8月11日"), ("讲座", "8.11", "", "3月1日"), ("闭幕", "2024-08-12", "Aug 12"), ("再会", "改日", "")
        ),
    }
    mails = [
        (raw_mail("li@example.org", "来访", "见附件。", "1", **files), JULY),
        (raw_mail("wu@example.org", "来访", TYPED, "2"), DECEMBER),
        (raw_mail("li@example.org", "[VI2024-0001] 补交", "补一份时间表。", "3", **{"时间表.xlsx": timetable(("讲座", "8月12日"), ("茶会", "3月21日"))}), MARCH),
    ]  # fmt: skip
    more = {"calls": {"visits": CALL}, "mailboxes": {"photo": {"calls": ["visits"]}}}
    path = overlay(tmp_path, one_imap_server, smtp_server, **more)
    one_imap_server.deliver_all([(raw, datetime.fromisoformat(at)) for raw, at in mails])
    assert command(tmp_path, "poll")[0] == 0
    entries = {item["reference"]: item for item in json.loads(command(tmp_path, "entries", "--json")[1])}
    first, second = entries["VI2024-0001"], entries["VI2024-0002"]
    assert (first["form"]["arrival"], first["form"]["departure"], first["form"]["born"]) == (
        "2024-08-10",
        "2024-08-12",
        "8月10日",
    )
    assert invalid(first) == [("born", "warning")]
    assert {item["subject"] for item in first["findings"] if item["rule"] == "form-value-unsure"} >= {"arrival", "departure"}
    assert (second["form"]["arrival"], second["form"]["departure"], second["state"]) == ("2025-01-05", "2025-01-09", "accepted")
    rows = [
        (
            row["state"],
            row["values"]["title"],
            row["values"]["day"],
            row["values"].get("until", ""),
            row["values"].get("born", ""),
        )
        for row in json.loads(command(tmp_path, "rows", "visits", "--json")[1])
    ]
    assert rows == [
        ("good", "开幕", "2024-08-10", "2024-08-11", ""),
        ("replaced", "讲座", "2024-08-11", "", "3月1日"),  # a birthday has no nearest year
        ("good", "闭幕", "2024-08-12", "2024-08-12", ""),
        ("replaced", "再会", "改日", "", ""),
        ("good", "讲座", "2025-08-12", "", ""),  # what came in March keeps March's nearest years
        ("good", "茶会", "2025-03-21", "", ""),
    ]
    assert command(tmp_path, "amend", "VI2024-0002", "arrival=2月3日", "born=2月3日", "--by", "Chen")[0] == 0
    with a_desk(tmp_path, one_imap_server, smtp_server, **more) as desk:
        now = documents.entry(desk.db, "VI2024-0002")
        assert (now["form"]["arrival"], now["form"]["born"], invalid(now)) == ("2025-02-03", "2月3日", [("born", "warning")])
        for reference in entries:
            stored = documents.entry(desk.db, reference)["findings"]
            again = judged_again(desk, reference)
            assert [(item.rule, item.subject) for item in again] == [(item["rule"], item["subject"]) for item in stored]
        rebuild(desk, tmp_path / "again.db")
        copy = open_registry(tmp_path / "again.db")
        assert shown(documents.entries(copy)) == shown(documents.entries(desk.db))
        copy.conn.close()
    other = {"calls": {"visits": {"slots": {"timetable": {"columns": {"until": {"required": True}}}}}}}
    (tmp_path / "what-if.yaml").write_text(yaml.safe_dump(other), encoding="utf-8")
    code, said, _ = command(tmp_path, "what-if", str(tmp_path / "what-if.yaml"), "--json", config=path)
    assert (code, "form-field-invalid" in said) == (0, False)


def test_two_days_without_a_year_are_a_row_and_no_line_that_says_how(tmp_path):
    with a_desk(tmp_path, calls={"visits": CALL}, mailboxes={"photo": {"calls": ["visits"]}}) as desk:
        (tmp_path / "1.eml").write_bytes(raw_mail("li@example.org", "来访", "见附件。", "1", **{"来访登记表.docx": visitor(抵达日期="8月9日"), "活动时间表.xlsx": timetable(("开幕", "8月10日", "8月11日"))}))  # fmt: skip
        import_paths(desk, [tmp_path / "1.eml"], None, "2024-07-31T18:00:00+00:00")
        process_pending(desk)
        assert documents.entry(desk.db, "VI2024-0001")["rows"] == {"good": 1, "bad": 0, "confidential": 0}
