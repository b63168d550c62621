"""Account for a mail: every file and every long text that its parser finds ends where somebody sees it (contract.md ruling 24)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from intake.assemble.message import read
from intake.model.idle import Idle
from intake.model.problems import Problem
from intake.model.submission import PICTURES, Attachment, MessageError, SpooledMessage
from intake.words.authored import is_long, prose
from registry.read import documents

LOGO_BYTES = 200_000
NOW = datetime(2026, 7, 10, tzinfo=UTC)
TO_STAFF = frozenset({"set_aside", "shunted"})  # the mail itself lies before a person


def unaccounted(desk, raw: bytes) -> list[str]:
    """Return what of a processed mail is nowhere: in no role, in `other` without a reason, a text that nobody sees."""
    sha256 = hashlib.sha256(raw).hexdigest()
    message = next(item for item in documents.messages(desk.db) if item["sha256"] == sha256)
    with TemporaryDirectory() as room:
        parsed = _parsed(raw, sha256, Path(room), desk)
        if parsed is None:
            return [] if message["outcome"] == "shunted" else ["it cannot be read, and is not shunted"]
        sent = [item for item in parsed.attachments if not item.decoration]
        if not message["references"]:
            return _without_entry(desk, message, sent)
        lost = [item.name for item in sent if not _kept(desk, message["references"], item)]
        idle = [item for item in _files(desk, message["references"]) if item["role"] == "other"]
        blind = [f"{item['filename']}: {item['reason'] or 'no reason'}" for item in idle if item["reason"] not in list(Idle)]
        return lost + blind + _unheard(desk, message["references"], parsed.texts)


def rule_of(finding: dict) -> str:
    """Return a finding's rule, with its slot where one rule looks at slots of every kind: slot-count.work."""
    rule, slot = finding["rule"], finding["slot"]
    return f"{rule}.{slot}" if rule.startswith(("slot-", "text-")) else rule


def untold(entry: dict) -> list[str]:
    """Return what of an entry has a problem that no finding tells, or that has no code: each file's name and problem."""
    named = {item["subject"] for item in entry["findings"]}
    named |= {name for item in entry["findings"] for name in item["values"].get("files", ())}
    return [
        f"{item['filename']}: {item['problem']}"
        for item in entry["materials"]
        if item["problem"] and not (item["filename"] in named and item["problem"] in list(Problem))
    ]


def _parsed(raw: bytes, sha256: str, room: Path, desk):
    (room / "mail").write_bytes(raw)
    spooled = SpooledMessage(path=room / "mail", sha256=sha256, size=len(raw), mailbox="photo", received_at=NOW, fetched_at=NOW)
    try:
        return read(spooled, room, desk.config.limits)
    except (MessageError, RecursionError):
        return None


def _without_entry(desk, message, sent: list[Attachment]) -> list[str]:
    """Return the files of a mail without entry that staff are not told of."""
    counted = desk.db.conn.execute("SELECT files FROM messages WHERE sha256 = ?", [message["sha256"]]).fetchone()[0]
    told = message["outcome"] in TO_STAFF or message["reason"].startswith("our own") or counted
    return [] if told else [item.name for item in sent if item.name_as_sent]


def _kept(desk, references, item: Attachment) -> bool:
    """Tell whether a file is among the materials of the mail's entries, now or before; a logo sent again with nothing new is none."""
    marks = ", ".join("?" * len(references))
    query = f"SELECT count(*) FROM materials WHERE sha256 = ? AND reference IN ({marks})"
    if desk.db.conn.execute(query, [item.sha256, *references]).fetchone()[0]:
        return True
    return item.type in PICTURES and item.size < LOGO_BYTES and len(references) > 0 and _unchanged(desk, references)


def _unchanged(desk, references) -> bool:
    marks = ", ".join("?" * len(references))
    query = f"SELECT count(*) FROM history WHERE what IN ('again', 'twin') AND reference IN ({marks})"
    return bool(desk.db.conn.execute(query, list(references)).fetchone()[0])


def _files(desk, references) -> list[dict]:
    return [item for reference in references for item in documents.entry(desk.db, reference)["materials"]]


def _unheard(desk, references, texts) -> list[str]:
    """Return the beginnings of long prose in the body that stands in no text of the entries."""
    entries = [documents.entry(desk.db, reference) for reference in references]
    long = [found.text for text in texts if (found := prose(text, (), "body", long=True)) and is_long(found.text)]
    beside = any(entry["texts"] for entry in entries)  # then the long one is a covering letter: staff have it as the mail's words
    return [] if beside else [text[:60] for text in long]
