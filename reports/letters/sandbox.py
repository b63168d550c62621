"""The sandbox that every template of ours is filled in: a name that is not there is an error, and nothing can be called that harms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

PAGES = select_autoescape(["html.j2"])  # escapes what is filled into pages, not into texts beside them


def sandbox(
    *folders: Path, escapes: bool | Callable[[str | None], bool], keep_trailing_newline: bool = False
) -> ImmutableSandboxedEnvironment:
    """Return the sandbox of the templates in some folders, the first that has one counts."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        undefined=StrictUndefined,
        autoescape=escapes,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=keep_trailing_newline,
    )
