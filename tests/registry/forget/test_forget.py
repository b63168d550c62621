"""Forgetting an entry: not one byte of a person stays in the data folder, the number does, and nothing brings it back."""

import base64
import json
import os
import pty
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from intake.config.loading import load
from registry.decide.review import Decision, review
from registry.forget.erase import ForgetError, forget, overdue
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.recover.backup import back_up_daily
from registry.recover.rebuild import rebuild
from registry.store.mails import stamp
from registry.store.schema import open_registry
from registry.store.tombstones import forgotten
from registry.store.wipe_forgotten import finish_forgetting
from reports.commands.dataprotection import app
from reports.demo import mails
from reports.demo.scene import jpeg
from reports.letters.outbox_pass import send_due
from reports.run.jobs import forget_overdue
from reports.run.passes import one_pass
from reports.run.troubles import Troubles
from reports.screen.decisions import TypedDecision, decide_entry
from tests.builders.bounce_samples import OUR_ID, POSTFIX, mixed, original, status
from tests.builders.breadth import rarely
from tests.builders.desks import ENVIRON, ROOT, a_desk, overlay
from tests.builders.factories import CLOSES, INSIDE, parcel_mail, tiny_scene
from tests.builders.folders import made_once, one_entry
from tests.corpus.dossiers import zip_each

NOW = datetime(2026, 7, 20, 1, 0, tzinfo=UTC)
FIRST, SECOND = "IF2026-0001", "IF2026-0002"


def take(desk, tmp_path, raw, name="mail", arrives=INSIDE):
    path = tmp_path / f"{name}.eml"
    path.write_bytes(raw)
    import_paths(desk, [path], None, arrives.isoformat())
    assert process_pending(desk) == 0


def reply(number=3, text="May I still change the second picture?", **draft):
    scene = tiny_scene(number).later(days=1)
    return mails.plain(replace(scene.draft(text=text), subject="A question", **draft))


def needles(number=3):
    """Return what tells of a person, as text and as a mail's base64 may hold it."""
    person = tiny_scene(number).person
    words = (
        person.name_en,
        person.name_zh,
        person.email,
        person.mobile,
        person.title,
        person.biography[:40],
        person.description[:40],
    )
    plain = [word.encode() for word in words]
    coded = [base64.b64encode(word[skip:])[:-4] for word in plain for skip in (0, 1, 2)]
    escaped = [json.dumps(word)[1:-1].encode() for word in words]
    return [*plain, *(word for word in coded if len(word) > 11), *escaped]


def told_of(tmp_path, number=3):
    """Return the files of the data folder in which a person can still be found."""
    found = set()
    for path in (tmp_path / "var").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        found |= {
            str(path.relative_to(tmp_path / "var"))
            for needle in needles(number)
            if needle in data or needle.decode() in path.name
        }
    return found


def forget_whole(desk, reference=FIRST, why="asked"):
    done = forget(desk.db, reference, by="Wen", why=why, now=NOW)
    assert finish_forgetting(desk.db, desk.config.data_dir, NOW) == ""
    return done


def files(tmp_path, folder):
    return sorted(str(path.relative_to(tmp_path / "var")) for path in (tmp_path / "var" / folder).rglob("*") if path.is_file())


def test_not_one_byte_of_the_person_stays(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        desk.db.conn.execute("PRAGMA secure_delete = OFF")  # some builds of SQLite have it on, and would hide what stays
        take(desk, tmp_path, parcel_mail(3))
        take(desk, tmp_path, reply(3), "question")
        send_due(desk)
        name = tiny_scene(3).person.name_en
        decide_entry(
            desk, FIRST, TypedDecision(action="ask", by="Wen", note=f"{name}, which year?", remark=f"{name} was rung up")
        )
        assert documents.messages(desk.db)[1]["outcome"] == "set_aside"
        desk.db.conn.execute("PRAGMA wal_checkpoint")  # part of it lies in the database by now
        before = told_of(tmp_path)
        done = forget_whole(desk)
        while_open = told_of(tmp_path)
        with pytest.raises(ForgetError, match=r"forgotten already on 2026-07-20, by Wen"):
            forget(desk.db, FIRST, by="Wen", why="asked", now=NOW)
    # the sent letter, the note in the journal, both raw mails, and the registry
    assert {"registry.db", "registry.db-wal", "spool/journal.jsonl"} <= before
    assert len([path for path in before if path.startswith("spool/done/")]) == 2
    assert (while_open, told_of(tmp_path), files(tmp_path, "media")) == (set(), set(), [])
    assert files(tmp_path, "spool") == ["spool/journal.jsonl"]
    assert (len(done.mails), done.files, done.files_kept, done.letters_cancelled, done.mails_kept) == (2, 6, 0, 1, {})


def test_number_counts_and_trail_stay_and_every_mail_is_still_known(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        take(desk, tmp_path, parcel_mail(3))
        send_due(desk)
        sha256 = documents.messages(desk.db)[0]["sha256"]
        forget_whole(desk)
        take(desk, tmp_path, parcel_mail(4), "other")
        trail, letters = (
            forgotten(desk.db),
            dict(desk.db.conn.execute("SELECT state, count(*) FROM notices GROUP BY 1").fetchall()),
        )
        known = documents.messages(desk.db)[0]
        entries = [item["reference"] for item in documents.entries(desk.db)]
        history = list(desk.db.query("SELECT what, detail FROM history WHERE reference = ?", [FIRST]))
    assert trail == [
        {
            "reference": FIRST, "call": "photo-2026", "state": "accepted", "revision": 1, "received_at": stamp(INSIDE),
            "counts": {"mails": 1, "files": 6, "letters": 1, "decisions": 0},
            "at": stamp(NOW), "by": "Wen", "why": "asked", "finished_at": stamp(NOW),
        }
    ]  # fmt: skip
    assert (entries, letters, history) == (
        [SECOND],
        {"sent": 1, "queued": 1},
        [{"what": "forgotten", "detail": "by Wen (asked)"}],
    )
    told = {name: known[name] for name in ("sha256", "outcome", "sender", "subject", "message_id", "reason", "references")}
    assert told == {
        "sha256": sha256, "outcome": "entered", "sender": "", "subject": "", "message_id": "", "reason": "forgotten", "references": []
    }  # fmt: skip


def test_a_letter_not_yet_sent_never_leaves(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        take(desk, tmp_path, parcel_mail(3))
        done = forget_whole(desk)
        send_due(desk)
    assert (done.letters_cancelled, smtp_server.received) == (1, [])


def test_a_later_mail_that_names_the_reference_opens_an_entry_of_its_own(tmp_path):
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, parcel_mail(3))
        forget_whole(desk)
        scene = tiny_scene(3).later(days=2)
        take(desk, tmp_path, mails.plain(scene.draft(*scene.parcel(), subject=f"Re: {FIRST} 国际友人看中国")), "again")
        (entry,) = documents.entries(desk.db)
    assert (entry["reference"], entry["state"]) == (SECOND, "accepted")


def test_only_one_authors_share_of_a_mail_goes_until_all_are_forgotten(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        take(desk, tmp_path, zip_each())
        letter = desk.db.conn.execute("SELECT count(*) FROM notice_entries").fetchone()[0]
        media = len(files(tmp_path, "media"))
        first = forget_whole(desk, FIRST)
        sha256 = documents.messages(desk.db)[0]["sha256"]
        kept = (files(tmp_path, "spool/done"), len(files(tmp_path, "media")))
        (entry,) = documents.entries(desk.db)
        send_due(desk)
        second = forget_whole(desk, SECOND)
    assert (letter, first.mails, first.mails_kept, first.letters_cancelled) == (2, (), {sha256: (SECOND,)}, 1)
    assert kept == ([f"spool/done/{sha256}.eml"], media // 2)
    assert (entry["reference"], entry["form"]["name_en"]) == (SECOND, tiny_scene(8).person.name_en)
    (letter,) = smtp_server.received
    assert (FIRST.encode() in letter.content, SECOND.encode() in letter.content) == (False, True)
    assert (second.mails, told_of(tmp_path, 3) | told_of(tmp_path, 8), files(tmp_path, "media")) == ((sha256,), set(), [])


def test_a_letter_sent_to_several_authors_loses_its_words_but_stays_the_others_letter(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        take(desk, tmp_path, zip_each())
        send_due(desk)
        before = desk.db.conn.execute("SELECT bytes IS NOT NULL FROM notices").fetchall()
        forget_whole(desk, FIRST)
        after = desk.db.conn.execute("SELECT bytes IS NOT NULL FROM notices").fetchall()
        letters = [(item["kind"], item["state"]) for item in documents.entry(desk.db, SECOND)["notices"]]
    assert (before, after, letters) == ([(1,)], [(0,)], [("acknowledgement", "sent")])


def test_a_report_about_its_letter_goes_with_it(smtp_server, tmp_path):
    with a_desk(tmp_path, None, smtp_server) as desk:
        take(desk, tmp_path, parcel_mail(3))
        send_due(desk)
        (letter,) = documents.entry(desk.db, FIRST)["notices"]
        report = (POSTFIX + mixed("report", status(), original())).replace(OUR_ID, letter["message_id"])
        take(desk, tmp_path, report.replace("marta@example.com", letter["to"]).encode(), "report")
        told = (desk.db.table("bounces").count, letter["to"] in str(documents.entry(desk.db, FIRST)["history"]))
        done = forget_whole(desk)
        after = desk.db.table("bounces").count
    assert (told, len(done.mails), after, told_of(tmp_path), files(tmp_path, "spool/done")) == ((1, True), 2, 0, set(), [])


def test_a_file_that_another_entry_holds_too_stays_and_its_finding_names_nobody(tmp_path):
    scene, other = tiny_scene(3), tiny_scene(5).later(hours=1)
    named = scene.works(3, f"{scene.person.name_en} {{n}}.jpg")
    theirs = (named[0].named("Work 1.jpg"), *other.works(3)[1:])
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, mails.plain(scene.draft(scene.form(), scene.biography(), *named, scene.portrait())))
        take(desk, tmp_path, mails.plain(other.draft(other.form(), other.biography(), *theirs, other.portrait())), "other")
        (found,) = [item for item in documents.entry(desk.db, SECOND)["findings"] if item["rule"] == "photo-seen-elsewhere"]
        done = forget_whole(desk)
        (after,) = [item for item in documents.entry(desk.db, SECOND)["findings"] if item["rule"] == "photo-seen-elsewhere"]
    assert scene.person.name_en in found["values"]["other"]
    assert (done.files, done.files_kept, after["values"]) == (5, 1, {**found["values"], "other": ""})
    assert told_of(tmp_path) == set()


def test_what_a_crash_left_is_removed_at_the_next_start(tmp_path):
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, parcel_mail(3))
        forget(desk.db, FIRST, by="Wen", why="asked", now=NOW)
        left = (len(files(tmp_path, "media")) > 0, forgotten(desk.db)[0]["finished_at"])
    with a_desk(tmp_path) as desk:
        finished = forgotten(desk.db)[0]["finished_at"]
    assert (left, finished is None, told_of(tmp_path), files(tmp_path, "media")) == ((True, None), False, set(), [])


@pytest.mark.parametrize("step", ["committed", "file:4", *rarely(["journaled", "file", "unlinked", "rewritten"])])
def test_a_power_cut_at_any_step_leaves_nothing_undone(tmp_path, step):
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, parcel_mail(3))
        take(desk, tmp_path, parcel_mail(4), "other")
    code = typing(tmp_path, FIRST, FIRST, "--by", "Wen", INTAKE_DESK_CRASH_AT=f"forget.{step}")
    with a_desk(tmp_path) as desk:
        (row,) = forgotten(desk.db)
        (entry,) = documents.entries(desk.db)
        assert all(desk.spool.path_of(sha256) for sha256 in entry["messages"])
        deeds = [deed["reference"] for deed in desk.journal.lines() if deed["what"] == "forgotten"]
    assert (code, row["finished_at"] is None, entry["reference"], deeds) == (-signal.SIGKILL, False, SECOND, [FIRST])
    assert (told_of(tmp_path), len(files(tmp_path, "media"))) == (set(), 6 + 4)  # files of the other, its pictures' thumbnails


def test_a_reader_delays_the_wiping_and_it_is_told(tmp_path):
    with a_desk(tmp_path) as desk:
        take(desk, tmp_path, parcel_mail(3))
        reader = open_registry(tmp_path / "var" / "registry.db")
        reader.conn.execute("BEGIN")
        reader.conn.execute("SELECT count(*) FROM entries").fetchone()
        forget(desk.db, FIRST, by="Wen", why="asked", now=NOW)
        desk.db.conn.execute("PRAGMA busy_timeout = 100")
        said = finish_forgetting(desk.db, desk.config.data_dir, NOW)
        reader.conn.close()
        assert said == "another program reads the registry; its freed bytes are wiped at the next start"
        assert (finish_forgetting(desk.db, desk.config.data_dir, NOW), told_of(tmp_path)) == ("", set())


@pytest.mark.parametrize("crashed", [True, *rarely([False])])
def test_the_servers_copy_is_not_taken_for_a_new_mail(imap_server, smtp_server, tmp_path, crashed):
    imap_server.deliver_all([(parcel_mail(3), INSIDE)])
    with a_desk(tmp_path, imap_server, smtp_server) as desk:
        one_pass(desk)
        forget_whole(desk)
        if crashed:  # the server counts anew: all is fetched again
            desk.db.conn.execute("UPDATE sightings SET uidvalidity = uidvalidity + 1")
            desk.db.conn.execute("DELETE FROM cursors")
    if crashed:
        (tmp_path / "var" / "running").touch()
    with a_desk(tmp_path, imap_server, smtp_server) as desk:
        assert desk.db.table("refetch").count == 0  # no repair misses its file
        one_pass(desk)
        seen = [(item["outcome"], item["reason"]) for item in documents.messages(desk.db)]
        assert (seen, documents.entries(desk.db), len(smtp_server.received)) == ([("entered", "forgotten")], [], 1)
    with a_desk(tmp_path, imap_server, smtp_server):
        assert told_of(tmp_path) == set()


def test_a_forgotten_mail_that_is_imported_again_leaves_no_byte(tmp_path):
    one_entry(tmp_path)
    with a_desk(tmp_path) as desk:
        forget_whole(desk)
        import_paths(desk, [tmp_path / "a.eml"], None, INSIDE.isoformat())
        assert (process_pending(desk), documents.entries(desk.db), files(tmp_path, "media")) == (0, [], [])
        assert files(tmp_path, "spool") == ["spool/journal.jsonl"]
    assert told_of(tmp_path) == set()


def test_a_registry_made_again_keeps_the_numbers_and_brings_nothing_back(one_imap_server, smtp_server, tmp_path):
    one_imap_server.deliver_all([(parcel_mail(3), INSIDE), (parcel_mail(4), INSIDE + timedelta(minutes=1))])
    with a_desk(tmp_path, one_imap_server, smtp_server) as desk:
        one_pass(desk)
        forget_whole(desk)
        take(desk, tmp_path, zip_each(), "office", INSIDE + timedelta(days=1))  # 0003 and 0004
        forget_whole(desk, "IF2026-0003")
        take(desk, tmp_path, parcel_mail(5), "last", INSIDE + timedelta(days=2))
        media, trail = files(tmp_path, "media"), forgotten(desk.db)
        entries = [(item["reference"], item["submitter"], item["form"]) for item in documents.entries(desk.db)]
        known = [(item["sha256"], item["uid"], item["outcome"], item["reason"]) for item in documents.messages(desk.db)]
        rebuild(desk, tmp_path / "again.db")
        assert files(tmp_path, "media") == media
    again = open_registry(tmp_path / "again.db")
    told = [(item["reference"], item["submitter"], item["form"]) for item in documents.entries(again)]
    assert (told, [row[0] for row in told]) == (entries, [SECOND, "IF2026-0004", "IF2026-0005"])
    assert [(item["sha256"], item["uid"], item["outcome"], item["reason"]) for item in documents.messages(again)] == known
    assert [{**row, "finished_at": ""} for row in forgotten(again)] == [{**row, "finished_at": ""} for row in trail]
    again.conn.close()
    data = (tmp_path / "again.db").read_bytes()
    person = tiny_scene(3).person  # whose address and title stand in the head of the office's mail, kept for the other author
    assert [word for word in (person.name_zh, person.mobile, person.biography[:40]) if word.encode() in data] == []
    (tmp_path / "var" / "registry.db").write_bytes(data)
    with a_desk(tmp_path, one_imap_server, smtp_server) as desk:
        one_pass(desk)
        assert [item["reference"] for item in documents.entries(desk.db)] == [SECOND, "IF2026-0004", "IF2026-0005"]


def strangers(way: str) -> tuple[bytes, bytes]:
    """Return the mail of the entry that will be forgotten, and a stranger's that names it by its reference or in its form."""
    scene = tiny_scene(3).later(hours=1)
    other = tiny_scene(5).later(hours=1)
    if way == "reference":
        return parcel_mail(3), mails.plain(other.draft(*other.parcel(), subject=f"Re: {FIRST} 国际友人看中国"))
    works = [jpeg(f"Work {n}.jpg", other.work_bytes(n)) for n in (1, 2, 3)]
    draft = scene.draft(scene.form(), scene.biography(), *works, other.portrait())
    return parcel_mail(3), mails.plain(replace(draft, email="someone@example.com"))


@pytest.mark.parametrize("forgotten", [FIRST, SECOND])
@pytest.mark.parametrize("way", ["both", *rarely(["reference", "form"])])
def test_a_registry_made_again_keeps_the_hold_of_what_named_the_forgotten(smtp_server, tmp_path, way, forgotten):
    with a_desk(tmp_path, None, smtp_server) as desk:
        first, second = strangers("form")[::-1] if way == "both" else strangers(way)
        take(desk, tmp_path, first, "first")
        send_due(desk)
        take(desk, tmp_path, second, "second")
        send_due(desk)
        forget_whole(desk, forgotten)
        (kept,) = documents.entries(desk.db)
        rebuild(desk, tmp_path / "again.db")
    again = open_registry(tmp_path / "again.db")
    (entry,) = documents.entries(again)
    again.conn.close()
    for document in (entry, kept):
        document["findings"] = sorted(document["findings"], key=lambda item: item["rule"])
    told = ("reference", "state", "revision", "findings", "materials", "messages")
    assert {name: entry[name] for name in told} == {name: kept[name] for name in told}
    assert [(item["kind"], item["state"]) for item in entry["notices"]] == [
        (item["kind"], item["state"]) for item in kept["notices"]
    ]
    held = way == "both" or forgotten == FIRST
    assert (entry["state"] == "held") is held


def test_retention_counts_from_the_close_and_is_never_short_by_mistake(tmp_path):
    with a_desk(tmp_path, calls={"photo-2026": {"retention": "730d"}}) as desk:
        take(desk, tmp_path, parcel_mail(3))
        review(desk.db, FIRST, Decision(action="hold", by="Li"), NOW)
        ends = CLOSES + timedelta(days=730)
        due = (overdue(desk.db, desk.config.calls, ends - timedelta(seconds=1)), overdue(desk.db, desk.config.calls, ends))
        kept = {name: call.model_copy(update={"retention": None}) for name, call in desk.config.calls.items()}
        assert (due, overdue(desk.db, kept, ends)) == (([], [FIRST]), [])
    short = overlay(tmp_path, calls={"photo-2026": {"retention": "3d"}})
    with pytest.raises(Exception, match=r"calls\.photo-2026\.retention: at least 30d"):
        load([ROOT / "config.yaml", short], ENVIRON)


def command(tmp_path, *words):
    """Run `forget` in this process on the folder's configuration; return (exit code, stdout, stderr)."""
    done = CliRunner(env=ENVIRON).invoke(app, ["forget", *words], obj=[ROOT / "config.yaml", tmp_path / "overlay.yaml"])
    return done.exit_code, done.stdout, done.stderr


def typing(tmp_path, words, *arguments, **environ):
    """Run `forget` on a terminal of its own and type the words; return the exit code."""
    program = (
        "import sys; from pathlib import Path; from reports.commands.dataprotection import app; "
        f"app(['forget', *sys.argv[1:]], obj=[Path(p) for p in {[str(ROOT / 'config.yaml'), str(tmp_path / 'overlay.yaml')]!r}])"
    )
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
        env={"PATH": os.environ["PATH"], **ENVIRON, **environ},
    )  # fmt: skip
    os.write(ours, words.encode() + b"\n")
    out, errors = process.communicate(timeout=60)
    os.close(ours), os.close(theirs)
    assert b"Traceback" not in out + errors
    return process.returncode


@made_once
def two_entries(folder):
    """One mail of two authors, and a daily copy of the registry."""
    with a_desk(folder) as desk:
        take(desk, folder, zip_each())
        back_up_daily(desk.db, folder / "var" / "backups", NOW)


@pytest.fixture
def folder(tmp_path):
    return two_entries(tmp_path)


def references(folder):
    with a_desk(folder) as desk:
        return [item["reference"] for item in documents.entries(desk.db)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((FIRST, "--yes"), "Say with --by who asks for it"),
        (("IF2026-0009", "--by", "Wen", "--yes"), "There is no entry IF2026-0009."),
        (("--by", "Wen", "--yes"), "Name one entry by its reference"),
        ((FIRST, "--due", "--by", "Wen"), "Name one entry by its reference"),
    ],
)
def test_wrong_use_is_exit_2_and_changes_nothing(folder, words, said):
    code, out, errors = command(folder, *words)
    assert (code, out, said in errors, references(folder)) == (2, "", True, [FIRST, SECOND])


def test_on_a_terminal_the_reference_must_be_typed(folder):
    codes = [typing(folder, "yes", FIRST, "--by", "Wen")]
    assert (codes, references(folder)) == ([2], [FIRST, SECOND])
    codes.append(typing(folder, FIRST.lower(), FIRST, "--by", "Wen"))
    assert (codes, references(folder)) == ([2, 0], [SECOND])


def test_the_command_says_what_goes_what_stays_and_why(folder):
    code, planned, _ = command(folder, FIRST, "--dry-run")
    assert (code, references(folder)) == (0, [FIRST, SECOND])
    code, out, _ = command(folder, FIRST.lower(), "--by", "Wen")
    assert (code, references(folder)) == (0, [SECOND])
    assert planned == out.replace("is forgotten", "would be forgotten")
    with a_desk(folder) as desk:
        sha256 = documents.messages(desk.db)[0]["sha256"]
    assert out.splitlines() == [
        "IF2026-0001 is forgotten: 0 mails, 6 files, 1 letter not yet sent, its form, texts, findings, letters, history and decisions.",
        "Kept: its number, its state (accepted), and its counts: 1 mail, 6 files, 0 letters, 0 decisions.",
        f"Kept: mail {sha256[:12]}, which also holds IF2026-0002; it goes when they are forgotten too.",
        "Kept: what was copied before: 1 in backups/ (registry-20260720.db to registry-20260720.db); each goes when 14 newer daily "
        "copies are there. Delete them, and copies kept elsewhere, if it must be sooner.",
        "The server's own copies of its mails were not touched: delete them in the mailbox.",
        "Letters, digests, workbooks and packs that left this machine are beyond its reach.",
    ]


def test_json_is_one_document_and_the_trail_is_listed(folder):
    code, out, _ = command(folder, FIRST, "--by", "Wen", "--yes", "--json")
    document = json.loads(out)
    assert (code, document["done"], document["unfinished"], document["backups"]) == (0, True, "", ["registry-20260720.db"])
    assert [(item["reference"], item["files"]) for item in document["forgotten"]] == [(FIRST, 6)]
    code, out, _ = command(folder, "--list", "--json")
    assert (code, [(row["reference"], row["by"], row["why"]) for row in json.loads(out)]) == (0, [(FIRST, "Wen", "asked")])
    code, out, _ = command(folder, "--list")
    assert (code, FIRST in out) == (0, True)


def test_due_forgets_every_entry_past_its_calls_retention(folder):
    code, out, _ = command(folder, "--due", "--by", "Wen", "--yes")
    assert (code, out, references(folder)) == (0, "No entry is past its call's retention.\n", [FIRST, SECOND])
    past = {"opens": "2022-07-01T00:00:00+08:00", "closes": "2022-09-01T00:00:00+08:00"}
    config = overlay(folder, calls={"photo-2026": {"retention": "730d", "window": past}})
    code, out, _ = command(folder, "--due", "--by", "Wen", "--yes", "--json")
    assert (code, [item["reference"] for item in json.loads(out)["forgotten"]]) == (0, [FIRST, SECOND])
    assert (config.exists(), references(folder), files(folder, "media")) == (True, [], [])


def test_the_service_forgets_what_is_due(folder):
    past = {"opens": "2022-07-01T00:00:00+08:00", "closes": "2022-09-01T00:00:00+08:00"}
    with a_desk(folder, calls={"photo-2026": {"retention": "730d", "window": past}}) as desk:
        forget_overdue(SimpleNamespace(desk=desk, troubles=Troubles()))
        assert (documents.entries(desk.db), [row["why"] for row in forgotten(desk.db)]) == ([], ["retention", "retention"])
    assert files(folder, "media") == []
