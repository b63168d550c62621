"""The commands before terms change and when somebody is to be forgotten: what-if, forget."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from reports.commands.shared import DONE, NEEDS_PERSON, Json, desk, fail

app = typer.Typer()


@app.command("what-if")
def what_if(
    context: typer.Context,
    overlay: Annotated[Path, typer.Argument(metavar="OVERLAY.yaml", help="Changed terms, as in a configuration laid over.")],
    json: Json = False,
) -> None:
    """Show which entries changed terms would flip, from stored facts; changes nothing, writes to nobody."""
    from registry.desk.desk import examine_settings
    from registry.whatif.compare import NeedsReading
    from registry.whatif.compare import what_if as judge_again
    from reports.screen.flips import show

    with desk(context) as opened:
        config, rulesets, mistakes = examine_settings([*context.obj, overlay], os.environ)
        serious = [str(mistake) for mistake in mistakes if not mistake.warning and not mistake.login]
        if config is None or serious:
            fail("The changed terms cannot be used; nothing was done:\n" + "\n".join(f"  {line}" for line in serious))
        try:
            told = judge_again(opened, config, rulesets)
        except NeedsReading as error:
            fail(
                "These keys decide what is read from a mail, and stored facts cannot show that; nothing was done:\n"
                + "\n".join(f"  {path}" for path in error.paths)
                + "\nLeave them out, or process copies of the mails in a data_dir of its own (`import --no-send`)."
            )
    show(told, json=json)


@app.command()
def forget(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF", help="Whose entry.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who asks for it; stands in the audit trail.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Every entry kept longer than its call's `retention`.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would go and what would stay; change nothing.")] = False,
    trail: Annotated[bool, typer.Option("--list", help="Show the audit trail: what was forgotten, when, by whom.")] = False,
    json: Json = False,
) -> None:
    """Remove everything personal of an entry for good; its number and counts stay."""
    from reports.screen.forget import ForgetOrder, ForgetRefused, forget_entries, show_trail

    if [bool(reference), due, trail].count(True) != 1:
        fail("Name one entry by its reference (`entries` lists them), or say --due, or --list.")
    if not trail and not dry_run and not by.strip():
        fail("Say with --by who asks for it (or look first with --dry-run).")
    order = ForgetOrder(reference=reference.strip().upper(), by=by.strip(), sure=yes, dry_run=dry_run)
    with desk(context, "read" if trail else "decide") as opened:
        if trail:
            show_trail(opened, json=json)
            return
        try:
            whole = forget_entries(opened, order, json=json)
        except ForgetRefused as error:
            fail(str(error))
    raise typer.Exit(DONE if whole else NEEDS_PERSON)
