"""The commands of judging: what judges and voters get, and what comes back from them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from reports.commands.shared import DONE, NEEDS_PERSON, Json, desk, fail, filling, need_call, writing
from reports.screen.output import emit

if TYPE_CHECKING:
    from reports.pack.pack import PackReport

app = typer.Typer()


class Purpose(StrEnum):
    """Whom a pack is for."""

    JUDGING = "judging"
    VOTING = "voting"
    PRESS = "press"


@app.command()
def pack(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder; for judges the key to the codes is written beside it.")],
    purpose: Annotated[Purpose, typer.Option("--for", help="Judges, voters on the web, or the press.")] = Purpose.JUDGING,
    shortlist: Annotated[
        bool, typer.Option("--shortlist", help="Only entries on the shortlist of the preliminary review.")
    ] = False,
    json: Json = False,
) -> None:
    """Write the anonymous judging pack of a call's accepted entries, with --for voting the web set, with --for press what can be printed."""
    from intake.isolate.workers import WorkersUnable
    from registry.store.whole_file import FolderProblem
    from reports.pack.pack import PackScope, write_pack
    from reports.run.passes import progress_bar

    if purpose is Purpose.PRESS:
        if shortlist:
            fail("--shortlist is for judges and voters; the press gets all that was accepted.")
        _press(context, call, out, json=json)
    with desk(context) as opened:
        need_call(opened.config, call)
        if not any(slot.judged for slot in opened.config.calls[call].slots.values()):
            typer.echo(f"No slot of {call} says judged: true, so judges see nothing of what was sent.", err=True)
        scope = PackScope(voting=purpose is Purpose.VOTING, shortlist=shortlist)
        try:
            with writing(out), progress_bar("packing", "works") as step:
                done = write_pack(opened, call, out, scope, step)
        except FolderProblem as error:
            fail(f"{error} Nothing was done.")
        except WorkersUnable as error:
            fail(f"{out} cannot be written: {error}. Nothing was left there.")
    _tell(done, out, json=json)
    raise typer.Exit(NEEDS_PERSON if done.needs_person else DONE)


def _press(context: typer.Context, call: str, out: Path, *, json: bool) -> NoReturn:
    """Write the pack for the press, say where it lies and what is not in it, and leave."""
    from dataclasses import asdict

    from reports.originals.press import write_press

    with desk(context) as opened:
        need_call(opened.config, call)
        with filling(out, "packing") as step:
            done = write_press(opened, call, out, step=step)
    if json:
        emit({"folder": str(out), **asdict(done)})
    else:
        typer.echo(str(out))
        typer.echo(f"{done.files} files and {done.links} links of {done.entries} entries; index.xlsx lists them", err=True)
        for reference, name in done.missing:
            typer.echo(f"missing: {reference} {name}", err=True)
    raise typer.Exit(NEEDS_PERSON if done.missing else DONE)


By = Annotated[str, typer.Option(metavar="NAME", help="Who takes them in.")]


@app.command()
def scores(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Filled score sheets: xlsx, xls, et or ods.")],
    by: By,
    json: Json = False,
) -> None:
    """Take judges' filled score sheets in, each file whole or not at all; a judge's later sheet replaces the earlier."""
    from registry.select.take import take_scores
    from reports.screen.selection import show_taken

    _must_be_there(files, by)
    with desk(context, "decide") as opened:
        need_call(opened.config, call)
        done = [take_scores(opened, call, path, by.strip()) for path in files]
        show_taken(opened.config, done, "scores", json=json)
    raise typer.Exit(NEEDS_PERSON if any(item.refused for item in done) else DONE)


@app.command()
def votes(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Code and votes, with times where there are any: csv or xlsx.")],
    by: By,
    json: Json = False,
) -> None:
    """Take a count of votes in, in place of all votes of the call."""
    from registry.select.take import take_votes
    from reports.screen.selection import show_taken

    _must_be_there([file], by)
    with desk(context, "decide") as opened:
        need_call(opened.config, call)
        done = take_votes(opened, call, file, by.strip())
        show_taken(opened.config, [done], "votes", json=json)
    raise typer.Exit(NEEDS_PERSON if done.refused else DONE)


@app.command()
def ranking(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    out: Annotated[Path, typer.Option(metavar="FILE.xlsx")],
    json: Json = False,
) -> None:
    """Write accepted entries by mean score as a workbook in which organisers choose; it says whose entry each is."""
    from reports.ranking.workbook import write_ranking
    from reports.screen.ranking import show_ranking

    if out.suffix.lower() != ".xlsx":
        fail(f"--out: '{out}' must end in .xlsx.")
    with desk(context) as opened:
        need_call(opened.config, call)
        with writing(out):
            found = write_ranking(opened, call, out)
        show_ranking(found, opened.config.calls[call], out, json=json)


@app.command()
def award(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="A workbook of `ranking` with its Award column filled in.")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides (needed unless --dry-run).")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; change nothing.")] = False,
    json: Json = False,
) -> None:
    """Record the organisers' choice, all or nothing; an empty cell takes an earlier award away."""
    from registry.decide.returned_workbook import WorkbookProblem
    from registry.select.award import give_awards, read_awards
    from registry.select.flaws import SheetRefused
    from reports.screen.ranking import show_awards, show_refused

    if not dry_run:
        _must_be_there([file], by)
    with desk(context, "read" if dry_run else "decide") as opened:
        need_call(opened.config, call)
        try:
            if dry_run:
                changes = read_awards(opened.db, call, opened.config.calls[call], file)
            else:
                changes = give_awards(opened, call, file, by.strip())
        except WorkbookProblem as error:
            fail(str(error))
        except SheetRefused as refused:
            show_refused(opened.config, refused.flaws, dry_run=dry_run, json=json)
            raise typer.Exit(NEEDS_PERSON) from None
        show_awards(changes, dry_run=dry_run, json=json)


def _must_be_there(files: Sequence[Path], by: str) -> None:
    if not by.strip():
        fail("Say with --by who takes them in.")
    absent = [str(path) for path in files if not path.is_file()]
    if absent:
        fail(f"There is no file {', '.join(absent)}; nothing was done.")


def _tell(done: PackReport, out: Path, *, json: bool) -> None:
    """Print where the pack lies and what a person should know before handing it out."""
    from dataclasses import asdict

    if json:
        emit({"folder": str(out), **asdict(done), "key": str(done.key)})
        return
    typer.echo(str(out))
    works = "".join(f", {count} {name}" for count, name in ((done.photos, "photos"), (done.files, "files")) if count)
    typer.echo(f"{done.entries} entries{works}. Keep apart, it says who is who: {done.key}", err=True)
    for gap in done.missing:
        typer.echo(f"missing: {gap.name} {gap.why} {gap.detail}".rstrip(), err=True)
    for item in done.masked:
        typer.echo(f"covered: {item.code} {item.place}: {len(item.words)} (the key says what)", err=True)
    for leak in done.leaks:
        typer.echo(f"look before you hand it out: {leak}", err=True)
