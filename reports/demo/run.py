"""The demo command: servers, generated mails, the whole job through the very functions that the service runs."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import hashlib
import os
import re
import shlex
import shutil
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from intake.config.loading import ConfigError
from intake.config.mistakes import Mistake
from intake.config.shipped import program, shipped_config
from intake.config.slot_closing import day_there, end_of
from registry.desk.desk import Access, Desk, RegistryError, examine_settings, open_desk
from registry.read import documents
from registry.read.entries import read_entries
from registry.read.entry import Entry, EntryLetter
from registry.store.codes import LetterState
from reports.demo.any_call import generate_any
from reports.demo.cases import GeneratedMail, generate
from reports.demo.scene import ADDRESS, ANY_CALLS, scale_for
from reports.demo.servers import HOST, EmbeddedImap, EmbeddedSmtp
from reports.digest.deliver import digest_of, write_digest_page
from reports.run.passes import one_pass
from reports.workbook.workbook import write_workbook
from validators.finding import Severity

FLOOR = 3_000_000  # bytes of a work where a call names none
STYLES = {"accepted": "green", "incomplete": "yellow", "held": "magenta", "rejected": "red"}


def run_demo(configs: Sequence[Path], keep: Path | None, mails: int | None, call: str = "") -> int:
    """Run the whole main job and leave its files in `keep`; return the exit code (0; 1 if a case came out otherwise, or the disk is full).

    `call`: another of the configuration's calls, with mails made from its slots; 2 where there is none of that name.
    """
    console = Console()
    if not console.is_terminal:
        console = Console(width=130)
    folder = keep or Path(tempfile.mkdtemp(prefix="intake-demo-"))
    if not _emptied(folder):
        console.print(f"{folder} is not empty and no earlier demo; choose another folder.")
        return 2
    started = time.monotonic()
    with EmbeddedImap(ANY_CALLS if call else ADDRESS) as imap, EmbeddedSmtp() as smtp:
        try:
            paths = [*configs, _overlay(configs, folder, imap, smtp, call)]
            with open_desk(paths, _environ(), Access.PASS) as desk:
                sent = _deliver(desk, imap, mails, console, call)
                console.print(
                    f"{len(sent)} mails lie on the IMAP server ({imap.host}:{imap.port}). Fetching, processing, answering …"
                )
                if paused := one_pass(_by_its_clock(desk, sent)).paused:
                    console.print(paused, style="red", markup=False)
                right = _tell(desk, sent, console)
                _show(desk, sent, call, folder)
        except ConfigError as error:
            console.print(f"The configuration cannot be used:\n{error}", markup=False)
            return 2
        except RegistryError as error:
            console.print(str(error), style="red", markup=False)
            return 1
        letters = _letters(smtp, folder / "letters")
    console.print(
        f"\n{len(letters)} letters: {folder / 'letters'}\ndigest: {folder / 'digest.html'}\nworkbook: {folder / 'registry.xlsx'}\nregistry: {folder / 'registry.db'} · raw mail: {folder / 'spool'}"
    )
    shown = " ".join(f"--config {shlex.quote(str(path.absolute()))}" for path in paths)
    console.print(f"Look around: PHOTO_PASSWORD=demo {program()} {shown} entries", soft_wrap=True)
    console.print(f"Done in {time.monotonic() - started:.0f} s.")
    return 0 if right else 1


def _by_its_clock(desk: Desk, sent: Sequence[GeneratedMail]) -> Desk:
    """Return the desk with the demo's clock: each mail is processed when it arrives."""
    return dataclasses.replace(desk, done_at={mail.raw.decode(): mail.received_at for mail in sent})


def _emptied(folder: Path) -> bool:
    """Make a folder where there is none, and empty it of an earlier demo; False where it holds anything else."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / "demo.yaml").exists():
            return False
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return True


def _show(desk: Desk, sent: Sequence[GeneratedMail], call: str, folder: Path) -> None:
    """Write the digest of the busiest day, as of its end, and the workbook."""
    day = _busiest_day(sent, desk.config.timezone)
    digest = digest_of(desk, day, made_at=end_of(day, desk.config.timezone))
    write_digest_page(digest, folder / "digest.html")
    write_workbook(desk, call or _call_shown(desk), folder / "registry.xlsx")


def _busiest_day(sent: Sequence[GeneratedMail], zone: str) -> date:
    """Return the day on which most mails arrived."""
    days = [day_there(mail.received_at, zone) for mail in sent]
    return max(sorted(set(days)), key=days.count)


def _environ() -> dict[str, str]:
    """Return the environment with every password the shipped configuration asks for set to a word nobody needs."""
    text = shipped_config().read_text(encoding="utf-8")
    return {**dict.fromkeys(re.findall(r"\$\{(\w+)\}", text), "demo"), **os.environ}


def _overlay(configs: Sequence[Path], folder: Path, imap: EmbeddedImap, smtp: EmbeddedSmtp, call: str = "") -> Path:
    """Write the overlay that points the configuration at the demo's servers; only its first mailbox is kept, or the call's own."""
    config, _, mistakes = examine_settings(configs, _environ())
    if config is None:
        raise ConfigError(mistakes)
    if call and call not in config.calls:
        raise ConfigError(
            [Mistake(key_path="demo --call", problem=f"there is no call '{call}'", hint=f"there are {', '.join(config.calls)}")]
        )
    serving = [name for name, box in config.mailboxes.items() if not call or call in box.calls or not box.calls]
    first = next(iter(serving or config.mailboxes))
    others = [name for name in config.mailboxes if name != first]
    box = {"host": HOST, "port": imap.port, "security": "none", "username": imap.username, "password": imap.password}
    mine = {"enabled": True, "calls": [call], "sender": None} if call else {}
    settings: dict[str, Any] = {
        "data_dir": str(folder),
        "settle": 0,
        "undo": 0,
        "mailboxes": {first: {**box, "addresses": [imap.username], "folders": ["INBOX"], **mine}, **dict.fromkeys(others)},
        "delivery": {
            "host": HOST,
            "port": smtp.port,
            "security": "none",
            "username": None,
            "password": None,
            "seconds_between": 0,
            "sender": imap.username if call else f"Photo call <{ADDRESS}>",  # alone: the office's name goes with it
            "per_hour": 10_000,
            "per_address_per_day": 100,
        },
    }
    path = folder / "demo.yaml"
    path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return path


def _call_shown(desk: Desk) -> str:
    """Return the first call that has a form."""
    return next(name for name, call in desk.config.calls.items() if call.form)


def _deliver(desk: Desk, imap: EmbeddedImap, mails: int | None, console: Console, call: str = "") -> list[GeneratedMail]:
    """Generate mails and put each into the mailbox with its arrival time; keep them without their bytes."""
    call_id = call or _call_shown(desk)
    size = desk.rulesets[call_id].options("photo-size") or {"floor": FLOOR, "borderline": FLOOR}
    scale = scale_for(int(size["floor"]), int(size["borderline"]))
    delivered = []
    with console.status("Generating submissions with real photos …"):
        settings = desk.config.calls[call_id]
        made = (
            generate_any(call_id, settings, desk.rulesets[call_id], mails, imap.username)
            if call
            else generate(settings, mails, scale=scale)
        )
        for mail in made:
            imap.deliver(mail.raw, mail.received_at)
            delivered.append(dataclasses.replace(mail, raw=hashlib.sha256(mail.raw).hexdigest().encode()))  # the bytes may go
    return delivered


def _tell(desk: Desk, sent: list[GeneratedMail], console: Console) -> bool:
    """Print what happened to each mail; tell whether all came out as their generator says."""
    messages = {item["sha256"]: item for item in documents.messages(desk.db)}
    table = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in ("mail", "outcome", "entry", "state", "findings or reason", "letter"):
        table.add_column(column, no_wrap=column in {"mail", "outcome", "entry", "state"})
    right = True
    for mail in sent:
        message = messages.get(mail.raw.decode(), {"outcome": "missing", "references": [], "reason": ""})
        entries = list(read_entries(desk.db, message["references"]))
        wrong = otherwise(mail, message["outcome"], entries)
        right &= not wrong
        rules = dict.fromkeys(item.rule for entry in entries for item in entry.findings if item.severity != Severity.INFO)
        letters = dict.fromkeys(_letter(item) for entry in entries for item in entry.letters)
        states = " ".join(dict.fromkeys(f"[{STYLES[entry.state]}]{entry.state}[/]" for entry in entries))
        table.add_row(
            mail.name,
            message["outcome"],
            "\n".join(message["references"]),
            states,
            (", ".join(rules) or escape(message["reason"])) + f"[red]{escape(wrong)}[/]" * bool(wrong),
            ", ".join(letters) or "none",
        )
    console.print(table)
    return right


def otherwise(mail: GeneratedMail, outcome: str, entries: Sequence[Entry]) -> str:
    """Return what came out otherwise than a mail's maker says, '' where all is as it should be.

    An entry to which a later mail has added is that mail's to tell of.
    """
    wanted = mail.expected
    if outcome != wanted.outcome:
        return f" expected: {wanted.outcome}"
    for entry in entries:
        if entry.message != mail.raw.decode():
            continue
        found = [(item.rule, f"{item.rule}.{item.slot}") for item in entry.said(Severity.ERROR, Severity.HOLD, Severity.REJECT)]
        known = all(wanted.rules & set(names) for names in found) and wanted.rules <= {name for names in found for name in names}
        if entry.state != wanted.state or not known:
            return f" expected: {wanted.state} {', '.join(sorted(wanted.rules))}"
    return ""


def _letter(letter: EntryLetter) -> str:
    return letter.kind if letter.state is LetterState.SENT else f"{letter.kind} ({letter.state})"


def _letters(smtp: EmbeddedSmtp, folder: Path) -> list[Path]:
    """Write the letters that the SMTP server received, as .eml files named by entry."""
    folder.mkdir(mode=0o700, exist_ok=True)
    paths = []
    for number, item in enumerate(smtp.received, 1):
        parsed = email.message_from_bytes(item.content, policy=email.policy.default)
        reference = str(parsed["X-Intake-Desk"] or "letter").split(",")[0].split()[0]
        path = folder / f"{number:03d}-{reference}.eml"
        path.write_bytes(item.content)
        paths.append(path)
    return paths
