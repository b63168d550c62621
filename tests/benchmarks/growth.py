"""What grows with all that is known: a poll, the next entry, the workbook, the digest; and what starting costs. Goals 4, 5."""

from __future__ import annotations

import json
import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import imapclient

from tests.builders.dovecot import DovecotServer
from tests.builders.factories import INSIDE

from . import programs
from .measured import Run, median, ratio, run
from .plan import Plan
from .table import Goal, Section, at_most

LOOKS = {"seconds": "daily look, all due", "reminding": "daily look, all reminded", "quiet": "daily look, nothing due"}
LINEAR = 1.5  # how much more than in proportion a linear cost may grow between two sizes


def measure(plan: Plan) -> Section:
    """Time each case at a small and at a large registry, in turn."""
    few, many = plan.known
    polls, records = _polls_and_records(plan)
    told = {name: _pairs(plan, name) for name in ("export", "digest")}
    looks = _looks(plan)
    starts = _commands(plan)
    entry, whole = ([[told[name] for told in records[count]] for count in plan.known] for name in ("seconds", "whole"))
    rows = [
        _row(f"poll with nothing new, wall, {few} and {many} messages known", *([r.wall for r in polls[n]] for n in plan.known)),
        _row(f"poll with nothing new, CPU, {few} and {many} messages known", *([r.cpu for r in polls[n]] for n in plan.known)),
        _row(f"look up and record one more entry, {few} and {many} entries known", *entry),
        _row(f"its small mail from reading to the end, {few} and {many} entries known", *whole),
        *(_row(f"{name}, {plan.exported[0]} and {plan.exported[1]} entries", *told[name]) for name in told),
        *(_row(f"{LOOKS[kind]}, {plan.looked[0]} and {plan.looked[1]} open entries", *looks[kind]) for kind in LOOKS),
        *((f"start: {name}, wall (small), CPU (large)", *_wall_and_cpu(each), "") for name, each in starts.items()),
    ]
    return Section(
        title="Growth and start-up",
        columns=("case", "small", "large", "ratio"),
        rows=rows,
        goals=[*_goals(plan, polls, entry, told), *_starting(starts, polls[few]), _looking(plan, looks)],
        notes=[
            "The next entry: finding the dossier it adds to, photos that look like its three works among four photos of each known "
            "entry, and the one transaction; reading the mail and measuring its photos do not depend on what is known.",
        ],
    )


def _polls_and_records(plan: Plan) -> tuple[dict[int, list[Run]], dict[int, list[dict[str, float]]]]:
    """Poll with nothing new, then record new entries (they have letters due), at both sizes in turn."""
    polls: dict[int, list[Run]] = {count: [] for count in plan.known}
    records: dict[int, list[dict[str, float]]] = {count: [] for count in plan.known}
    with ExitStack() as stack:
        servers = {count: stack.enter_context(DovecotServer()) for count in plan.known}
        for count, server in servers.items():
            _prepare(plan, server, count)
        for _ in range(max(plan.rounds, 3)):
            for count, server in servers.items():
                polls[count].append(programs.poll(_folder(plan, count), server.port, 1))
    for _ in range(max(plan.rounds, 3)):
        for count in plan.known:
            records[count].append(_times(plan, "record", _folder(plan, count), count))
    return polls, records


def _goals(
    plan: Plan, polls: dict[int, list[Run]], records: list[list[float]], told: dict[str, tuple[list[float], ...]]
) -> list[Goal]:
    few, many = plan.known
    poll = ratio([each.wall for each in polls[many]], [each.wall for each in polls[few]])
    entry = ratio(records[1], records[0])
    proportion = plan.exported[1] / plan.exported[0]
    goals = [
        at_most(4, f"poll at {many} known messages against {few}", poll.median, 2, shown=str(poll)),
        at_most(4, f"recording entry {many} against entry {few}", entry.median, 1.3, shown=str(entry)),
    ]
    for name, (small, large) in told.items():
        grown = ratio(large, small)
        what = f"{name} of {plan.exported[1]} against {plan.exported[0]} entries"
        goals.append(at_most(4, what, grown.median, proportion * LINEAR, shown=str(grown)))
    return goals


def _folder(plan: Plan, count: int) -> Path:
    return plan.folder / f"known{count}"


def _prepare(plan: Plan, server: DovecotServer, count: int) -> None:
    """Fill a mailbox and a registry that knows every mail of it."""
    plan.say(f"filling a registry and a mailbox of {count}")
    folder = programs.fresh(_folder(plan, count))
    _times(plan, "fill", folder, count)
    server.deliver(_tiny(0), INSIDE)
    for number in range(1, count):  # put there as a delivery agent does: by APPEND it would take minutes
        path = server.root / "mail" / "cur" / f"{1_750_000_000 + number}.M{number}P1.bench:2,S"
        path.write_bytes(_tiny(number))
        path.chmod(0o644)
    client = imapclient.IMAPClient(server.host, port=server.port, ssl=False, timeout=600)
    client.login(server.username, server.password)
    valid = client.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"]
    uids = client.search()
    client.logout()
    if len(uids) != count:
        raise RuntimeError(f"the mailbox has {len(uids)} mails, not {count}")
    with closing(sqlite3.connect(folder / "var" / "registry.db")) as connection, connection:
        known = [row[0] for row in connection.execute("SELECT sha256 FROM messages")]
        now = datetime.now(UTC).isoformat()
        rows = [("photo", "INBOX", valid, uid, sha256, now) for uid, sha256 in zip(uids, known, strict=True)]
        connection.executemany("INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.execute("INSERT INTO cursors VALUES ('photo', 'INBOX', ?, ?)", [valid, max(uids)])


def _tiny(number: int) -> bytes:
    return b"From: a@example.org\r\nTo: photo@example.org\r\nSubject: %d\r\n\r\nknown\r\n" % number


def _times(plan: Plan, case: str, folder: Path, count: int) -> dict[str, float]:
    """Return the seconds that a case tells."""
    told: dict[str, float] = json.loads(run(folder, "-m", "tests.benchmarks.cases", case, str(folder), str(count)).out)
    plan.say(f"{case} at {count}: {told['seconds'] * 1000:.1f} ms")
    return told


def _pairs(plan: Plan, case: str) -> tuple[list[float], ...]:
    """Return the seconds of a case at both sizes, in turn."""
    found: tuple[list[float], ...] = ([], [])
    for _ in range(plan.rounds):
        for place, count in enumerate(plan.exported):
            folder = plan.folder / f"exported{count}"
            folder.mkdir(exist_ok=True)
            found[place].append(_times(plan, case, folder, count)["seconds"])
    return found


def _looks(plan: Plan) -> dict[str, tuple[list[float], ...]]:
    """Return the seconds of each kind of look at both sizes, each in a fresh registry."""
    found: dict[str, tuple[list[float], ...]] = {kind: ([], []) for kind in LOOKS}
    for place, count in enumerate(plan.looked):
        told = _times(plan, "look", programs.fresh(plan.folder / f"looked{count}"), count)
        for kind, seconds in found.items():
            seconds[place].append(told[kind])
    return found


def _looking(plan: Plan, looks: dict[str, tuple[list[float], ...]]) -> Goal:
    what = f"daily look over {plan.looked[0]} open entries, all of them due, wall"
    return at_most(4, what, median(looks["seconds"][0]), 10, " s")


def _row(name: str, small: list[float], large: list[float]) -> tuple[str, ...]:
    return name, f"{median(small) * 1000:.1f} ms", f"{median(large) * 1000:.1f} ms", str(ratio(large, small))


def _commands(plan: Plan) -> dict[str, Run]:
    """Return the median run of each command that starts and does next to nothing, in a registry of few entries."""
    folder = _folder(plan, plan.known[0])
    words = [str(programs.ROOT / "run_intake.py"), "--config", str(programs.ROOT / "config.yaml"), "--config"]
    words.append(str(folder / "overlay.yaml"))
    made = {}
    for name, command in (("--help", [words[0], "--help"]), ("status", [*words, "status"])):
        runs = [run(folder, *command, allowed=(0, 1)) for _ in range(max(plan.rounds, 3))]
        made[name] = sorted(runs, key=lambda each: each.wall)[len(runs) // 2]
    return made


def _wall_and_cpu(each: Run) -> tuple[str, str]:
    return f"{each.wall * 1000:.1f} ms", f"{each.cpu * 1000:.1f} ms"


def _starting(starts: dict[str, Run], polls: list[Run]) -> list[Goal]:
    return [
        at_most(5, "`--help`, wall", starts["--help"].wall, 0.3, " s"),
        at_most(5, "`poll` with nothing to do, CPU", median([each.cpu for each in polls]), 1, " s"),
    ]
