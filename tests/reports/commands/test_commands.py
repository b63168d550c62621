"""The commands as a person or a script runs them: exit codes, one JSON document, words instead of tracebacks."""

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest

from tests.builders.commands import command
from tests.builders.desks import ENVIRON, ROOT, overlay
from tests.builders.factories import INSIDE, parcel_mail
from tests.builders.folders import one_entry


def program(tmp: Path, *words: str):
    """Run the program itself; return (exit code, stdout, stderr). A traceback is never right."""
    configs = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp / "overlay.yaml")]
    result = subprocess.run(
        [sys.executable, str(ROOT / "run_intake.py"), *configs, *words],
        capture_output=True, text=True, env={"PATH": os.environ["PATH"], **ENVIRON}, cwd=tmp, timeout=100,
    )  # fmt: skip
    assert "Traceback" not in result.stdout + result.stderr
    return result.returncode, result.stdout, result.stderr


@pytest.fixture
def desk_with_mail(tmp_path):
    """A data_dir with one complete entry, its letter queued."""
    return one_entry(tmp_path)


def test_the_program_takes_mail_and_tells_of_it_in_processes_of_their_own(tmp_path):
    overlay(tmp_path)
    (tmp_path / "a.eml").write_bytes(parcel_mail())
    assert program(tmp_path, "import", "a.eml", "--no-send") == (0, "", "1 messages taken\n")
    code, out, errors = program(tmp_path, "entries", "--json")
    assert (code, [item["reference"] for item in json.loads(out)], errors) == (0, ["IF2026-0001"], "")
    assert program(tmp_path, "show", "IF2026-9999")[:2] == (2, "")


def test_reading_commands_print_one_json_document(desk_with_mail):
    messages = json.loads(command(desk_with_mail, "messages", "--json")[1])
    entries = json.loads(command(desk_with_mail, "entries", "--json")[1])
    whole = json.loads(command(desk_with_mail, "show", entries[0]["reference"], "--json")[1])
    assert [item["outcome"] for item in messages] == ["entered"]
    assert messages[0]["references"] == [entries[0]["reference"]] == ["IF2026-0001"]
    assert set(messages[0]) == {
        "sha256", "mailbox", "folder", "uidvalidity", "uid", "message_id", "sender", "subject", "size", "received_at", "fetched_at",
        "outcome", "references", "reason",
    }  # fmt: skip
    assert {"reference", "call", "state", "revision", "submitter", "form", "materials", "texts", "findings", "messages", "notices",
            "received_at", "updated_at"} <= set(entries[0])  # fmt: skip
    assert entries[0]["state"] == "accepted"
    assert [item["role"] for item in entries[0]["materials"]].count("work") == 3
    assert [(item["kind"], item["state"]) for item in entries[0]["notices"]] == [("acknowledgement", "queued")]
    assert whole["history"][0]["what"] == "opened"


def test_tables_show_the_same(desk_with_mail):
    for words in (("messages",), ("entries",), ("show", "IF2026-0001"), ("rules",), ("preview", "IF2026-0001")):
        code, out, errors = command(desk_with_mail, *words)
        assert (code, errors) == (0, ""), words
        assert out.strip()


def test_every_reading_command_prints_one_json_document(desk_with_mail):
    """Of all shipped calls: an option may be a length of time, which JSON has no form for."""
    for words in (("rules",), ("rules", "publicity-2023"), ("check",), ("status",), ("look",), ("rows", "supply-demand-2022")):
        code, out, errors = command(desk_with_mail, *words, "--json")
        assert (code, json.loads(out) is not None) == (0, True), (words, errors)
    shown = command(desk_with_mail, "preview", "IF2026-0001")[1]
    letter = json.loads(command(desk_with_mail, "preview", "IF2026-0001", "--json")[1])
    told = (letter["kind"], letter["references"], letter["languages"])
    assert told == ("acknowledgement", ["IF2026-0001"], ["zh", "en"])
    assert shown.endswith(f"To: {letter['name']} <{letter['to']}>\nSubject: {letter['subject']}\n\n{letter['text']}\n")
    assert shown.startswith("Waits until") == (letter["due_at"] is not None)
    options = [item["options"] for item in json.loads(command(desk_with_mail, "rules", "publicity-2023", "--json")[1])]
    assert {"most": "0:08:00"} in [{name: told[name] for name in told if name == "most"} for told in options]


def test_importing_twice_is_one_message(desk_with_mail):
    command(desk_with_mail, "import", "a.eml", "--no-send")
    assert len(json.loads(command(desk_with_mail, "messages", "--json")[1])) == 1


def test_a_dead_smtp_server_is_exit_3_and_status_tells(desk_with_mail):
    code, _, errors = command(desk_with_mail, "send")
    assert code == 3
    assert "delivery:" in errors
    status = json.loads(command(desk_with_mail, "status", "--json")[1])
    assert status["notices"]["deferred"] == 1
    assert set(status) == {"healthy", "mailboxes", "notices", "shunted", "held", "disk_free", "service", "alarms"}


def test_an_unreachable_mailbox_is_exit_3_and_status_tells(tmp_path):
    overlay(tmp_path)
    code, _, errors = command(tmp_path, "poll")
    assert code == 3
    assert "mailbox photo:" in errors
    code, out, _ = command(tmp_path, "status", "--json")
    assert code == 1
    assert "not reachable" in json.loads(out)["mailboxes"][0]["last_error"]


def test_a_staff_decision_is_recorded_and_queues_its_letter(desk_with_mail):
    code, out, _ = command(desk_with_mail, "review", "IF2026-0001", "hold", "--by", "Li", "--note", "twice?")
    assert code == 0
    assert "held" in out
    entry = json.loads(command(desk_with_mail, "show", "IF2026-0001", "--json")[1])
    assert entry["state"] == "held"
    assert [(item["action"], item["by"], item["note"]) for item in entry["decisions"]] == [("hold", "Li", "twice?")]
    assert [(item["kind"], item["state"]) for item in entry["notices"]] == [("receipt", "queued")]
    assert command(desk_with_mail, "review", "IF2026-0001", "hold", "--by", "Li")[0] == 2
    assert command(desk_with_mail, "review", "IF2026-0001", "release", "--by", "Li")[0] == 0
    assert command(desk_with_mail, "review", "IF2026-0009", "accept", "--by", "Li")[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("entries", "--call", "nothing"),
        ("entries", "--state", "lost"),
        ("show", "IF2026-9999"),
        ("import", "none.eml"),
        ("import", "overlay.yaml", "--mailbox", "none"),
        ("import", "overlay.yaml", "--received-at", "yesterday"),
        ("form", "nothing", "--out", "x.docx"),
        ("preview", "IF2026-0001", "--kind", "love"),
        ("review", "IF2026-0001", "burn", "--by", "Li"),
    ],
)
def test_wrong_usage_is_exit_2_with_words(tmp_path, words):
    overlay(tmp_path)
    code, out, errors = command(tmp_path, *words)
    assert (code, out) == (2, "")
    assert errors.strip()


def test_a_broken_configuration_is_exit_2_and_nothing_is_done(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("settle: soon\nnonsense: 1\n", encoding="utf-8")
    code, _, errors = command(tmp_path, "poll", config=bad)
    assert code == 2
    assert "settle" in errors
    assert "nonsense" in errors
    assert not (tmp_path / "var").exists()
    code, out, _ = command(tmp_path, "check", config=bad)
    assert code == 2
    assert "settle" in out


def test_check_connect_logs_in_and_sends_nothing(tmp_path, imap_server, smtp_server):
    overlay(tmp_path, imap_server, smtp_server)
    code, out, _ = command(tmp_path, "check", "--connect", "--json")
    assert code == 0
    assert [item["ok"] for item in json.loads(out)["connections"]] == [True, True]
    overlay(tmp_path, imap_server, smtp_server, mailboxes={"photo": {"password": "wrong"}})
    code, out, _ = command(tmp_path, "check", "--connect")
    assert code == 3
    assert "login was refused" in out
    assert smtp_server.received == []


def test_the_blank_form_is_written(desk_with_mail):
    code, _, _ = command(desk_with_mail, "form", "photo-2026", "--out", "blank.docx")
    assert code == 0
    assert (desk_with_mail / "blank.docx").stat().st_size > 5000


def test_serve_answers_and_ends_on_sigterm(tmp_path, one_imap_server, smtp_server):
    """Its log is JSON, its supervisor hears of it, its numbers lie in a file; SIGHUP changes what it works with, or says why not."""
    one_imap_server.deliver(parcel_mail(20), INSIDE)
    quick = {"schedule": {"poll": "1s", "send": "1s"}, "metrics_file": str(tmp_path / "desk.prom")}
    config = overlay(tmp_path, one_imap_server, smtp_server, **quick)
    supervisor = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    supervisor.bind(str(tmp_path / "notify"))
    said = queue.SimpleQueue()  # a thread empties the socket at once, as systemd does: it holds ten messages

    def listen():
        while message := supervisor.recv(500):
            said.put(message.decode().split("\n")[0])

    threading.Thread(target=listen, daemon=True).start()

    def hears(line):
        while said.get(timeout=60) != line:
            pass

    words = [
        sys.executable,
        str(ROOT / "run_intake.py"),
        "--config",
        str(ROOT / "config.yaml"),
        "--config",
        str(config),
        "serve",
        "--log-format",
        "json",
    ]
    environ = {"PATH": os.environ["PATH"], **ENVIRON, "NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "600000"}
    process = subprocess.Popen(words, env=environ, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 40
    while not smtp_server.received and time.monotonic() < deadline:
        time.sleep(0.1)
    assert program(tmp_path, "poll")[0] == 0  # between two passes of the service
    hears("READY=1")
    hears("WATCHDOG=1")
    config.write_text(config.read_text(encoding="utf-8") + "\nnonsense: 1\n", encoding="utf-8")
    process.send_signal(signal.SIGHUP)
    hears("RELOADING=1")
    hears("READY=1")
    overlay(tmp_path, one_imap_server, smtp_server, **{**quick, "limits": {"disk_reserve": "900000GB"}})
    process.send_signal(signal.SIGHUP)
    hears("RELOADING=1")
    hears("READY=1")
    deadline = time.monotonic() + 20
    while "intake_desk_healthy 0" not in (tmp_path / "desk.prom").read_text(encoding="utf-8") and time.monotonic() < deadline:
        time.sleep(0.1)
    code, out, _ = program(tmp_path, "status", "--json")
    assert (code, json.loads(out)["service"]["pid"], json.loads(out)["service"]["alive"]) == (1, process.pid, True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert len(smtp_server.received) >= 1
    lines = [json.loads(line) for line in process.stderr.read().splitlines()]
    process.stderr.close()
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"", str(tmp_path / "notify"))  # the listener's end
    told = "\n".join(line["message"] for line in lines)
    assert [told.count(words) for words in ("taken in: 1 mails", "letters: 1 sent", "nonsense: is not", "Intake is paused")] == [
        1
    ] * 4
    assert (told.count("serving: poll every 0:00:01"), [line for line in lines if "trace" in line]) == (2, [])


def test_help_is_quick_and_imports_little():
    result = subprocess.run(
        [sys.executable, "-X", "importtime", str(ROOT / "run_intake.py"), "--help"], capture_output=True, text=True, timeout=30
    )
    assert result.returncode == 0
    heavy = [
        name for name in ("pydantic", "PIL", "imapclient", "numpy", "openpyxl", "sqlite_utils") if f" {name}\n" in result.stderr
    ]
    assert heavy == []


def test_what_fetches_records_and_sends_loads_nothing_that_reads_files():
    """The main process stays small (goal 3): what strangers sent is read by workers."""
    asked = "import sys, reports.run.passes; print([name for name in ('PIL', 'numpy', 'openpyxl', 'docx', 'lxml') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=30, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_version_is_told_from_one_place(tmp_path):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    done = program(tmp_path, "--version")
    assert done[:2] == (0, f"intake-desk {project['version']}\n")
