"""Staff submit for an author: held until the author writes; whatever else staff forward is no submission."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from registry.read import documents
from reports.demo import mails
from reports.letters.preview import LetterWanted, preview_letter
from tests.builders.breadth import rarely
from tests.builders.desks import a_desk
from tests.builders.factories import tiny_scene
from tests.builders.quote_programs import FORWARDS, filled
from tests.builders.staff_mails import LI, text_of
from tests.registry.staff.test_by_mail import STAFF, Office
from tests.registry.test_staff_day import OPEN


def forwarded(top, program="outlook zh", scene=None, sender=LI):
    """Return a mail of staff that passes an author's on, files attached, as a program writes it."""
    scene = scene or tiny_scene(5)
    person = scene.person
    head = filled(FORWARDS[program], name=person.name_en, mail=person.email, to=LI, subject="My photos")
    whole = scene.draft(scene.form(), scene.biography(), scene.portrait(), *scene.works(3))
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


@pytest.mark.parametrize("top", ["请看一下", "代收的事改天再说", "submission of reports is due", ""])
def test_any_other_forward_of_staff_is_no_submission(tmp_path, smtp_server, top):
    with a_desk(tmp_path, smtp=smtp_server, staff=STAFF) as desk:
        office = Office(desk, smtp_server, tmp_path)
        row = office.arrives(forwarded(top), datetime.now(UTC))
        assert (row["outcome"], documents.entries(desk.db)) == ("staff", [])
        assert "代收" in text_of(office.answers()[0])
