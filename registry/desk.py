"""Everything one run works with: configuration, rulesets, registry, spool and media, opened together."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from sqlite_utils import Database

from intake.addresses import canonical
from intake.config import ConfigError, Mistake
from intake.config import examine as examine_config
from intake.ourmark import OurMark
from intake.roles import Counts
from intake.settings import Config
from intake.spool import Spool
from registry.journal import Journal
from registry.likeness import PhotoIndex
from registry.media import Media
from registry.repair import repair
from registry.schema import open_registry
from registry.secret import SecretError, mark_of
from validators.ruleset import Ruleset, build

DAMAGED = (
    "The registry {path} is damaged ({said}). Nothing was done; mail stays on the server and in the spool. "
    "Put back a backup (see docs/operators.md), or make the registry again with `rebuild`."
)


class RegistryError(Exception):
    """Say that the registry cannot be used: damaged, read-only, newer than this program."""


class DeskBusy(Exception):  # noqa: N818 - a state, not a fault
    """Say that another run is at work on the same data_dir."""


@dataclass(frozen=True)
class Desk:
    """What the three loops share. One process writes at a time."""

    config: Config
    rulesets: Mapping[str, Ruleset]
    db: Database
    spool: Spool
    media: Media
    likeness: PhotoIndex
    journal: Journal
    mark: OurMark

    @property
    def workdir(self) -> Path:
        """Return the folder for what one mail unpacks to; emptied after each mail."""
        return self.config.data_dir / "work"

    @property
    def own_addresses(self) -> frozenset[str]:
        """Return every address that is our own, canonical (contract.md ruling 9)."""
        boxes = self.config.mailboxes.values()
        own = [parseaddr(self.config.delivery.sender)[1]]
        own += [address for box in boxes for address in (box.username, *box.addresses)]
        return frozenset(canonical(address) for address in own if "@" in address)

    def counts(self, call: str) -> Counts:
        """Return how many works and portraits a call asks for, as its count rules say."""
        bounds = {rule: self.rulesets[call].options(rule) for rule in ("photo-count", "portrait-count")}
        works, portraits = bounds["photo-count"], bounds["portrait-count"]
        size = self.rulesets[call].options("photo-size")
        return Counts(
            **({"work_bytes": int(size["borderline"])} if size else {}),
            works=(int(works["minimum"]), int(works["maximum"])) if works else (1, 10**6),
            portraits=(int(portraits["minimum"]), int(portraits["maximum"])) if portraits else (0, 0),
        )


def examine(paths: Sequence[Path], environ: Mapping[str, str]) -> tuple[Config | None, dict[str, Ruleset], list[Mistake]]:
    """Return configuration and rulesets with every mistake of both; the Config is None where it cannot be built."""
    config, mistakes = examine_config(paths, environ)
    rulesets: dict[str, Ruleset] = {}
    for call_id, call in (config.calls if config else {}).items():
        rulesets[call_id], wrong = build(call.rules, config.defaults.rules if config else {}, f"calls.{call_id}.rules")
        mistakes += [item for item in wrong if item not in mistakes]
    return config, rulesets, mistakes


@contextmanager
def open_desk(paths: Sequence[Path], environ: Mapping[str, str], *, writing: bool = False) -> Iterator[Desk]:
    """Open the desk; with `writing`, alone. Raises ConfigError, DeskBusy or RegistryError."""
    config, rulesets, mistakes = examine(paths, environ)
    serious = [item for item in mistakes if not item.warning]
    if config is None or serious:
        raise ConfigError(serious)
    root = config.data_dir
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(root / "lock") if writing else _shared():
            database = open_registry(root / "registry.db")
            spool, journal = Spool(root / "spool"), Journal(root / "spool" / "journal.jsonl")
            mark = mark_of(root, make=writing)
            desk = Desk(config, rulesets, database, spool, Media(root / "media"), PhotoIndex(database), journal, mark)
            try:
                with _repaired(desk) if writing else _shared():
                    yield desk
            finally:
                database.conn.close()
    except sqlite3.DatabaseError as error:
        raise RegistryError(
            f"The registry {root / 'registry.db'} cannot be used: {error}. Mail stays on the server and in the spool; "
            "put back a backup or free the disk, then try again."
        ) from error
    except SecretError as error:
        raise RegistryError(str(error)) from error
    except PermissionError as error:
        raise RegistryError(
            f"{error.filename} may not be written: {error.strerror}. Give this user the right to write there."
        ) from error


def short_of_disk(desk: Desk) -> str:
    """Return why nothing may be taken in now, '' when there is room: mail is safer on its server than on a full disk."""
    free = shutil.disk_usage(desk.config.data_dir).free
    reserve = desk.config.limits.disk_reserve
    if free >= reserve:
        return ""
    return (
        f"Intake is paused: {free // 10**6} MB are free on the disk of {desk.config.data_dir}, {reserve // 10**6} MB are kept in "
        "reserve (limits.disk_reserve). Nothing is lost: mail waits on the server. Free some space; it goes on by itself."
    )


def must_hold_together(desk: Desk) -> None:
    """Check the registry's integrity, at the start of the service and after a crash; raises RegistryError when it is damaged."""
    said = [row[0] for row in desk.db.conn.execute("PRAGMA integrity_check(3)").fetchall()]
    if said != ["ok"]:
        raise RegistryError(DAMAGED.format(path=desk.config.data_dir / "registry.db", said="; ".join(said)[:200]))


@contextmanager
def _repaired(desk: Desk) -> Iterator[None]:
    """Put right what the last run left; a file tells the next one whether this run came to its end.

    Raises RegistryError when the registry does not hold together.
    """
    running = desk.config.data_dir / "running"
    crashed = running.exists()
    if crashed:
        must_hold_together(desk)
    running.touch(0o600)
    repair(desk.db, desk.spool, desk.workdir, thorough=crashed)
    yield
    running.unlink(missing_ok=True)


@contextmanager
def _shared() -> Iterator[None]:
    yield


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the writer's lock; the kernel frees it when the process dies."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise DeskBusy(
            f"Another run is at work in {path.parent}. It fetches and sends by itself; try again when it has finished."
        ) from None
    try:
        yield
    finally:
        os.close(descriptor)
