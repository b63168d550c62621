"""Entries of sheets are joined and changed by hand with their rows."""

import io
from email.message import EmailMessage

import openpyxl

from registry.amend.amend import amend
from registry.amend.changes import Changes
from registry.amend.join import join
from registry.read import documents
from tests.builders.desks import a_desk
from tests.registry.amend.test_amend import HAND
from tests.registry.amend.test_join import take

HEADS = {"title": "名称", "unit": "单位", "summary": "内容"}
CALL = {
    "sd": {
        "title": {"zh": "供需", "en": "Supply"}, "reference": "SD2026", "language": "zh", "one_per": ["unit"],
        "window": {"opens": "2026-01-01T00:00:00+08:00", "closes": "2027-01-01T00:00:00+08:00"},
        "slots": {
            "table": {
                "kind": "sheet", "count": "1-", "title": {"zh": "供需表", "en": "table"}, "key": ["unit", "title"],
                "columns": {name: {"labels": [head], "required": True} for name, head in HEADS.items()},
            }
        },
    }
}  # fmt: skip


def sheet_mail(number, unit):
    book = openpyxl.Workbook()
    book.active.append([*HEADS.values()])
    book.active.append([f"项目{number}", unit, "联合培养"])
    out = io.BytesIO()
    book.save(out)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"u{number}@example.org", "photo@example.org", "供需表"
    mail["Message-ID"] = f"<sheet{number}@example.org>"
    mail.set_content("见附件。")
    kind = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    mail.add_attachment(out.getvalue(), maintype="application", subtype=kind, filename=f"供需表{number}.xlsx")
    return mail.as_bytes()


def good(desk):
    return [(item["state"], item["rows"]["good"]) for item in documents.entries(desk.db)]


def test_rows_go_with_their_entry_and_leave_with_their_file(tmp_path):
    with a_desk(tmp_path, calls=CALL, mailboxes={"photo": {"calls": ["sd"]}}) as desk:
        for number, unit in ((1, "甲单位"), (2, "甲单位有限公司")):
            take(desk, tmp_path, sheet_mail(number, unit))
        assert good(desk) == [("accepted", 1), ("accepted", 1)]
        join(desk, "SD2026-0002", "SD2026-0001", HAND)
        assert good(desk) == [("accepted", 2), ("joined", 0)]
        amend(desk, "SD2026-0001", Changes(drops=("供需表1.xlsx",)), HAND)
        assert good(desk) == [("accepted", 1), ("joined", 0)]
