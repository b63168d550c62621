"""Where the program's own files lie: beside run_intake.py in a checkout, in share/intake-desk where pip installed it."""

from __future__ import annotations

import os
import site
import sys
import tomllib
from pathlib import Path

SHARE = Path("share", "intake-desk")
NAME = "config.yaml"


def checkout() -> Path | None:
    """Return the folder that this program was checked out to; None where it was installed."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "run_intake.py").is_file() and (root / NAME).is_file() else None


def shipped_config() -> Path:
    """Return config.yaml as it came with the program."""
    root = checkout()
    if root is not None:
        return root / NAME
    places = [Path(base) / SHARE / NAME for base in (sys.prefix, site.getuserbase())]
    return next((place for place in places if place.is_file()), places[0])


def default_config() -> Path:
    """Return what is read where no --config is given: beside the program, else in the working directory, else as it came."""
    here = Path(NAME)
    return here if checkout() is None and os.path.isfile(here) else shipped_config()  # noqa: PTH113 - Path's raises where this user may not look


def program() -> str:
    """Return how the program is called from the shell that it was called from."""
    root = checkout()
    if root is None:
        return "intake-desk"
    return "python run_intake.py" if Path.cwd() == root else f"python {root / 'run_intake.py'}"


def program_called() -> str:
    """Return how the program is called in what is read elsewhere and later: digests, mails to staff."""
    return "python run_intake.py" if checkout() else "intake-desk"


def program_and_version() -> str:
    """Return the program's name and version, as pyproject.toml has them, or had them when it was installed."""
    root = checkout()
    if root is None:
        from importlib.metadata import metadata

        told = metadata("intake-desk")
        return f"{told['Name']} {told['Version']}"
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']} {project['version']}"
