"""The workbook mailed to one of staff comes back filled in: done whole, answered once; every other workbook changes nothing."""

import email
import email.policy
import io
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from intake.config.languages import languages, phrases
from intake.config.weekly import Weekly
from registry.decide.returned_workbook import Trouble
from registry.decide.review import Refusal
from registry.read import documents
from registry.staff.answers import due_answers
from reports.demo import mails
from reports.digest.alarm_mails import status_of
from reports.digest.deliver import digest_of, send_digest
from reports.staff.deliver import send_answers
from reports.staff.sentences import OTHER
from reports.workbook.mailed import MOST_BYTES, mailed_registry, parcel_of, waiting_books
from reports.workbook.weekly import send_weekly
from reports.workbook.workbook import write_workbook
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.registry.amend.test_join import take

CALL = "photo-2026"
LI, WANG = "li@example.org", "wang@example.org"
STAFF = [
    {"address": LI, "name": "Li"},
    {"address": WANG, "name": "Wang"},
    {"address": "zhao@example.org", "name": "Zhao", "may": ["export"]},
]


@pytest.fixture
def desk(tmp_path, smtp_server):
    """An entry without biography and portrait, and a complete one."""
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF, staff_language="en") as opened:
        scene = tiny_scene(3)
        take(opened, tmp_path, mails.plain(scene.draft(scene.form(photo_name=""), *scene.works(3))))
        take(opened, tmp_path, parcel_mail(5))
        yield opened


def filled(data, *cells):
    """Return a workbook with cells of Entries filled in: row, heading, value."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    head = {str(cell.value): cell.column for cell in book["Entries"][1]}
    for row, heading, value in cells:
        book["Entries"].cell(row, head[heading]).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def mailed(desk, tmp_path, sender, *books, at=None):
    """Let one of staff mail workbooks in; return the mail's row and the answer's text."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, "photo@example.org", "Re: digest"
    message["Message-ID"] = f"<{len(list(tmp_path.glob('*.eml')))}@staff.example.org>"
    message.set_content("Done.\n")
    for name, data in books:
        message.add_attachment(
            data, maintype="application", subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet", filename=name
        )
    assert take(desk, tmp_path, message.as_bytes(), at or datetime.now(UTC)) == []
    return documents.messages(desk.db)[-1]


def states(desk):
    return [item["state"] for item in documents.entries(desk.db)]


def test_the_digest_brings_what_waits_and_it_comes_back_decided_and_changed(desk, tmp_path, smtp_server):
    letter = digest_of(desk)
    assert {o.state for o in send_digest(desk, letter, datetime.now(UTC).date(), parcel_of).values()} == {"sent"}
    to_li = next(item for item in smtp_server.received if item.rcpt_tos == (LI,))
    parts = list(email.message_from_bytes(to_li.content, policy=email.policy.default).iter_attachments())
    book = next(part for part in parts if (part.get_filename() or "").endswith(".xlsx"))
    assert book.get_filename() == "waiting.xlsx"
    data = book.get_content()
    assert [row[0].value for row in openpyxl.load_workbook(io.BytesIO(data))["Entries"].iter_rows(min_row=2)] == ["IF2026-0001"]
    done = filled(
        data,
        (2, "Decision", "ask"),
        (2, "Note", "A portrait, please."),
        (2, "Remark", "telephoned"),
        (2, "Photo Name", "Tea Market"),
    )
    row = mailed(desk, tmp_path, LI, ("waiting.xlsx", done))
    entry = documents.entry(desk.db, "IF2026-0001")
    assert (row["outcome"], entry["form"]["photo_name"], entry["decisions"][-1]["by"], entry["decisions"][-1]["remark"]) == (
        "staff", "Tea Market", "Li", "telephoned"
    )  # fmt: skip
    assert [line["what"] for line in desk.journal.lines() if line["what"] in {"amend", "review", "staff"}] == [
        "amend",
        "review",
        "staff",
    ]
    assert len(due_answers(desk.db, datetime.now(UTC))) == 1
    send_answers(desk)
    answer = email.message_from_bytes(smtp_server.received[-1].content, policy=email.policy.default)
    text = answer.get_body(("plain",)).get_content()
    assert (answer["To"], "IF2026-0001" in text, "telephoned" in text or "ask" in text.lower()) == (LI, True, True)
    again = mailed(desk, tmp_path, LI, ("waiting.xlsx", done))
    assert (again["outcome"], documents.entry(desk.db, "IF2026-0001")["revision"]) == ("staff", entry["revision"])


def test_a_workbook_of_another_of_the_shell_too_old_changed_or_foreign_changes_nothing_and_is_answered(
    desk, tmp_path, smtp_server
):
    now = datetime.now(UTC)
    cell = (2, "Decision", "reject"), (2, "Note", "No.")
    li = filled(mailed_registry(desk, CALL, LI, now).data, *cell)
    zhao = filled(mailed_registry(desk, CALL, "zhao@example.org", now).data, *cell)
    write_workbook(desk, CALL, tmp_path / "shell.xlsx")
    shell = filled((tmp_path / "shell.xlsx").read_bytes(), *cell)
    forged = openpyxl.load_workbook(io.BytesIO(li))
    forged["desk"]["D2"].value = WANG
    forged.save(tmp_path / "forged.xlsx")
    plain = openpyxl.Workbook()
    plain.active.append(["anything"])
    plain.save(tmp_path / "plain.xlsx")
    for sender, data, at, said in (
        (WANG, li, now, "mailed to a colleague"),
        (WANG, shell, now, "was exported on the server"),
        (LI, li, now + timedelta(days=61), "more than 60 days ago"),
        (WANG, (tmp_path / "forged.xlsx").read_bytes(), now, "bears no mark that we gave you"),
        (LI, (tmp_path / "plain.xlsx").read_bytes(), now, "The columns Reference, Decision and Revision were not found"),
        (LI, li[:-3000], now, "damaged"),
        ("zhao@example.org", zhao, now, ""),
    ):
        before = len(smtp_server.received)
        assert mailed(desk, tmp_path, sender, ("b.xlsx", data), at=at)["outcome"] == "staff"
        send_answers(desk)
        assert len(smtp_server.received) == before + 1, said
        text = email.message_from_bytes(smtp_server.received[-1].content, policy=email.policy.default).get_body(("plain",))
        assert said in " ".join(text.get_content().split())
    for data in (li, shell):  # forwarded to somebody who is not staff: no submission with everybody's data as its form
        at = now + timedelta(days=62)  # the last to arrive
        assert mailed(desk, tmp_path, "eve@example.net", ("b.xlsx", data), at=at)["outcome"] == "set_aside"
    send_answers(desk)
    assert (states(desk), len(smtp_server.received) - before) == (["incomplete", "accepted"], 1)
    assert "staff-stranger" in [item["code"] for item in status_of(desk)["alarms"]]


def test_one_refused_row_keeps_the_whole_workbook_from_being_done(desk, tmp_path, smtp_server):
    data = filled(
        mailed_registry(desk, CALL, LI, datetime.now(UTC)).data,
        (2, "Decision", "ask"), (3, "Decision", "reject"), (3, "Note", "No."),
    )  # fmt: skip
    assert mailed(desk, tmp_path, LI, ("b.xlsx", data))["outcome"] == "staff"
    send_answers(desk)
    text = (
        email.message_from_bytes(smtp_server.received[-1].content, policy=email.policy.default).get_body(("plain",)).get_content()
    )
    assert "Row 2 was not done. A few words are needed in Note" in " ".join(text.split())
    assert (states(desk), documents.entry(desk.db, "IF2026-0002")["decisions"]) == (["incomplete", "accepted"], [])


def test_what_is_mailed_is_small_enough_and_says_that_its_pictures_are_smaller(desk):
    now = datetime.now(UTC)
    assert sum(len(book.data) for book in waiting_books(desk, LI, now)) < MOST_BYTES
    small = mailed_registry(desk, CALL, LI, now, most=30_000)
    notes = [row[0] for row in openpyxl.load_workbook(io.BytesIO(small.data))["Summary"].iter_rows(values_only=True)]
    assert "Thumbnails are smaller, or left out, so that a mail can carry the workbook." in notes


def test_the_registry_goes_out_weekly_once_to_each_who_may_have_it(desk, smtp_server):
    now = datetime.now(UTC)
    assert [item.state for item in send_weekly(desk, now)] == ["sent"] * 3
    assert send_weekly(desk, now) == []
    sent = email.message_from_bytes(smtp_server.received[-1].content, policy=email.policy.default)
    assert [part.get_filename() for part in sent.iter_attachments()] == ["photo-2026.xlsx"]
    assert sent["Subject"] == f"Registry {now.astimezone(ZoneInfo('Asia/Shanghai')).date()}"


@pytest.mark.parametrize(("written", "day", "at"), [("mon 08:00", "mon", time(8)), ("Friday 7:05", "fri", time(7, 5))])
def test_a_time_of_the_week_is_read(written, day, at):
    assert Weekly.model_validate(written) == Weekly(day=day, at=at)


@pytest.mark.parametrize("written", ["08:00", "someday 08:00", "mon 25:00"])
def test_what_is_no_time_of_the_week_is_refused_in_words(written):
    with pytest.raises(ValueError, match="write a day and a time, as mon 08:00"):
        Weekly.model_validate(written)


def test_every_reason_has_its_words_in_each_language():
    codes = {str(code) for codes in (Refusal, Trouble) for code in codes} - {OTHER}
    assert [language for language in languages() if set(phrases("staff", language)["reasons"]) != codes] == []
