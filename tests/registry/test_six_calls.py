"""Six calls that nobody runs, through a real Dovecot and a real SMTP server: first mails, letters, staff's word, second mails, letters.

The letters stand in six_calls/letters.txt as people read them; `python -m tests.registry.test_six_calls` writes them anew.
"""

import email
import email.policy
import re
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from intake.config.yaml_reader import load_yaml
from registry.read import documents
from reports.demo.servers import EmbeddedSmtp
from reports.letters.outbox_pass import send_due
from reports.run.passes import one_pass
from reports.screen.decisions import TypedDecision, decide_entry
from tests.builders import document_files
from tests.builders.desks import a_desk
from tests.builders.dovecot import DovecotServer, available
from tests.registry.six_calls.mails import TO, first_mails, second_mails, written

HERE = Path(__file__).with_name("six_calls")
CALLS = load_yaml((HERE / "calls.yaml").read_text(encoding="utf-8"))
PHOTOS = ("photo", "照片", "作品", "幅")
FIRST = {
    "ES2026-0001": ("accepted", {"essay": "complete"}),
    "ES2026-0002": ("incomplete", {"essay": "faulty"}),
    "FM2026-0001": ("accepted", {"clip": "complete", "story": "complete"}),
    "FM2026-0002": ("incomplete", {"clip": "faulty", "story": "missing"}),
    "LX2026-0001": ("accepted", {"form": "complete"}),
    "LX2026-0002": ("incomplete", {"form": "faulty"}),
    "SP2026-0001": ("accepted", {"form": "complete", "abstract": "complete", "slides": "awaited"}),
    "MK2026-0001": ("held", {"form": "complete", "licence": "complete", "contract": "optional"}),
    "TR2026-0001": (
        "accepted",
        {
            **dict.fromkeys(("form", "letter", "bio", "portrait", "sample", "greeting", "original", "page", "works"), "complete"),
            "visa": "awaited",
        },
    ),
    "TR2026-0002": (
        "incomplete",
        {
            "form": "faulty",
            **dict.fromkeys(("letter", "bio", "portrait", "sample"), "missing"),
            "greeting": "optional",
            "original": "missing",
            "page": "missing",
            "works": "faulty",
            "visa": "optional",
        },
    ),
}
THEN = {
    **FIRST,
    "ES2026-0002": ("accepted", {"essay": "complete"}),
    "FM2026-0002": ("accepted", {"clip": "complete", "story": "complete"}),
    "LX2026-0002": ("accepted", {"form": "complete"}),
    "SP2026-0001": ("accepted", dict.fromkeys(("form", "abstract", "slides"), "complete")),
    "MK2026-0001": ("accepted", dict.fromkeys(("form", "licence", "contract"), "complete")),
    "TR2026-0001": ("accepted", dict.fromkeys(CALLS["residency"]["slots"], "complete")),
}


@contextmanager
def a_season(folder: Path):
    """Give what became of the six calls: entries after the first mails, after all, and the letters that arrived."""
    (folder / "contract.pdf").write_bytes(document_files.pdf(["Stall contract"]))
    with DovecotServer(TO) as imap, EmbeddedSmtp() as smtp:
        box = {"host": imap.host, "port": imap.port, "security": "none", "username": TO, "password": imap.password}
        boxes = {"photo": None, "six": {**box, "calls": [*CALLS]}}
        with a_desk(folder, smtp=smtp, calls=CALLS, mailboxes=boxes, delivery={"sender": f"The desk <{TO}>"}) as desk:
            imap.deliver_all([(written(item), item.arrives) for item in first_mails()])
            one_pass(desk)
            before = documents.entries(desk.db, calls=desk.config.calls)
            decide_entry(desk, "MK2026-0001", TypedDecision(action="accept", by="Chen", note="期待您来市集。"))
            send_due(desk)
            asked = {reference_of(letter): letter["Message-ID"] for letter in parsed(smtp)}
            imap.deliver_all([(written(item), item.arrives) for item in second_mails(asked)])
            one_pass(desk)
            yield before, documents.entries(desk.db, calls=desk.config.calls), parsed(smtp)


def parsed(smtp):
    return [email.message_from_bytes(item.content, policy=email.policy.default) for item in smtp.received]


def reference_of(letter):
    return re.search(r"\[([A-Z]+2026-\d{4})\]", letter["Subject"])[1]


def shown(letter) -> str:
    """Return a letter as its reader sees it; the sizes that office libraries give a file are left out."""
    files = ", ".join(part.get_filename() for part in letter.iter_attachments())
    head = [f"To: {letter['To']}", f"Subject: {letter['Subject']}", *([f"Enclosed: {files}"] if files else [])]
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n").strip()
    return "\n".join([*head, "", re.sub(r"([，,] ?)[\d.]+ (B|KB|MB)(?=[　 ,，\n])", r"\1… \2", text)])


def told(entries):
    return {item["reference"]: (item["state"], {slot["slot"]: slot["state"] for slot in item["slots"]}) for item in entries}


def all_shown(letters) -> str:
    return f"\n\n{'=' * 80}\n".join(shown(letter) for letter in sorted(letters, key=reference_of)) + "\n"


@pytest.mark.skipif(not available(), reason="Dovecot is not installed")
def test_six_calls_from_the_first_mail_to_the_last_letter(tmp_path):
    with a_season(tmp_path) as (before, after, letters):
        assert told(before) == FIRST
        assert told(after) == THEN
        assert all_shown(letters) == (HERE / "letters.txt").read_text(encoding="utf-8")
    of_photos = [letter for letter in letters if any(word in shown(letter).casefold() for word in PHOTOS)]
    assert [reference_of(letter) for letter in of_photos] == []
    assert [
        [part.get_filename() for part in letter.iter_attachments()] for letter in letters if reference_of(letter) == "MK2026-0001"
    ] == [[], ["contract.pdf"], []]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, a_season(Path(folder)) as (before, after, letters):
        (HERE / "letters.txt").write_text(all_shown(letters), encoding="utf-8")
        sys.stdout.write("\n".join(f"{name} {one} {told(after)[name]}" for name, one in told(before).items()) + "\n")
