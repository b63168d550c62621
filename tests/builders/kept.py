"""Bytes that are dear to make, made once for all processes of a test run."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

from reports.demo import documents, pictures

FOLDER = "INTAKE_TESTS_KEPT"  # of the run: conftest makes it before the workers start, and removes it
Given = ParamSpec("Given")


def kept(make: Callable[Given, bytes]) -> Callable[Given, bytes]:
    """Keep what a builder returns for the same arguments (by their repr) in the run's folder; outside a run, make it each time."""

    @wraps(make)
    def found(*args: Given.args, **named: Given.kwargs) -> bytes:
        folder = os.environ.get(FOLDER)
        if not folder:
            return make(*args, **named)
        asked = f"{make.__module__}.{make.__qualname__}{args!r}{sorted(named.items())!r}"
        path = Path(folder) / hashlib.sha256(asked.encode()).hexdigest()
        if not path.exists():
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
                part.write(make(*args, **named))
            Path(part.name).rename(path)
        return path.read_bytes()

    return found


def keep_what_people_send() -> None:
    """Keep the pictures and documents that the demo makes of its people; the same arguments make the same bytes."""
    for module, names in ((pictures, ("photo",)), (documents, ("registration_form", "text_document"))):
        for name in names:
            setattr(module, name, kept(getattr(module, name)))
