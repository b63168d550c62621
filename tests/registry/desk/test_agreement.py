"""Configuration and registry speak of the same calls; what ails a registry is told truly; tables are whole in a pipe."""

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
import yaml
from typer.testing import CliRunner

from intake.config.yaml_reader import load_yaml
from registry.store.schema import open_registry
from registry.store.trouble import words_for
from reports.screen.output import local_time, print_table
from run_intake import app
from tests.builders.desks import ROOT
from tests.builders.factories import parcel_mail
from tests.builders.folders import one_entry

ARRIVED = "2026-07-10T10:00:00+08:00"


def command(tmp_path, *words, config=None):
    configs = ["--config", str(config or ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]
    done = CliRunner(env={"PHOTO_PASSWORD": "x"}).invoke(app, [*configs, *words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def desk(tmp_path):
    """A data_dir with one complete entry, its letter queued."""
    return one_entry(tmp_path)


def changed(tmp_path, change):
    """Return the shipped configuration with its call changed."""
    settings = load_yaml((ROOT / "config.yaml").read_text(encoding="utf-8"))
    change(settings)
    (tmp_path / "changed.yaml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return tmp_path / "changed.yaml"


def renamed(settings):
    settings["calls"]["photo-2027"] = settings["calls"].pop("photo-2026")
    settings["mailboxes"]["photo"]["calls"] = ["photo-2027"]


def prefixed(settings, former=()):
    settings["calls"]["photo-2026"] |= {"reference": "CE2026", "former_references": list(former)}


@pytest.mark.parametrize("words", [("check",), ("send",), ("poll",), ("status",), ("entries",)], ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("change", "key", "todo"),
    [
        (renamed, "calls.photo-2026: is not there, but the registry holds 1 entry (IF2026-0001)", "put the call back under this name"),
        (prefixed, "calls.photo-2026.reference: is CE2026, but the registry holds 1 entry (IF2026-0001)", "former_references: [IF2026]"),
    ],
)  # fmt: skip
def test_a_call_that_entries_belong_to_is_neither_renamed_nor_given_another_prefix(desk, change, key, todo, words):
    code, out, errors = command(desk, *words, config=changed(desk, change))
    assert (code, key in out + errors, todo in out + errors) == (2, True, True)
    assert json.loads(command(desk, "entries", "--json")[1])[0]["notices"][0]["state"] == "queued"


def test_a_new_prefix_is_fine_where_the_old_one_is_named(desk):
    config = changed(desk, lambda settings: prefixed(settings, ["IF2026"]))
    assert command(desk, "check", config=config)[0] == 0
    reply = parcel_mail(4).replace(b"Subject: ", b"Subject: Re: [IF2026-0001] ", 1)
    (desk / "b.eml").write_bytes(reply)
    assert command(desk, "import", str(desk / "b.eml"), "--received-at", ARRIVED, "--no-send", config=config)[0] == 0
    found = {item["reference"]: item["state"] for item in json.loads(command(desk, "entries", "--json", config=config)[1])}
    assert found == {"IF2026-0001": "accepted", "CE2026-0001": "held"}  # a stranger who names a reference


@pytest.mark.parametrize("words", [("status",), ("check",), ("send",), ("poll",)], ids=lambda words: words[0])
def test_a_broken_page_is_seen_by_what_people_run(desk, words):
    path = desk / "var" / "registry.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'photos'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    code, out, errors = command(desk, *words)
    assert (code, "is damaged" in errors, "rebuild" in errors) == (1, True, True), out + errors


def test_a_registry_that_another_program_holds_is_not_called_damaged(desk):
    path = desk / "var" / "registry.db"
    with contextlib.closing(open_registry(path).conn) as holder, contextlib.closing(sqlite3.connect(path, timeout=0)) as other:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError) as caught:
            other.execute("BEGIN IMMEDIATE")
        said = words_for(caught.value, path)
    assert ("held by another program" in said, "backup" in said, "try again" in said) == (True, False, True)


FULL_DISK = """
import pathlib, shutil, subprocess, sys
from tests.builders.commands import command
folder = pathlib.Path(sys.argv[1])
full = folder / "full"
full.mkdir()
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", full], check=True)
shutil.copy(folder / "var" / "registry.db", full)
(folder / "moved.yaml").write_text((folder / "overlay.yaml").read_text().replace(str(folder / "var"), str(full)))
try:
    with (full / "filled").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
except OSError:
    print(command(folder, "status", config=folder / "moved.yaml"))
for words in (["form", "photo-2026", "--out", full / "f.docx"], ["backup", "--out", full / "b.db"], ["rebuild", "--out", full / "r.db"]):
    print(command(folder, *map(str, words)))
print([path.name for path in full.iterdir() if "registry.db" not in path.name])
"""


def test_a_full_disk_is_called_full_and_keeps_nothing_half_written(desk):
    own_mounts = ["unshare", "--mount", *(["--map-root-user"] if os.getuid() else [])]
    if shutil.which("unshare") is None or subprocess.run([*own_mounts, "true"], capture_output=True).returncode:
        pytest.skip("no file system may be mounted here")
    words = [*own_mounts, sys.executable, "-c", FULL_DISK, str(desk)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PHOTO_PASSWORD": "x"})
    *said, left = done.stdout.splitlines()
    causes = ["the disk is full.", "No space left on device.", "the disk is full.", "the disk is full."]
    assert ([cause in line for cause, line in zip(causes, said, strict=True)], [line[1] for line in said]) == (
        [True] * 4,
        list("1222"),
    ), done
    assert (left, done.stderr) == ("['filled']", "")


def test_a_registry_that_is_broken_or_gone_is_made_again(desk):
    (desk / "var" / "registry.db").write_bytes(b"no database at all" * 400)
    for name in ("-wal", "-shm"):
        (desk / "var" / f"registry.db{name}").unlink(missing_ok=True)
    assert command(desk, "rebuild", "--out", str(desk / "again.db"))[0] == 0
    with contextlib.closing(open_registry(desk / "again.db").conn) as again:
        assert again.execute("SELECT reference, state FROM entries").fetchall() == [("IF2026-0001", "accepted")]


def test_in_a_pipe_there_are_no_boxes_references_are_whole_and_times_are_the_offices(desk):
    code, out, _ = command(desk, "entries")
    lines = [line.split("\t") for line in out.splitlines()]
    assert (code, lines[0][0], lines[1][0], len(lines[0]) == len(lines[1])) == (0, "reference", "IF2026-0001", True)
    assert command(desk, "messages")[1].splitlines()[1].split("\t")[0] == "2026-07-10 10:00"
    for words in (("status",), ("show", "IF2026-0001"), ("rules",), ("import-decisions", "x.xlsx", "--dry-run")):
        assert not set("┏┃│━─┡└") & set(command(desk, *words)[1])
    assert local_time("2026-07-10T02:00:00+00:00", "Asia/Shanghai") == "2026-07-10 10:00"


def test_on_a_narrow_terminal_no_reference_is_cut(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    print_table(
        ("reference", "call", "submitter", "findings"),
        [("IF2026-0001", "photo-2026", "Somebody with a long name <a@example.com>", "slot-count, photo-size")],
    )
    out = capsys.readouterr().out
    assert ("IF2026-0001" in out, "…" in out) == (True, False)
