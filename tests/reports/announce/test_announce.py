"""Letters to many: everything missing told by row and column before anything is queued, once per entry, nothing lost or doubled by a crash."""

import email
import email.policy
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections import Counter
from dataclasses import replace

import openpyxl
import pytest
from typer.testing import CliRunner

from intake.model.submission import Address
from registry.letters.announcements import Drafts, NewAnnouncement
from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.select.replay import do_again
from registry.store.schema import open_registry
from registry.store.selection import put_award
from reports.announce.fill import as_names, fill
from reports.letters.outbox_pass import send_due
from run_intake import app
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.pack_samples import CALL
from tests.builders.registry_samples import NOW
from tests.builders.selection_samples import accepted

ENVIRON = {"PHOTO_PASSWORD": "x"}
LETTERS = {
    "result": {
        "subject": {"zh": "评选结果", "en": "Result for {{ photo_name }}"},
        "text": {"zh": "{{ name }}：“{{ photo_name }}”获{{ award }}。", "en": "{{ name }}, your work won {{ award }}."},
    },
    "account": {
        "subject": {"zh": "账号 {{ account }}", "en": "Your account"},
        "text": {"zh": "激活码：{{ 激活码 }}{% if hint %}，{{ hint }}{% endif %}", "en": "{{ code|default('none') }} & <b>"},
        "attach": ["说明 guide.pdf"],
    },
    "chinese": {"subject": {"zh": "通知"}, "text": {"zh": "编号 {{ reference }}。"}},
}
OVER = {"calls": {CALL: {"announcements": LETTERS}}}


def run(tmp_path, *words):
    config = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]
    return CliRunner().invoke(app, [*config, "announce", CALL, *map(str, words)], env=ENVIRON)


def listed(path, *rows):
    book = openpyxl.Workbook()
    book.active.title = "List"
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def a_call(tmp_path, count, smtp=None, **more):
    (tmp_path / "说明 guide.pdf").write_bytes(b"%PDF-1.7 a guide")
    desk = a_desk(tmp_path, smtp=smtp, **OVER, **more)
    with desk as opened:
        accepted(opened, count)


def opened(path):
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def test_what_is_missing_is_told_by_row_and_column_and_nothing_is_queued(tmp_path):
    a_call(tmp_path, 5)
    path = listed(
        tmp_path / "list.xlsx",
        ["Accounts of the system"],
        [],
        ["Reference", "account", "激活码\nCode", "Email"],
        ["IF2026-0001", "a1", 4711, None],
        [None, None, None, None],
        ["if2026-0002", "  ", 4712, None],
        [None, "a3", None, "AUTHOR3@example.org"],
        ["IF2026-0999", "a4", 1, None],
        [None, "a5", 1, "nobody@example.org"],
        [None, "a6", 1, "office4@example.org"],
        [None, "a7", 1, None],
        ["IF2026-0001", "a8", 1, None],
        ["IF2026-0005", "a9", "=1+1", None],
    )
    refused = run(tmp_path, "account", "--to", path, "--json")
    told = [(item["row"], item["problem"].split(" ")[0]) for item in json.loads(refused.stdout)["refused"]]
    assert (refused.exit_code, [row for row, _ in told]) == (1, ["List!A8", "List!D9", "List!11", "List!12", "List!C13"])
    path = listed(tmp_path / "list.xlsx", [], ["reference", "account", "code"], ["IF2026-0001", "a", 1], ["IF2026-0003", None, 2])
    refused = run(tmp_path, "account", "--to", path)
    assert refused.exit_code == 1
    assert "row" not in refused.stdout.split("\n")[0]
    assert "4: 第 4 行（IF2026-0003）的“account”一栏是空的。" in refused.stdout
    assert "信里用到“激活码”" in refused.stdout
    with a_desk(tmp_path, **OVER) as desk:
        assert desk.db.table("notices").count_where("kind = 'announcement'") == 0
        desk.db.conn.execute("UPDATE revisions SET reply_to_email = '' WHERE reference = 'IF2026-0002'")
    refused = run(tmp_path, "result", "--state", "accepted")
    assert [line.split(":")[0].strip() for line in refused.stdout.splitlines()[1:]] == [
        "IF2026-0001", "IF2026-0002", "IF2026-0002", "IF2026-0003", "IF2026-0004", "IF2026-0005",
    ]  # fmt: skip
    wrong = [run(tmp_path, "result"), run(tmp_path, "resul", "--state", "accepted"), run(tmp_path, "result", "--award", "gold"),
             run(tmp_path, "result", "--state", "won"), run(tmp_path, "result", "--to", tmp_path / "none.xlsx"),
             run(tmp_path, "result", "--to", path, "--state", "accepted")]  # fmt: skip
    assert [item.exit_code for item in wrong] == [2] * 6


def test_a_dry_run_writes_each_letter_as_it_leaves_and_a_table(tmp_path, smtp_server):
    a_call(tmp_path, 3, smtp_server)
    path = listed(
        tmp_path / "list.xlsx",
        ["编号", "account", "激活码", "hint"],
        ["IF2026－0001", "a1", 4711, None],
        [2, "b", "00x", "快用"],
    )
    dry = run(tmp_path, "account", "--to", path, "--dry-run", "--out", tmp_path / "dry")
    assert (dry.exit_code, "2 letters written, none queued." in dry.stdout) == (0, True)
    assert sorted(item.name for item in (tmp_path / "dry").iterdir()) == ["IF2026-0001.eml", "IF2026-0002.eml", "letters.xlsx"]
    letter = opened(tmp_path / "dry" / "IF2026-0001.eml")
    text = letter.get_body(("plain",)).get_content()
    assert (letter["Subject"], letter["To"]) == ("[IF2026-0001] 账号 a1 / Your account", "A <author0001@example.org>")
    assert ("激活码：4711\r\n" in text, "none & <b>" in text, "IF2026-0001" in text) == (True, True, True)
    assert "none &amp; &lt;b&gt;" in letter.get_body(("html",)).get_content()
    assert [(part.get_filename(), part.get_content_type(), part.get_content()) for part in letter.iter_attachments()] == [
        ("说明 guide.pdf", "application/pdf", b"%PDF-1.7 a guide")
    ]
    table = list(openpyxl.load_workbook(tmp_path / "dry" / "letters.xlsx").active.iter_rows(min_row=2, values_only=True))
    assert table[1] == (
        3,
        "IF2026-0002",
        "A",
        "author0002@example.org",
        "[IF2026-0002] 账号 b / Your account",
        "IF2026-0002.eml",
        "说明 guide.pdf",
    )
    assert run(tmp_path, "account", "--to", path).stdout.startswith("2 letters queued")
    (tmp_path / "说明 guide.pdf").write_bytes(b"another guide")
    with a_desk(tmp_path, smtp=smtp_server, **OVER) as desk:
        assert send_due(desk).sent == 2
    sent = {
        str(item["To"]): item
        for item in (email.message_from_bytes(raw.content, policy=email.policy.default) for raw in smtp_server.received)
    }
    left = sent["A <author0001@example.org>"]
    assert (left["Subject"], left.get_body(("plain",)).get_content()) == (letter["Subject"], text)
    assert [part.get_content() for part in left.iter_attachments()] == [b"%PDF-1.7 a guide"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x").touch()
    assert run(tmp_path, "account", "--to", path, "--dry-run", "--out", tmp_path / "mine", "--again").exit_code == 2


def test_it_goes_once_by_award_and_anew_only_when_told_so(tmp_path, smtp_server):
    a_call(tmp_path, 4, smtp_server)
    with a_desk(tmp_path, smtp=smtp_server, **OVER) as desk:
        put_award(desk.db, "IF2026-0002", "excellent", "Li", NOW)
    first, second = run(tmp_path, "result", "--award", "excellent"), run(tmp_path, "result", "--award", "excellent")
    assert [(item.exit_code, item.stdout[:17]) for item in (first, second)] == [
        (0, "1 letters queued;"),
        (0, "0 letters queued;"),
    ]
    with a_desk(tmp_path, smtp=smtp_server, **OVER) as desk:
        assert send_due(desk).sent == 1
        notice = documents.entry(desk.db, "IF2026-0002")["notices"][-1]
        assert (notice["kind"], notice["name"], notice["state"]) == ("announcement", "result", "sent")
    assert run(tmp_path, "result", "--award", "excellent", "--again").stdout.startswith("1 letters queued;")
    with a_desk(tmp_path, smtp=smtp_server, **OVER) as desk:
        assert send_due(desk).sent == 1
    ids = [email.message_from_bytes(item.content)["Message-ID"] for item in smtp_server.received]
    assert len(set(ids)) == 2
    body = (
        email.message_from_bytes(smtp_server.received[0].content, policy=email.policy.default).get_body(("plain",)).get_content()
    )
    assert (
        "Author 2：“The Bridge before Rain”获优秀摄影作品。" in body,
        "your work won Excellent Photographic Work." in body,
    ) == (True, True)


def test_a_call_of_two_languages_gets_a_letter_in_the_one_it_is_written_in(tmp_path):
    a_call(tmp_path, 1)
    assert run(tmp_path, "chinese", "--state", "accepted", "--dry-run", "--out", tmp_path / "d").exit_code == 0
    letter = opened(tmp_path / "d" / "IF2026-0001.eml")
    assert (letter["Subject"], "With kind regards" in letter.get_body(("plain",)).get_content()) == ("[IF2026-0001] 通知", False)


def test_new_mail_takes_no_announcement_away_caps_lose_none_and_forgetting_takes_it_along(tmp_path, smtp_server):
    a_call(tmp_path, 3, smtp_server, delivery={"per_hour": 2})
    assert run(tmp_path, "chinese", "--state", "accepted").exit_code == 0
    with a_desk(tmp_path, smtp=smtp_server, **OVER, delivery={"per_hour": 2}) as desk:
        from registry.forget.erase import forget
        from registry.letters.outbox import supersede

        supersede(desk.db, "IF2026-0001", NOW)
        done = send_due(desk)
        assert (done.sent, done.deferred) == (2, 1)
        assert forget(desk.db, "IF2026-0003", by="Li", why="asked", now=NOW).letters_cancelled == 1
        assert forget(desk.db, "IF2026-0001", by="Li", why="asked", now=NOW).letters_cancelled == 0
        told = desk.db.conn.execute("SELECT told, recipient, bytes FROM notices WHERE name = 'chinese' ORDER BY id").fetchall()
        assert [row[:2] for row in told if not row[0]] == [("", "")]
        assert desk.db.table("notices").count_where("name = 'chinese'") == 2


@pytest.mark.thorough  # eight programs, four of them killed
def test_killed_at_any_step_nothing_is_lost_and_nothing_doubled(tmp_path, smtp_server):
    a_call(tmp_path, 40, smtp_server)
    configs = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]

    def program(*words, crash=""):
        environ = {**os.environ, **ENVIRON, "INTAKE_DESK_CRASH_AT": crash}
        return subprocess.run(
            [sys.executable, "run_intake.py", *configs, *words], cwd=ROOT, env=environ, capture_output=True, text=True
        )

    order = ("announce", CALL, "chinese", "--state", "accepted")
    for step in ("announce.inserted", "journal.told", "announce.committed"):
        assert program(*order, crash=step).returncode == -signal.SIGKILL
    assert "0 letters queued; they leave with the next `send`. 40 have had it" in program(*order).stdout
    assert program("send", crash="send.before-dot:15").returncode == -signal.SIGKILL
    assert program("send").returncode == 0
    counted = Counter(item.recipients[0] if hasattr(item, "recipients") else item.rcpt_tos[0] for item in smtp_server.received)
    assert (len(counted), set(counted.values())) == (40, {1})
    with a_desk(tmp_path, smtp=smtp_server, **OVER) as desk:
        deeds = [deed for deed in desk.journal.lines() if deed["what"] == "announcement"]
        assert sorted(deed["reference"] for deed in deeds) == sorted({deed["reference"] for deed in deeds})
        assert len(deeds) == 40
        rebuild(desk, tmp_path / "again.db")
        with open_registry(tmp_path / "again.db").conn as made:
            assert made.execute("SELECT count(*) FROM notices").fetchone() == (0,)  # these entries came by no mail
        desk.db.conn.execute("DELETE FROM notice_entries")
        desk.db.conn.execute("DELETE FROM notices")
        for deed in deeds:
            do_again(desk.db, deed)
        assert desk.db.table("notices").count == 40


@pytest.mark.parametrize(
    ("template", "values", "text", "missing", "broken"),
    [
        ("{{ a }} {{ b|upper }}", {"a": "1", "b": "x"}, "1 X", (), False),
        ("{{ a }} {{ b }}{{ b }}", {"a": " "}, "", ("a", "b"), False),
        ("{{ a|default('-') }}{% if b %}{{ b }}{% endif %}", {"a": ""}, "-", (), False),
        ("{{ a|upper }}", {}, "", ("a",), False),
        ("{{ a.b }}{{ a + 1 }}", {}, "", ("a",), False),
        ("{{ ''.__class__.__mro__ }}", {}, "", (), True),
        ("{{ 1 // 0 }}", {}, "", (), True),
        ("x {{ a }}", {"a": "{{ b }} <i>"}, "x {{ b }} <i>", (), False),
    ],
)
def test_templates_are_filled_in_or_say_what_they_lack(template, values, text, missing, broken):
    filled = fill(template, values)
    assert (filled.text if not missing else "", filled.missing, bool(filled.problem)) == (text, missing, broken)


def test_columns_are_asked_for_by_their_headings():
    assert as_names("激活码\nActivation Code") == [
        "激活码_Activation_Code",
        "激活码_activation_code",
        "激活码",
        "Activation_Code",
        "activation_code",
    ]


def test_letters_wait_on_disk_until_they_are_queued():
    drafts = Drafts()
    letter = NewAnnouncement(
        reference="IF2026-0001",
        revision=1,
        name="n",
        recipient=Address(name="阿", email="a@b.org"),
        language="zh",
        told="词" * 5000,
    )
    tracemalloc.start()
    for number in range(1000):
        drafts.add(replace(letter, again=number))
    counted = sum(item.again for item in drafts)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    drafts.add(letter)
    assert (counted, len(drafts), list(drafts)[-1], letter in drafts) == (499_500, 1001, letter, True)
    assert peak < 1_000_000, "of fifteen million bytes"
