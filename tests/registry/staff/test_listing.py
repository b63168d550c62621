"""The shortlist by mail: lines below any page of theirs and the column of their workbook, in silence, by those who may select."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest

from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from reports.workbook.mailed import mailed_registry
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail
from tests.builders.staff_mails import LI, WEN, a_mail, reply, text_of
from tests.registry.staff.test_by_mail import Office
from tests.registry.test_staff_day import short

STAFF = [{"address": LI, "name": "Li"}, {"address": WEN, "name": "Wen", "may": ["review", "export"]}]


@pytest.fixture
def office(tmp_path, smtp_server):
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF, staff_language="en") as desk:
        yield Office(desk, smtp_server, tmp_path)


def on_it(desk):
    """Return the entries on the shortlist."""
    return [entry["reference"] for entry in documents.entries(desk.db) if entry["shortlisted"]]


def letters(desk):
    """Return how many letters to authors there are."""
    return desk.db.table("notices").count


def test_lines_mark_any_entry_in_silence_and_a_registry_made_again_knows_it(office, tmp_path):
    desk = office.desk
    one, two, three = (office.submits(parcel_mail(3)), office.submits(parcel_mail(4)), office.submits(short(6)))
    pages, before = office.digest(), letters(desk)
    typed = "0001 入围\n2, 3 shortlisted\n0099 入围\n3 补 请补一张照片"
    row = office.arrives(reply(pages[LI], typed))
    [answer] = office.answers()
    text = text_of(answer)
    assert (row["outcome"], on_it(desk)) == ("staff", [one, two, three])
    assert (text.count("On the shortlist. Nobody is written to."), "There is no entry of this number." in text) == (3, True)
    assert [item["action"] for item in office.entry(three)["decisions"]] == ["ask"]
    office.arrives(reply(pages[LI], "0002 不入围\n0001 入围\n0001 unlist"))
    assert (on_it(desk), "It stands twice" in text_of(office.answers()[0])) == ([one, three], True)
    office.arrives(reply(pages[WEN], "0001 不入围", sender=WEN))
    assert "Your rights do not include this." in text_of(office.answers()[0])
    office.arrives(a_mail(LI, "shortlist", "0001 不入围"))
    assert "It cannot be seen which digest" in text_of(office.answers()[0])
    assert office.arrives(reply(pages[LI], "0001 不入围", sender="x@example.net"))["outcome"] == "set_aside"
    assert (on_it(desk), letters(desk)) == ([one, three], before)
    rebuild(desk, tmp_path / "again.db")
    made = open_registry(tmp_path / "again.db")
    assert on_it(type("Made", (), {"db": made})) == [one, three]
    made.conn.close()


def test_the_column_of_a_mailed_workbook_marks_too(office):
    desk = office.desk
    one, two = office.submits(parcel_mail(3)), office.submits(parcel_mail(4))
    before = letters(desk)

    def sent(sender, *cells):
        """Mail a workbook with these cells of the column; return the answer's text."""
        book = openpyxl.load_workbook(io.BytesIO(mailed_registry(desk, "photo-2026", sender, datetime.now(UTC)).data))
        page = book["Entries"]
        column = next(cell.column for cell in page[1] if str(cell.value).startswith("Shortlist"))
        for row, value in enumerate(cells, 2):
            page.cell(row, column).value = value
        out = io.BytesIO()
        book.save(out)
        office.arrives(a_mail(sender, "registry", files=[("registry.xlsx", out.getvalue())]))
        return text_of(office.answers()[0])

    assert "The shortlist changed: 2 on, 0 off." in sent(LI, "是", "yes")
    assert on_it(desk) == [one, two]
    assert "say neither yes nor no: Entries!" in sent(LI, "是", "maybe")
    assert "Your rights do not include this." in sent(WEN, "否", "否")
    assert "The shortlist changed: 0 on, 1 off." in sent(LI, "否", "")
    assert (on_it(desk), letters(desk)) == ([two], before)
