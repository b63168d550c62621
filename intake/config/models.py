"""The frozen models behind config.yaml; loading and merging live in intake.config."""

from __future__ import annotations

import os
import shlex
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator

from intake.config.allowance import ENTRIES_PER_FILE, Allowance
from intake.config.base import DataFolder, Zone
from intake.config.base import Model as Model
from intake.config.call import AnyCall
from intake.config.call import Call as Call
from intake.config.call import Duration as Duration
from intake.config.call import Interval as Interval
from intake.config.call import Languages as Languages
from intake.config.call import Office as Office
from intake.config.call import Window as Window
from intake.config.fields import FieldKind as FieldKind
from intake.config.fields import Fields as Fields
from intake.config.fields import FieldSettings as FieldSettings
from intake.config.identity import Identity as Identity
from intake.config.languages import chosen_in_order, languages, phrases
from intake.config.naming import NamingPattern as NamingPattern
from intake.config.oauth import OAuth as OAuth
from intake.config.quantities import Size as Size
from intake.config.slots import CountBounds as CountBounds
from intake.config.slots import Slot as Slot
from intake.config.slots import SlotKind as SlotKind
from intake.config.slots import Title as Title
from intake.config.slots import WhenAsked as WhenAsked
from intake.config.staff import StaffMember as StaffMember
from intake.config.staff import StaffRight as StaffRight
from intake.config.weekly import Weekly
from intake.config.words import LocalWords as LocalWords

Security = Literal["tls", "starttls", "none"]
MOST_WORKERS = 8  # unless more are asked for: the registry, which one process writes, is the narrow place then


def _words(value: object) -> object:
    """Return a command's words, as a shell would part them."""
    return tuple(shlex.split(value)) if isinstance(value, str) else value


Command = Annotated[tuple[str, ...], BeforeValidator(_words), Field(min_length=1)]


def is_loopback(host: str) -> bool:
    """Tell whether a host name or address is this machine's own."""
    return host in {"localhost", "::1"} or host.startswith("127.")


class Server(Model):
    """A host that is logged in to; unencrypted only towards loopback."""

    host: str
    port: int = Field(ge=1, le=65535)
    security: Security = "tls"
    username: str | None = None
    password: SecretStr | None = None
    password_file: Path | None = None
    password_command: Command | None = None  # prints the password in its first line
    oauth: OAuth | None = None  # tokens instead of a password
    ca_file: Path | None = None  # an authority to trust beside the machine's own, PEM

    @model_validator(mode="after")
    def _plain_only_to_loopback(self) -> Server:
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError(f"security: none is refused towards {self.host}; use tls or starttls (none is for 127.0.0.1 only)")
        return self


class MailboxSettings(Server):
    """One IMAP mailbox and the calls it serves, in order."""

    port: int = Field(default=993, ge=1, le=65535)
    username: str
    folders: tuple[str, ...] = ("INBOX",)
    calls: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    sender: str | None = None  # From of this mailbox's letters; None: delivery.sender
    enabled: bool = True  # False: neither polled nor logged in to
    group: bool = False  # the address is itself a list: list headers say nothing (contract.md ruling 9)
    trusted_authserv: str | None = None
    since: datetime | None = None
    valid_until: datetime | None = None
    connect_timeout: Interval = timedelta(seconds=15)
    read_timeout: Interval = timedelta(seconds=90)  # without any byte
    answer_timeout: Interval = timedelta(minutes=3)  # for a whole answer, however it drips
    mail_timeout: Interval = timedelta(minutes=3)  # for one mail, and a second more for each `slowest` bytes
    slowest: Size = Field(default=16_384, ge=1)  # bytes a second
    pass_timeout: Interval = timedelta(hours=1)  # for one mailbox's mails in one go; the rest comes next time

    @field_validator("since", "valid_until")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("give the zone, as in 2026-07-01T00:00:00+08:00")
        return value


class DeliverySettings(Server):
    """The SMTP server that letters leave by, and how fast."""

    port: int = Field(default=465, ge=1, le=65535)
    sender: str
    seconds_between: float | None = Field(default=None, ge=0)  # None: 3 s towards a remote host, 0 on loopback
    per_hour: int = Field(default=300, ge=1)
    per_address_per_day: int = Field(default=10, ge=1)
    timeout: Interval = timedelta(seconds=60)  # without any byte
    letter_timeout: Interval = timedelta(minutes=3)  # for one letter, however the server drips
    pass_timeout: Interval = timedelta(minutes=15)  # for the letters of one go; the rest leaves next time

    @property
    def pause(self) -> float:
        """Return the seconds to wait between two letters."""
        if self.seconds_between is not None:
            return self.seconds_between
        return 0.0 if is_loopback(self.host) else 3.0


class Schedule(Model):
    """When the unattended service does what (clock times in the office's zone)."""

    poll: Interval = timedelta(minutes=2)
    send: Interval = timedelta(minutes=1)
    patience: Duration = timedelta(minutes=1)  # with a slow mailbox, before what the others brought goes on
    backup: time | None = time(3, 30)  # each day; None: no copies
    digest: time | None = time(8, 0)  # each day to `staff`; None: none
    look: time | None = time(7, 30)  # each day: what has fallen due; None: never by itself
    workbook: Weekly | None = None  # the registries to `staff`, once a week; None: on request


class Alarms(Model):
    """When `status` and a mail to staff say that a person is needed."""

    no_poll: Duration = timedelta(hours=6)  # without a good poll of a mailbox
    code_warning: Duration = timedelta(days=14)  # before a mailbox's authorisation code expires
    queue: Duration = timedelta(hours=6)  # that letters or mails wait though their time has come
    clock: Duration = timedelta(minutes=10)  # that the clock may be behind what was written already
    no_backup: Duration = timedelta(days=3)  # without a copy of the registry


def usable_cores() -> int:
    """Return how many processors this program may use, as `taskset` and containers limit them."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST_WORKERS)


class Limits(Model):
    """What one mail may cost before a person looks at it, and how many processes read mails."""

    workers: int = Field(default_factory=usable_cores, ge=1, le=64)  # a process each; default: the cores there are, at most 8
    archive_bytes: Size = 500_000_000
    archive_files: int = Field(default=2000, ge=1)
    archive_ratio: int = Field(default=100, ge=1)
    archive_depth: int = Field(default=2, ge=0)
    message_parts: int = Field(default=500, ge=1)
    message_depth: int = Field(default=30, ge=1)
    message_bytes: Size = 500_000_000  # a mail that is announced larger is not fetched
    header_bytes: Size = 262_144
    forward_depth: int = Field(default=5, ge=0)
    photo_pixels: int = Field(default=250_000_000, ge=1)
    reading_seconds: float = Field(default=25, gt=0)
    file_seconds: float = Field(default=10, gt=0)
    sheet_rows: int = Field(default=20_000, ge=1)  # of one file; one with more is kept, and staff are told
    sheet_columns: int = Field(default=300, ge=1)
    reading_memory: Size = 1_500_000_000
    probe_seconds: float = Field(default=30, gt=0)
    probe_memory: Size = 2_000_000_000
    attempts: int = Field(default=3, ge=1)
    disk_reserve: Size = 1_000_000_000

    @property
    def allowance(self) -> Allowance:
        """Return what reading the files of one mail may cost."""
        return Allowance(
            seconds=self.file_seconds,
            sheet_rows=self.sheet_rows,
            sheet_columns=self.sheet_columns,
            unpacked_bytes=self.archive_bytes,
            unpacked_entries=self.archive_files * ENTRIES_PER_FILE,
        )


class Defaults(Model):
    """What every call starts from; its own stands over it."""

    fields: Fields = Field(default={})  # that many forms share: labels and kind, by name
    rules: dict[str, Any] = Field(default={})


def _unnamed() -> Office:
    return Office(**{name: phrases("", name)["office"] for name in languages()})


class Config(Model):
    """The whole of config.yaml, frozen."""

    data_dir: DataFolder = Path("var")
    timezone: Zone = "Asia/Shanghai"  # the office's zone
    office: Office = Field(default_factory=_unnamed)
    mailboxes: dict[str, MailboxSettings]
    delivery: DeliverySettings
    settle: Duration = timedelta(minutes=20)
    undo: Duration = timedelta(minutes=10)  # a letter after a staff decision waits so long for second thoughts
    correction: Duration = timedelta(days=5)  # working days that a decision gives which asks for something after the close
    schedule: Schedule = Schedule()
    alarms: Alarms = Alarms()
    limits: Limits = Limits()
    metrics_file: Path | None = None  # numbers for node_exporter's textfile collector; None: none
    staff: tuple[StaffMember, ...] = ()
    staff_language: Languages = "zh,en"
    defaults: Defaults = Defaults()
    calls: dict[str, AnyCall]

    @field_validator("correction")
    @classmethod
    def _whole_days(cls, value: timedelta) -> timedelta:
        if value < timedelta(days=1) or value % timedelta(days=1):
            raise ValueError("whole days, at least 1d; they are counted as working days")
        return value

    def office_of(self, call: str) -> Office:
        """Return who signs a call's letters."""
        return self.calls[call].office or self.office

    @property
    def polled(self) -> dict[str, MailboxSettings]:
        """Return the mailboxes that are polled and logged in to."""
        return {name: box for name, box in self.mailboxes.items() if box.enabled}

    @property
    def served_calls(self) -> dict[str, Call]:
        """Return the calls that an enabled mailbox serves; all of them where none does."""
        served = {name for box in self.polled.values() for name in box.calls or self.calls}
        return {name: call for name, call in self.calls.items() if name in served} or dict(self.calls)

    @property
    def staff_languages(self) -> tuple[str, ...]:
        """Return the languages of digest and alarms, first one first."""
        return chosen_in_order(self.staff_language)
