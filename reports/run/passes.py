"""One pass over the three loops that meet only on disk: fetch, process, send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from registry.desk.desk import PATIENCE, Desk, RegistryError, taking_in
from registry.desk.disk import short_of_disk, write_out
from registry.desk.pulse import OnStep
from registry.pipeline.fetch import Fetchers, fetch_new
from registry.pipeline.run import Processor, process_pending
from reports.letters.outbox_pass import Sent
from reports.staff.deliver import send_all

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

AGAIN = 30.0  # seconds after which what a slow mailbox has brought is processed and answered


@dataclass(frozen=True, kw_only=True)
class PassOutcome:
    """What one pass did: mailboxes that failed, mails shunted, letters sent."""

    errors: dict[str, str] = field(default_factory=dict)
    paused: str = ""  # why nothing was taken in
    shunted: int = 0
    sent: Sent | None = None


def one_pass(desk: Desk) -> PassOutcome:
    """Fetch what is new from every mailbox, process all of it, then send what is due (contract.md ruling 4).

    A slow mailbox is not waited for: what the others brought is processed and answered, and again when it has ended.
    """
    paused = short_of_disk(desk)
    if paused:
        return PassOutcome(paused=paused, sent=send_all(desk))
    errors: dict[str, str] = {}
    shunted, sent = 0, Sent()
    fetchers = Fetchers(desk)
    try:
        fetchers.begin()
        with progress_bars("fetching", "processing") as (fetched, processed):
            while True:
                more, count = bring_in(desk, fetched, processed, fetchers=fetchers)
                errors, shunted, sent = errors | more, shunted + count, sent + send_all(desk)
                if fetchers.ended:
                    break
                fetchers.wait(AGAIN)
    except RegistryError as error:  # what is ready may leave all the same
        return PassOutcome(errors=errors, paused=str(error), shunted=shunted, sent=sent + send_all(desk))
    finally:
        fetchers.end()
    return PassOutcome(errors=errors, paused=write_out(desk, anyway=sent.sent > 0) or fetchers.paused, shunted=shunted, sent=sent)


def bring_in(
    desk: Desk,
    fetched: OnStep = lambda _: None,
    processed: OnStep = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    fetchers: Fetchers | None = None,
) -> tuple[dict[str, str], int]:
    """Fetch what is new and process all that is pending, what came first already meanwhile; return failed mailboxes, shunted mails.

    With `fetchers`, whose turns have begun, slow mailboxes are not waited for. Raises DeskBusy when another run is at it,
    RegistryError, sqlite3.Error or OSError when disk or registry fail; nothing is lost then.
    """
    with taking_in(desk, PATIENCE), Processor(desk, processed, stop) as processor:
        if fetchers is None:
            errors = fetch_new(desk, fetched, stop, processor.go_on)
        else:
            errors = fetchers.gather(fetched, processor.go_on)
        processor.finish()
    return errors, processor.shunted


def process_and_send(desk: Desk, *, send: bool = True, wait: float = PATIENCE) -> PassOutcome:
    """Process what lies in the spool, then send what is due unless told not to; raises DeskBusy when another run is at it."""
    with progress_bar("processing") as step, taking_in(desk, wait):
        shunted = process_pending(desk, step)
    sent = send_all(desk) if send else None
    return PassOutcome(paused=write_out(desk, anyway=sent is not None and sent.sent > 0), shunted=shunted, sent=sent)


@contextmanager
def progress_bar(title: str, things: str = "mails") -> Iterator[OnStep]:
    """Show on a terminal how many things are through; nothing elsewhere."""
    with progress_bars(title, things=things) as (step,):
        yield step


@contextmanager
def progress_bars(*titles: str, things: str = "mails") -> Iterator[list[OnStep]]:
    """Show several such counts, one below the other."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield [lambda _: None for _ in titles]
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:.0f} " + things),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        tasks = [bar.add_task(title, total=None) for title in titles]
        yield [partial(_advance, bar, task) for task in tasks]


def _advance(bar: Progress, task: TaskID, _: str) -> None:
    bar.advance(task)
