"""What was given leave for is looked at again when it is used: rights, people, entries and configuration change in between."""

import io
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import openpyxl

from registry.amend.join import join
from registry.amend.revise import Hand
from registry.decide.review import Decision, review
from registry.decide.undo import undo
from registry.forget.erase import forget
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.select.shortlist import Marked, mark_within
from registry.store.schema import open_registry
from reports.demo import mails
from reports.demo.kinds import question as question_of
from reports.digest.deliver import digest_of, send_digest
from reports.workbook.mailed import mailed_registry, parcel_of
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.builders.staff_mails import LI, WEN, a_mail, by_link, orders_in, page_of, reply, text_of
from tests.registry.staff.test_by_mail import OPEN, Office
from tests.registry.staff.test_on_behalf import forwarded
from tests.registry.test_staff_day import short

CALL = "photo-2026"
BOTH = [{"address": LI, "name": "Li"}, {"address": WEN, "name": "Wen"}]
HAND = Hand(by="Wen", at=datetime(2026, 7, 20, 9, 0, tzinfo=UTC))


@contextmanager
def an_office(tmp_path, smtp, staff=BOTH, **more):
    """Open the desk as the configuration is now; what it remembers stays."""
    with a_desk(tmp_path, smtp=smtp, staff=staff, staff_language="en", undo="10m", **more) as desk:
        yield Office(desk, smtp, tmp_path)


def may(*rights):
    """Return staff of whom Li has these rights alone."""
    return [{**BOTH[0], "may": list(rights)}, BOTH[1]]


def filled(data, *cells):
    """Return a workbook with cells of Entries filled in: row, beginning of the heading, value."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book["Entries"]
    for row, heading, value in cells:
        column = next(cell.column for cell in page[1] if str(cell.value).startswith(heading))
        page.cell(row, column).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(office, address=LI, at=None):
    return mailed_registry(office.desk, CALL, address, at or datetime.now(UTC)).data


def with_book(office, data, sender=LI):
    """Let one of staff mail a workbook; return the answer's text."""
    office.arrives(a_mail(sender, "registry", files=[("registry.xlsx", data)]))
    return text_of(office.answers()[0])


def from_li(seed=7):
    """Return a submission that Li sends in as anybody."""
    scene = tiny_scene(seed)
    draft = scene.draft(scene.form(), scene.biography(), *scene.works(2))
    return mails.plain(replace(draft, name="Li", email=LI))


def on_it(office):
    return [entry["reference"] for entry in documents.entries(office.desk.db) if entry["shortlisted"]]


def test_a_registry_asked_for_does_not_leave_once_the_right_is_gone(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        office.submits(short())
        page = office.digest()[LI]
        office.arrives(reply(page, "", subject=f"registry {CALL}"))
    with an_office(tmp_path, smtp_server, may("review")) as office:
        (answer,) = office.answers()
        assert list(answer.iter_attachments()) == []
        assert "Your rights do not include this." in text_of(answer)


def test_an_answer_does_not_leave_to_who_is_no_longer_of_staff(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        reference = office.submits(short())
        page = office.digest()[LI]
        office.arrives(by_link(page, reference, "ask", "A portrait, please."))
        office.arrives(reply(page, "", subject=f"registry {CALL}"))
    with an_office(tmp_path, smtp_server, BOTH[1:]) as office:
        assert office.answers() == []
        assert office.answers() == []
        states = [row["state"] for row in office.desk.db.query("SELECT state FROM staff_answers")]
        assert states == ["failed", "failed"]


def test_a_workbook_joins_nothing_to_an_entry_of_ones_own(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server, BOTH[1:]) as office:
        mine, other = office.submits(from_li()), office.submits(short())
    with an_office(tmp_path, smtp_server) as office:
        text = with_book(office, filled(workbook(office), (3, "Decision", "join"), (3, "Into", mine)))
        assert office.entry(other)["state"] != "joined"
        assert "Row 3 was not done. This is your own entry." in text


def test_a_workbook_is_overtaken_by_a_decision_taken_back(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        reference, now = office.submits(short()), datetime.now(UTC)
        review(office.desk.db, reference, Decision(action="hold", by="Wen", undo=office.desk.config.undo), now)
        book = filled(workbook(office), (2, "Decision", "reject"), (2, "Note", "no"))
        undo(office.desk.db, reference, "Wen", now)
        assert "“hold”, decided by Wen, was taken back after the workbook left." in with_book(office, book)
        assert office.entry(reference)["state"] == "incomplete"


def test_an_entry_that_ones_own_was_joined_to_is_ones_own(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server, BOTH[1:]) as office:
        mine, other = office.submits(from_li()), office.submits(short())
    with an_office(tmp_path, smtp_server) as office:
        join(office.desk, mine, other, HAND)
        page = office.digest()[LI]
        before = office.entry(other)["state"]
        office.arrives(reply(page, f"{other} hold\n{other} shortlist"))
        assert (office.entry(other)["state"], on_it(office)) == (before, [])


def test_an_old_workbook_does_not_turn_the_shortlist_back(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        one, two = office.submits(parcel_mail(3)), office.submits(parcel_mail(4))
        now = datetime.now(UTC)
        mark_within(office.desk.db, Marked(added=(one,)), "Wen", now - timedelta(hours=2))
        book = workbook(office, at=now - timedelta(hours=1))
        office.arrives(reply(office.digest()[WEN], f"{one} unlist", sender=WEN))
        office.answers()
        with_book(office, filled(book, (3, "Decision", "hold")))
        assert (on_it(office), office.entry(two)["state"]) == ([], "held")


def test_who_may_select_alone_marks_by_workbook_too(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server, may("select")) as office:
        one = office.submits(parcel_mail(3))
        text = with_book(office, filled(workbook(office), (2, "Shortlist", "yes")))
        assert on_it(office) == [one], text
        text = with_book(office, filled(workbook(office), (2, "Decision", "hold")))
        assert office.entry(one)["state"] == "accepted"
        assert "Your rights do not include this." in text


def test_the_digest_brings_a_workbook_to_those_who_may_decide(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server, may("select")) as office:
        office.submits(short())
        before = len(smtp_server.received)
        send_digest(office.desk, digest_of(office.desk), datetime.now(UTC).date(), parcel_of)
        books = {
            item.rcpt_tos[0]: [part.get_filename() for part in page_of(item).iter_attachments()]
            for item in smtp_server.received[before:]
        }
        assert books == {LI: [], WEN: ["waiting.xlsx"]}


def again(office, tmp_path):
    """Return what a registry made again holds: outcomes of mails, states of entries."""
    out = tmp_path / f"again-{office.count}.db"
    rebuild(office.desk, out)
    made = open_registry(out)
    told = held(made)
    made.conn.close()
    return told


def held(db):
    alarms = [row["code"] for row in db.query("SELECT code FROM staff_alarms ORDER BY code")]
    return (
        [(item["outcome"], item["references"]) for item in documents.messages(db)],
        [(item["reference"], item["state"], item["revision"]) for item in documents.entries(db)],
        alarms,
    )


def test_a_registry_made_again_after_one_of_staff_left(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        reference = office.submits(short())
        page = office.digest()[LI]
        office.arrives(by_link(page, reference, "hold"))
        office.arrives(reply(office.digest()[LI], f"{reference} accept anyway"))
        office.arrives(a_mail(LI, "workbook", files=[("x.xlsx", workbook(office))]))
        office.arrives(from_li(), OPEN)
    with an_office(tmp_path, smtp_server, BOTH[1:]) as office:
        assert again(office, tmp_path) == held(office.desk.db)


def test_a_registry_made_again_after_an_author_joined_staff(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server, BOTH[1:]) as office:
        office.submits(from_li())
        office.submits(short())
        office.arrives(a_mail(LI, "0002 accept", "0002 accept"))
    with an_office(tmp_path, smtp_server) as office:
        assert again(office, tmp_path) == held(office.desk.db)


def test_a_holiday_answer_of_staff_answers_no_question(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        question = office.arrives(question_of(tiny_scene(4)), OPEN)
        away = a_mail(
            LI, "Automatic reply", "I am away.", answers=(question["message_id"],), headers=[("Auto-Submitted", "auto-replied")]
        )
        assert office.arrives(away)["outcome"] == "ignored"
        assert not office.desk.db.table("answered").count


def test_rights_are_those_of_the_moment_a_mail_is_read(tmp_path, smtp_server):
    """Key, lines, shortlist, undo, registry, workbook: each was given while there was a right to it."""
    with an_office(tmp_path, smtp_server) as office:
        reference, other = office.submits(short()), office.submits(parcel_mail(3))
        page = office.digest()[LI]
        office.arrives(reply(page, f"{other} hold"))
        (answer,) = office.answers()
        book = filled(workbook(office), (2, "Decision", "hold"), (2, "Shortlist", "yes"))
    mails_of_li = {
        "a key": by_link(page, reference, "hold"),
        "a line": reply(page, f"{reference} hold"),
        "a join": reply(page, f"{reference} join {other}"),
        "letters again": reply(page, f"{reference} resend"),
        "the shortlist": reply(page, f"{reference} shortlist"),
        "undo": by_link(answer, other, "undo"),
        "undo, in words": reply(answer, "undo"),
        "the registry": reply(page, "", subject=f"registry {CALL}"),
        "a workbook": a_mail(LI, "registry", files=[("registry.xlsx", book)]),
    }
    with an_office(tmp_path, smtp_server, [{**BOTH[0], "may": []}, BOTH[1]]) as office:
        for what, raw in mails_of_li.items():
            office.arrives(raw)
            (told,) = office.answers()
            assert (what, text_of(told).count("Your rights do not include this.")) == (what, 1)
            assert list(told.iter_attachments()) == []
        assert (on_it(office), office.entry(reference)["decisions"], office.entry(other)["state"]) == ([], [], "held")
    again = {what: raw.replace(b"Message-ID: <", b"Message-ID: <2", 1) for what, raw in mails_of_li.items()}
    with an_office(tmp_path, smtp_server, BOTH[1:]) as office:
        for what, raw in again.items():
            assert (what, office.arrives(raw)["outcome"], office.answers()) == (what, "set_aside", [])
        alarms = office.desk.db.table("staff_alarms").count_where("code = 'staff-stranger'")
        quiet = ("undo, in words", "the registry")  # nothing in them is anybody's to do
        assert (alarms, on_it(office), office.entry(reference)["decisions"]) == (len(again) - len(quiet), [], [])


def test_what_became_of_an_entry_meanwhile_is_told(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        names = [office.submits(short(seed)) for seed in (1, 2, 3, 4, 5, 6)]
        gone, joined, into, revised, decided, twice = names
        page, theirs = office.digest()[LI], office.digest()[WEN]
        forget(office.desk.db, gone, by="Wen", why="asked", now=datetime.now(UTC))
        join(office.desk, joined, into, HAND)
        scene = tiny_scene(4)
        office.arrives(mails.plain(scene.draft(scene.portrait(), subject=f"Re: [{revised}]")), OPEN)
        office.arrives(by_link(theirs, decided, "hold", sender=WEN))
        office.answers()
        before = {name: documents.entry(office.desk.db, name) for name in names[1:]}
        for name in names[:5]:
            office.arrives(by_link(page, name, "reject", "no"))
            office.arrives(reply(page, f"{name} reject no"))
        texts = [text_of(item) for item in office.answers()]
        assert [sum(words in text for text in texts) for words in ("no entry of this number", "changed")] == [2, 8], texts
        assert {name: documents.entry(office.desk.db, name) for name in names[1:]} == before
        paths = []
        for number, (sender, action) in enumerate(((LI, "reject"), (WEN, "accept-anyway"), (WEN, "hold"))):
            paths.append(tmp_path / f"pass-{number}.eml")
            mine = page if sender == LI else theirs
            action = "accept" if action == "accept-anyway" else action
            paths[-1].write_bytes(by_link(mine, twice, action, "no", sender=sender))
        import_paths(office.desk, paths, None, datetime.now(UTC).isoformat())
        assert process_pending(office.desk) == 0
        assert len(office.entry(twice)["decisions"]) == 1
        assert sum("Done: 1" in text_of(item) for item in office.answers()) == 1


def test_an_address_that_another_has_now_decides_under_their_name(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        reference = office.submits(short())
        page = office.digest()[LI]
    with an_office(tmp_path, smtp_server, [{"address": LI, "name": "Ma"}]) as office:
        office.arrives(by_link(page, reference, "hold"))
        assert office.entry(reference)["decisions"][0]["by"] == "Ma"


def test_keys_and_batches_in_a_registry_made_again(tmp_path, smtp_server):
    """A key that was used stays spent; a batch that waited is not there any more, and says so."""
    with an_office(tmp_path, smtp_server) as office:
        names = office.copied(office.submits(short(1)), 21)
        page = office.digest()[LI]
        office.arrives(by_link(page, names[0], "hold"))
        office.answers()
        office.arrives(reply(page, "\n".join(f"{name} reject no" for name in names[1:])))
        (answer,) = office.answers()
        ((batch, _),) = [key for key in orders_in(answer) if key[1] == "confirm"]
        rebuild(office.desk, tmp_path / "again.db")
    (tmp_path / "again.db").replace(tmp_path / "var" / "registry.db")
    with an_office(tmp_path, smtp_server) as office:
        states = [office.entry(item["reference"])["state"] for item in documents.entries(office.desk.db)]
        office.arrives(by_link(page, names[0], "reject", "no"))
        office.arrives(by_link(answer, batch, "confirm"))
        assert [office.entry(item["reference"])["state"] for item in documents.entries(office.desk.db)] == states
        assert [("Not done: 1" in text_of(item), "Done: " in text_of(item)) for item in office.answers()] == [(True, False)] * 2


def test_a_mail_passed_on_stays_its_authors_when_the_colleague_has_left(tmp_path, smtp_server):
    with an_office(tmp_path, smtp_server) as office:
        office.arrives(forwarded("代收"), OPEN)
        assert documents.entries(office.desk.db)[0]["unverified"] == "passed-on"
    with an_office(tmp_path, smtp_server, BOTH[1:]) as office:
        out = tmp_path / "again.db"
        rebuild(office.desk, out)
        made = open_registry(out)
        assert [item["submitter"] for item in documents.entries(made)] == [
            item["submitter"] for item in documents.entries(office.desk.db)
        ]
        made.conn.close()
