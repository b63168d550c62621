"""Mail that no person wrote for us never becomes an entry, is never answered, and never goes unseen."""

import hashlib

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from tests.builders import machine_mails
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail

MAILS = {
    **{f"away in {language}": machine_mails.away(language) for language in machine_mails.AWAY},
    **{name: machine_mails.letter(name) for name in machine_mails.LETTERS},
    "receipt": machine_mails.receipt(),
    "invitation": machine_mails.invitation(),
}
FOR_STAFF = {"phishing", "advertising", "invitation"}  # nothing marks them: a person reads them, nobody answers by itself


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """Every mail beside a good one at one desk: name -> its row of `messages`, and how many entries and letters there are."""
    folder = tmp_path_factory.mktemp("machines")
    raws = {**MAILS, "good": parcel_mail(3)}
    with a_desk(folder) as desk:
        for number, raw in enumerate(raws.values()):
            (folder / f"{number:03}.eml").write_bytes(raw)
        import_paths(desk, sorted(folder.glob("*.eml")), None, INSIDE.isoformat())
        assert process_pending(desk) == 0
        rows = {row["sha256"]: row for row in documents.messages(desk.db)}
        seen = {name: rows[hashlib.sha256(raw).hexdigest()] for name, raw in raws.items()}
        return seen, desk.db["entries"].count, [row["recipient"] for row in desk.db.query("SELECT recipient FROM notices")]


@pytest.mark.parametrize("name", MAILS)
def test_no_machine_makes_an_entry_and_each_mail_says_what_became_of_it(outcomes, name):
    row = outcomes[0][name]
    wanted = "set_aside" if name in FOR_STAFF else "ignored"
    assert (row["outcome"], row["references"], bool(row["reason"])) == (wanted, [], True)


def test_the_good_mail_among_them_is_the_only_entry_and_the_only_one_answered(outcomes):
    seen, entries, recipients = outcomes
    assert (seen["good"]["outcome"], entries, len(recipients)) == ("entered", 1, 1)
