"""A letter that did not arrive is sent again by mail: once for each page, and only while no later one says what it said."""

import time
from datetime import UTC, datetime

from registry.letters.outbox import RESENT
from registry.read.alarms import alarms
from reports.staff.deliver import send_all
from tests.builders.staff_mails import LI, by_link, html_of, orders_in, page_of, reply, text_of
from tests.registry.staff.test_by_mail import office as office
from tests.registry.test_staff_day import short


def refused(office, reference):
    """Let the newest letter about an entry have been refused by its server."""
    query = "UPDATE notices SET state = 'failed', code = 550, error = '5.2.2 mailbox full' WHERE id = (SELECT max(notice) FROM notice_entries WHERE reference = ?)"
    office.desk.db.conn.execute(query, [reference])


def wrong(office):
    return [each.code for each in alarms(office.desk.config, office.desk.db, datetime.now(UTC)) if each.code.startswith("letter")]


def states(office, reference):
    return [item["state"] for item in office.entry(reference)["notices"]]


def test_it_is_sent_again_once_by_a_link_or_a_line_and_never_once_a_later_one_took_its_place(office):
    reference = office.submits(short())
    send_all(office.desk)
    refused(office, reference)
    page = office.digest()[LI]
    assert (reference, "resend") in orders_in(page) and "请管理员" not in html_of(page)
    meant_otherwise = office.arrives(reply(page, f"{reference[-4:]} 重发 一张作者照片"))
    assert (meant_otherwise["reason"], states(office, reference)) == (f"{reference} resend (unread)", ["failed"])
    by_line = office.arrives(reply(page, f"{reference[-4:]} 重发"))
    assert (by_line["reason"], states(office, reference)) == (f"{reference} resend (resent)", ["queued"])
    before = len(office.smtp.received)
    assert send_all(office.desk).sent == 3  # two answers, and the letter
    answer, letter = (page_of(item) for item in office.smtp.received[before + 1 :])
    assert "没有送达的信再发一次" in text_of(answer) and "随即发出" in text_of(answer) and letter["To"] != LI
    refused(office, reference)
    again = [office.arrives(mail)["reason"] for mail in (by_link(page, reference, "resend"), reply(page, f"{reference} resend"))]
    assert (again, states(office, reference)) == ([f"{reference} resend (no-letter)"] * 2, ["failed"])
    time.sleep(1)  # keys tell when they were made by the second
    assert office.arrives(by_link(office.digest()[LI], reference, "resend"))["reason"] == f"{reference} resend (resent)"
    history = [item["detail"] for item in office.entry(reference)["history"] if item["what"] == RESENT]
    assert history == ["correction by Li"] * 2
    send_all(office.desk)
    refused(office, reference)
    assert wrong(office) == ["letter-failed"]
    page = office.digest()[LI]
    office.arrives(by_link(page, reference, "ask", "请补一张作者照片"))
    later = office.digest()[LI]
    assert ((reference, "resend") in orders_in(later), wrong(office)) == (False, [])
    assert office.arrives(reply(later, f"{reference} 重发"))["reason"] == f"{reference} resend (no-letter)"
    assert states(office, reference) == ["failed", "queued"]
