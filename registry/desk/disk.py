"""Whether the disk takes in more mail, and what to say where it does not."""

from __future__ import annotations

import shutil

from registry.desk.desk import Desk
from registry.store import unsynced


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


def write_out(desk: Desk, *, anyway: bool = False) -> str:
    """Have on the disk what was kept of mails, or `anyway` what else was written; return what is wrong with the disk, else ''."""
    try:
        if anyway or unsynced.any_kept(desk.db):
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
