"""A morning of the office through a real IMAP and a real SMTP server: mails as its programs write them, workbooks as they attach them."""

import io
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from registry.read import documents
from reports.demo import oddities
from reports.demo.servers import EmbeddedSmtp
from reports.digest.deliver import digest_of, send_digest
from reports.run.passes import one_pass
from reports.workbook.mailed import parcel_of
from tests.builders.desks import a_desk
from tests.builders.staff_mails import LI, page_of, text_of
from tests.builders.staff_programs import (
    LINKS,
    REPLIES,
    below,
    file,
    foxmail,
    in_winmail,
    iphone,
    netease,
    outlook,
    passed_back,
    qq,
)
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


def filled(data, *rows):
    """Return a workbook with decisions typed in: reference, decision, note."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Entries"]
    columns = {str(cell.value).rpartition("\n")[2]: cell.column for cell in sheet[1]}
    places = {cell.value: cell.row for cell in sheet["A"]}
    for reference, decision, note in rows:
        sheet.cell(places[reference], columns["Decision"]).value = decision
        sheet.cell(places[reference], columns["Note"]).value = note
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_libreoffice(data, folder):
    """Return a workbook as LibreOffice saves it."""
    (folder / "typed.xlsx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, "--outdir", folder / "saved", folder / "typed.xlsx"], check=True, capture_output=True, timeout=100)
    return (folder / "saved" / "typed.xlsx").read_bytes()


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.thorough
def test_the_workbook_comes_back_however_it_was_saved_and_attached(tmp_path, smtp_server):
    with [*IMAP_SERVERS.values()][-1]() as imap, a_desk(tmp_path, imap, smtp_server, staff=STAFF, undo="10m") as desk:
        office = Office(desk, smtp_server, tmp_path)
        names = office.copied(office.submits(short()), 6)
        send_digest(desk, digest_of(desk), datetime.now(UTC).date(), parcel_of)
        page = next(page_of(item) for item in smtp_server.received if item.rcpt_tos[0] == LI)
        (book,) = page.iter_attachments()
        data = book.get_content()
        typed = [filled(data, (name, "补正", NOTE)) for name in names]
        linked = oddities.qq_block([("待处理.xlsx", 3_000_000)], datetime(2026, 12, 30, tzinfo=UTC))
        mails = [
            outlook(page, "", LI, file("待处理.xlsx", by_libreoffice(typed[0], tmp_path))),
            outlook(page, "见附件", LI, in_winmail("待处理.xlsx", typed[1])),
            qq(page, "", LI, file("待处理(1).xlsx", typed[2], "application/octet-stream", "gb18030")),
            foxmail(
                page,
                "",
                LI,
                file("待处理.zip", oddities.zipped([("桌面/待处理.xlsx", typed[3])], gbk_names=True), "application/zip"),
            ),
            netease(page, f"{names[5][-4:]} 待定", LI, file("待处理 - 副本.xlsx", typed[4])),
            iphone(
                page, "", LI, file("待处理.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000), "application/vnd.ms-excel")
            ),
            qq(page, "已填好", LI, shown=linked),
        ]
        before = len(smtp_server.received)
        imap.deliver_all([(raw, datetime.now(UTC) + timedelta(seconds=1)) for raw in mails])
        assert (one_pass(desk).errors, book.get_filename()) == ({}, "待处理.xlsx")
        decided = [[(item["action"], item["note"]) for item in office.entry(name)["decisions"]] for name in names]
        assert decided == [*[[("ask", NOTE)]] * 5, [("hold", "")], []]
        answers = [text_of(page_of(item)) for item in smtp_server.received[before:]]
        told = ["另存为不带密码的 .xlsx", "请作为普通附件再寄一次", *[f"{name} " for name in names[:6]]]
        assert (len(answers), [words for words in told if not any(words in answer for answer in answers)]) == (len(mails), [])
