"""The command of the day: what has fallen due."""

from __future__ import annotations

from typing import Annotated

import typer

from reports.commands.shared import Json, desk, fail

app = typer.Typer()


@app.command()
def look(
    context: typer.Context,
    day: Annotated[
        str, typer.Option(metavar="D", help="YYYY-MM-DD: as of the time `schedule.look` on that day (default: now).")
    ] = "",
    json: Json = False,
) -> None:
    """Judge open entries as of now, queue reminders and letters about what has fallen due; `send` sends them."""
    from datetime import UTC, date, datetime

    from registry.look.daily import moment_of
    from registry.look.look import look as look_at
    from reports.screen.look import show_look

    try:
        chosen = date.fromisoformat(day) if day else None
    except ValueError:
        fail(f"--day: '{day}' is not a day; write 2026-07-15.")
    with desk(context, "decide") as opened:
        now = datetime.now(UTC)
        looked = look_at(opened, moment_of(chosen, opened.config) if chosen else now, now)
        show_look(looked, opened.config.timezone, json=json)
