"""Name every country in Chinese, and as people call it and its citizens in English (country_names.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from intake.config.yaml_reader import load_yaml

TABLE = Path(__file__).with_suffix(".yaml")


@cache
def country_names() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return ISO 3166 alpha-2 code -> language -> names, the first the usual one."""
    table: dict[str, dict[str, list[str]]] = load_yaml(TABLE.read_text(encoding="utf-8"))
    return table
