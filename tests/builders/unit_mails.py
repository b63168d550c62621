"""A desk whose call has an entry for each unit, and mails of several people of several units."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.entries import read_entry
from tests.builders.desks import a_desk
from tests.builders.small_documents import attached
from tests.builders.small_documents import document as document

ARRIVED = datetime.fromisoformat("2026-07-10T10:00:00+08:00")
WINDOW = {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"}
PRESS = {
    "title": {"zh": "大会宣传资料征集", "en": "Press material of the fair"},
    "reference": "PR2026",
    "window": WINDOW,
    "one_per": ["block", "unit"],
    "naming": {"pattern": "宣传+{block}+{unit}"},
    "slots": {
        "liaison": {
            "kind": "form",
            "title": {"zh": "联络员信息表", "en": "liaison form"},
            "names": ["联络员信息表", "联络员"],
            "fields": {
                "block": {"labels": ["板块"], "one_of": "who"},
                "unit": {"labels": ["单位"], "one_of": "who"},
                "contact_name": {"kind": "name", "labels": ["姓名"], "required": True},
                "contact_phone": {"kind": "phone", "labels": ["手机"], "required": True},
                "contact_email": {"kind": "email", "labels": ["邮箱"]},
            },
        },
        "article": {"kind": "document", "count": "1-", "title": {"zh": "新闻稿件", "en": "article"}, "names": ["新闻稿"]},
        "guest": {
            "kind": "form",
            "count": "0-1",
            "title": {"zh": "采访嘉宾资料", "en": "guest's form"},
            "names": ["采访嘉宾", "嘉宾资料"],
            "fields": {
                "guest_name": {"kind": "name", "labels": ["嘉宾姓名"], "required": True},
                "guest_title": {"labels": ["嘉宾职务"]},
                "guest_phone": {"kind": "phone", "labels": ["嘉宾电话"]},
            },
        },
    },
}
LIAISON = {"板块": "主论坛", "单位": "海岸大学", "姓名": "李文", "手机": "13800138000", "邮箱": "li@example.org"}
LI, WU, STRANGER = "li@example.org", "wu@example.org", "someone@example.com"
SUBJECT = "宣传+主论坛+海岸大学"


def liaison(**changes: str) -> bytes:
    """Return the liaison form, with values changed ('' leaves one out)."""
    return document("联络员信息表", table={label: text for label, text in {**LIAISON, **changes}.items() if text})


def article(number: int = 1) -> bytes:
    """Return an article, each number another one."""
    return document(f"第{number}场论坛在海边举行", "三百位嘉宾谈到人才与城市，会后大家参观了展区。" * 8)


def raw_mail(sender: str, subject: str, text: str, number: str, reply: str = "", **files: bytes) -> bytes:
    """Return a mail with files; its Message-ID is made of the number."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        f"{sender.split('@')[0].title()} <{sender}>",
        "photo@example.org",
        subject,
    )
    message["Message-ID"] = f"<{number.replace(':', '-')}@example.org>"
    if reply:
        message["In-Reply-To"] = reply
    message.set_content(text)
    return attached(message, files)


class UnitDesk:
    """A desk and the mails that reach it, an hour apart."""

    def __init__(self, desk, tmp: Path) -> None:
        self.desk, self.tmp, self.numbers = desk, tmp, itertools.count(1)

    def mail(
        self, sender: str = LI, subject: str = SUBJECT, text: str = "见附件。", reply: str = "", **files: bytes
    ) -> list[str]:
        """Let a mail arrive; return the entries that it went to."""
        number = next(self.numbers)
        return self.bytes(raw_mail(sender, subject, text, str(number), reply, **files), number)

    def bytes(self, raw: bytes, number: int) -> list[str]:
        """Let a mail arrive as it is."""
        path = self.tmp / f"{number}.eml"
        path.write_bytes(raw)
        import_paths(self.desk, [path], None, (ARRIVED + timedelta(hours=number)).isoformat())
        process_pending(self.desk)
        return documents.messages(self.desk.db)[-1]["references"]

    def entry(self, reference: str):
        """Return an entry whole."""
        return read_entry(self.desk.db, reference)

    def told(self, reference: str) -> tuple[str, int, str, str]:
        """Return an entry's state, revision, and the doubt about its sender with the entries it names."""
        entry = self.entry(reference)
        return str(entry.state), entry.revision, entry.unverified, entry.claims

    def files(self, reference: str) -> list[str]:
        """Return role:name of what an entry holds."""
        return [f"{item.role}:{item.name}" for item in self.entry(reference).files]


@contextmanager
def unit_desk(tmp: Path, call: dict | None = None, smtp=None) -> Iterator[UnitDesk]:
    """Give a desk whose only call this is."""
    told = {"calls": {"invented": call or PRESS}, "mailboxes": {"photo": {"calls": ["invented"]}}}
    with a_desk(tmp, None, smtp, **told, delivery={"sender": "Office <office@example.org>"}) as desk:
        yield UnitDesk(desk, tmp)
