"""Everything one run works with: configuration, rulesets, registry, spool and media, opened together."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum, auto
from pathlib import Path

from sqlite_utils import Database

from intake.assemble.slots import Demand
from intake.config.loading import ConfigError, Mistake, drafted
from intake.config.models import Config, StaffMember
from intake.fetch.spool import Spool
from intake.isolate.lifeline import Lifelines
from intake.isolate.workers import Workers
from intake.model.addresses import canonical, one_spelling
from intake.model.our_mark import OurMark
from registry.desk.addresses import own_addresses, staff_sender
from registry.desk.agreement import disagreements
from registry.desk.letters_rest import Rest
from registry.desk.opening import make_folder, registry_of
from registry.desk.repair import repair
from registry.desk.secret import SecretError, desk_mark
from registry.desk.wholeness import must_be_whole, must_be_whole_today
from registry.store.files import Media
from registry.store.journal import Journal
from registry.store.locks import DeskBusy as DeskBusy
from registry.store.locks import Lock
from registry.store.photo_index import PhotoIndex
from registry.store.schema import open_registry
from registry.store.trouble import NoRegistry as NoRegistry
from registry.store.trouble import RegistryError as RegistryError
from registry.store.trouble import no_registry, words_for
from registry.store.unsynced import started_anew
from validators.ruleset import Ruleset
from validators.ruleset_builder import build_ruleset
from validators.terms import terms_of

PATIENCE = 10.0  # seconds that a command waits for another's pass to end


class Access(StrEnum):
    """What a run wants of the registry."""

    READ = auto()  # looks, makes nothing, waits for nobody
    DECIDE = auto()  # short transactions beside whatever runs
    PASS = auto()  # fetches, processes, sends: alone, for as long as it is open
    WORK = auto()  # makes passes of its own, each alone
    REMAKE = auto()  # makes a registry again: this one may be gone or broken


@dataclass(frozen=True)
class Desk:
    """What the three loops share. One process at a time takes mail in, one sends; deciding and reading need no turn."""

    config: Config
    rulesets: Mapping[str, Ruleset]
    db: Database
    spool: Spool
    media: Media
    likeness: PhotoIndex
    journal: Journal
    mark: OurMark
    intake_lock: Lock  # held while mail is fetched and processed
    letters_lock: Lock  # held while letters are sent
    lines: Lifelines = field(default_factory=Lifelines)  # every conversation with a server
    letters_rest: Rest = field(default_factory=Rest)  # after the SMTP server refused the login
    readers: Workers | None = None  # processes that outlive a pass; None: each pass has its own
    done_at: Mapping[str, datetime] = field(
        default_factory=dict
    )  # when each mail was processed, where that is not now: in a registry made again, in the demo
    retold: Mapping[str, str | None] = field(default_factory=dict)  # then: what became of staff's mails, None: not theirs
    passed_on: Collection[str] = frozenset()  # then: the mails that staff had passed on for their authors

    @property
    def workdir(self) -> Path:
        """Return the folder for what one mail unpacks to; emptied after each mail."""
        return self.config.data_dir / "work"

    @property
    def own_addresses(self) -> frozenset[str]:
        """Return every address that is our own, each in its one spelling (contract.md ruling 9)."""
        return own_addresses(self.config)

    def sender_of(self, mailbox: str) -> str:
        """Return the From of what leaves for a mailbox: its own, else delivery.sender."""
        box = self.config.mailboxes.get(mailbox)
        return box.sender if box and box.sender else self.config.delivery.sender

    @property
    def staff_sender(self) -> str:
        """Return the From of what staff answer: delivery.sender where its mail is fetched, else the first mailbox's own."""
        return staff_sender(self.config)

    @property
    def staff_addresses(self) -> frozenset[str]:
        """Return the addresses of staff, each in its one spelling."""
        return frozenset(map(one_spelling, self.staff_by_address))

    @property
    def staff_by_address(self) -> dict[str, StaffMember]:
        """Return staff by their addresses as they are written to; keys and pages are given to these."""
        return {canonical(member.address): member for member in self.config.staff}

    def demands(self, call: str) -> dict[str, Demand]:
        """Return what each slot of a call takes, as its count and its rules say."""
        rules = self.rulesets[call]
        return {
            name: Demand(
                slot=slot,
                floor=int((size := rules.options("photo-size", name)).get("borderline") or size.get("floor", 0)),
                width=int(rules.options("photo-width", name).get("least", 0)),
            )
            for name, slot in self.config.calls[call].slots.items()
        }


def examine_settings(
    paths: Sequence[Path], environ: Mapping[str, str], *, words: bool = True
) -> tuple[Config | None, dict[str, Ruleset], list[Mistake]]:
    """Return configuration and rulesets with every mistake of both; the Config is None where it cannot be built.

    `words`: look at the calls' own words too, for whoever checks them or sends letters.
    """
    config, written, mistakes = drafted(paths, environ)
    rulesets: dict[str, Ruleset] = {}
    defaults, calls = terms_of(written)
    for call_id, (rules, slots) in calls.items():
        rulesets[call_id], wrong = build_ruleset(rules, defaults, f"calls.{call_id}", slots)
        mistakes += [item for item in wrong if item not in mistakes]
    if words:
        from registry.desk.wordings import wrong_wordings

        mistakes += wrong_wordings(written)
    return config, rulesets, mistakes


def settings(
    paths: Sequence[Path], environ: Mapping[str, str], logs_in: Collection[str] = ()
) -> tuple[Config, dict[str, Ruleset]]:
    """Return configuration and rulesets; raises ConfigError.

    A password that is missing is a mistake only for who logs in there: `logs_in` names 'mailboxes', 'delivery' or both.
    """
    config, rulesets, mistakes = examine_settings(paths, environ, words=bool(logs_in))
    serious = [item for item in mistakes if not item.warning and (not item.login or item.login in logs_in)]
    if config is None or serious:
        raise ConfigError(serious or [item for item in mistakes if not item.warning])
    return config, rulesets


@contextmanager
def open_desk(
    paths: Sequence[Path], environ: Mapping[str, str], access: Access = Access.READ, logs_in: Collection[str] = ()
) -> Iterator[Desk]:
    """Open the desk. Raises ConfigError, DeskBusy, or RegistryError (NoRegistry where only reading or deciding was wanted)."""
    config, rulesets = settings(paths, environ, logs_in)
    if access in {Access.READ, Access.DECIDE} and not (config.data_dir / "registry.db").is_file():
        raise NoRegistry(no_registry(config.data_dir, paths))
    with desk_under(config, rulesets, access) as desk:
        yield desk


@contextmanager
def desk_under(config: Config, rulesets: Mapping[str, Ruleset], access: Access) -> Iterator[Desk]:
    """Open the desk under settings that are read already; raises as open_desk() does."""
    root = config.data_dir
    try:
        make_folder(root)
        with registry_of(root, remake=access is Access.REMAKE) as database:
            desk = _desk(config, rulesets, database, desk_mark(root, make=access not in {Access.READ, Access.REMAKE}))
            if access is not Access.REMAKE and (wrong := disagreements(database, config)):
                raise ConfigError(wrong)
            if access is Access.READ:
                database.conn.execute("PRAGMA query_only = ON")
            else:
                desk.journal.recover(database)
            if access is Access.PASS:
                must_hold_together_today(desk)
            with taking_in(desk, PATIENCE) if access is Access.PASS else nullcontext():
                yield desk
    except sqlite3.DatabaseError as error:
        raise RegistryError(words_for(error, root / "registry.db")) from error
    except SecretError as error:
        raise RegistryError(str(error)) from error
    except PermissionError as error:
        said = f"{error.filename} may not be written: {error.strerror}. Give this user the right to write there."
        raise RegistryError(said) from error


def _desk(config: Config, rulesets: Mapping[str, Ruleset], database: Database, mark: OurMark) -> Desk:
    root = config.data_dir
    return Desk(
        config=config,
        rulesets=rulesets,
        db=database,
        spool=Spool(root / "spool"),
        media=Media(root / "media"),
        likeness=PhotoIndex(database),
        journal=Journal(root / "spool" / "journal.jsonl"),
        mark=mark,
        intake_lock=Lock(root / "lock"),
        letters_lock=Lock(root / "letters.lock"),
    )


@contextmanager
def for_another_thread(desk: Desk) -> Iterator[Desk]:
    """Give another thread the same desk with a connection of its own to the registry."""
    database = open_registry(desk.config.data_dir / "registry.db")
    try:
        yield replace(desk, db=database, likeness=PhotoIndex(database))
    finally:
        database.conn.close()


def must_hold_together(desk: Desk) -> None:
    """Check the registry's integrity, at the start of the service and after a crash; raises RegistryError when it is damaged."""
    must_be_whole(desk.db, desk.config.data_dir / "registry.db")


def must_hold_together_today(desk: Desk) -> None:
    """Check it at every start of a command while it is small, then once a day; raises RegistryError when it is damaged."""
    must_be_whole_today(desk.db, desk.config.data_dir / "registry.db")


@contextmanager
def taking_in(desk: Desk, wait: float = 0) -> Iterator[None]:
    """Hold the turn to fetch and process for one pass, waiting at most so many seconds for another's; raises DeskBusy.

    What the last pass left is put right first; a file tells the next one whether this pass came to its end. Raises RegistryError
    when the registry does not hold together.
    """
    with desk.intake_lock.hold(wait) as first:
        if not first:
            yield
            return
        unfinished = desk.config.data_dir / "running"
        if crashed := unfinished.exists():
            must_hold_together(desk)
        unfinished.touch(0o600)
        restarted = started_anew(desk.config.data_dir)
        repair(desk.db, desk.spool, desk.workdir, thorough=crashed or restarted)
        yield
        unfinished.unlink(missing_ok=True)
