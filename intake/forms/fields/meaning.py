"""What a written value means, and how sure one may be of it."""

from __future__ import annotations

from dataclasses import dataclass

from intake.forms.fields.normalise import SEVERAL as SEVERAL
from intake.forms.fields.normalise import UNREADABLE as UNREADABLE

LIKELY = 0.9  # read through words around it


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """A value in its one spelling (contract.md ruling 22), and how sure one may be of it (0 to 1)."""

    text: str
    sure: float = 1.0
