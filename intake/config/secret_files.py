"""Who may read a file that holds a password."""

from __future__ import annotations

import os
from pathlib import Path

OTHERS = 0o077  # what a file may not allow to group and others
KEPT_FOR_US = (Path("/run/secrets"),)  # where a container's secrets lie, with rights of its own


def readable_by_others(path: Path) -> bool:
    """Tell whether other users of this machine may read or write a file with a password."""
    places = [*KEPT_FOR_US, *(Path(place) for place in [os.environ.get("CREDENTIALS_DIRECTORY", "")] if place)]
    return bool(path.stat().st_mode & OTHERS) and not any(path.is_relative_to(place) for place in places)
