"""Every head of many programs, as a reply and as a forward, in text, in HTML and in both: the author's words, exactly, out of whole mails."""

from __future__ import annotations

from collections import Counter
from email.message import EmailMessage
from itertools import product

import pytest

from intake.assemble.message import read
from intake.config.models import Limits
from intake.model.submission import SpooledMessage
from tests.builders.factories import INSIDE
from tests.builders.quote_grid import PROGRAMS
from tests.builders.quote_programs import BLOCKS, CALL, DESK, LINES, MARTA
from tests.intake.words.test_quotes import COVER, STORY

BODIES = ("plain", "html", "both")
# What staff wrote from the desk's mailbox: no sentence of it is known. (Letters of the desk itself: test_quotes.py.)
BY_HAND = (
    "Dear Marta,\nyour three photos have come and are fine.\n\nPlease send us a story of 100 words as well.\nThank you, Chen Wei"
)
BY_HAND_ID = "<by-hand@example.org>"
LEAST = 60


@pytest.mark.long
def test_the_authors_words_are_told_from_what_is_quoted_and_what_is_passed_on(tmp_path):
    expected = {"reply": [STORY.split()], "forward": [COVER.split(), STORY.split()]}
    wrong = []
    for program, (way, words), body in product(PROGRAMS, expected.items(), BODIES):
        said = [text.split() for text in _read(tmp_path, _mail(program, way, body)).texts if text.strip()]
        if said != words:
            wrong.append((way, body, program.name, said))
    measured = Counter((way, body) for way, body, *_ in wrong)
    assert ({cell: len(PROGRAMS) - measured[cell] for cell in product(expected, BODIES)}, wrong) == (
        dict.fromkeys(product(expected, BODIES), len(PROGRAMS)),
        [],
    )


@pytest.mark.parametrize("wrong", ["html", "plain"])
def test_of_a_texts_two_forms_the_one_that_tells_what_is_quoted_is_read(wrong, tmp_path):
    """A program that marks what is quoted in one form alone, below a head of no known shape; with a table in the author's words, and without."""
    old = BY_HAND.replace("\n\n", "\n").split("\n")
    quoted = "\n".join(f"> {line}" for line in old) if wrong == "html" else "\n".join(old)
    shown = "<br>".join(old) if wrong == "html" else f"<blockquote>{'<br>'.join(old)}</blockquote>"
    for table in ("", "<table><tr><td>Country</td><td>Sweden</td></tr></table>"):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Marta <{MARTA}>", DESK, "Re: [IF2026-0001] Photo call"
        mail["In-Reply-To"] = BY_HAND_ID
        said = f"{STORY}\n{'Country Sweden' if table else ''}".strip()
        mail.set_content(f"{said}\n\n{quoted}\n")
        mail.add_alternative(f"<div>{STORY}</div>{table}<div>{shown}</div>", subtype="html")
        assert _read(tmp_path, mail.as_bytes()).text.split() == said.split()


def test_the_grid_has_heads_of_its_own():
    heads = {program.reply for program in PROGRAMS} - {*LINES.values(), *BLOCKS.values()}
    assert (len({program.name for program in PROGRAMS}), len(heads) >= LEAST) == (len(PROGRAMS), True)


def _mail(program, way, body) -> bytes:
    mail = EmailMessage()
    if way == "forward":
        author = {"name": "Marta Lindqvist", "mail": MARTA, "to": "office@example.com", "subject": "My entry"}
        mail["From"], mail["Subject"] = "Office <office@example.com>", "Fwd: My entry"
        plain, page = program.mail(COVER, STORY, forward=True, **author)
    else:
        author = {"name": CALL, "mail": DESK, "to": MARTA, "subject": "[IF2026-0001] Photo call"}
        mail["From"], mail["Subject"] = f"Marta Lindqvist <{MARTA}>", "Re: [IF2026-0001] Photo call"
        mail["In-Reply-To"], mail["References"] = BY_HAND_ID, BY_HAND_ID
        plain, page = program.mail(STORY, BY_HAND, **author)
    mail["To"], mail["Message-ID"] = DESK, "<mail@example.com>"
    if body != "html":
        mail.set_content(plain)
    if body == "html":
        mail.set_content(page, subtype="html")
    elif body == "both":
        mail.add_alternative(page, subtype="html")
    return mail.as_bytes()


def _read(folder, raw):
    work = folder / "work"
    work.mkdir(exist_ok=True)
    path = folder / "mail.eml"
    path.write_bytes(raw)
    spooled = SpooledMessage(path=path, sha256="s", size=len(raw), mailbox="photo", received_at=INSIDE, fetched_at=INSIDE)
    return read(spooled, work, Limits())
