"""What a machine marked and a person made is kept, held and never answered (contract.md ruling 9)."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.day import gather_day
from reports.demo import kinds, mails, pictures
from reports.demo.mime import File
from reports.digest.compose import compose_digest
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene

HELD = ("entered", ["held"], {"sender-automatic"}, 0)
IGNORED = ("ignored", [], set(), 0)


def headed(raw: bytes, *lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode() + raw


def from_address(address: str, number: int) -> bytes:
    scene = tiny_scene(number)
    return mails.plain(replace(scene.draft(*scene.parcel()), email=address))


def titled(subject: str, number: int, *files: File) -> bytes:
    scene = tiny_scene(number)
    return mails.plain(scene.draft(*(files or scene.parcel()), subject=f"{subject} 国际友人看中国"))


def form_alone(number: int) -> bytes:
    scene = tiny_scene(number)
    return mails.plain(scene.draft(scene.form()))


def newsletter(number: int) -> bytes:
    scene = tiny_scene(number)
    banner = File(name="banner.png", data=pictures.logo(), type="image/png")
    return headed(mails.plain(scene.draft(banner, text="Our news of July.")), "List-Unsubscribe: <https://example.org/u>")


def became(folder, raws: dict[str, bytes], **more) -> dict[str, tuple]:
    """Return name -> (outcome, states, rules that weigh, letters) after one desk has processed all."""
    with a_desk(folder, **more) as desk:
        for name, raw in raws.items():
            (folder / f"{name}.eml").write_bytes(raw)
        import_paths(desk, [folder / f"{name}.eml" for name in raws], None, INSIDE.isoformat())
        process_pending(desk)
        seen = {item["sha256"]: item for item in documents.messages(desk.db)}
        return {name: _told(desk, seen[hashlib.sha256(raw).hexdigest()]) for name, raw in raws.items()}


def _told(desk, message) -> tuple:
    entries = [documents.entry(desk.db, reference) for reference in message["references"]]
    weighing = {
        item["rule"] for entry in entries for item in entry["findings"] if item["severity"] in {"error", "hold", "reject"}
    }
    return message["outcome"], [entry["state"] for entry in entries], weighing, sum(len(entry["notices"]) for entry in entries)


def test_material_behind_a_machines_mark_is_held_and_not_answered(tmp_path):
    raws = {
        "list": headed(parcel_mail(1), "Precedence: list", "List-ID: <photo.example.org>"),
        "bulk": headed(parcel_mail(2), "Precedence: bulk"),
        "unsubscribe": headed(parcel_mail(4), "List-Unsubscribe: <mailto:leave@example.org>"),
        "suppressed": headed(parcel_mail(5), "X-Auto-Response-Suppress: All"),
        "null-path": headed(parcel_mail(6), "Return-Path: <>"),
        "generated": headed(parcel_mail(7), "Auto-Submitted: auto-generated"),
        "robot": from_address("robot@example.com", 8),
        "noreply": from_address("no-reply@example.com", 9),
        "office": titled("Out of the office window: my photos", 10),
        "returned": titled("Undeliverable: my photos", 11),
        "postmaster": from_address("postmaster@example.com", 12),
    }
    assert became(tmp_path, raws) == dict.fromkeys(raws, HELD)


def test_one_file_of_those_asked_for_is_enough(tmp_path):
    scene = tiny_scene(2)
    raws = {
        "form": headed(form_alone(1), "Precedence: list"),
        "photo": headed(titled("work", 2, scene.works(1)[0]), "Precedence: list"),
        "portrait": headed(titled("me", 3, tiny_scene(3).portrait()), "X-Auto-Response-Suppress: OOF"),
        "biography": headed(titled("bio", 4, tiny_scene(4).biography()), "Precedence: bulk"),
    }
    held = became(tmp_path, raws)
    assert {
        name: (outcome, states, "sender-automatic" in rules, letters) for name, (outcome, states, rules, letters) in held.items()
    } == {name: ("entered", ["held"], True, 0) for name in raws}


def test_answers_of_machines_and_what_carries_nothing_stay_ignored(tmp_path):
    raws = {
        "auto-reply": headed(parcel_mail(1), "Auto-Submitted: auto-replied"),
        "answering-machine": headed(parcel_mail(2), "X-Autoreply: yes"),
        "failed": headed(parcel_mail(3), "X-Failed-Recipients: otto@example.com"),
        "bounce": kinds.bounce(tiny_scene(4)),
        "away": kinds.auto_reply(tiny_scene(5)),
        "own": from_address("photo@example.org", 6),
        "newsletter": newsletter(7),
    }
    assert became(tmp_path, raws) == dict.fromkeys(raws, IGNORED)


def test_a_table_is_no_running_text_however_many_words_its_cells_are(tmp_path):
    rows = "".join(f"A{number:02},{number}\n" for number in range(40))
    votes = File(name="votes.csv", data=f"code,votes\n{rows}".encode(), type="text/csv")
    raws = {"votes": mails.plain(tiny_scene(8).draft(votes, subject="votes", text="see the file"))}
    assert became(tmp_path, raws) == {"votes": ("set_aside", [], set(), 0)}


@pytest.mark.parametrize("line", ["Precedence: list", "Precedence: bulk", "List-Id: <photo.example.org>", "List-Post: NO"])
def test_a_mailbox_that_is_a_group_says_nothing_by_list_headers(tmp_path, line):
    raws = {"mail": headed(parcel_mail(1), line)}
    assert became(tmp_path, raws, mailboxes={"photo": {"group": True}}) == {"mail": ("entered", ["accepted"], set(), 1)}


def test_other_marks_count_in_a_group_too(tmp_path):
    raws = {"mail": headed(parcel_mail(1), "X-Auto-Response-Suppress: All")}
    assert became(tmp_path, raws, mailboxes={"photo": {"group": True}}) == {"mail": HELD}


def test_a_hold_for_a_mark_stays_when_the_author_writes_again(tmp_path):
    scene = tiny_scene(1).later(hours=1)
    raws = {
        "first": headed(parcel_mail(1), "Precedence: list"),
        "second": mails.plain(scene.draft(scene.portrait("Author portrait two.jpg", 51), subject="国际友人看中国 one more")),
    }
    assert became(tmp_path, raws)["second"] == ("merged", ["held"], {"sender-automatic"}, 1)


def test_the_digest_counts_what_was_ignored_and_carried_files(tmp_path):
    raws = {
        "away": headed(parcel_mail(2), "Auto-Submitted: auto-replied", "X-Autoreply: yes"),
        "nothing": kinds.auto_reply(tiny_scene(5)),
        "report": kinds.bounce(tiny_scene(6)),
    }
    with a_desk(tmp_path) as desk:
        for name, raw in raws.items():
            (tmp_path / f"{name}.eml").write_bytes(raw)
        import_paths(desk, [tmp_path / f"{name}.eml" for name in raws], None, INSIDE.isoformat())
        process_pending(desk)
        now = datetime.now(UTC)
        day = now.astimezone(ZoneInfo(desk.config.timezone)).date()
        made = gather_day(desk.db, day, desk.config.timezone, now)
        letter = compose_digest(desk, made, {"healthy": True, "mailboxes": [], "notices": {}})
        assert [item.reason for item in made.ignored] == ["auto-reply: Auto-Submitted"]
        assert "Machines' mail with files, ignored: 1" in letter.text
        assert "带附件而未登记" in letter.html
