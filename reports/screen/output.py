"""What commands print: one JSON document for scripts; tables for people: boxes on a terminal, lines with tabs in a pipe; references whole everywhere, times in the office's zone."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from reports.screen.streams import in_utf8

STYLES = {
    "accepted": "green",
    "incomplete": "yellow",
    "held": "magenta",
    "rejected": "red",
    "joined": "dim",
    "shunted": "red",
    "pending": "cyan",
}
WHOLE = frozenset({"reference", "entries"})  # columns whose words are never cut or broken


def emit(document: object) -> None:
    """Print one JSON document, as every command with --json does; what JSON has no form for, as a length of time, as text."""
    in_utf8()
    print(json.dumps(document, ensure_ascii=False, indent=2, default=str))


def emit_each(documents: Iterable[object]) -> None:
    """Print a list as one JSON document, each item as it comes: a registry of any size needs no more memory than one entry."""
    in_utf8()
    before = "[\n  "
    for document in documents:
        print(before + json.dumps(document, ensure_ascii=False, indent=2, default=str).replace("\n", "\n  "), end="")
        before = ",\n  "
    print("[]" if before[0] == "[" else "\n]")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print rows under their headings; in a pipe one line each, its cells separated by tabs."""
    cells = [[_plain(value) for value in row] for row in rows]
    if sys.stdout.isatty():
        _boxed(columns, cells, title)
        return
    if title:
        print(f"# {title}")
    for line in (columns, *cells):
        print("\t".join(" ".join(cell.split()) for cell in line))


def local_time(moment: str | None, zone: str) -> str:
    """Return a moment (ISO 8601) as people read it, in a zone; '' for none."""
    return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if moment else ""


def _plain(value: object) -> str:
    text = "" if value is None else str(value)
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


def _boxed(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", header_style="bold")
    for place, name in enumerate(columns):
        longest = max((len(word) for row in rows for word in row[place].split()), default=0)
        table.add_column(name, overflow="fold", min_width=max(longest, len(name)) if name in WHOLE else None)
    for row in rows:
        table.add_row(*(f"[{STYLES[cell]}]{cell}[/]" if cell in STYLES else escape(cell) for cell in row))
    Console().print(table)
