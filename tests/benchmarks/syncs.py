"""How often one submission waits for the disk: every fsync, fdatasync and syncfs of a pass counted by a library loaded before the C library; goal 6."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from reports.demo.servers import EmbeddedSmtp
from tests.builders.dovecot import DovecotServer

from . import programs
from .mailbox import small_mails
from .measured import Failed
from .plan import Plan
from .table import Section, at_most

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
    """Count over one pass of many small submissions."""
    told = counted(plan.folder / "together", TOGETHER)
    rows = [(kind, f"{told[kind] / TOGETHER:.2f}") for kind in (*KINDS, ALL_TOGETHER, "the rest")]
    each = sum(told.values()) / TOGETHER
    plan.say(f"syncs: {each:.2f} each of {TOGETHER} together")
    return Section(
        title="Waits for the disk",
        columns=("what is waited for", f"each of {TOGETHER} in one pass"),
        rows=[*rows, ("all", f"{each:.2f}")],
        goals=[at_most(6, f"waits for the disk, each of {TOGETHER} submissions in one pass", each, MOST)],
        notes=[
            "Each submission is a mail with a form, three works and a portrait; one letter leaves for each. The program's start and end are in it."
        ],
    )


def counted(folder: Path, mails: int) -> Counter[str]:
    """Return how often a pass over so many small mails waited for what; making the registry is not in it."""
    environ = counting(folder / "shim")
    told = Path(environ["SYNCS_TOLD"])
    with DovecotServer() as server, EmbeddedSmtp() as smtp:
        programs.poll(folder, server.port, smtp.port)  # makes the registry
        server.deliver_all(small_mails(FIRST, mails))
        programs.poll(folder, server.port, smtp.port, **environ)
        if len(smtp.received) != mails:
            raise Failed(f"{len(smtp.received)} letters left for {mails} submissions")
    return Counter(map(_kind, told.read_text(encoding="utf-8").splitlines()))


def _kind(line: str) -> str:
    call, _, path = line.partition(" ")
    if call == "syncfs":
        return ALL_TOGETHER
    return next(
        (kind for kind, ends in KINDS.items() if path.endswith(ends) or (ends == ("media",) and "/media/" in path)), "the rest"
    )


def counting(folder: Path) -> dict[str, str]:
    """Return the environment in which each wait for the disk is told to a file; raises Failed where no C compiler is at hand."""
    made = programs.preloaded(folder, "told", SOURCE, "that counts waits for the disk")
    return {**made, "SYNCS_TOLD": str(folder / "told.txt")}
