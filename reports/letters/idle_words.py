"""Say why a file plays no part, in the words of reports/letters/phrases/idle.yaml."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from intake.config.yaml_reader import load_yaml

PHRASES = Path(__file__).with_name("phrases") / "idle.yaml"


def why_idle(reason: str, languages: Sequence[str]) -> str:
    """Return a reason in words, one language after the other; '' for a code that has none (an older entry's)."""
    said = _phrases().get(reason, {})
    return " · ".join(said[language] for language in languages if language in said)


def with_reason(name: str, reason: str, languages: Sequence[str]) -> str:
    """Return a file's name with why it plays no part."""
    why = why_idle(reason, languages)
    return f"{name} ({why})" if why else name


@functools.lru_cache(maxsize=1)
def _phrases() -> dict[str, dict[str, str]]:
    return dict(load_yaml(PHRASES.read_text(encoding="utf-8")))
