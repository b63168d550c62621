"""Where files for people are put: a new folder with room for them."""

from __future__ import annotations

import shutil
from pathlib import Path

from registry.desk.desk import Desk

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet program may take a cell for that begins so


class PlaceProblem(Exception):  # noqa: N818 - told to a person
    """Say why the files cannot be written where it was asked for."""


def must_be_free(out: Path) -> None:
    """Raise PlaceProblem unless a folder is new or empty."""
    if not out.parent.is_dir():
        raise PlaceProblem(f"The folder {out.parent} is not there.")
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise PlaceProblem(f"{out} is no folder; name a new one.")
    if out.exists() and any(out.iterdir()):
        raise PlaceProblem(f"{out} is not empty; name a new folder.")


def must_fit(desk: Desk, out: Path, size: int) -> None:
    """Raise PlaceProblem where so many bytes would not leave the reserve."""
    free, reserve = shutil.disk_usage(out.parent).free, desk.config.limits.disk_reserve
    if free - size < reserve:
        raise PlaceProblem(
            f"The files have {size // 10**6} MB; {free // 10**6} MB are free there, {reserve // 10**6} MB of them kept in reserve."
        )


def cell(value: object) -> object:
    """Return a value as a cell of a list that no program takes for a formula."""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else value
