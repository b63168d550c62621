"""What the benchmarks tell: tables and goals as Markdown; a goal that is missed is printed as a miss."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MISS = "**MISS**"


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One goal of performance.md and what was found; `met` is None where it could not be measured."""

    number: int
    what: str
    wanted: str
    found: str
    met: bool | None

    @property
    def verdict(self) -> str:
        """Return the word for the table."""
        return "not measured" if self.met is None else "met" if self.met else MISS


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table with the goals it decides."""

    title: str
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    goals: Sequence[Goal] = ()
    notes: Sequence[str] = field(default_factory=tuple)


def at_most(number: int, what: str, found: float, most: float, unit: str = "", shown: str = "") -> Goal:
    """Return a goal that asks for at most so much; `shown` stands for the figure where it is more than a number."""
    return Goal(
        number=number, what=what, wanted=f"at most {most:g}{unit}", found=shown or f"{found:.3g}{unit}", met=found <= most
    )


def at_least(number: int, what: str, found: float, least: float, unit: str = "", shown: str = "") -> Goal:
    """Return a goal that asks for at least so much."""
    return Goal(
        number=number, what=what, wanted=f"at least {least:g}{unit}", found=shown or f"{found:.3g}{unit}", met=found >= least
    )


def megabytes(size: float) -> str:
    """Return bytes as the tables show them."""
    return f"{size / 1e6:.0f} MB"


def document(sections: Sequence[Section], command: str, on: str = "", missing: Sequence[str] = ()) -> str:
    """Return everything as one Markdown document; `missing` are the parts that are not in it."""
    goals = sorted((goal for section in sections for goal in section.goals), key=lambda goal: goal.number)
    missed = [goal for goal in goals if goal.met is False]
    lines = [
        "# Benchmarks",
        "",
        f"Made by `{command}` on {on or machine()}. Ratios count, absolute times are this machine's.",
        "",
    ]
    lines += [f"Not measured: {', '.join(missing)}.", ""] if missing else []
    if goals:
        lines += [f"## Goals: {len(goals)}, missed: {len(missed)}", ""]
        rows = [(str(goal.number), goal.what, goal.wanted, goal.found, goal.verdict) for goal in goals]
        lines += [*table(("goal", "figure", "wanted", "found", "verdict"), rows), ""]
    for section in sections:
        lines += [f"## {section.title}", ""]
        if section.rows:
            lines += [*table(section.columns, section.rows), ""]
        lines += [f"- {note}" for note in section.notes]
        lines += [""] if section.notes else []
    return "\n".join(lines).rstrip() + "\n"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a Markdown table whose columns stand under each other in plain text, too."""
    widths = [max(len(row[place]) for row in (columns, *rows)) for place in range(len(columns))]
    yield _line(columns, widths)
    yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    for row in rows:
        yield _line(row, widths)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True)) + " |"


def machine() -> str:
    """Return what was measured on."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, load before {load:.1f}"
