"""The commands of staff: the digest, what becomes of its questions, an entry changed by hand, its files taken along."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reports.commands.shared import DONE, NEEDS_PERSON, UNREACHABLE, Json, desk, fail, filling, need_call, writing
from reports.screen.output import emit

app = typer.Typer()


@app.command()
def digest(
    context: typer.Context,
    day: Annotated[str | None, typer.Option(metavar="D", help="YYYY-MM-DD in the office's zone (default: today).")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE.html", help="Write one HTML file.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it to staff.")] = False,
) -> None:
    """Make the staff digest of a day: to a file, by mail, or as text."""
    from datetime import date

    from reports.digest.deliver import digest_of, send_digest, write_digest_page
    from reports.workbook.mailed import parcel_of

    if out and send:
        fail("Say --out FILE or --send, not both.")
    try:
        chosen = date.fromisoformat(day) if day else None
    except ValueError:
        fail(f"--day: '{day}' is not a day; write 2026-07-15.")
    with desk(context, "decide" if send else "read", ("delivery",) if send else ()) as opened:
        if send and not opened.config.staff:
            fail("Nobody is named under `staff` in the configuration; nothing was sent.")
        letter = digest_of(opened, chosen)
        if out:
            with writing(out):
                write_digest_page(letter, out)
            typer.echo(str(out))
        elif send:
            outcomes = send_digest(opened, letter, chosen or _today(opened.config.timezone), parcel_of)
            for address, outcome in outcomes.items():
                typer.echo(f"{address}: {outcome.state} {outcome.text}".rstrip())
            unreachable = any(outcome.unreachable or outcome.refused for outcome in outcomes.values())
            raise typer.Exit(UNREACHABLE if unreachable else DONE if all(o.sent for o in outcomes.values()) else NEEDS_PERSON)
        else:
            typer.echo(letter.text)


@app.command()
def answered(
    context: typer.Context,
    mail: Annotated[
        str, typer.Argument(metavar="SHA256", help="Its sha256, or a beginning of it; or a sender's address: all of theirs.")
    ],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who answered it, or decided that it needs no answer.")],
) -> None:
    """Take a question from the digest's list: it was answered, by telephone say, or needs no answer."""
    from datetime import UTC, datetime

    from registry.store.questions import QuestionProblem, answered_within

    with desk(context, "decide") as opened:
        try:
            with opened.journal.transaction(opened.db):
                done = answered_within(opened.db, mail, by, datetime.now(UTC))
        except QuestionProblem as error:
            fail(str(error))
    typer.echo(f"{len(done)} taken from the list, by {by}")


def _today(zone: str):  # type: ignore[no-untyped-def]
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).date()


@app.command()
def amend(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who says so.")],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FIELD=VALUE]...", help="A field of a form, or a text; nothing after = empties it."),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE=SLOT", help="The slot a file belongs in; FILE is its name, or the beginning of its sha256."),
    ] = None,
    drop: Annotated[list[str] | None, typer.Option(metavar="FILE", help="A file that is not to be used; it is kept.")] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="For the author: stands in the letter, where one is due.")] = "",
    remark: Annotated[str, typer.Option(metavar="TEXT", help="Why, for us alone: stands in the history.")] = "",
) -> None:
    """Change an entry by hand: a new revision with who and why, judged again."""
    from registry.amend.changes import Changes
    from registry.decide.review import ReviewError
    from reports.screen.decisions import TypedDecision, mend

    changes = Changes(
        values=dict(_pair(item, item.partition("="), "FIELD=VALUE") for item in values or ()),
        roles=dict(_pair(item, item.rpartition("="), "--role FILE=SLOT") for item in role or ()),
        drops=tuple(drop or ()),
    )
    with desk(context, "decide") as opened:
        try:
            typed = TypedDecision(action="amend", by=by, note=note, remark=remark)
            typer.echo(mend(opened, reference.upper(), changes, typed))
        except ReviewError as error:
            fail(str(error))


def _pair(written: str, parts: tuple[str, str, str], how: str) -> tuple[str, str]:
    if not parts[1] or not parts[0].strip():
        fail(f"'{written}' says nothing to change; write {how}. Nothing was changed.")
    return parts[0].strip(), parts[2].strip()


@app.command()
def files(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder.")],
    state: Annotated[str | None, typer.Option(metavar="S", help="Only of entries in this state.")] = None,
    confidential: Annotated[
        bool, typer.Option("--confidential", help="Also sheets with rows that are not for publication.")
    ] = False,
    json: Json = False,
) -> None:
    """Copy the originals of a call's entries to a folder, under names that people know, with a list beside."""
    from dataclasses import asdict

    from reports.originals.files import WantedFiles, write_files
    from validators.disposition import Disposition

    with desk(context) as opened:
        need_call(opened.config, call)
        if state not in {None, *Disposition}:
            fail(f"There is no state '{state}'. The states are: {', '.join(Disposition)}.")
        with filling(out, "copying") as step:
            done = write_files(opened, call, out, WantedFiles(state=state, confidential=confidential), step)
    if json:
        emit({"folder": str(out), **asdict(done)})
    else:
        typer.echo(str(out))
        typer.echo(f"{done.files} files of {done.entries} entries, {done.bytes / 1e6:.1f} MB", err=True)
        for reference, name in done.missing:
            typer.echo(f"{reference}: '{name}' is not there any more", err=True)
        for reference, name in done.apart:
            typer.echo(
                f"{reference}: '{name}' is left out, it holds rows that are not for publication, or may (--confidential)",
                err=True,
            )
    raise typer.Exit(NEEDS_PERSON if done.missing else DONE)
