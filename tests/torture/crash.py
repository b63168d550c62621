"""Crash points: the program is ended, as by kill -9, at every durable step that its own code names."""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Iterator
from pathlib import Path

from .checker import SETTLED, Verdict
from .plain_imap import PlainImap
from .program import copy
from .stand import Stand, small_mailbox
from .tally import Tally, Try, tally

PACKAGES = ("intake", "validators", "registry", "reports")
LEAST = 25  # so many steps at least must there be
VALUES = {"room": ("new", "done", "shunt")}  # what stands in the braces of a step's name
# Steps that a plain poll of the small mailbox does not pass, and the command that does, once it has settled.
ELSEWHERE = (
    "announce.",  # killed in tests/reports/announce/test_announce.py, and three hundred letters on their way in award.py
    "journal.told",  # staff's deeds: killed in tests/registry/store/test_journal.py
)
PASSED_BY = dict.fromkeys(("spool.before-new", "spool.moved-new"), ("unshunt", "--all"))
IN_WORKER = ("worker.",)  # these end a worker, not the program: the mail is shunted and comes back
AFTER_DOT = frozenset({"send.dot-committed", "send.answered", "send.settling"})  # here a letter may be `unknown`
UNREACHED = "the step was not reached: name in PASSED_BY the command that passes it"


def steps() -> list[str]:
    """Return the name of every step in the code, in order of file and line."""
    return list(
        dict.fromkeys(
            name
            for package in PACKAGES
            for path in sorted((copy() / package).rglob("*.py"))
            for name in _in(path)
            if not name.startswith(ELSEWHERE)
        )
    )


def _in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "crash_point" and node.args):
            continue
        match node.args[0]:
            case ast.Constant(value=str(name)):
                yield name
            case ast.JoinedStr() as pattern:
                yield from _expanded(ast.unparse(pattern)[2:-1])


def _expanded(pattern: str) -> Iterator[str]:
    """Yield the names that an f-string of a step can be."""
    hole = re.search(r"\{(\w+)\}", pattern)
    if hole is None:
        yield pattern
        return
    for value in VALUES[hole[1]]:  # an unknown hole is a KeyError: teach VALUES what may stand there
        yield from _expanded(pattern.replace(hole[0], value))


def crash_at(name: str, time: int) -> Verdict:
    """End the program at a step's Nth time, let it go on, and judge what came of it."""
    with PlainImap() as server, Stand(imap=server) as stand:
        stand.deliver(small_mailbox())
        command = PASSED_BY.get(name, ("poll",))
        if name in PASSED_BY:
            stand.settle()
        hit = stand.run(*command, INTAKE_DESK_CRASH_AT=f"{name}:{time}")
        died = hit.code == -signal.SIGKILL
        wrong = []
        if name.startswith(IN_WORKER):
            if hit.code != 1:
                wrong.append(f"dying workers made exit code {hit.code}, not 1: {hit.err[-300:]}")
            last = stand.settle("unshunt", "--all")
        else:
            if not died and time == 1:
                wrong.append(f"{UNREACHED} (exit code {hit.code}: {hit.err[-300:]})")
            last = stand.settle()
        if last.code not in (0, 1):
            wrong.append(f"afterwards the program ended with {last.code}: {last.err[-300:]}")
        verdict = stand.verdict(SETTLED | {"unknown"} if name in AFTER_DOT and died else SETTLED)
        unknown = stand.ask("SELECT count(*) FROM notices WHERE state = 'unknown'")[0][0]
        if unknown > 1:
            wrong.append(f"{unknown} letters are unknown, though one was in hand")
        return verdict.but_wrong(*wrong)


def run(quick: bool = False, told=print) -> Tally:  # type: ignore[no-untyped-def]
    """Crash at every step the first time it is passed, at every third one the second time too; when quick at every twelfth."""
    names = steps()
    assert len(names) >= LEAST, f"only {len(names)} durable steps are named; {LEAST} are promised"
    points = [(name, 1) for name in names[:: 12 if quick else 1]] + [(name, 2) for name in ([] if quick else names[::3])]
    tries = [Try(name=f"{name}:{time}", act=lambda n=name, t=time: crash_at(n, t)) for name, time in points]
    return tally("crash", tries, told=told)
