"""Plain builders of what the registry records: mails, submissions, entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from intake.config.models import Identity
from intake.model.our_mark import OurMark
from intake.model.submission import Address, FileType, FoundText, InboundMessage, Material, SpooledMessage, Submission
from registry.pipeline.record import EntryRecord, MailRecord, record
from registry.store import mails
from tests.builders.rule_facts import filled
from validators.disposition import decide
from validators.facts import PhotoFacts
from validators.finding import Finding, Severity
from validators.probes.text_counts import measure

NOW = datetime(2026, 7, 15, 1, 0, tzinfo=UTC)
SETTLE = timedelta(minutes=20)
IDENTITY = Identity(name=["name_en", "name_zh"], email="email", contact="contact_email")
MARK = OurMark(b"a secret of the tests, 32 bytes ..")
MARTA = Address(name="Marta", email="marta@example.com")
ERROR = Finding(rule="slot-count", severity=Severity.ERROR, subject="work", values={"count": 2}, slot="work")
HOLD = Finding(rule="sender-unverified", severity=Severity.HOLD, subject="", values={"why": "stranger"})


def spooled(sha256: str, received_at: datetime = NOW, uid: int | None = 1, **places) -> SpooledMessage:
    """Return a fetched mail named by a short word instead of a real sha256."""
    given = {"mailbox": "photo", "folder": "INBOX", "uidvalidity": 7, "size": 100, **places}
    return SpooledMessage(path=Path(sha256), sha256=sha256, uid=uid, received_at=received_at, fetched_at=received_at, **given)


def message(sha256: str, sender: Address | None = MARTA, received_at: datetime = NOW) -> InboundMessage:
    """Return a read mail whose Message-ID is <word@example.com>."""
    mail = spooled(sha256, received_at, uid=None)
    return InboundMessage(spooled=mail, message_id=f"<{sha256}@example.com>", sender=sender, subject=f"About {sha256}")


def work(name: str, sha256: str = "", mail: str = "m1") -> Material:
    """Return a JPEG work; its bytes go by its name unless told."""
    return Material(
        role="work", name=name, type=FileType.JPEG, size=5_000_000, sha256=sha256 or name, path=Path(name), message=mail
    )


def submission(sha256: str = "m1", sender: Address | None = MARTA, names: tuple[str, ...] = ("a.jpg", "b.jpg"), **changes):
    """Return what a person has sent for the call, this mail included."""
    given = {
        "call": "photo",
        "message": sha256,
        "received_at": NOW,
        "author": sender,
        "reply_to": sender,
        "forms": {"form": filled()},
        "texts": {"biography": FoundText(text="摄影师 from Lund", place="body")},
        "materials": tuple(work(name, mail=sha256) for name in names),
    }
    if "form" in changes:
        changes["forms"] = {"form": changes.pop("form")}
    return Submission(**{**given, **changes})


def judged(share: Submission, *findings: Finding, prefix: str = "IF2026", settle: timedelta = SETTLE) -> EntryRecord:
    """Return a submission judged by its findings, a hash for every work."""
    photos = {
        item.sha256: PhotoFacts(sha256=item.sha256, file_bytes=item.size, format="JPEG", width=4000, height=3000)
        for item in share.materials
    }
    return EntryRecord(
        submission=share,
        disposition=decide(findings),
        identity=IDENTITY,
        findings=findings,
        photos=photos,
        texts={name: measure(name, found) for name, found in share.texts.items()},
        prefix=prefix,
        language="zh,en",
        settle=settle,
    )


def take(db, *entries: EntryRecord, sha256: str = "m1", sender: Address | None = MARTA, outcome="entered", now=NOW, **changes):
    """Log a mail and record what it came to; return the references."""
    mails.log_fetched(db, spooled(sha256, uid=None))
    told = MailRecord(message=message(sha256, sender), outcome=outcome, entries=entries, now=now, **changes)
    return record(db, told)


def rows(db, query: str, *values):
    """Return the rows of a query as tuples."""
    return [tuple(row) for row in db.conn.execute(query, values).fetchall()]
