"""The command that adds the counts of a call's forms up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reports.commands.shared import Json, desk, fail, need_call, writing

app = typer.Typer()
ALL = "all"


@app.command()
def totals(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    by: Annotated[str, typer.Option("--by", metavar="FIELD", help="The field of a form that entries are put together by.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.xlsx", help="Write a workbook too: sums, units, cases, a chart.")
    ] = None,
    state: Annotated[str, typer.Option(metavar="S", help="Which entries: accepted, or another state, or all.")] = "accepted",
    json: Json = False,
) -> None:
    """Add up every count that the forms of a call ask for, by a field; what nobody counted stands apart."""
    from registry.read.totals import totals as read_totals
    from reports.screen.totals import show_totals
    from validators.disposition import Disposition

    if out is not None and out.suffix.lower() != ".xlsx":
        fail(f"--out: '{out}' must end in .xlsx.")
    states = [item for item in Disposition if item is not Disposition.JOINED]
    if state not in {ALL, *states}:
        fail(f"There is no state '{state}' to add up. The states are: {', '.join((*states, ALL))}.")
    with desk(context) as opened:
        need_call(opened.config, call)
        settings = opened.config.calls[call]
        fields = dict.fromkeys((*settings.fields, *settings.told_fields))
        if by not in fields:
            fail(f"No form of {call} has a field '{by}'. The fields are: {', '.join(fields) or 'none'}.")
        found = read_totals(opened.db, call, settings, by, None if state == ALL else Disposition(state))
        if out is not None:
            from reports.totals.workbook import write_totals

            with writing(out):
                write_totals(opened, call, found, out)
        show_totals(found, settings, out, json=json)
