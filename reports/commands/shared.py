"""What every command shares: how it opens the desk, tells trouble, and leaves (contract.md, exit codes)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from registry.desk import Desk
    from reports.sending import Sent

DONE, NEEDS_PERSON, WRONG_USE, UNREACHABLE = 0, 1, 2, 3
Json = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]


def fail(message: str, code: int = WRONG_USE) -> NoReturn:
    """Tell a person what is wrong on stderr and exit."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


@contextmanager
def desk(context: typer.Context, *, writing: bool = False) -> Iterator[Desk]:
    """Open the desk the configuration describes; a mistake or a busy desk becomes words and an exit code."""
    import logging

    from intake.config import ConfigError
    from registry.desk import DeskBusy, RegistryError, open_desk
    from reports.logs import start_logging

    start_logging(logging.ERROR)  # commands tell their own troubles; `serve` logs more
    try:
        with open_desk(context.obj, os.environ, writing=writing) as opened:
            yield opened
    except ConfigError as error:
        fail("The configuration cannot be used; nothing was done:\n" + "\n".join(f"  {mistake}" for mistake in error.mistakes))
    except DeskBusy as error:
        fail(str(error), UNREACHABLE)
    except RegistryError as error:
        fail(str(error), NEEDS_PERSON)


def need_call(opened: Desk, call: str) -> None:
    """Exit with the calls there are, when this one is none of them."""
    if call not in opened.config.calls:
        fail(f"There is no call '{call}'. The calls are: {', '.join(opened.config.calls)}.")


def finish(fetched_errors: dict[str, str], shunted: int, sent: Sent | None, paused: str = "") -> NoReturn:
    """Leave with the contract's exit code: 3 unreachable, else 1 needs a person, else 0."""
    for name, problem in fetched_errors.items():
        typer.echo(f"mailbox {name}: {problem}", err=True)
    if paused:
        typer.echo(paused, err=True)
    if sent and sent.problem:
        typer.echo(f"delivery: {sent.problem}", err=True)
    if shunted:
        typer.echo(f"{shunted} mails were shunted: kept, but not understood; `messages` says why", err=True)
    if fetched_errors or (sent and sent.unreachable):
        raise typer.Exit(UNREACHABLE)
    raise typer.Exit(NEEDS_PERSON if paused or shunted or (sent and (sent.failed or sent.unknown)) else DONE)
