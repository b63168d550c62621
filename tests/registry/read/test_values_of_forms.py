"""Values of forms as the outside gets them: what they mean where they can be read, else as written (contract.md ruling 22)."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from tests.builders.desks import a_desk

FIELDS = {
    "arrival": {"kind": "date", "labels": ["抵达日期"]},
    "hall": {"kind": "choice", "labels": ["展出方式"], "choices": {"online": ["网上展厅"], "onsite": ["线下展位"]}},
    "secret": {"kind": "flag", "labels": ["不便公开"], "negated": ["是否公开"]},
    "guests": {"kind": "count", "labels": ["随行人数"], "uncounted": ["未统计"]},
    "website": {"kind": "url", "labels": ["个人网页"]},
}
FORM = """Name (English): Anna Blanc
Nationality: 法国
Email: Anna@Example.org
Photo Name: Tea
pieces: 三幅
{}
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "抵达日期：2026年8月3日\n展出方式：□网上展厅 ☑线下展位\n是否公开：否\n随行人数：约12人\n个人网页：www.example.org。",
            {"arrival": "2026-08-03", "hall": "onsite", "secret": "yes", "guests": "12", "website": "www.example.org"},
        ),
        (
            "抵达日期：下周\n展出方式：随便\n不便公开：视情况\n随行人数：未统计\n个人网页：http://",
            {"arrival": "下周", "hall": "随便", "secret": "视情况", "guests": "未统计"},
        ),
    ],
)
def test_values_in_the_document_of_an_entry(tmp_path: Path, lines: str, expected: dict[str, str]) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "anna@example.org", "photo@example.org", "<1@example.org>"
    mail["Subject"] = "国际友人看中国"
    mail.set_content(FORM.format(lines))
    (tmp_path / "1.eml").write_bytes(mail.as_bytes())
    with a_desk(tmp_path, calls={"photo-2026": {"slots": {"form": {"fields": FIELDS}}}}) as desk:
        import_paths(desk, [tmp_path / "1.eml"], None, "2026-07-15T10:00:00+08:00")
        process_pending(desk)
        form = documents.entries(desk.db)[0]["form"]
    written = {"name_en": "Anna Blanc", "nationality": "法国", "email": "Anna@Example.org", "photo_name": "Tea", "pieces": "3"}
    assert form == {**written, **expected}
