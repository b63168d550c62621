"""The desk in numbers for node_exporter's textfile collector: Prometheus' text format, written whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from registry.desk.desk import Desk
from registry.read.health import count_mails
from registry.store.whole_file import write_whole
from reports.digest.alarm_mails import status_of

READABLE = 0o644  # another user's collector reads it; it holds numbers alone
Sample = tuple[Mapping[str, str], float]
HELP = {
    "healthy": "1 while no person is needed",
    "alarm": "1 for each alarm that status lists now",
    "mailbox_well": "1 where the last poll of a mailbox went well",
    "last_good_poll_timestamp_seconds": "When a mailbox was last polled well",
    "letters": "Letters by state",
    "mails": "Mails by what became of them",
    "entries": "Entries by call and state",
    "disk_free_bytes": "Bytes free on the disk of data_dir",
    "written_timestamp_seconds": "When this file was written",
}


def write_metrics(desk: Desk, out: Path, now: datetime | None = None) -> None:
    """Write the file; raises OSError or sqlite3.Error. No name, address or reference of anybody stands in it."""
    text = metrics_of(desk, now or datetime.now(UTC))
    with write_whole(out) as part:
        part.write_text(text, encoding="utf-8")
        part.chmod(READABLE)


def metrics_of(desk: Desk, now: datetime) -> str:
    """Return the numbers in Prometheus' text format, each family once with its help."""
    lines = []
    for name, samples in _families(desk, now):
        lines += [f"# HELP intake_desk_{name} {HELP[name]}", f"# TYPE intake_desk_{name} gauge"]
        lines += [f"intake_desk_{name}{_labels(labels)} {value:.15g}" for labels, value in samples]
    return "\n".join(lines) + "\n"


def _families(desk: Desk, now: datetime) -> Iterator[tuple[str, list[Sample]]]:
    told: dict[str, Any] = status_of(desk, now)
    boxes, counted = told["mailboxes"], count_mails(desk.db)
    polled = [box for box in boxes if box["last_good_poll"]]
    yield "healthy", [({}, told["healthy"])]
    yield "alarm", [({"code": alarm["code"]}, 1) for alarm in told["alarms"]]
    yield "mailbox_well", [({"mailbox": box["name"]}, bool(box["last_good_poll"] and not box["last_error"])) for box in boxes]
    yield (
        "last_good_poll_timestamp_seconds",
        [({"mailbox": box["name"]}, datetime.fromisoformat(box["last_good_poll"]).timestamp()) for box in polled],
    )
    yield "letters", [({"state": state}, number) for state, number in told["notices"].items()]
    yield "mails", [({"outcome": outcome}, number) for outcome, number in counted.mails.items()]
    yield "entries", [({"call": call, "state": state}, number) for (call, state), number in counted.entries.items()]
    yield "disk_free_bytes", [({}, told["disk_free"])]
    yield "written_timestamp_seconds", [({}, now.timestamp())]


def _labels(labels: Mapping[str, str]) -> str:
    told = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return f"{{{told}}}" if told else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
