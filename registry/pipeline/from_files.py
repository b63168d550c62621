"""Take mail from files as if it had just been fetched: .eml files, folders, Maildirs, mbox files."""

from __future__ import annotations

import mailbox as mailboxes
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from intake.model.submission import SpooledMessage
from registry.desk.desk import Desk
from registry.pipeline.take_in import take_in
from registry.store.mails import stamp

CHUNK = 1 << 20


class ImportProblem(Exception):  # noqa: N818 - told to a person as it stands
    """Say which path or option cannot be used; nothing was taken."""


def import_paths(desk: Desk, paths: Sequence[Path], mailbox: str | None, received_at: str | None) -> int:
    """Spool and log every mail below the paths; return how many. Raises ImportProblem before anything is taken."""
    name = mailbox or next(iter(desk.config.polled or desk.config.mailboxes), "")
    if name not in desk.config.mailboxes:
        raise ImportProblem(f"There is no mailbox '{name}'. The mailboxes are: {', '.join(desk.config.mailboxes)}.")
    arrival = _instant(received_at) if received_at else None
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise ImportProblem("There is no such file or folder: " + ", ".join(map(str, missing)))
    count = 0
    for path in paths:
        for chunks in mails(path):
            _take(desk, name, chunks, arrival)
            count += 1
    return count


def mails(path: Path) -> Iterator[Iterator[bytes]]:
    """Yield the bytes of every mail in a file, Maildir, mbox or folder, in pieces, by name."""
    if path.is_dir():
        maildir = (path / "cur").is_dir() and (path / "new").is_dir()
        for below in sorted(path.rglob("*")):
            if (
                below.is_file()
                and "tmp" not in below.relative_to(path).parts
                and (maildir or below.suffix.lower() in {".eml", ".mbox"})
            ):
                yield from mails(below)
    elif _is_mbox(path):
        box = mailboxes.mbox(str(path), create=False)
        for key in box.iterkeys():
            yield iter([box.get_bytes(key)])
    else:
        yield _pieces(path)


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"From "


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _take(desk: Desk, name: str, chunks: Iterator[bytes], arrival: datetime | None) -> None:
    with desk.spool.open_temp() as writer:
        for piece in chunks:
            writer.write(piece)
        now = datetime.now(UTC)
        arrived = arrival or claimed_arrival(writer.head) or now
        stored = writer.commit({"mailbox": name, "received_at": stamp(arrived), "fetched_at": stamp(now)})
    spooled = SpooledMessage(
        path=stored.path, sha256=stored.sha256, size=stored.size, mailbox=name, received_at=arrived, fetched_at=now
    )
    take_in(desk, spooled, already=stored.already)


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ImportProblem(f"--received-at: '{text}' is not an ISO 8601 time; write 2026-07-15T09:00:00+08:00") from None
    if moment.tzinfo is None:
        raise ImportProblem(f"--received-at: '{text}' has no offset; write 2026-07-15T09:00:00+08:00")
    return moment


def claimed_arrival(head: bytes) -> datetime | None:
    """Return the topmost Received's time in a mail's first bytes, else the Date's; None when neither can be read (RFC 5322 3.6.7)."""
    headers = BytesHeaderParser().parsebytes(head)
    received = str((headers.get_all("Received") or [""])[0]).rpartition(";")[2]
    for text in (received, str(headers.get("Date") or "")):
        try:
            moment = parsedate_to_datetime(" ".join(text.split()))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
