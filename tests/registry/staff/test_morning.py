"""A morning of the office through a real IMAP and a real SMTP server: mails as its programs write them, workbooks as they attach them."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.read import documents
from reports.demo.servers import EmbeddedSmtp
from reports.run.passes import one_pass
from tests.builders.desks import a_desk
from tests.builders.staff_mails import LI, page_of, text_of
from tests.builders.staff_programs import LINKS, REPLIES, below, passed_back
from tests.conftest import IMAP_SERVERS
from tests.registry.staff.test_by_mail import STAFF, Office
from tests.registry.test_staff_day import short

NOTE = "请补一张2026年拍摄的作者照片（正面、清晰），谢谢！"
LONG = "Please send a portrait that shows your face from the front and that is not older than a year, taken with a camera or a phone."


@pytest.fixture(scope="module")
def morning(tmp_path_factory):
    """Give an office whose morning's mails went through the servers in one pass: what was asked for, and what was answered."""
    folder = tmp_path_factory.mktemp("morning")
    server = [*IMAP_SERVERS.values()][-1]  # Dovecot where it is installed
    with server() as imap, EmbeddedSmtp() as smtp, a_desk(folder, imap, smtp, staff=STAFF, undo="10m") as desk:
        office = Office(desk, smtp, folder)
        names = iter(office.copied(office.submits(short()), 3 * len(REPLIES) + len(LINKS) + 2))
        page = office.digest()[LI]
        wanted, mails = {}, []
        for program, answer in REPLIES.items():
            ask, hold, long = next(names), next(names), next(names)
            typed = f"{int(ask[-4:]):04} 补 {NOTE} // 打过电话\n{hold} 待定\n{long[-4:]} ask {LONG}"
            wanted[program] = {ask: ("ask", NOTE, "打过电话"), hold: ("hold", "", ""), long: ("ask", LONG, "")}
            mails.append(answer(page, typed))
        for program, opened in LINKS.items():
            name = next(names)
            wanted[f"{program} by link"] = {name: ("ask", NOTE, "打过电话")}
            mails.append(opened(page, name, "ask", f"{NOTE} // 打过电话"))
        for program, answer in (("below", below), ("passed back", passed_back)):
            name = next(names)
            wanted[program] = {name: ("hold", "", "")}
            mails.append(answer(page, f"{name[-4:]} 待定"))
        before = len(smtp.received)
        imap.deliver_all([(raw, datetime.now(UTC) + timedelta(seconds=1)) for raw in mails])
        outcome = one_pass(desk)
        office.answered = [page_of(item) for item in smtp.received[before:] if item.rcpt_tos[0] == LI]
        yield office, wanted, outcome


def test_what_every_program_of_the_office_sends_is_done_as_it_was_typed(morning):
    office, wanted, outcome = morning
    assert (outcome.errors, outcome.shunted) == ({}, 0)
    done = {}
    for program, orders in wanted.items():
        found = {
            name: [(item["action"], item["note"], item["remark"]) for item in office.entry(name)["decisions"]] for name in orders
        }
        done[program] = found
    assert done == {program: {name: [order] for name, order in orders.items()} for program, orders in wanted.items()}


def test_each_of_them_is_answered_once_in_its_thread_and_says_what_will_leave(morning):
    office, wanted, _ = morning
    staff = [item for item in documents.messages(office.desk.db) if item["outcome"] == "staff"]
    assert sorted(item["In-Reply-To"] for item in office.answered) == sorted(item["message_id"] for item in staff)
    assert len(office.answered) == len(wanted)
    assert [text_of(item)[:200] for item in office.answered if "未办 0 件" not in item["Subject"]] == []
    assert sum(NOTE in text_of(item) for item in office.answered) == len(REPLIES) + len(LINKS)
