"""A language nobody speaks, made of the English one: every word begins with x. What is written in it is English once that is taken off."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from intake.config.yaml_reader import load_yaml
from tests import ROOT

CODE = "xx"
REPORTS = ROOT / "reports"
KEPT = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{[a-z_]*\}|\\[a-z])", re.DOTALL)  # what is filled in, and signs of patterns
WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}")
LITERAL = re.compile(r'(?<=": ")[A-Za-z]{2,}')  # a word in a table of a template


def write_toy(folder: Path) -> Path:
    """Lay the language out in a folder, as reports/ lays out its own."""
    for path in [*REPORTS.rglob("phrases/en.yaml"), *REPORTS.rglob("templates/en/*.j2")]:
        place = folder / path.relative_to(REPORTS)
        place = place.with_name(f"{CODE}.yaml") if path.suffix == ".yaml" else place.parent.parent / CODE / place.name
        place.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".yaml":
            text = yaml.safe_dump(_spoken(load_yaml(text)), allow_unicode=True, sort_keys=False)
        else:
            text = LITERAL.sub(lambda found: f"x{found[0]}", _said(text.replace('"en/', f'"{CODE}/')))
        place.write_text(text, encoding="utf-8")
    return folder


def in_english(text: str) -> str:
    """Take the x off every word."""
    return re.sub(r"(?<![A-Za-z.])x(?=[A-Za-z]{2,})", "", text)


def _spoken(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: item if key == "script" else _spoken(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_spoken(item) for item in value]
    return _said(value) if isinstance(value, str) else value


def _said(text: str) -> str:
    parts = KEPT.split(text)
    return "".join(part if place % 2 else WORD.sub(lambda found: f"x{found[0]}", part) for place, part in enumerate(parts))
