"""The programs that are compared, each run on the same mailbox, each leaving what it found as comparable results."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import yaml

from . import ROOT
from .measured import Failed, Run, run

OURS = "intake desk"
ORDINARY = "ordinary script"
IMAP_TOOLS = "imap_tools script"
FLOOR = "floor"
Program = Callable[[Path], Run]
SHIM = "int fsync(int f){return 0;} int fdatasync(int f){return 0;} int syncfs(int f){return 0;}\n"


def ours(folder: Path, port: int, smtp: int, mailbox: str = "INBOX", **environ: str) -> Run:
    """Run the real program's `poll`: fetch, process, record, send, all safeguards on."""
    run_of = poll(fresh(folder), port, smtp, mailbox, **environ)
    return replace(run_of, results=digest_of(_ours(folder / "var" / "registry.db")))


def poll(folder: Path, port: int, smtp: int, mailbox: str = "INBOX", **environ: str) -> Run:
    """Run `poll` on what lies in the folder already."""
    words = configured(folder, port, smtp, mailbox)
    return run(folder, *words, "poll", environ=environ)


def configured(folder: Path, port: int, smtp: int, mailbox: str = "INBOX", rules: dict[str, object] | None = None) -> list[str]:
    """Write the overlay and return the program's words up to its command: the shipped configuration, local servers."""
    box = {
        "host": "127.0.0.1", "port": port, "security": "none", "username": "photo@example.org", "folders": [mailbox],
        "addresses": ["photo@example.org"],
    }  # fmt: skip
    delivery = {
        "host": "127.0.0.1", "port": smtp, "security": "none", "username": None, "password": None, "timeout": "5s",
        "sender": "Photo call <photo@example.org>", "per_hour": 10_000,
    }  # fmt: skip
    told = {"data_dir": str(folder / "var"), "settle": "0", "mailboxes": {"photo": box}, "delivery": delivery}
    if rules:
        told["defaults"] = {"rules": rules}
    (folder / "overlay.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    configs = ("--config", str(ROOT / "config.yaml"), "--config", str(folder / "overlay.yaml"))
    return [str(ROOT / "run_intake.py"), *configs]


def fresh(folder: Path) -> Path:
    """Return the folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def peer(folder: Path, library: str, port: int, mailbox: str = "INBOX") -> Run:
    """Run an ordinary script."""
    fresh(folder)
    run_of = run(folder, "-m", "tests.benchmarks.peers", library, str(port), mailbox, str(folder / "out"))
    return replace(run_of, results=digest_of(_peers(folder / "out" / "registry.db")))


def ordinary(folder: Path, port: int, mailbox: str = "INBOX") -> Run:
    """Run the script on imapclient and mail-parser."""
    return peer(folder, "imapclient", port, mailbox)


def imap_tools(folder: Path, port: int, mailbox: str = "INBOX") -> Run:
    """Run the script on imap_tools."""
    return peer(folder, "imap_tools", port, mailbox)


def floor(folder: Path, mails: Path) -> Run:
    """Run the floor over the mails' files."""
    fresh(folder)
    run_of = run(folder, "-m", "tests.benchmarks.floor", str(mails), str(folder / "lines"))
    lines = (folder / "lines").read_text(encoding="utf-8").splitlines()
    return replace(run_of, results=digest_of(tuple(json.loads(line)) for line in lines))


def digest_of(found: Iterable[tuple[object, ...]]) -> str:
    """Return one word for what was found, in any order: (message id, sha256, bytes, width, height) of each file."""
    lines = sorted(json.dumps([str(item[0]).strip("<> "), *item[1:]]) for item in found)
    return f"{len(lines)} files {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"


def _ours(path: Path) -> list[tuple[object, ...]]:
    query = (
        "SELECT e.message_id, m.sha256, m.size, json_extract(p.facts, '$.is.width'), json_extract(p.facts, '$.is.height') "
        "FROM materials m JOIN messages e ON e.sha256 = m.message LEFT JOIN photos p ON p.sha256 = m.sha256"
    )
    return [(*row[:3], row[3] or 0, row[4] or 0) for row in _rows(path, query)]


def _peers(path: Path) -> list[tuple[object, ...]]:
    return _rows(path, "SELECT message_id, sha256, size, width, height FROM files")


def _rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def states(folder: Path) -> dict[str, int]:
    """Return how many entries our program left in each state."""
    return dict(_rows(folder / "var" / "registry.db", "SELECT state, count(*) FROM entries GROUP BY state"))


def without_sync(folder: Path) -> dict[str, str]:
    """Return the environment in which fsync does nothing; raises Failed where no C compiler is at hand."""
    return preloaded(folder, "nosync", SHIM, "in which fsync does nothing")


def preloaded(folder: Path, name: str, source: str, what: str) -> dict[str, str]:
    """Return the environment in which a library made of C source stands before all others; raises Failed where no compiler is at hand."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise Failed(f"no C compiler is at hand to make a library {what}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.c").write_text(source, encoding="utf-8")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / f"{name}.so", folder / f"{name}.c", "-ldl"], check=True)
    return {"LD_PRELOAD": str(folder / f"{name}.so")}
