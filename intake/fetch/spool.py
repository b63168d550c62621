"""Raw mail on disk: a queue is a directory; write, fsync, rename, fsync the folder (field-notes 8)."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from intake.isolate.crash_points import crash_point

ROOMS = ("new", "done", "shunt")
HEAD = 262_144  # bytes of headers kept at hand while a mail is written


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A raw mail that is durable: its file, content hash and size; `already` when these bytes were there before."""

    path: Path
    sha256: str
    size: int
    already: bool


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class SpoolWriter:
    """Take the bytes of one mail as they come; nothing is in the spool before commit()."""

    def __init__(self, spool: Spool) -> None:
        """Open a file of its own in tmp/, 0600, unique."""
        self._spool = spool
        descriptor, name = tempfile.mkstemp(dir=spool.root / "tmp", prefix=f"{os.getpid()}.", suffix=".part")
        self._path: Path | None = Path(name)
        self._file = os.fdopen(descriptor, "wb")
        self._hash = hashlib.sha256()
        self._size = 0
        self.head = b""  # the mail's first bytes, for what its headers claim

    def write(self, piece: bytes) -> None:
        """Append bytes."""
        self._file.write(piece)
        self._hash.update(piece)
        if len(self.head) < HEAD:
            self.head += piece[: HEAD - len(self.head)]
        self._size += len(piece)

    def restart(self) -> None:
        """Forget what was written: the mail is fetched again from its start."""
        self._file.seek(0)
        self._file.truncate()
        self._hash = hashlib.sha256()
        self._size = 0
        self.head = b""

    def commit(self, about: Mapping[str, object]) -> Stored:
        """Make the mail durable under its content's name, with what is known `about` it beside it; return where it is.

        What is known comes first: a mail in the spool can always say when and where it arrived.
        """
        if self._path is None:
            raise ValueError("this mail was committed already")
        crash_point("spool.written")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        crash_point("spool.synced")
        sha256 = self._hash.hexdigest()
        there = self._spool.path_of(sha256)
        if there is None:
            self._spool.note(sha256, about)
            crash_point("spool.noted")
        target = there or self._spool.root / "new" / f"{sha256}.eml"
        if there is None:
            self._path.replace(target)
            crash_point("spool.renamed")
            sync_folder(target.parent)
            self._path = None
            crash_point("spool.durable")
        return Stored(path=target, sha256=sha256, size=self._size, already=there is not None)

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Drop what was not committed."""
        self._file.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)


class Spool:
    """The folders new/ (to be processed), done/ and shunt/ (could not be processed), each mail named by its sha256."""

    def __init__(self, root: Path) -> None:
        """Make the folders, 0700, and drop what a crash left half written."""
        self.root = root
        for room in (*ROOMS, "tmp", "about", "corrupt"):
            (root / room).mkdir(mode=0o700, parents=True, exist_ok=True)

    def open_temp(self) -> SpoolWriter:
        """Return a writer for one mail."""
        return SpoolWriter(self)

    def path_of(self, sha256: str) -> Path | None:
        """Return where a mail lies; None when it is not in the spool."""
        places = (self.root / room / f"{sha256}.eml" for room in ROOMS)
        return next((place for place in places if place.exists()), None)

    def note(self, sha256: str, about: Mapping[str, object]) -> None:
        """Write what is known of a mail (mailbox, arrival, UID) durably; the first note stands."""
        target = self.root / "about" / f"{sha256}.json"
        if target.exists():
            return
        part = self.root / "tmp" / f"{os.getpid()}.{sha256}.json"
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(dict(about), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        sync_folder(target.parent)

    def about(self, sha256: str) -> dict[str, object]:
        """Return what note() wrote of a mail, {} when there is nothing usable."""
        try:
            found = json.loads((self.root / "about" / f"{sha256}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def names(self, room: str) -> set[str]:
        """Return the sha256 of every mail in a room."""
        with os.scandir(self.root / room) as items:
            return {item.name[:-4] for item in items if item.name.endswith(".eml")}

    def keep_corrupt(self, path: Path) -> None:
        """Move a file whose bytes no longer fit its name to corrupt/; it is never deleted."""
        target = self.root / "corrupt" / f"{path.name}.{os.urandom(4).hex()}"
        path.replace(target)
        sync_folder(target.parent)
        sync_folder(path.parent)

    def finish(self, sha256: str) -> None:
        """Move a processed mail to done/, without waiting for the disk: found in new/ all the same, it is moved again."""
        self.move(sha256, "done", wait=False)

    def shunt(self, sha256: str) -> None:
        """Move a mail that could not be processed to shunt/."""
        self.move(sha256, "shunt")

    def unshunt(self, sha256: str) -> None:
        """Put a mail back into new/, to be processed again."""
        self.move(sha256, "new")

    def pending(self) -> list[str]:
        """Return the sha256 of every mail in new/, by name."""
        return sorted(path.stem for path in (self.root / "new").glob("*.eml"))

    def all(self) -> Iterator[Path]:
        """Yield every mail's file, by room and name."""
        for room in ROOMS:
            yield from sorted((self.root / room).glob("*.eml"))

    def clear_temp(self) -> None:
        """Drop what a crash left half written in tmp/; what a living process may still be writing stays."""
        for path in (self.root / "tmp").iterdir():
            writer = path.name.partition(".")[0]
            if not (writer.isdecimal() and _lives(int(writer))):
                path.unlink(missing_ok=True)

    def move(self, sha256: str, room: str, *, wait: bool = True) -> None:
        """Move a mail to a room, durably unless not to `wait`; one that is there already is done already."""
        source = self.path_of(sha256)
        target = self.root / room / f"{sha256}.eml"
        if source is None or source == target:
            return
        crash_point(f"spool.before-{room}")
        source.replace(target)
        crash_point(f"spool.moved-{room}")
        if wait:
            sync_folder(target.parent)
            sync_folder(source.parent)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's: the number was given again, and the file is nobody's
        return False
    return True
