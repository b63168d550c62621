"""One pass over the three loops that meet only on disk: fetch, process, send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from registry.desk import Desk, short_of_disk
from registry.fetching import fetch_new
from registry.processing import process_pending
from reports.sending import Sent, send_due

Step = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class PassOutcome:
    """What one pass did: mailboxes that failed, mails shunted, letters sent."""

    errors: dict[str, str] = field(default_factory=dict)
    paused: str = ""  # why nothing was taken in
    shunted: int = 0
    sent: Sent | None = None


def one_pass(desk: Desk) -> PassOutcome:
    """Fetch what is new from every mailbox, process all of it, then send what is due (contract.md ruling 4)."""
    paused = short_of_disk(desk)
    if paused:
        return PassOutcome(paused=paused, sent=send_due(desk))
    with progress_bar("fetching") as step:
        errors = fetch_new(desk, step)
    outcome = process_and_send(desk)
    return PassOutcome(errors=errors, shunted=outcome.shunted, sent=outcome.sent)


def process_and_send(desk: Desk, *, send: bool = True) -> PassOutcome:
    """Process what lies in the spool, then send what is due unless told not to."""
    with progress_bar("processing") as step:
        shunted = process_pending(desk, step)
    return PassOutcome(shunted=shunted, sent=send_due(desk) if send else None)


@contextmanager
def progress_bar(title: str, things: str = "mails") -> Iterator[Step]:
    """Show on a terminal how many things are through; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:.0f} " + things),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=None)
        yield lambda _: bar.advance(task)
