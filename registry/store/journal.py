"""The journal: what was done, in order, beside the spool; with both, the registry can be made again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from registry.store.locks import Lock

PROCESSED = "processed"  # what is told of each mail once it is recorded: `sha256`, and from version 0.6 on when, `at`
WAIT = 30.0  # seconds; as long as for the registry


class Journal:
    """Lines of JSON, one per deed, each durable before the next deed begins, but for what is only noted. A torn last line is no line."""

    def __init__(self, path: Path) -> None:
        """Use `path`, made at the first line (0600)."""
        self.path = path

    def write(self, what: str, **told: object) -> None:
        """Append a deed durably."""
        self.write_all([{"what": what, **told}])

    def note(self, what: str, **told: object) -> None:
        """Append a deed that is durable with the next one that is written, or with the end of the pass."""
        self.write_all([{"what": what, **told}], wait=False)

    def write_all(self, deeds: Iterable[Mapping[str, object]], *, wait: bool = True) -> None:
        """Append deeds that were done as one, durably (unless not to `wait` for the disk), one after the other.

        Of a crash between there is no torn line.
        """
        with self.alone():
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                torn = os.lseek(descriptor, 0, os.SEEK_END) and not self._ends_whole()
                with open(descriptor, "ab", closefd=False) as file:
                    file.write(b"\n" if torn else b"")
                    file.writelines(json.dumps(deed, ensure_ascii=False, default=str).encode() + b"\n" for deed in deeds)
                if wait:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other process or thread write meanwhile: a line is short, and so is writing the whole anew."""
        with Lock(self.path.parent.with_name("journal.lock")).hold(WAIT):
            yield

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield the deeds in order; a line that a crash has torn is passed over."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for line in file:
                try:
                    deed = json.loads(line)
                except ValueError:
                    continue
                if isinstance(deed, dict):
                    yield deed
