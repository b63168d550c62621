"""Staff submit for an author: held until the author writes; whatever else staff forward is no submission."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from reports.demo import mails
from reports.letters.preview import LetterWanted, preview_letter
from tests.builders.breadth import rarely
from tests.builders.commands import command
from tests.builders.desks import a_desk, overlay
from tests.builders.factories import tiny_scene
from tests.builders.quote_programs import FORWARDS, filled
from tests.builders.staff_mails import LI, page_of, text_of
from tests.registry.staff.test_by_mail import STAFF, Office
from tests.registry.test_staff_day import OPEN


def forwarded(top, program="outlook zh", scene=None, sender=LI, files=None):
    """Return a mail of staff that passes an author's on, files attached, as a program writes it."""
    scene = scene or tiny_scene(5)
    person = scene.person
    head = filled(FORWARDS[program], name=person.name_en, mail=person.email, to=LI, subject="My photos")
    parcel = (scene.form(), scene.biography(), scene.portrait(), *scene.works(3))
    whole = scene.draft(*(parcel if files is None else files))
    text = f"{top}\n\n{head}\n\nDear editors,\nplease find my photos attached.\n"
    return mails.plain(replace(whole, name="Li", email=sender, subject="转发: My photos", text=text))


@pytest.mark.parametrize("program", ["outlook zh", "qq", *rarely(["163", "gmail zh", "apple en"])])
def test_a_forward_with_the_word_on_top_is_its_authors_entry_once_they_confirm(tmp_path, smtp_server, program):
    scene = tiny_scene(5)
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF) as desk:
        office = Office(desk, smtp_server, tmp_path)
        row = office.arrives(forwarded("代收", program), OPEN)
        (entry,) = documents.entries(desk.db)
        assert (row["outcome"], row["sender"], row["references"]) == ("entered", LI, [entry["reference"]])
        assert (entry["state"], entry["submitter"]["email"], entry["unverified"]) == ("held", scene.person.email, "passed-on")
        assert [item["to"] for item in entry["notices"]] == [scene.person.email]
        letter = preview_letter(desk, entry["reference"], LetterWanted())
        assert ("写一句“确认”" in letter, "A colleague sent this material in for you" in letter) == (True, True)
        yes = replace(scene.draft(subject=f"Re: [{entry['reference']}]", text="确认"))
        assert office.arrives(mails.plain(yes), OPEN)["outcome"] == "merged"
        assert office.entry(entry["reference"])["state"] == "accepted"


def test_the_colleague_who_passed_it_on_hears_what_became_of_it(tmp_path, one_imap_server, smtp_server):
    """Through a mailbox: taken and held, added to what is there, nothing new, nothing in it; never a word to a stranger who writes 代收."""
    scene, other = tiny_scene(5), tiny_scene(8)
    author, path = scene.person.email, overlay(tmp_path, one_imap_server, smtp_server, staff=STAFF)
    told: list[str] = []

    def arrives(raw, minute):
        one_imap_server.deliver(raw, OPEN + timedelta(minutes=minute))
        before = len(smtp_server.received)
        assert command(tmp_path, "poll", config=path)[0] == 0
        mails_out = {item.rcpt_tos[0]: page_of(item) for item in smtp_server.received[before:]}
        answer = mails_out.pop(LI, None)
        told[:] = [text_of(answer), str(answer["In-Reply-To"])] if answer else []
        return mails_out

    assert list(arrives(forwarded("代收"), 0)) == [author]
    assert all(
        word in told[0]
        for word in ("IF2026-0001", "Done: 1", f"登记在 {author} 名下", "等", "来信确认", f"给 {author} 的信", "taken as one of")
    )
    yes = replace(scene.draft(subject="Re: [IF2026-0001]", text="确认"))
    assert list(arrives(mails.plain(yes), 1)) == [author]
    assert told == []
    assert list(arrives(forwarded("代收", files=(scene.portrait("Author portrait 2.jpg", 51),)), 2)) == [author]
    assert ("IF2026-0001" in told[0], "现在是“待定”，等" in told[0]) == (True, True)
    assert arrives(forwarded("代收", "qq", files=(scene.portrait("Author portrait 2.jpg", 51),)), 3) == {}
    assert ("IF2026-0001" in told[0], "本来就是“待定”" in told[0]) == (True, True)
    assert list(arrives(forwarded("代收", scene=other), 60 * 24 * 400)) == [other.person.email]
    assert ("IF2026-0002" in told[0], "现在是“不予受理”" in told[0], "来信确认" in told[0]) == (True, True, False)
    assert list(arrives(forwarded("submission", files=()), 4)) == []
    assert ("没有征集所要的材料" in told[0], "用法" in told[0]) == (True, False)
    stranger = forwarded("代收", scene=other, sender="someone@example.net")
    assert list(arrives(stranger, 5)) == ["someone@example.net"]
    assert told == []
    with a_desk(tmp_path, one_imap_server, smtp_server, staff=STAFF) as desk:
        before = desk.db.table("staff_answers").count
        rebuild(desk, tmp_path / "again.db")
        again = open_registry(tmp_path / "again.db")
        assert (before, again.table("staff_answers").count) == (5, 0)
        again.conn.close()


@pytest.mark.parametrize("top", ["请看一下", "代收的事改天再说", "submission of reports is due", ""])
def test_any_other_forward_of_staff_is_no_submission(tmp_path, smtp_server, top):
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF) as desk:
        office = Office(desk, smtp_server, tmp_path)
        row = office.arrives(forwarded(top), datetime.now(UTC))
        assert (row["outcome"], documents.entries(desk.db)) == ("staff", [])
        assert "代收" in text_of(office.answers()[0])
