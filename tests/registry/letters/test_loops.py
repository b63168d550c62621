"""Loops: two desks that write to each other, automatic answers to our letters, a burst from one sender. All for real."""

import email
import email.policy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from intake.assemble.message import read
from intake.automatic.machine_made import is_our_making
from intake.config.models import Limits
from intake.config.our_letter_patterns import our_letters
from intake.model.submission import SpooledMessage
from registry.letters import outbox
from registry.letters.bursts import JOINT, fold_bursts, spaced
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.store.codes import LetterKind
from registry.store.mails import stamp
from reports.demo import kinds, mails, oddities
from reports.letters.compose import compose_letter
from reports.letters.mime import build_letter, message_id
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene
from tests.builders.letters import NOW, entry, incomplete, request
from tests.builders.registry_samples import ERROR, MARK, judged, rows, submission, take
from tests.builders.registry_samples import NOW as AT

HERE, THERE = "photo@example.org", "photo@example.com"
LOOP = ("X-Intake-Desk",)
TRACES = (*LOOP, "Auto-Submitted", "X-Auto-Response-Suppress")


def desk_of(address, tmp: Path, smtp):
    """Open the desk of one address on a folder of its own."""
    tmp.mkdir(exist_ok=True)
    own = {"mailboxes": {"photo": {"username": address, "addresses": [address]}}, "delivery": {"sender": f"Desk <{address}>"}}
    return a_desk(tmp, smtp=smtp, **own)


def arrive(desk, tmp: Path, smtp, *raws: bytes, minutes: int = 0) -> list[bytes]:
    """Let mails arrive in one pass; return the letters that leave."""
    before = len(smtp.received)
    for raw in raws:
        path = tmp / f"{len(list(tmp.glob('*.eml')))}.eml"
        path.write_bytes(raw)
        import_paths(desk, [path], None, (INSIDE + timedelta(minutes=minutes)).isoformat())
    process_pending(desk)
    send_due(desk)
    return [item.content for item in smtp.received[before:]]


def relayed(raw: bytes, gone: tuple[str, ...] = (), new_id: bool = False, rewritten: bool = False) -> bytes:
    """Pass a letter through a relay that takes headers away, or a gateway that writes it anew."""
    letter = email.message_from_bytes(raw, policy=email.policy.SMTP)
    if rewritten:
        text = letter.get_body(("plain",)).get_content()
        anew = email.message.EmailMessage(policy=email.policy.SMTP)
        for name in ("From", "To", "Subject", "Date"):
            anew[name] = letter[name]
        anew["Message-ID"] = "<anew@gateway.example.net>"
        anew.set_content(text)
        return anew.as_bytes()
    for name in gone:
        del letter[name]
    if new_id:
        letter.replace_header("Message-ID", "<anew@gateway.example.net>")
    return letter.as_bytes()


RELAYS = {
    "as-it-left": {},
    "loop-header-gone": {"gone": LOOP},
    "every-trace-gone": {"gone": TRACES},
    "every-trace-gone-and-a-new-id": {"gone": TRACES, "new_id": True},
    "written-anew-as-plain-text": {"rewritten": True},
}
SEEDS = {"incomplete": kinds.chat_photo, "complete": lambda scene: mails.plain(scene.draft(*scene.parcel()))}


@pytest.mark.parametrize("relay", RELAYS)
@pytest.mark.parametrize("seed", SEEDS)
def test_two_desks_that_write_to_each_other_stop_after_one_letter(seed, relay, smtp_server, tmp_path):
    scene = tiny_scene()
    first = SEEDS[seed](replace(scene, person=replace(scene.person, email=THERE)))  # somebody writes in the other desk's name
    with desk_of(HERE, tmp_path / "here", smtp_server) as here, desk_of(THERE, tmp_path / "there", smtp_server) as there:
        letters = arrive(here, tmp_path, smtp_server, first)
        assert [recipient_of(raw) for raw in letters] == [THERE]
        answers = arrive(there, tmp_path, smtp_server, *(relayed(raw, **RELAYS[relay]) for raw in letters))
        assert answers == []
        assert [(item["outcome"], item["reason"]) for item in documents.messages(there.db)] == [("ignored", "our own letter")]


LANGUAGES = ((), ("zh",), ("en",), ("en", "zh"))
LETTERS = [request(kind, incomplete() if kind in {"correction", "reminder"} else entry(), languages=spoken)
           for kind in LetterKind for spoken in LANGUAGES]  # fmt: skip
LETTERS += [
    request("correction", entry(), replace(incomplete(), reference="IF2026-0002"), languages=spoken) for spoken in LANGUAGES
]


@pytest.mark.parametrize("asked", LETTERS, ids=lambda asked: f"{asked.kind}-{'-'.join(asked.languages)}-{len(asked.entries)}")
def test_every_letter_of_ours_is_known_by_its_boundary_and_by_its_words(asked, tmp_path):
    letter = compose_letter(asked)
    raw = build_letter(letter, sender=f"Desk <{HERE}>", date=NOW, mark=MARK)
    assert email.message_from_bytes(raw).get_boundary() == MARK.boundary(message_id(letter, HERE, MARK))
    assert (bool(our_letters().opening.match(letter.text[:2000])), is_our_making(seen(raw, tmp_path))) == (
        True,
        True,
    )


def seen(raw: bytes, tmp: Path):
    """Read a mail as the desk does."""
    (tmp / "work").mkdir()
    (tmp / "x.eml").write_bytes(raw)
    spooled = SpooledMessage(path=tmp / "x.eml", sha256="x", size=len(raw), mailbox="photo", received_at=NOW, fetched_at=NOW)
    return read(spooled, tmp / "work", Limits())


def answer(letter: bytes, text: str, own: str = "") -> bytes:
    """Write back to a letter as a program does that sets no header but the thread's."""
    scene = tiny_scene()
    written = email.message_from_bytes(letter, policy=email.policy.default)
    thread = (("In-Reply-To", written["Message-ID"]), ("References", written["Message-ID"]))
    quoted = written.get_body(("plain",)).get_content()
    draft = scene.draft(subject=f"Re: {written['Subject']}", text=text + (f"\n\n{quoted}" if own == "quotes" else ""))
    return mails.plain(replace(draft, headers=(*draft.headers, *thread)))


def test_an_automatic_answer_without_any_header_stops_the_talk(smtp_server, tmp_path):
    with desk_of(HERE, tmp_path / "here", smtp_server) as here:
        (letter,) = arrive(here, tmp_path, smtp_server, kinds.chat_photo(tiny_scene()))
        away = "Thank you for your mail. I am travelling until Monday and will read it then."
        assert arrive(here, tmp_path, smtp_server, answer(letter, away), minutes=1) == []
        assert [item["outcome"] for item in documents.messages(here.db)] == ["entered", "set_aside"]
        assert documents.entries(here.db)[0]["revision"] == 1


def test_a_person_who_answers_above_our_words_is_heard(smtp_server, tmp_path):
    with desk_of(HERE, tmp_path / "here", smtp_server) as here:
        (letter,) = arrive(here, tmp_path, smtp_server, parcel_mail())
        raw = answer(letter, "作者简介：林玛塔，摄影师，生于隆德，现居杭州，喜欢拍摄清晨的茶市。", own="quotes")
        arrive(here, tmp_path, smtp_server, raw, minutes=1)
        assert documents.messages(here.db)[-1]["outcome"] == "merged"


def recipient_of(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)["To"].addresses[0].addr_spec


def letters(db):
    """Return each letter's kind, state and entries."""
    query = "SELECT n.kind, n.state, group_concat(e.reference, ' ') FROM notices n JOIN notice_entries e ON e.notice = n.id GROUP BY n.id"
    return rows(db, query)


def burst(db, count):
    """Record so many entries of one sender, each its own letter; the second is incomplete."""
    for number in range(1, count + 1):
        share = submission(f"m{number}", form=None)
        take(db, judged(share, *([ERROR] if number == 2 else []), settle=timedelta(0)), sha256=f"m{number}")


def test_letters_over_the_daily_cap_become_one_that_lists_their_entries(db):
    burst(db, 11)
    assert (fold_bursts(db, 11, AT), len(letters(db))) == (0, 11)
    assert fold_bursts(db, 10, AT) == 10
    assert letters(db) == [("correction", "queued", " ".join(f"IF2026-00{n:02}" for n in range(1, 12)))]
    (notice,) = list(outbox.each_due(db, AT))
    assert [part.kind for part in notice.parts] == ["acknowledgement", "correction", *["acknowledgement"] * 9]
    assert notice.group.split(JOINT)[0] == "IF2026-0001/1/acknowledgement" and len(notice.group.split(JOINT)) == 11
    burst_again = [*rows(db, "SELECT DISTINCT what FROM history WHERE what LIKE 'letters%'")]
    assert (burst_again, fold_bursts(db, 10, AT)) == ([("letters joined",)], 0)


def test_what_a_day_has_had_counts_and_staffs_words_stay_a_letter_of_their_own(db):
    burst(db, 4)
    db.table("notices").update(1, {"state": "sent", "sent_at": stamp(AT)})
    db.table("notices").update(4, {"note": "please send the third photo"})
    assert (fold_bursts(db, 3, AT), fold_bursts(db, 2, AT)) == (0, 1)
    assert [(state, names) for _, state, names in letters(db)] == [
        ("sent", "IF2026-0001"), ("queued", "IF2026-0002 IF2026-0003"), ("queued", "IF2026-0004")]  # fmt: skip


def test_a_follow_up_waits_until_the_mails_pause(db):
    burst(db, 1)
    quiet = timedelta(minutes=20)

    def due(minutes, address="marta@example.com", settle=quiet, reference="IF2026-0001"):
        moment = AT + timedelta(minutes=minutes)
        return (spaced(db, [reference], address, settle, moment) - AT) / timedelta(minutes=1)

    assert due(1) == 1
    db.table("notices").update(1, {"state": "sent", "sent_at": stamp(AT)})
    assert (due(1), due(19), due(20)) == (21, 39, 20)
    assert (due(1, settle=timedelta(0)), due(1, "otto@example.com"), due(1, reference="IF2026-0009")) == (1, 1, 1)


def test_a_bounce_is_noted_answered_by_nothing_and_stops_later_letters(smtp_server, tmp_path):
    with desk_of(HERE, tmp_path / "here", smtp_server) as here:
        scene = tiny_scene()
        (letter,) = arrive(here, tmp_path, smtp_server, parcel_mail())
        written = email.message_from_bytes(letter, policy=email.policy.default)
        said = oddities.bounce(scene.draft(subject="Undelivered Mail"), recipient_of(letter), written["Message-ID"])
        assert arrive(here, tmp_path, smtp_server, said, minutes=1) == []
        assert [(item["outcome"], item["reason"]) for item in documents.messages(here.db)][1:] == [("ignored", "letter bounced")]
        assert (documents.entries(here.db)[0]["state"], documents.entries(here.db)[0]["revision"]) == ("accepted", 1)
        more = mails.plain(scene.later(hours=1).draft(scene.portrait("Author portrait 2.jpg", 51)))
        assert arrive(here, tmp_path, smtp_server, more, minutes=2) == []
        last = documents.entries(here.db)[0]["notices"][-1]
        assert (last["state"], last["error"][:30]) == ("failed", "this address refuses mail sinc")
        assert [item["what"] for item in documents.entry(here.db, "IF2026-0001")["history"]][:3] == [
            "opened",
            "letter sent",
            "letter bounced",
        ]


@pytest.mark.thorough
def test_a_hundred_mails_of_one_sender_are_kept_and_answered_once(smtp_server, tmp_path):
    limits = {"delivery": {"per_address_per_day": 10, "sender": f"Desk <{HERE}>"}}
    with a_desk(tmp_path, smtp=smtp_server, **limits) as here:
        scenes = [tiny_scene(number) for number in range(12)]
        scenes = [replace(scene, person=replace(scene.person, email="one@example.com")) for scene in scenes]
        raws = [mails.plain(scene.draft(*scene.parcel())) for scene in scenes]
        letters = arrive(here, tmp_path, smtp_server, *raws)
        assert (len(letters), len(documents.entries(here.db))) == (1, 12)
        assert len({item["message_id"] for entry in documents.entries(here.db) for item in entry["notices"]}) == 1
        assert {item["state"] for entry in documents.entries(here.db) for item in entry["notices"]} == {"sent"}
