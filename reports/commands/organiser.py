"""The commands of the organisers: the registry as a workbook, and the decisions made in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.commands.shared import DONE, NEEDS_PERSON, Json, desk, fail, need_call, writing
from reports.screen.output import emit

if TYPE_CHECKING:
    from registry.amend.from_sheet import SheetOutcome
    from registry.desk.desk import Desk
    from registry.select.shortlist import Marked

app = typer.Typer()


@app.command()
def export(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    out: Annotated[Path, typer.Option(metavar="FILE.xlsx")],
    no_thumbnails: Annotated[bool, typer.Option("--no-thumbnails", help="Without pictures: smaller and faster.")] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="Findings that are mere information are told too.")] = False,
    json: Json = False,
) -> None:
    """Write the registry of a call as an Excel workbook that staff can decide in."""
    from dataclasses import asdict

    from reports.run.passes import progress_bar
    from reports.workbook.workbook import USUAL, Edition, write_workbook

    with desk(context) as opened:
        need_call(opened.config, call)
        if out.suffix.lower() != ".xlsx":
            fail(f"--out: '{out}' must end in .xlsx.")
        with writing(out), progress_bar("exporting", "entries") as step:
            edition = Edition(evidence=evidence, pictures=None if no_thumbnails else USUAL)
            done = write_workbook(opened, call, out, edition, step)
    if json:
        emit({"file": str(out), **asdict(done)})
        return
    typer.echo(str(out))
    typer.echo(f"{done.entries} entries, {done.files} files", err=True)
    for note in done.lacks():
        typer.echo(note, err=True)


@app.command("import-decisions")
def import_decisions(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="A workbook of `export` with its Decision column filled in.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides (needed unless --dry-run).")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; change nothing.")] = False,
    json: Json = False,
) -> None:
    """Do what was decided and changed in an exported workbook, all or nothing; refused rows are listed with the reason."""
    from registry.amend.from_sheet import WorkbookProblem, apply_decisions, read_decisions, try_decisions

    if not dry_run and not by.strip():
        fail("Say with --by who decides (or look first with --dry-run).")
    try:
        rows = read_decisions(file)
    except WorkbookProblem as error:
        fail(str(error))
    with desk(context, "decide") as opened:
        try:
            outcome = try_decisions(opened, rows) if dry_run else apply_decisions(opened, rows, by.strip())
        except WorkbookProblem as error:
            fail(str(error))
        marked = _shortlist(opened, file, by.strip(), only_look=dry_run or bool(outcome.refused))
    _tell(outcome, dry_run=dry_run, json=json)
    raise typer.Exit(NEEDS_PERSON if outcome.refused or marked.flaws else DONE)


def _shortlist(opened: Desk, file: Path, by: str, *, only_look: bool) -> Marked:
    """Take the workbook's shortlist in, and say what became of it; nobody is written to."""
    from registry.select.shortlist import mark_shortlist, read_shortlist
    from reports.screen.selection import told_flaws

    marked = read_shortlist(opened, file) if only_look else mark_shortlist(opened, file, by)
    for place, why in told_flaws(opened.config, marked.flaws):
        typer.echo(f"{place}: {why} The shortlist stays as it was.", err=True)
    if marked.added or marked.removed:
        told = "would change" if only_look else "changed"
        typer.echo(f"The shortlist {told}: {len(marked.added)} on, {len(marked.removed)} off.", err=True)
    return marked


def _tell(outcome: SheetOutcome, *, dry_run: bool, json: bool) -> None:
    """Print what changed, or would, and what was refused."""
    from dataclasses import asdict

    from reports.screen.output import print_table

    if json:
        whole = asdict(outcome)
        whole["refused"] = [{name: row[name] for name in ("row", "reference", "decision", "reason")} for row in whole["refused"]]
        emit({"dry_run": dry_run, **whole})
        return
    head = (
        "row",
        "reference",
        "decision",
        "before",
        "would be" if dry_run or outcome.ready else "after",
        "note",
        "still missing",
    )
    rows = outcome.applied or outcome.ready
    done = [
        (
            item.row,
            item.reference,
            item.action or "; ".join(item.changed),
            item.before,
            item.after,
            item.note,
            ", ".join(item.missing),
        )
        for item in rows
    ]
    refused = [(item.row, item.reference, item.decision, "", "refused", item.reason, "") for item in outcome.refused]
    if done or refused:
        print_table(head, [*done, *refused])
    if outcome.ready:
        print(f"Nothing was changed: {len(outcome.refused)} rows are refused. The other {len(outcome.ready)} are in order.")
        return
    told = "would be applied; nothing was changed" if dry_run else "applied; their letters leave with the next `send`"
    print(f"{len(outcome.applied)} decisions {told}. {len(outcome.refused)} refused.")
