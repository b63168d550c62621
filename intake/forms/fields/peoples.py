"""Name the citizens of countries as people call themselves at home (peoples.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from intake.config.yaml_reader import load_yaml

TABLE = Path(__file__).with_suffix(".yaml")


def peoples() -> Iterator[tuple[str, str]]:
    """Yield (code, name) for every form of every word in the table."""
    table: dict[str, str] = load_yaml(TABLE.read_text(encoding="utf-8"))
    for code, words in table.items():
        for word in words.split():
            stem, _, endings = word.rstrip(")").partition("(")
            choices = endings.split("|") if "|" in endings else ["", endings]
            yield from ((code, stem + ending) for ending in dict.fromkeys(choices) if re.search(r"\w", stem + ending))
