"""Answers to letters that really left, quoted as mail programs quote them: thanks change nothing, what was asked for counts exactly."""

from __future__ import annotations

import email
import email.policy
import html as markup
from email.message import EmailMessage

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail
from tests.builders.quote_programs import LINES, WRAPS, filled
from tests.intake.words.test_quotes import AWAY

THANKS = {"zh": "收到，谢谢老师！", "en": "Thank you!"}


def answer(letter: bytes, said: str, program: str, wrap: str, subject: str = "") -> bytes:
    """Return an answer to a letter, in text and HTML, with the letter below it."""
    ours = email.message_from_bytes(letter, policy=email.policy.default)
    old = ours.get_body(("plain",)).get_content().replace("\r\n", "\n")
    page = ours.get_body(("html",)).get_content()
    head = filled(LINES[program], mail="photo@example.org")
    before, between, after = WRAPS[wrap]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = str(ours["To"]), "photo@example.org", subject or f"Re: {ours['Subject']}"
    mail["Message-ID"], mail["In-Reply-To"], mail["References"] = (
        "<answer@example.com>",
        str(ours["Message-ID"]),
        str(ours["Message-ID"]),
    )
    mail.set_content(f"{said}\n\n{head}\n" + "\n".join(f"> {line}" for line in old.split("\n")))
    lines = "<br>".join(markup.escape(line) for line in said.split("\n"))
    mail.add_alternative(f"<div>{lines}</div><br>{before}{markup.escape(head)}{between}{page}{after}", subtype="html")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("said", "program", "wrap"),
    [
        (THANKS["zh"], "gmail zh", "gmail"),
        (THANKS["en"], "gmail th", "apple"),
        (THANKS["zh"], "163 zh", "163"),
        (AWAY[0], "gmail pl", "nothing"),
    ],
)
def test_thanks_and_away_notes_leave_an_accepted_entry_as_it_is(said, program, wrap, smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        arrive(desk, tmp_path / "first.eml", parcel_mail())
        send_due(desk)
        before = [(item["state"], item["revision"], item["form"], item["texts"]) for item in documents.entries(desk.db)]
        arrive(desk, tmp_path / "answer.eml", answer(smtp_server.received[0].content, said, program, wrap))
        send_due(desk)
        after = [(item["state"], item["revision"], item["form"], item["texts"]) for item in documents.entries(desk.db)]
        assert (before[0][0], after, len(smtp_server.received)) == ("accepted", before, 1)
        assert documents.messages(desk.db)[-1]["outcome"] in {"set_aside", "ignored"}


def arrive(desk, path, raw):
    path.write_bytes(raw)
    import_paths(desk, [path], None, INSIDE.isoformat())
    process_pending(desk)
