"""What every command shares: how it opens the desk, tells trouble, and leaves (contract.md, exit codes)."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from intake.config.models import Config
    from registry.desk.desk import Desk
    from registry.desk.pulse import OnStep
    from reports.letters.outbox_pass import Sent
    from validators.ruleset import Ruleset

DONE, NEEDS_PERSON, WRONG_USE, UNREACHABLE = 0, 1, 2, 3
Json = Annotated[bool, typer.Option("--json", help="Print exactly one JSON document.")]


def fail(message: str, code: int = WRONG_USE) -> NoReturn:
    """Tell a person what is wrong on stderr and exit."""
    typer.echo(message, err=True)
    raise typer.Exit(code)


def tell_version(wanted: bool) -> None:
    """Print the program's name and version, as pyproject.toml has them or had when it was installed, and leave."""
    if wanted:
        from intake.config.shipped import program_and_version

        typer.echo(program_and_version())
        raise typer.Exit(DONE)


@contextmanager
def desk(context: typer.Context, access: str = "read", logs_in: Collection[str] = (), *, service: str = "") -> Iterator[Desk]:
    """Open the desk the configuration describes, with a word of registry.desk.Access; trouble becomes words and an exit code.

    `logs_in`: the servers it logs in to ('mailboxes', 'delivery'); only for these a password must be there. `service`: what a
    service that is in the middle of it does by itself, so that nothing is left to do.
    """
    import logging

    from registry.desk.desk import Access, DeskBusy, NoRegistry, RegistryError, open_desk
    from reports.run.logs import start_logging

    start_logging(logging.ERROR)  # commands tell their own troubles; `serve` logs more
    try:
        with told_mistakes(), open_desk(context.obj, os.environ, Access(access), logs_in) as opened:
            yield opened
    except DeskBusy as error:
        if service and _serving(context):
            fail(f"The service is running and in the middle of it: it {service}. Nothing was done here.", DONE)
        fail(f"{error} Nothing was done; try again in a minute.", UNREACHABLE)
    except NoRegistry as error:
        fail(str(error))
    except RegistryError as error:
        fail(str(error), NEEDS_PERSON)


def settings_of(context: typer.Context) -> tuple[Config, dict[str, Ruleset]]:
    """Return configuration and rulesets, for what needs no registry."""
    from registry.desk.desk import settings

    with told_mistakes():
        return settings(context.obj, os.environ)


@contextmanager
def told_mistakes() -> Iterator[None]:
    """Tell the mistakes of a configuration that cannot be used, and exit."""
    from intake.config.loading import ConfigError

    try:
        yield
    except ConfigError as error:
        fail("The configuration cannot be used; nothing was done:\n" + "\n".join(f"  {mistake}" for mistake in error.mistakes))


def _serving(context: typer.Context) -> bool:
    """Tell whether a service lives where the configuration points."""
    from registry.desk.pulse import serving

    return serving(settings_of(context)[0].data_dir)


def must_log_in(context: typer.Context, *servers: str) -> None:
    """Exit with what is missing to log in to these servers ('mailboxes', 'delivery')."""
    from registry.desk.desk import settings

    with told_mistakes():
        settings(context.obj, os.environ, servers)


def need_call(config: Config, call: str) -> None:
    """Exit with the calls there are, when this one is none of them."""
    if call not in config.calls:
        fail(f"There is no call '{call}'. The calls are: {', '.join(config.calls)}.")


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Tell in words, and leave, where a file or folder that a command writes cannot be written."""
    try:
        yield
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror or error}. Nothing was left there.")


@contextmanager
def filling(out: Path, doing: str) -> Iterator[OnStep]:
    """Show how far a folder of files is; tell in words, and leave, where --out is no place for one or cannot be written."""
    from reports.originals.out_folder import PlaceProblem
    from reports.run.passes import progress_bar

    try:
        with writing(out), progress_bar(doing, "files") as step:
            yield step
    except PlaceProblem as error:
        fail(f"--out: {error} Nothing was done.")


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
    if fetched_errors or (sent and (sent.unreachable or sent.refused)):
        raise typer.Exit(UNREACHABLE)
    raise typer.Exit(NEEDS_PERSON if paused or shunted or (sent and (sent.failed or sent.unknown)) else DONE)
