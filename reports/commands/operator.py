"""The commands of the one who runs the server: serve, status, check, unshunt, resend, backup, rebuild."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from reports.commands.shared import (
    DONE,
    NEEDS_PERSON,
    UNREACHABLE,
    Json,
    desk,
    fail,
    finish,
    must_log_in,
    need_call,
    settings_of,
    writing,
)
from reports.run.logs import LogFormat

app = typer.Typer()


@app.command()
def serve(
    context: typer.Context,
    log_format: Annotated[LogFormat, typer.Option("--log-format", help="How the log on stderr looks.")] = LogFormat.TEXT,
) -> None:
    """Run unattended until SIGTERM (finishes the mail in hand); SIGHUP reads the configuration anew."""
    from registry.desk.desk import settings
    from reports.run.service import serve as run_service

    servers = ("mailboxes", "delivery")
    run_service(lambda: desk(context, "work", servers), lambda: settings(context.obj, os.environ, servers)[0], log_format)


@app.command()
def status(context: typer.Context, json: Json = False) -> None:
    """Tell the health of everything; exit 1 when a person is needed."""
    from registry.desk.desk import must_hold_together_today
    from reports.digest.alarm_mails import status_of
    from reports.screen.tables import show_status

    with desk(context) as opened:
        must_hold_together_today(opened)
        document = status_of(opened)
    show_status(document, opened.config.timezone, json=json)
    raise typer.Exit(DONE if document["healthy"] else NEEDS_PERSON)


@app.command()
def check(
    context: typer.Context,
    connect: Annotated[bool, typer.Option("--connect", help="Log in to mailboxes and SMTP; sends nothing.")] = False,
    explain: Annotated[str, typer.Option("--explain", metavar="CALL", help="Say in words what a call asks for.")] = "",
    json: Json = False,
) -> None:
    """List every mistake in the configuration, each with its key path."""
    from reports.run.check import check_configuration

    if explain:
        from reports.screen.explain import explain as explained

        config, rulesets = settings_of(context)
        need_call(config, explain)
        for line in explained(explain, config.calls[explain], rulesets[explain]):
            typer.echo(line)
        return

    raise typer.Exit(check_configuration(context.obj, os.environ, connect=connect, json=json))


@app.command("sign-in")
def sign_in(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A mailbox, or delivery; left out: the first by token.")] = "",
) -> None:
    """Sign in to a Microsoft 365 account once, with a code; the tokens are kept and renewed by themselves from then on."""
    from reports.run.sign_in import NotHere, have_signed_in

    config, _ = settings_of(context)
    try:
        typer.echo(have_signed_in(config, name, lambda words: typer.echo(words, err=True)))
    except NotHere as error:
        fail(str(error))
    except OSError as error:
        fail(str(error), UNREACHABLE)


@app.command()
def unshunt(
    context: typer.Context,
    sha256: Annotated[str, typer.Argument(metavar="SHA256", help="Its sha256, or as much of it as is unique.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every shunted mail.")] = False,
    no_send: Annotated[bool, typer.Option("--no-send", help="Leave notices queued.")] = False,
) -> None:
    """Process shunted mails again."""
    from registry.desk.pulse import serving
    from registry.pipeline.requeue import UnshuntProblem, put_back
    from reports.run.passes import process_and_send

    if bool(sha256) == everything:
        fail("Name one mail by its sha256 (`messages` lists them), or say --all.")
    with desk(context, "decide") as opened:
        try:
            count = put_back(opened, sha256)
        except UnshuntProblem as error:
            fail(str(error))
        typer.echo(f"{count} mails put back", err=True)
        if serving(opened.config.data_dir):
            typer.echo("The service is running; it processes them with its next pass.", err=True)
            return
        if not no_send:
            must_log_in(context, "delivery")
        outcome = process_and_send(opened, send=not no_send)
    finish({}, outcome.shunted, outcome.sent, outcome.paused)


@app.command()
def resend(
    context: typer.Context, reference: Annotated[str, typer.Argument(metavar="REF", help="Whose failed or unknown letters.")]
) -> None:
    """Send an entry's failed or unknown letters again, the same bytes, because you say so."""
    from registry.desk.pulse import serving
    from reports.letters.outbox_pass import send_due
    from reports.screen.decisions import send_again

    with desk(context, "decide") as opened:
        count = send_again(opened, reference.upper())
        if count is None:
            fail(f"There is no entry {reference}. `entries` lists them.")
        if not count:
            fail(f"{reference.upper()} has no failed or unknown letter; nothing was done.")
        typer.echo(f"{count} letters queued again", err=True)
        if serving(opened.config.data_dir):
            typer.echo("The service is running; it sends them within a minute or two.", err=True)
            return
        must_log_in(context, "delivery")
        outcome = send_due(opened)
    finish({}, 0, outcome)


@app.command()
def backup(context: typer.Context, out: Annotated[Path, typer.Option(metavar="FILE")]) -> None:
    """Write a consistent copy of the registry, also while the service runs."""
    from registry.recover.backup import back_up

    with desk(context) as opened, _writing_registry(out):
        back_up(opened.db, out)
    typer.echo(str(out))


@app.command()
def rebuild(context: typer.Context, out: Annotated[Path, typer.Option(metavar="FILE.db")]) -> None:
    """Make a registry again from the spool alone; sends nothing."""
    from registry.recover.rebuild import rebuild as make_again
    from reports.run.passes import progress_bar

    if out.exists():
        fail(f"{out} is there already; name a new file.")
    with desk(context, "remake") as opened, _writing_registry(out), progress_bar("rebuilding") as step:
        counted = make_again(opened, out, step)
    typer.echo(f"{out}: {counted['messages']} messages, {counted['entries']} entries, {counted['decisions']} decisions", err=True)


@contextmanager
def _writing_registry(out: Path) -> Iterator[None]:
    """Do as writing() does for a file that SQLite writes; what ails the desk's own registry is told as such."""
    import sqlite3

    from registry.store.trouble import BROKEN, BUSY, PRIMARY, cause_of

    try:
        with writing(out):
            yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & PRIMARY in BROKEN | BUSY:
            raise
        fail(f"{out} cannot be written: {cause_of(error, out.absolute())} Nothing was left there.")
