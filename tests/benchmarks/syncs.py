"""How often one submission waits for the disk: every fsync, fdatasync and syncfs of a pass counted by a library loaded before the C library; goal 6."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

from reports.demo.servers import EmbeddedSmtp
from tests.builders.dovecot import DovecotServer

from . import programs
from .mailbox import small_mails
from .measured import Failed
from .plan import Plan
from .table import Goal, Section, at_most

FIRST = 6000
TOGETHER = 20  # mails in one pass
MOST = 8  # waits for the disk, each submission
KINDS = {  # what is waited for -> how its path ends or what stands in it, once data_dir is taken off
    "the raw mail": (".part",),
    "when and where it arrived": (".json", "spool/about"),
    "the spool's folders": ("spool/new", "spool/done", "spool/shunt"),
    "the registry": ("registry.db-wal", "registry.db"),
    "the journal": ("journal.jsonl",),
    "kept files": ("media",),
}
ALL_TOGETHER = "all that a pass kept, at once (syncfs)"
SOURCE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static int told(const char *name, int file) {
    char link[64], path[4096], line[4200];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    int out = open(getenv("SYNCS_TOLD"), O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (out >= 0) { if (write(out, line, snprintf(line, sizeof line, "%s %s\n", name, path)) < 0) {} close(out); }
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
    return real(file);
}
int fsync(int file) { return told("fsync", file); }
int fdatasync(int file) { return told("fdatasync", file); }
int syncfs(int file) { return told("syncfs", file); }
"""


def measure(plan: Plan) -> Section:
    """Count over a pass of many small submissions, and over one pass for each."""
    together = counted(plan.folder / "together", TOGETHER, TOGETHER)
    alone = counted(plan.folder / "alone", 4, 1)
    kinds = [*KINDS, ALL_TOGETHER, "the rest"]
    rows = [(kind, f"{together[kind] / TOGETHER:.2f}", f"{alone[kind] / 4:.2f}") for kind in kinds]
    sums = sum(together.values()) / TOGETHER, sum(alone.values()) / 4
    plan.say(f"syncs: {sums[0]:.2f} each of {TOGETHER} together, {sums[1]:.2f} alone")
    return Section(
        title="Waits for the disk",
        columns=("what is waited for", f"each of {TOGETHER} in one pass", "one mail a pass"),
        rows=[*rows, ("all", *(f"{each:.2f}" for each in sums))],
        goals=_goals(*sums),
        notes=["Each submission is a mail with a form, three works and a portrait; one letter leaves for each."],
    )


def _goals(together: float, alone: float) -> list[Goal]:
    return [
        at_most(6, f"waits for the disk, each of {TOGETHER} submissions in one pass", together, MOST),
        at_most(6, "waits for the disk, one submission a pass", alone, MOST),
    ]


def counted(folder: Path, mails: int, together: int) -> Counter[str]:
    """Return how often passes over so many small mails, `together` in each, waited for what; what a first pass does once is not in it."""
    environ = counting(folder / "shim")
    told = Path(environ["SYNCS_TOLD"])
    with DovecotServer() as server, EmbeddedSmtp() as smtp:
        programs.poll(folder, server.port, smtp.port)  # makes the registry
        found: Counter[str] = Counter()
        for first in range(FIRST, FIRST + mails, together):
            server.deliver_all(small_mails(first, together))
            told.write_text("", encoding="utf-8")
            programs.poll(folder, server.port, smtp.port, **environ)
            found.update(map(_kind, told.read_text(encoding="utf-8").splitlines()))
        if len(smtp.received) != mails:
            raise Failed(f"{len(smtp.received)} letters left for {mails} submissions")
    return found


def _kind(line: str) -> str:
    call, _, path = line.partition(" ")
    if call == "syncfs":
        return ALL_TOGETHER
    return next(
        (kind for kind, ends in KINDS.items() if path.endswith(ends) or (ends == ("media",) and "/media/" in path)), "the rest"
    )


def counting(folder: Path) -> dict[str, str]:
    """Return the environment in which each wait for the disk is told to a file; raises Failed where no C compiler is at hand."""
    compiler = shutil.which("cc")
    if compiler is None:
        raise Failed("no C compiler is at hand to make a library that counts waits for the disk")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "told.c").write_text(SOURCE, encoding="utf-8")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "told.so", folder / "told.c", "-ldl"], check=True)
    return {"LD_PRELOAD": str(folder / "told.so"), "SYNCS_TOLD": str(folder / "told.txt")}
