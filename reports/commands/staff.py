"""The commands of staff: the digest, and what becomes of its questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reports.commands.shared import DONE, NEEDS_PERSON, UNREACHABLE, desk, fail, writing

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
            unreachable = any(outcome.unreachable for outcome in outcomes.values())
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

    from registry.store.mails import stamp
    from registry.store.questions import QuestionProblem
    from registry.store.questions import answered as note_answered

    with desk(context, "decide") as opened:
        now = datetime.now(UTC)
        try:
            done = note_answered(opened.db, mail, by, now)
        except QuestionProblem as error:
            fail(str(error))
        for sha256 in done:
            opened.journal.write("answered", sha256=sha256, by=by, at=stamp(now))
    typer.echo(f"{len(done)} taken from the list, by {by}")


def _today(zone: str):  # type: ignore[no-untyped-def]
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).date()
