"""Files that the configuration names: relative ones lie beside the file that names them (contract.md ruling 23)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from intake.config.mistakes import Mistake

FILES = frozenset(
    {"password_file", "metrics_file", "ca_file", "kept_in", "attach", "seal", "template", "fonts"}
)  # keys whose values are paths


def anchored(content: Any, folder: Path, key: str = "") -> Any:
    """Return what a file says with its relative paths made absolute; one that begins with ${NAME} is left to the environment."""
    if isinstance(content, dict):
        return {name: anchored(item, folder, str(name)) for name, item in content.items()}
    if isinstance(content, list):
        return [anchored(item, folder, key) for item in content]
    if key in FILES and isinstance(content, str) and content and not content.startswith("${"):
        return str(folder / content)
    return content


def absent_files(value: object, path: str) -> Iterator[Mistake]:
    """Yield a warning for each file below a value that is not there yet: what asks for it is months away, and mails come today."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from absent_files(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from absent_files(item, f"{path}.{name}")
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from absent_files(item, f"{path}[{place}]")
    elif isinstance(value, Path) and not value.is_file():
        problem, hint = f"there is no file {value}", "put it there before it is to leave"
        yield Mistake(key_path=path, problem=problem, hint=hint, warning=True)
