"""Mails of a call for outcomes as offices send them: the printed table filled in, in Word or Excel, with cases and pictures."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO

from openpyxl import Workbook
from PIL import Image

from reports.demo.mime import File
from tests.builders.document_files import word
from tests.builders.form_samples import cell, paragraph, table, word_file

CALL = "outcomes-2023"
ARRIVED = "2023-03-20T10:00:00+08:00"
NOTE = "说明：2018—2022年底，可按大会届别——说明，也可统一归总说明。如无请填写“0”，如没有统计，请填写“未统计”。"
DELEGATION = "说明：请以省、自治区、直辖市、副省级城市为代表团，如：北京市外国专家局则填写北京代表团。单个机构不用填写。"
CASES = "说明：字数不限，资料另附，具体参见《关于征集中国国际人才交流大会往年成果案例的通知》，并附上至少3张图片。"
ADVICE = "说明：字数不限，资料另附。请对中国国际人才交流大会提出中肯评价，并对今后如何办好大会提出有益建议。"
SIZES = "2018年（16届）：{}人； 2019年（17届）：{}人； 2021年（19届）：{}人"
PLACE = "_____"
COUNTS = {
    "talents_domestic": "引进国内高层次人才数量",
    "talents_abroad": "引进国（境）外高层次人才人数",
    "teams_domestic": "引进国内创新创业团队数量",
    "teams_abroad": "引进国（境）外创新创业团队数量",
    "projects_domestic": "引进国内科技创新项目数量",
    "projects_abroad": "引进国（境）外科技创新项目数量",
    "projects_other": "其他引智项目数量",
}
BLANK: dict[str, str] = {}
FILLED = {
    "unit": "北京市外国专家局",
    "delegation": DELEGATION + "北京代表团",
    "address": "北京市和平路1号",
    "contact_name": "李明",
    "office_phone": "010-6516 0000",
    "email": "li@example.org",
    "mobile": "13000000001",
    **dict.fromkeys(COUNTS, "0"),
}


def rows(values: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the printed table's rows: label and value, and the merged note beside the counts."""
    first, more = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    printed = {"delegation": DELEGATION, "projects_other": "（请说明）", "cases": CASES, "suggestions": ADVICE}
    of = {**printed, "sizes": SIZES.format(PLACE, PLACE, PLACE), **values}
    notes = [cell(paragraph(NOTE), first), *[cell(paragraph(""), more)] * 5]
    return (
        ("单位名称", of.get("unit", "")),
        ("代表团名称", of["delegation"]),
        ("单位地址", of.get("address", "")),
        ("联系人", of.get("contact_name", ""), "办公电话", of.get("office_phone", "")),
        ("邮箱", of.get("email", ""), "联系手机", of.get("mobile", "")),
        *((label, of.get(name, ""), *notes[place : place + 1]) for place, (name, label) in enumerate(COUNTS.items())),
        ("近3届（线下）代表团规模", of["sizes"]),
        ("达成案例典型", of["cases"]),
        ("对人才大会评价及办会建议", of["suggestions"]),
    )


def in_word(values: Mapping[str, str]) -> bytes:
    """Return the table as a Word file, with what the notice prints above and below it."""
    title, remark = paragraph("中国国际人才交流大会成果统计表"), paragraph("备注：1.请于4月10日前将资料填写完毕后发送。")
    return word_file(title + paragraph("中国国际人才交流大会自2001年创办以来已举办20届。") + table(*rows(values)) + remark)


def in_excel(values: Mapping[str, str]) -> bytes:
    """Return the table as a workbook: numbers as numbers, the note once beside the first count."""
    book = Workbook()
    book.active.append(["中国国际人才交流大会成果统计表"])
    for row in rows(values):
        note = NOTE if row[0] == COUNTS["talents_domestic"] else None
        line = [text for text in row if not text.startswith("<")]
        book.active.append([int(text) if text.isdigit() and len(text) < 6 else text for text in line] + [note])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def statistics(name: str = "成果统计表.docx", **changes: str) -> File:
    """Return the table filled in, with changes."""
    values = {**FILLED, **changes}
    return File(name=name, data=in_excel(values) if name.endswith("xlsx") else in_word(values))


def case(name: str = "典型人才案例.docx", heading: str = "典型人才", size: int = 1000) -> File:
    """Return a case of so many 字 below a heading."""
    return File(name=name, data=word(heading, ("引进的专家带来了新的方法团队因此成长" * (size // 18 + 1))[:size]))


def picture(name: str, seed: int) -> File:
    """Return a small picture, unlike any other of another seed."""
    out = BytesIO()
    grain = Image.effect_noise((24, 18), 80).resize((1200, 900))
    Image.merge("RGB", (grain, grain.rotate(90 * seed).resize((1200, 900)), Image.new("L", (1200, 900), 40 * seed % 255))).save(
        out, "JPEG"
    )
    return File(name=name, data=out.getvalue(), type="image/jpeg")


def mail(
    *files: File, sender: str = "li@example.org", subject: str = "报送成果统计表", text: str = "老师您好，材料见附件，谢谢。"
) -> bytes:
    """Return one mail to the office with these files."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "outcomes@example.org", subject
    made["Date"], made["Message-ID"] = "Mon, 20 Mar 2023 10:00:00 +0800", f"<{abs(hash((sender, subject, *files)))}@example.org>"
    made.set_content(text)
    for file in files:
        kind, _, sub = file.type.partition("/")
        made.add_attachment(file.data, kind, sub, filename=file.name)
    return made.as_bytes()
