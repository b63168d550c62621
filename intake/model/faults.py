"""Whose fault an error is: the machine's (full or failing disk), which says nothing of the mail, or the mail's."""

from __future__ import annotations

import errno
from pathlib import Path

MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM})


def of_the_machine(error: BaseException) -> bool:
    """Tell whether an error, or what it came from, ails the machine: try later, blame no mail (field-notes 8)."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in MACHINE:
            return True
        seen = seen.__cause__
    return False


def refused(error: BaseException, ours: Path) -> Path | None:
    """Return the file or folder in one of ours that this user may not touch; None: the error says nothing of the kind.

    A command that somebody ran as another user leaves such files; no mail is to blame.
    """
    if isinstance(error, PermissionError) and error.filename is not None:
        path = Path(str(error.filename))
        return path if path.is_relative_to(ours) else None
    return None
