"""The command that writes to many: results, accounts, invitations; looked at first, queued once, sent by `send` and `serve`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reports.commands.shared import DONE, NEEDS_PERSON, Json, desk, fail, need_call, writing

if TYPE_CHECKING:
    from registry.desk.desk import Desk
    from registry.select.flaws import Flaw
    from registry.select.recipients import ListedEntry
    from reports.announce.prepare import Prepared

app = typer.Typer()


@app.command()
def announce(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the call's announcements.")],
    to: Annotated[
        Path | None, typer.Option(metavar="LIST.xlsx", help="A list with a column reference or email, and any others.")
    ] = None,
    state: Annotated[str | None, typer.Option(metavar="S", help="Every entry in this state.")] = None,
    award: Annotated[str | None, typer.Option(metavar="A", help="Every entry with this award.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write every letter into a folder; queue nothing.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where a dry run writes (default: CALL-NAME-letters).")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also to entries that have had it.")] = False,
    json: Json = False,
) -> None:
    """Queue one letter of a configured kind to each entry listed, once; `send` and `serve` send them."""
    from reports.announce.prepare import AttachmentProblem, prepare_letters
    from reports.announce.shown import show_announced, show_lacking

    if sum(option is not None for option in (to, state, award)) != 1:
        fail("Say to whom: --to LIST.xlsx, --state S or --award A, one of them.")
    folder = (out or Path(f"{call}-{name}-letters")) if dry_run else None
    with desk(context, "read" if dry_run else "decide") as opened:
        need_call(opened.config, call)
        _need(name, opened.config.calls[call].announcements, "announcement")
        listed, flaws = _chosen(opened, call, to, state, award)
        try:
            prepared = prepare_letters(opened, call, name, listed, again=again)
        except AttachmentProblem as error:
            fail(f"{error} Nothing was done.")
        if flaws or prepared.flaws:
            show_lacking(opened.config, [*flaws, *prepared.flaws], json=json)
            raise typer.Exit(NEEDS_PERSON)
        queued = _carry_out(opened, call, prepared, folder)
        show_announced(prepared, name, queued, folder, json=json)
    raise typer.Exit(DONE)


@app.command()
def certificates(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to write them, a PDF for each entry.")] = None,
    award: Annotated[str | None, typer.Option(metavar="A", help="Those of one award alone.")] = None,
    code: Annotated[
        str | None, typer.Option("--verify", metavar="CODE", help="Tell whose certificate bears a check code.")
    ] = None,
    json: Json = False,
) -> None:
    """Write the certificates of a call's awards without sending them, or confirm a check code."""
    from reports.announce.printed import certificates_of, write_certificates
    from reports.announce.shown import show_certificates, show_lacking
    from reports.certificates.typeset import CertificateProblem
    from reports.run.passes import progress_bar

    if (out is None) == (code is None):
        fail("Say --out DIR to write certificates, or --verify CODE to confirm one.")
    with desk(context, "decide") as opened:
        need_call(opened.config, call)
        if code is not None:
            raise typer.Exit(_verify(opened, call, code, json=json))
        if award is not None:
            _need(award, opened.config.calls[call].awards, "award")
        _tell_fallen(opened, call, award)
        facts, flaws = certificates_of(opened, call, award)
        if flaws:
            show_lacking(opened.config, flaws, json=json, what="written")
            raise typer.Exit(NEEDS_PERSON)
        try:
            with progress_bar("writing", "certificates") as step:
                write_certificates(opened, call, facts, out or Path(), step)
        except CertificateProblem as problem:
            fail(f"calls.{call}.certificate: {problem}.")
        except OSError as error:
            fail(f"{error.filename or out} cannot be written: {error.strerror or error}.")
        show_certificates(facts, out or Path(), json=json)


@app.command()
def lists(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    out: Annotated[Path, typer.Option(metavar="FILE.xlsx")],
    award: Annotated[str | None, typer.Option(metavar="A", help="Those of one award alone.")] = None,
) -> None:
    """Write the lists after the award: captions for the exhibition, texts for the magazine, labels for the post, fees."""
    from reports.lists.award_lists import write_lists

    if out.suffix.lower() != ".xlsx":
        fail(f"--out: '{out}' must end in .xlsx.")
    with desk(context) as opened:
        need_call(opened.config, call)
        if award is not None:
            _need(award, opened.config.calls[call].awards, "award")
        _tell_fallen(opened, call, award)
        with writing(out):
            count = write_lists(opened, call, out, award)
    typer.echo(str(out))
    typer.echo(f"{count} entries, with real names. The originals under human names: `files`.", err=True)


def _verify(opened: Desk, call: str, code: str, *, json: bool) -> int:
    """Print whose certificate a code confirms, as it stands today."""
    from reports.announce.printed import verify
    from reports.announce.shown import show_verified

    entry = verify(opened, call, code)
    show_verified(opened.config.calls[call], entry, json=json)
    return DONE if entry else NEEDS_PERSON


def _carry_out(opened: Desk, call: str, prepared: Prepared, folder: Path | None) -> int:
    """Write the letters into the folder of a dry run, or queue them; return how many were queued."""
    from registry.store.whole_file import FolderProblem
    from reports.announce.dry_run import write_letters
    from reports.announce.queue import queue_letters
    from reports.run.passes import progress_bar

    try:
        if folder is None:
            return queue_letters(opened, prepared)
        with progress_bar("writing", "letters") as step:
            write_letters(opened, call, prepared, folder.absolute(), step)
    except FolderProblem as error:
        fail(f"{error} Nothing was done.")
    except OSError as error:
        where = error.filename or folder or "the disk"
        fail(f"{where} cannot be written: {error.strerror or error}. Nothing was queued.")
    return 0


def _chosen(
    opened: Desk, call: str, to: Path | None, state: str | None, award: str | None
) -> tuple[list[ListedEntry], tuple[Flaw, ...]]:
    """Return the entries that are meant, or why the list cannot be taken."""
    from registry.decide.returned_workbook import WorkbookProblem
    from registry.select.flaws import SheetRefused
    from registry.select.recipients import read_list
    from reports.announce.queue import in_state, with_award
    from validators.disposition import Disposition

    if to is not None:
        try:
            return read_list(to, opened.db, call), ()
        except SheetRefused as refused:
            return [], refused.flaws
        except WorkbookProblem as error:
            fail(f"{error} Nothing was done.")
    if award is not None:
        _need(award, opened.config.calls[call].awards, "award")
        _tell_fallen(opened, call, award)
        return with_award(opened, call, award), ()
    _need(state or "", [str(item) for item in Disposition if item != "joined"], "state")
    return in_state(opened, call, state or ""), ()


def _tell_fallen(opened: Desk, call: str, award: str | None) -> None:
    """Say which entries are left out though they have an award."""
    from registry.select.award import fallen

    for reference in sorted(fallen(opened.db, call, award)):
        typer.echo(f"{reference} is left out: it has an award and was rejected since, or joined to another.", err=True)


def _need(name: str, known: object, what: str) -> None:
    """Exit with those there are, when this one is none of them."""
    names = [str(item) for item in known] if isinstance(known, dict | list) else []
    if name not in names:
        fail(f"There is no {what} '{name}'. There are: {', '.join(names) or 'none'}.")
