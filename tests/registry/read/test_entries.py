"""An Entry is read whole, in a few statements however many are read, and everything else is a view of it."""

from dataclasses import replace

from intake.automatic.delivery_report import Bounce
from registry.decide.review import Decision, review
from registry.letters.bounces import note_bounce
from registry.read.dossier import brings_wanted, dossier
from registry.read.entries import read_entries, read_entry, references
from registry.read.entry import EntryDecision, EntryMail, Returned
from tests.builders.registry_samples import ERROR, HOLD, MARK, MARTA, NOW, judged, submission, take, work
from validators.disposition import Disposition
from validators.finding import Severity

LETTER = MARK.message_id("the letter", "example.org")


def statements(db, names):
    """Return how many statements it takes to read these entries."""
    said = []
    db.conn.set_trace_callback(said.append)
    found = list(read_entries(db, names))
    db.conn.set_trace_callback(None)
    return len(found), sum(text.startswith("SELECT") for text in said)


def test_many_entries_take_no_more_statements_than_one(db):
    for number in range(1, 8):
        take(db, judged(submission(f"m{number}", names=(f"{number}.jpg",))), sha256=f"m{number}")
    names = references(db)
    assert names == [f"IF2026-000{number}" for number in range(1, 8)]
    one, seven = statements(db, names[:1]), statements(db, names)
    assert (one[0], seven[0], one[1]) == (1, 7, seven[1])
    assert seven[1] <= 11


def test_entries_come_in_the_order_asked_for_and_what_is_not_there_is_passed_over(db):
    for name in ("m1", "m2"):
        take(db, judged(submission(name)), sha256=name)
    asked = ["IF2026-0002", "IF2026-0009", "IF2026-0001"]
    assert [entry.reference for entry in read_entries(db, asked)] == ["IF2026-0002", "IF2026-0001"]
    assert read_entry(db, "IF2026-0009") is None


def test_an_entry_is_what_was_recorded_of_it(db):
    share = submission("m1", names=("a.jpg", "b.jpg"))
    take(db, judged(share, ERROR, HOLD), sha256="m1")
    review(db, "IF2026-0001", Decision(action="ask", by="Li", note="A third photo, please.", remark="phoned"), NOW)
    db.table("notices").update(1, {"state": "sent", "message_id": LETTER, "sent_at": NOW.isoformat()})
    report = {"mentioned": (MARTA.email,), "permanent": True, "message_ids": (LETTER,), "reporter": "postmaster@example.com"}
    note_bounce(db, Bounce(recipient=MARTA.email, status="5.1.1", formal=True, **report), "r1", NOW, MARK)
    entry = read_entry(db, "IF2026-0001")
    assert (entry.state, entry.revision, entry.author, entry.opened_by) == (Disposition.INCOMPLETE, 1, MARTA, MARTA.email)
    assert (tuple(item.material for item in entry.files), entry.form) == (share.materials, share.form)
    assert {name: text.found for name, text in entry.texts.items()} == share.texts
    assert (entry.texts["biography"].facts.characters, entry.findings) == (5, (ERROR, HOLD))
    assert (entry.mails, entry.last_mail_at) == ((EntryMail(sha256="m1", revision=1, received_at=NOW),), NOW)
    asked = EntryDecision(revision=1, action="ask", by="Li", note="A third photo, please.", remark="phoned", until=None, at=NOW)
    assert (entry.decisions, entry.decided) == ((asked,), asked)
    (letter,) = entry.letters
    assert (letter.kind, letter.state, letter.returned, letter.status) == ("correction", "sent", Returned.BOUNCED, "5.1.1")
    assert [line.what for line in entry.history][:3] == ["opened", "review: ask", "letter superseded"]


def test_a_dossier_is_asked_for_what_its_letter_told_and_nothing_else(db):
    told = (
        replace(ERROR, rule="form-field-missing", subject="", values={"fields": ["nationality"]}),
        replace(ERROR, rule="description-length", subject="description", values={}),
        replace(ERROR, rule="eligibility-nationality", severity=Severity.HOLD, subject="sex", values={}),
        replace(ERROR, rule="form-value-unsure", severity=Severity.INFO, subject="employer", values={}),
        replace(ERROR, rule="photo-size", subject="a.jpg", values={}),
        replace(ERROR, rule="photo-seen-elsewhere", severity=Severity.HOLD, subject="b.jpg", values={}),
    )
    take(db, judged(submission("m1", names=("a.jpg", "b.jpg")), *told), sha256="m1")
    held = dossier(db, "IF2026-0001")
    assert held.wanting == {"nationality", "description", "a.jpg"}
    assert (held.faulty, held.lacking) == ({"a.jpg"}, {"work"})


def test_a_mail_brings_what_is_wanted_or_not(db):
    take(db, judged(submission("m1"), replace(ERROR, values={"count": 2, "minimum": 3})), sha256="m1")
    held = dossier(db, "IF2026-0001")
    assert brings_wanted(held, submission("m2", names=("c.jpg",)))
    assert not brings_wanted(held, submission("m2", names=(), materials=(replace(work("c.pdf"), role="other"),)))
