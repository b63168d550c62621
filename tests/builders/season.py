"""A season of a call whose slots have times of their own: mails over days, the desk that takes them in, and what stands afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path

import docx

from registry.desk.desk import Desk
from registry.look.daily import moment_of
from registry.look.look import look
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read.entries import read_entry
from registry.read.entry import Entry
from registry.read.standings import standings
from registry.store.schema import immediate
from reports.screen.decisions import TypedDecision, decide_entry
from tests.builders.desks import a_desk
from tests.builders.small_documents import attached

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BY = {"asked": "by-deadline"}
NOON = "2023-03-22T12:00:00+08:00"
PUBLICITY = {
    "title": {"zh": "大会宣传材料征集", "en": "Conference publicity"},
    "reference": "SE2023",
    "window": {"opens": "2023-03-13T00:00:00+08:00", "closes": "2023-04-18T00:00:00+08:00"},
    "office": {"zh": "大会宣传组", "en": "The publicity office"},
    "slots": {
        "liaison": {
            "kind": "form",
            "title": {"zh": "联络员信息表", "en": "liaison form"},
            "names": ["联络员信息表"],
            "fields": {
                "unit": {"labels": ["单位"], "required": True},
                "contact_name": {"kind": "name", "labels": ["姓名"], "required": True},
                "contact_phone": {"kind": "phone", "labels": ["手机"], "required": True},
            },
            **BY,
            "closes": "2023-03-15T15:00:00+08:00",
        },
        "article": {
            "kind": "document",
            "count": "1-",
            "title": {"zh": "新闻稿件", "en": "press article", "many": "press articles"},
            "names": ["新闻稿"],
            **BY,
            "closes": NOON,
        },
        "source": {
            "kind": "file",
            "count": "1-",
            "title": {"zh": "设计源文件", "en": "design source", "many": "design sources"},
            "names": ["源文件"],
            "formats": ["PDF", "SVG"],
            **BY,
            "closes": NOON,
        },
        "extra": {
            "kind": "document",
            "count": "0-1",
            "title": {"zh": "活动总结", "en": "report on the event"},
            "names": ["总结"],
            **BY,
            "closes": {"working_days": 5, "before": "2023-04-15"},
        },
    },
    "identity": {"name": "contact_name", "unit": "unit"},
}
LIAISON = "联络员信息表\n单位：晨光大学\n姓名：李文\n手机：13800138000\n"
ARTICLE, SOURCE, REPORT = "新闻稿.docx", "主视觉源文件.pdf", "活动总结.docx"


@cache
def paper(text: str = "晨光大学将于四月中旬举办人才交流活动，欢迎各界朋友前来。" * 12) -> bytes:
    """Return a Word file that says this."""
    made = docx.Document()
    made.add_paragraph(text)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def mail(text: str = "见附件。", sender: str = "li@example.org", subject: str = "宣传材料", **files: bytes) -> bytes:
    """Return a mail with files; `files`: name -> bytes."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"李文 <{sender}>", "photo@example.org", subject
    message["Message-ID"] = f"<{abs(hash((text, sender, *files.items())))}@example.org>"
    message.set_content(text)
    return attached(message, files)


class Season:
    """A desk that mails reach on their days."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder, self.count = desk, folder, 0

    def arrives(self, at: str, raw: bytes) -> None:
        """Take a mail in as if it had arrived then (`at`: Beijing time, without its offset)."""
        self.count += 1
        path = self.folder / f"{self.count:04}.eml"
        path.write_bytes(raw)
        import_paths(self.desk, [path], None, f"{at}+08:00")
        process_pending(self.desk)

    def copied(self, count: int) -> None:
        """Make so many more entries like the first."""
        db = self.desk.db
        with immediate(db):
            for table in ("entries", "revisions", "materials", "findings", "entry_messages"):
                names = [column.name for column in db.table(table).columns if column.name != "id"]
                told = ", ".join(name if name == "reference" else f'"{name}"' for name in names)
                values = told.replace("reference", "?", 1)
                for number in range(2, count + 2):
                    query = f"INSERT INTO {table} ({told}) SELECT {values} FROM {table} WHERE reference = 'SE2023-0001'"
                    db.conn.execute(query, [f"SE2023-{number:04}"])

    def looks(self, day: str) -> dict[str, str]:
        """Look as of a day; return the letter queued for each entry."""
        moment = moment_of(date.fromisoformat(day), self.desk.config)
        return {reference: str(kind) for reference, kind in look(self.desk, moment, datetime.now(UTC)).letters}

    def decides(self, action: str, reference: str = "SE2023-0001", **typed) -> None:
        """Let a colleague decide."""
        decide_entry(self.desk, reference, TypedDecision(action=action, by="Chen", **typed))

    def entry(self, reference: str = "SE2023-0001") -> Entry:
        """Return an entry whole."""
        found = read_entry(self.desk.db, reference)
        assert found is not None
        return found

    def stands(self, reference: str = "SE2023-0001") -> tuple[str, list[str]]:
        """Return an entry's state, and its findings about time as rule.slot.severity."""
        entry = self.entry(reference)
        found = [f"{item.rule}.{item.slot}.{item.severity}" for item in entry.findings if item.rule.startswith("slot-")]
        return str(entry.state), sorted(found)

    def slots(self, reference: str = "SE2023-0001") -> dict[str, str]:
        """Return how each slot of an entry stands, with how much of it is there."""
        call = self.desk.config.calls["season"]
        return {item.slot: f"{item.state} {item.have}" for item in standings(self.entry(reference), call)}


@contextmanager
def season(folder: Path, call: dict | None = None, smtp=None, **more) -> Iterator[Season]:
    """Give a desk whose only served call this is."""
    told = {"calls": {"season": call or PUBLICITY}, "mailboxes": {"photo": {"calls": ["season"]}}}
    with a_desk(folder, smtp=smtp, delivery={"sender": "Office <office@example.org>"}, **told, **more) as desk:
        yield Season(desk, folder)
