"""The commands that give out the rows of sheets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from reports.commands.shared import Json, desk, fail, need_call, writing

app = typer.Typer()
ENDINGS = {False: (".xlsx",), True: (".xlsx", ".csv")}  # with a profile: what other systems import


@app.command()
def rows(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    slot: Annotated[str, typer.Option(metavar="S", help="Of this slot alone.")] = "",
    public: Annotated[bool, typer.Option("--public", help="Those that may be published (so it is anyway).")] = False,
    confidential: Annotated[bool, typer.Option("--confidential", help="Those that may not, and these alone.")] = False,
    posted: Annotated[bool, typer.Option("--posted", help="Those that staff marked in the workbook.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE.xlsx", help="Write a workbook (0600).")] = None,
    profile: Annotated[
        str, typer.Option(metavar="NAME", help="Under the headings that the call's `exports` give (also .csv).")
    ] = "",
    json: Json = False,
) -> None:
    """List the rows of a call's sheets: the public ones, or with --confidential the confidential ones alone."""
    from intake.config.models import SlotKind
    from registry.read.rows import Wanted
    from registry.read.rows import rows as read_rows
    from reports.screen.rows import show_rows

    if public and confidential:
        fail("--public and --confidential: give one of them; the two are never listed together.")
    with desk(context) as opened:
        need_call(opened.config, call)
        settings = opened.config.calls[call]
        slots = settings.of_kind(SlotKind.SHEET)
        _need("sheet slot", slot, slots, call)
        _need("export", profile, settings.exports, call)
        if out is not None and out.suffix.lower() not in ENDINGS[bool(profile)]:
            fail(f"--out: '{out}' must end in {' or '.join(ENDINGS[bool(profile)])}.")
        found = list(read_rows(opened.db, Wanted(call=call, slot=slot, confidential=confidential, posted=posted, slots=slots)))
        if out is not None:
            from reports.rows.workbook import columns_of, write_profile, write_rows_workbook

            with writing(out):
                if profile:
                    write_profile(opened, call, found, out, settings.exports[profile])
                else:
                    write_rows_workbook(opened, call, found, out, columns_of(settings, slot))
        show_rows(found, settings, out, json=json)


def _need(noun: str, name: str, known: Iterable[str], call: str) -> None:
    """Fail in words where something is named that the call does not have."""
    if name not in {"", *known}:
        fail(f"{call} has no {noun} '{name}'. There are: {', '.join(known) or 'none'}.")
