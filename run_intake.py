"""The intake desk's commands: fetch, process, send, and everything staff ask of the registry."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from intake.config.shipped import default_config
from reports.commands import announcing, dataprotection, judges, look, operator, organiser, setup, sheets, staff, totals
from reports.commands.shared import NEEDS_PERSON, Json, desk, fail, finish, need_call, settings_of, tell_version, writing

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="The intake desk that never loses a submission. Exit codes: 0 done; 1 done, but something needs a person; "
    "2 wrong usage or configuration, nothing was done; 3 a server could not be reached, nothing lost, try again.",
)


@app.callback()
def main(
    context: typer.Context,
    config: Annotated[
        list[Path] | None,
        typer.Option("--config", metavar="FILE", help="Configuration; repeat to lay later files over earlier ones."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=tell_version, is_eager=True, help="Print name and version, and leave.")
    ] = False,
) -> None:
    """Remember which configuration to read; each command loads what it needs."""
    os.umask(0o077)  # whatever is written is for us alone: mails, photos, letters of private people
    context.obj = config or [default_config()]


@app.command()
def demo(
    context: typer.Context,
    keep: Annotated[Path | None, typer.Option(metavar="DIR", help="Where to leave the files (default: a new folder).")] = None,
    mails: Annotated[int | None, typer.Option(metavar="N", min=1, help="How many mails to send.")] = None,
    call: Annotated[str, typer.Option(metavar="ID", help="Another of the calls, with mails made from its slots.")] = "",
) -> None:
    """Run the whole main job on this machine with its own servers and generated submissions."""
    from reports.demo.run import run_demo

    raise typer.Exit(run_demo(context.obj, keep, mails, call))


@app.command()
def poll(context: typer.Context) -> None:
    """Make one pass: fetch what is new, process it, send what is due."""
    from reports.run.passes import one_pass

    with desk(context, "pass", ("mailboxes", "delivery"), service="fetches, processes and sends by itself") as opened:
        outcome = one_pass(opened)
    finish(outcome.errors, outcome.shunted, outcome.sent, outcome.paused)


@app.command("import")
def import_(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help=".eml files, folders of them, Maildirs, mbox files.")],
    mailbox: Annotated[str | None, typer.Option(metavar="NAME", help="As which mailbox (default: the first).")] = None,
    received_at: Annotated[str | None, typer.Option(metavar="ISO", help="Arrival time of all of them.")] = None,
    no_send: Annotated[bool, typer.Option("--no-send", help="Leave notices queued.")] = False,
) -> None:
    """Take mail from files as if it had just been fetched."""
    from registry.desk.disk import short_of_disk
    from registry.pipeline.from_files import ImportProblem, import_paths
    from reports.run.passes import process_and_send

    with desk(context, "pass", () if no_send else ("delivery",)) as opened:
        paused = short_of_disk(opened)
        if paused:
            fail(paused, NEEDS_PERSON)
        try:
            count = import_paths(opened, paths, mailbox, received_at)
        except ImportProblem as error:
            fail(str(error))
        outcome = process_and_send(opened, send=not no_send)
    typer.echo(f"{count} messages taken", err=True)
    finish({}, outcome.shunted, outcome.sent, outcome.paused)


@app.command()
def send(context: typer.Context) -> None:
    """Send due notices only."""
    from registry.desk.desk import must_hold_together_today
    from registry.desk.disk import write_out
    from reports.staff.deliver import send_all

    with desk(context, "work", ("delivery",), service="sends by itself") as opened:
        must_hold_together_today(opened)
        outcome = send_all(opened)
        failed = write_out(opened, anyway=outcome.sent > 0)
    finish({}, 0, outcome, failed)


@app.command()
def messages(context: typer.Context, json: Json = False) -> None:
    """List every mail ever seen, with its outcome."""
    from registry.read import documents
    from reports.screen.tables import show_messages

    with desk(context) as opened:
        show_messages(documents.each_message(opened.db), opened.config.timezone, json=json)


@app.command()
def entries(
    context: typer.Context,
    call: Annotated[str | None, typer.Option(metavar="ID")] = None,
    state: Annotated[str | None, typer.Option(metavar="S", help="accepted, incomplete, held, rejected or joined.")] = None,
    json: Json = False,
) -> None:
    """List the registry."""
    from registry.read import documents
    from reports.screen.tables import show_entries
    from validators.disposition import Disposition

    with desk(context) as opened:
        if call is not None:
            need_call(opened.config, call)
        if state not in {None, *Disposition}:
            fail(f"There is no state '{state}'. The states are: {', '.join(Disposition)}.")
        found = documents.each_entry(opened.db, call=call, state=state, calls=opened.config.calls)
        show_entries(found, opened.config.timezone, json=json)


@app.command()
def show(context: typer.Context, reference: Annotated[str, typer.Argument(metavar="REF")], json: Json = False) -> None:
    """Show one entry whole, with its history."""
    from registry.read import documents
    from registry.store.tombstones import forgotten
    from reports.screen.tables import show_entry

    with desk(context) as opened:
        document = documents.entry(opened.db, reference.upper(), calls=opened.config.calls)
        if document is None:
            gone = forgotten(opened.db, reference.upper())
            fail(
                f"{reference.upper()} was forgotten on {gone[0]['at'][:10]}. `forget --list` tells by whom."
                if gone
                else f"There is no entry {reference}. `entries` lists them."
            )
        show_entry(document, opened.config.timezone, json=json)


@app.command()
def review(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF")],
    action: Annotated[str, typer.Argument(metavar="accept|reject|ask|hold|release|join")],
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides.")],
    note: Annotated[
        str, typer.Option(metavar="TEXT", help="For the author: with accept, ask and reject it stands in the letter.")
    ] = "",
    remark: Annotated[str, typer.Option(metavar="TEXT", help="For us alone: stands in the history, in no letter.")] = "",
    until: Annotated[
        str,
        typer.Option(
            metavar="DATE",
            help="Until when the entry may be added to (default: some working days, where it is asked for something).",
        ),
    ] = "",
    into: Annotated[
        str, typer.Option(metavar="REF2", help="With join: the entry of the same author or unit that everything goes to.")
    ] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="Accept though something is missing.")] = False,
) -> None:
    """Record a staff decision and queue the fitting notice; it waits a while (`undo`), and another decision replaces it."""
    from registry.decide.review import ReviewError
    from reports.screen.decisions import TypedDecision, decide_entry

    decision = TypedDecision(action=action, by=by, note=note, remark=remark, until=until, into=into.upper(), anyway=anyway)
    with desk(context, "decide") as opened:
        try:
            typer.echo(decide_entry(opened, reference.upper(), decision))
        except ReviewError as error:
            fail(str(error))


@app.command()
def preview(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(metavar="REF")],
    kind: Annotated[str | None, typer.Option(metavar="K", help="acknowledgement, correction, rejection or receipt.")] = None,
    language: Annotated[str | None, typer.Option(metavar="L", help="zh, en, or zh,en.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="As with the note that a decision would give.")] = None,
    json: Json = False,
) -> None:
    """Print the letter that waits to leave, or as it would be written now; nothing is sent."""
    from reports.letters.preview import LetterWanted, PreviewProblem, preview_document, preview_letter
    from reports.screen.output import emit

    with desk(context) as opened:
        try:
            asked = opened, reference.upper(), LetterWanted(kind, language, note)
            emit(preview_document(*asked)) if json else typer.echo(preview_letter(*asked))
        except PreviewProblem as error:
            fail(str(error))


@app.command()
def form(
    context: typer.Context,
    call: str,
    out: Annotated[Path, typer.Option(metavar="FILE.docx", help="Or FILE.xlsx for a sheet.")],
    slot: Annotated[str, typer.Option(metavar="S", help="The blank form or sheet of this slot; the first form without it.")] = "",
) -> None:
    """Write the blank registration form of a call, or another of its forms or sheets."""
    from intake.config.models import SlotKind
    from reports.form.blank import write_blank_form
    from reports.form.blank_sheet import write_blank_sheet

    config, _ = settings_of(context)
    need_call(config, call)
    settings = config.calls[call]
    blanks = {name: item for name, item in settings.slots.items() if item.columns or item.is_a(SlotKind.FORM)}
    chosen = blanks.get(slot) if slot else settings.form or next(iter(blanks.values()), None)
    if chosen is None:
        wanted = f"'{slot}' is none of them" if blanks else "there is none"
        fail(f"The forms and sheets of '{call}': {', '.join(blanks) or '-'}; {wanted}.")
    with writing(out):
        if chosen.columns:
            write_blank_sheet(settings, chosen, out)
        else:
            write_blank_form(settings, out, form=chosen)
    typer.echo(str(out))


@app.command()
def rules(context: typer.Context, call: Annotated[str | None, typer.Argument(metavar="CALL")] = None, json: Json = False) -> None:
    """List the rules, their options and where they are used."""
    from reports.screen.tables import show_rules

    config, rulesets = settings_of(context)
    if call is not None:
        need_call(config, call)
    show_rules(rulesets, call, json=json)


app.add_typer(look.app)
app.add_typer(setup.app)
app.add_typer(staff.app)
app.add_typer(operator.app)
app.add_typer(organiser.app)
app.add_typer(totals.app)
app.add_typer(sheets.app)
app.add_typer(judges.app)
app.add_typer(announcing.app)
app.add_typer(dataprotection.app)


def run() -> None:
    """Run the commands: the installed program's entry point."""
    from reports.screen.streams import made_ready, told_at_last

    made_ready()
    try:
        app()
    except KeyboardInterrupt:
        typer.echo("Stopped. Nothing is lost: the next run goes on from here.", err=True)
        sys.exit(NEEDS_PERSON)
    except OSError as error:  # what no command could do anything about: a full disk, a file that is another user's
        where = f"{error.filename}: " if error.filename else ""
        told_at_last(f"It could not be finished: {where}{error.strerror or error}. Nothing is lost; mend that, then try again.")
        sys.exit(NEEDS_PERSON)


if __name__ == "__main__":
    run()
