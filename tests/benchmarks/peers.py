"""What a competent person writes for the job in an afternoon: python -m tests.benchmarks.peers LIBRARY PORT FOLDER OUT.

LIBRARY is imapclient (with mail-parser) or imap_tools. Both fetch whole mails, keep them, open every photo (load() tells
whether it is whole), make a thumbnail and a perceptual hash, read EXIF and the form, and enter all of it in SQLite,
one transaction for each mail. Neither judges, writes letters, limits what strangers' files may take, or syncs to disk.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import exifread
import imapclient
import mailparser
from imap_tools import MailBoxUnencrypted
from PIL import Image
from sqlite_utils import Database

ACCOUNT = ("photo@example.org", "secret")
Files = list[tuple[str, bytes]]


def by_imapclient(port: int, folder: str, out: Path) -> Iterator[tuple[str, str, Files]]:
    """Yield (message id, subject, files) of every mail."""
    with imapclient.IMAPClient("127.0.0.1", port=port, ssl=False) as client:
        client.login(*ACCOUNT)
        client.select_folder(folder, readonly=True)
        for uid in client.search():
            raw = client.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
            (out / f"{uid}.eml").write_bytes(raw)
            mail = mailparser.parse_from_bytes(raw)
            files = []
            for item in mail.attachments:
                data = base64.b64decode(item["payload"]) if item["binary"] else item["payload"].encode()
                files.append((item["filename"], data))
            yield mail.message_id, mail.subject, files


def by_imap_tools(port: int, folder: str, out: Path) -> Iterator[tuple[str, str, Files]]:
    """Yield the same with imap_tools."""
    with MailBoxUnencrypted("127.0.0.1", port).login(*ACCOUNT, initial_folder=folder) as mailbox:
        for mail in mailbox.fetch(mark_seen=False):
            files = [(item.filename, item.payload) for item in mail.attachments]
            yield mail.headers["message-id"][0], mail.subject, files


FETCHERS = {"imapclient": by_imapclient, "imap_tools": by_imap_tools}


def main(library: str, port: int, folder: str, out: Path) -> None:
    """Take every mail of a folder into a registry."""
    out.mkdir(parents=True, exist_ok=True)
    db = Database(out / "registry.db")
    for message_id, subject, files in FETCHERS[library](port, folder, out):
        with db.conn:
            db["entries"].insert({"message_id": message_id, "subject": subject})
            for name, data in files:
                digest = hashlib.sha256(data).hexdigest()
                (out / f"{digest}{Path(name).suffix}").write_bytes(data)
                row = {"message_id": message_id, "name": name, "sha256": digest, "size": len(data), "width": 0, "height": 0}
                db["files"].insert({**row, **described(name, data, out / f"{digest}.thumb.jpg")}, alter=True)
    db.close()


def described(name: str, data: bytes, thumbnail: Path) -> dict[str, object]:
    """Return what a file shows when it is opened."""
    if name.lower().endswith(".docx"):
        tables = docx.Document(io.BytesIO(data)).tables
        return {"text": "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)}
    if not name.lower().endswith((".jpg", ".jpeg")):
        return {}
    with Image.open(io.BytesIO(data)) as image:
        width, height = image.size
        image.load()
        tags = exifread.process_file(io.BytesIO(data), details=False)
        small = image.convert("L").resize((9, 8))
        pixels = small.tobytes()
        bits = (pixels[row * 9 + column] < pixels[row * 9 + column + 1] for row in range(8) for column in range(8))
        image.thumbnail((320, 320))
        image.save(thumbnail, "JPEG")
    hashed = f"{sum(bit << place for place, bit in enumerate(bits)):016x}"
    return {"width": width, "height": height, "hash": hashed, "camera": str(tags.get("Image Model", ""))}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
