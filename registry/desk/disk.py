"""Whether the disk takes in more mail, and what to say where it does not."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from registry.store import unsynced
from registry.store.trouble import RegistryError

if TYPE_CHECKING:
    from registry.desk.desk import Desk


def short_of_disk(desk: Desk, more: int = 0) -> str:
    """Return why nothing, or not so many bytes `more`, may be taken in now ('': there is room): mail is safe on its server."""
    free = shutil.disk_usage(desk.config.data_dir).free
    reserve = desk.config.limits.disk_reserve
    if free - more >= reserve:
        return ""
    return (
        f"Intake is paused: {free // 10**6} MB are free on the disk of {desk.config.data_dir}"
        + (f", the next mail needs {more // 10**6 + 1} MB" if more else "")
        + f", {reserve // 10**6} MB are kept in "
        "reserve (limits.disk_reserve). Nothing is lost: mail waits on the server. Free some space; it goes on by itself."
    )


def make_folder(root: Path) -> None:
    """Make the data folder where it is missing, for us alone; raises RegistryError."""
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise RegistryError(
            f"The data folder {root} cannot be made: {error.strerror}. Nothing was done; mail stays on the server. "
            "Make it, give it to the user that this runs as, or name another as data_dir."
        ) from error


def write_out(desk: Desk, *, letters: int = 0) -> str:
    """Have on the disk what was kept, and so many letters that left; return what is wrong with the disk, '' when nothing is."""
    try:
        if letters or unsynced.any_kept(desk.db):
            unsynced.write_out(desk.db, [desk.config.data_dir, desk.spool.root, desk.media.root])
    except OSError as error:
        return disk_failed(desk, error)
    return ""


def disk_failed(desk: Desk, error: OSError) -> str:
    """Say that the disk does not take in mail, and what to do."""
    return (
        f"Intake is paused: the disk of {desk.config.data_dir} cannot be written ({error.strerror or error}). Nothing is lost: mail "
        "waits on the server. Free some space or mend the disk; it goes on by itself."
    )
