"""Every outcome of what staff ask for by mail comes up from its own cause: a code that nothing brings about says nothing to anybody."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.amend.by_mail import TakenWorkbook
from registry.decide.review import Refusal
from registry.forget.erase import forget
from registry.staff.answers import due_answers
from registry.staff.told import Became
from reports.demo.kinds import question as question_of
from reports.letters.outbox_pass import send_due
from tests import ROOT
from tests.builders.factories import parcel_mail, tiny_scene
from tests.builders.staff_mails import LI, WEN, a_mail, by_link, orders_in, reply
from tests.registry.staff.test_by_mail import OPEN
from tests.registry.staff.test_on_behalf import forwarded
from tests.registry.staff.test_resending import refused
from tests.registry.staff.test_since_given import BOTH, CALL, an_office, filled, from_li, workbook
from tests.registry.test_staff_day import short


class Seen:
    """An office, and what became of each thing that Li asks for there."""

    def __init__(self, office, own="") -> None:
        self.office, self.own = office, own  # own: an entry that Li sent in before

    def does(self, raw, at=None):
        """Let a mail arrive; return what became of what it asks for, and its answer."""
        self.office.arrives(raw, at)
        told = due_answers(self.office.desk.db, datetime.now(UTC))[-1].told
        return {item.became for item in told.items}, self.office.answers()[-1]

    def became(self, raw, at=None):
        """Let a mail arrive; return what became of what it asks for."""
        return self.does(raw, at)[0]

    def page(self, address=LI):
        """Return a new digest."""
        return self.office.digest()[address]


@pytest.fixture
def seen(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server, BOTH[1:]) as office:
        own = office.submits(from_li(9))
    with an_office(tmp_path, smtp_server) as office:
        yield Seen(office, own)


def test_decisions_and_what_keeps_them_from_being_done(seen):
    office = seen.office
    one, two, three = (office.submits(short(seed)) for seed in (1, 2, 3))
    whole = office.submits(parcel_mail(4))
    page, theirs = seen.page(), seen.page(WEN)
    key = orders_in(page)[one, "hold"][1]
    told = {
        Became.UNKNOWN: a_mail(LI, f"[{one} r1] hold {'a' * 26}"),
        Became.OTHERS: reply(theirs, f"{one} hold"),
        Became.MANY: a_mail(LI, f"{key} {orders_in(page)[two, 'hold'][1]}"),
        Became.NO_KEY: a_mail(LI, "Re: digest", f"{one} hold"),
        Became.OWN: reply(page, f"{seen.own} hold"),
        Became.NOTE: reply(page, f"{one} ask"),
        Became.FINDING: reply(page, f"{whole} reject photo-width"),
        Became.MISSING: reply(page, f"{one} accept"),
        Became.ALREADY: reply(page, f"{whole} accept"),
        Became.NOT_HELD: reply(page, f"{one} release"),
        Became.ENTRY: reply(page, "0099 hold"),
        Became.INTO: reply(page, f"{one} join"),
        Became.TWICE: reply(page, f"{one} hold\n{one} accept"),
        Became.UNREAD: reply(page, f"{one} perhaps"),
        Became.NOTHING: a_mail(LI, "hello", "Good morning."),
        Became.SUBMITS: a_mail(LI, "my photos", "See below.", files=[("a.jpg", b"\xff\xd8\xff\xe0" + b"0" * 40_000)]),
        Became.NO_UNDO: reply(page, f"{one} undo"),
        Became.NO_LETTER: reply(page, f"{one} resend"),
    }
    assert {became: seen.became(raw) for became, raw in told.items()} == {became: {became} for became in told}
    assert seen.became(a_mail(LI, key), datetime.now(UTC) + timedelta(days=15)) == {Became.OLD}
    done, answer = seen.does(a_mail(LI, key))
    assert done == {Became.DONE}
    assert seen.became(by_link(page, one, "accept")) == {Became.CHANGED}
    assert seen.became(by_link(answer, one, "undo")) == {Became.UNDONE}
    assert seen.became(reply(page, f"{two} join {three}")) == {Became.JOINED}
    assert seen.became(reply(page, f"{whole} join {two}")) == {Became.REFUSED}  # it stands in another now


def test_a_number_that_two_entries_bear(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server, calls={CALL: {"reference": "IG2026"}}) as office:
        assert office.submits(short(1)) == "IG2026-0001"
    with an_office(tmp_path, smtp_server, calls={CALL: {"former_references": ["IG2026"]}}) as office:
        assert office.submits(short(2)) == "IF2026-0001"
        seen = Seen(office)
        assert seen.became(reply(seen.page(), "0001 hold")) == {Became.SEVERAL}


def test_letters_that_left_and_second_thoughts_that_come_late(seen):
    office = seen.office
    one, two, three = (office.submits(short(seed)) for seed in (1, 2, 3))
    page = seen.page()
    _, asked = seen.does(by_link(page, one, "ask", "A portrait, please."))
    _, held = seen.does(by_link(page, two, "hold"))
    office.desk.db.conn.execute("UPDATE notices SET due_at = '2026-01-01T00:00:00+00:00'")
    assert send_due(office.desk).sent
    assert seen.became(by_link(asked, one, "undo")) == {Became.LEFT}
    office.desk.db.conn.execute("UPDATE decisions SET at = '2026-01-01T00:00:00+00:00' WHERE reference = ?", [two])
    office.desk.db.conn.execute(
        "DELETE FROM notice_entries WHERE reference = ?", [two]
    )  # no letter: it had no address to write to
    assert seen.became(by_link(held, two, "undo")) == {Became.LATE}
    refused(office, three)
    assert seen.became(reply(seen.page(), f"{three} resend")) == {Became.RESENT}


def test_batches_questions_and_what_is_given(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        seen = Seen(office)
        names = office.copied(office.submits(short(1)), 21)
        question = office.arrives(question_of(tiny_scene(4)), OPEN)
        former, page = seen.page(), seen.page()
        assert seen.became(reply(page, "\n".join(f"{name} reject no" for name in names))) == {Became.WAITS}
        assert seen.became(by_link(page, question["sha256"][:12].upper(), "answered")) == {Became.STRUCK}
        assert seen.became(reply(page, "", subject=f"registry {CALL}")) == {Became.GIVEN}
        assert seen.became(reply(page, "", subject="registry nowhere")) == {Became.CALL}
        assert seen.became(reply(page, "", subject="help")) == {Became.HELPED}
        assert seen.became(reply(former, "", subject="help")) == {Became.NOT_NEWEST}


def test_what_is_passed_on(seen):
    scene = tiny_scene(5)
    assert seen.became(forwarded("代收", scene=scene), OPEN) == {Became.ON_BEHALF}
    assert seen.became(forwarded("代收", "qq", scene=scene), OPEN) == {Became.ALREADY}
    late = datetime.now(UTC) + timedelta(days=400)
    assert seen.became(forwarded("代收", scene=tiny_scene(8)), late) == {Became.ADDED}
    assert seen.became(forwarded("submission", scene=scene, files=()), OPEN) == {Became.NO_SUBMISSION}


def test_the_shortlist(seen):
    office = seen.office
    one, page = office.submits(parcel_mail(4)), seen.page()
    assert seen.became(reply(page, f"{one} shortlist")) == {Became.LISTED}
    assert seen.became(reply(page, f"{one} unlist")) == {Became.UNLISTED}
    assert seen.became(book(filled(workbook(office), (3, "Shortlist", "yes")))) == {Became.MARKED}
    assert seen.became(book(filled(workbook(office), (3, "Shortlist", "maybe")))) == {Became.UNMARKED}


def book(*files):
    return a_mail(LI, "registry", files=[(f"registry {number}.xlsx", data) for number, data in enumerate(files)])


def whys(told):
    return {str(item.values["why"]) for item in told.items if item.became is Became.ROW}


def test_rows_of_workbooks_and_why_each_is_refused(seen):
    office = seen.office
    one, two, three, four = (office.submits(short(seed)) for seed in (1, 2, 3, 4))
    whole = office.submits(parcel_mail(5))

    def refused_for(*cells, data=None):
        """Return why a workbook's rows are refused."""
        office.arrives(book(filled(data or workbook(office), *cells)))
        told = due_answers(office.desk.db, datetime.now(UTC))[-1].told
        office.answers()
        assert {item.became for item in told.items} == {Became.ROW, Became.WORKBOOK}
        return whys(told)

    def decided(row, word, *more):
        return ((row, "Decision", word), *((row, heading, value) for heading, value in more))

    before = workbook(office)
    note = ("Note", "no")
    told = {
        Refusal.ACTION: refused_for(*decided(3, "perhaps")),
        Refusal.NOTE: refused_for(*decided(3, "ask")),
        Refusal.FINDING: refused_for(*decided(7, "reject", ("Note", "photo-width"))),
        Refusal.NOT_HELD: refused_for(*decided(3, "release")),
        Refusal.ALREADY: refused_for(*decided(7, "accept")),
        Refusal.DATE: refused_for(*decided(3, "ask", note, ("Until", "1999-01-01"))),
        Refusal.OWN: refused_for(*decided(2, "hold")),
        Refusal.NO_REVISION: refused_for(*decided(3, "hold", ("Revision", "x"))),
        Refusal.FORMULA: refused_for(*decided(3, "hold", ("Note", "=1+1"))),
        Refusal.LONG: refused_for(*decided(3, "reject", ("Note", "no " * 1000))),
        Refusal.INTO: refused_for(*decided(3, "join")),
        Refusal.NO_REFERENCE: refused_for(*decided(3, "hold", ("Reference", None))),
        Refusal.TWICE: refused_for(*decided(3, "hold"), *decided(4, "hold", ("Reference", one))),
        Refusal.ENTRY: refused_for(*decided(3, "join", ("Into", "IF2026-0999"))),
    }
    office.arrives(book(filled(before, *decided(3, "hold"))))
    told[Refusal.DECIDED] = refused_for(*decided(3, "reject", note), data=before)
    office.arrives(book(filled(workbook(office), *decided(4, "join", ("Into", three)))))
    told[Refusal.JOINED] = refused_for(*decided(6, "join", ("Into", two)), data=before)
    told[Refusal.CHANGED] = refused_for(*decided(5, "reject", note), data=before)
    forget(office.desk.db, four, by="Wen", why="asked", now=datetime.now(UTC))
    assert Refusal.ENTRY in refused_for(*decided(6, "hold"), data=before)
    assert {why: found for why, found in told.items() if found != {why}} == {}
    assert office.entry(whole)["decisions"] == []


def test_what_becomes_of_workbooks(seen):
    office = seen.office
    office.submits(short())
    now = datetime.now(UTC)
    mine = workbook(office)

    def taken(*files):
        office.arrives(book(*files))
        told = due_answers(office.desk.db, now + timedelta(minutes=1))[-1].told
        office.answers()
        return {str(item.values.get("taken", item.became)) for item in told.items}

    assert taken(filled(mine, (3, "Photo Name", "Tea"))) == {Became.AMENDED}
    assert taken(workbook(office, WEN)) == {TakenWorkbook.OTHERS}
    assert taken(workbook(office, "")) == {TakenWorkbook.SHELL}
    assert taken(workbook(office, at=now - timedelta(days=61))) == {TakenWorkbook.OLD}
    assert taken(mine[: len(mine) // 2]) == {TakenWorkbook.UNREADABLE}
    assert taken(workbook(office)) == {"nothing"}


def test_a_question_that_is_none_any_more_and_a_row_of_another_call(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        seen, one = Seen(office), office.submits(short())
        question = office.arrives(question_of(tiny_scene(4)), OPEN)
        page, mine = seen.page(), workbook(office)
        # read anew, by a later version say, the one was a submission, and the other one of another call
        office.desk.db.conn.execute("UPDATE messages SET outcome = 'entered' WHERE sha256 = ?", [question["sha256"]])
        office.desk.db.conn.execute("UPDATE entries SET call = 'publicity-2023' WHERE reference = ?", [one])
        assert seen.became(by_link(page, question["sha256"][:12].upper(), "answered")) == {Became.ENTRY}
        office.arrives(book(filled(mine, (2, "Decision", "hold"))))
        assert whys(due_answers(office.desk.db, datetime.now(UTC))[-1].told) == {Refusal.OTHER_CALL}


def test_every_outcome_is_named_here_or_where_rights_are():
    """A new code wants a test of its cause."""
    told = "".join(
        (ROOT / "tests" / "registry" / "staff" / name).read_text("utf-8")
        for name in ("test_every_outcome.py", "test_since_given.py")
    )
    assert [each.name for each in Became if f"Became.{each.name}" not in told and each is not Became.NOT_ALLOWED] == []
