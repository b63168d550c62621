"""After the power went: files of entries that never reached the disk are unpacked again from their mails, which did."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Mapping
from pathlib import Path

from registry.pipeline.prepare import MailWorkers, prepare_mail
from registry.store import mails
from registry.store.unsynced import believed, doubtful

log = logging.getLogger(__name__)
JPEG_END = b"\xff\xd9"


def restore_files(workers: MailWorkers) -> None:
    """Look at the files of every mail that an earlier pass did not come to write out; unpack again what is not whole.

    What cannot be unpacked stays in doubt, and is tried again by the next pass. Raises OSError and sqlite3.Error.
    """
    for message in doubtful(workers.desk.db):
        broken = _broken(workers, message)
        if broken:
            _unpack(workers, message, broken)
        left = [path.name for path in broken.values() if not path.exists()]
        if left:
            log.error("mail %s: the disk has lost files that cannot be unpacked again: %s", message[:12], ", ".join(left))
            continue
        if broken:
            log.warning("mail %s: files that the disk had lost were unpacked again: %d", message[:12], len(broken))
        believed(workers.desk.db, message)


def _broken(workers: MailWorkers, message: str) -> dict[str, Path]:
    """Return sha256 -> place of each file of a mail that is not there whole, or whose small picture is not."""
    query = "SELECT DISTINCT sha256, path FROM materials WHERE message = ? AND path <> ''"
    rows = workers.desk.db.conn.execute(query, [message]).fetchall()
    found = {sha256: Path(path) for sha256, path in rows}
    return {sha256: path for sha256, path in found.items() if not (_whole(path, sha256) and _shown(workers, sha256))}


def _whole(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def _shown(workers: MailWorkers, sha256: str) -> bool:
    small = workers.desk.media.thumbnail(sha256)
    return not small.exists() or small.read_bytes()[-2:] == JPEG_END


def _unpack(workers: MailWorkers, message: str, broken: Mapping[str, Path]) -> None:
    """Read a mail again, and keep those of its files that are broken."""
    desk, workdir = workers.desk, workers.desk.workdir / message
    mail = desk.spool.path_of(message)
    if mail is None:
        return
    for sha256, path in broken.items():
        path.unlink(missing_ok=True)
        desk.media.thumbnail(sha256).unlink(missing_ok=True)
    workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shares = prepare_mail(workers, mails.spooled(desk.db, message, mail), workdir).shares
        for item in (item for share in shares for item in share.materials if item.sha256 in broken):
            desk.media.keep(item.path, item.sha256, item.type)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - what strangers send breaks libraries in any way; the caller tells what is missing
        log.warning("mail %s could not be read again: %s %s", message[:12], type(error).__name__, error)
    finally:
        shutil.rmtree(workdir, ignore_errors=True)
