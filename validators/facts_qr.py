"""What codes stand in a picture; rules compare them with the links that are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from intake.model.problems import UNSEEN


@dataclass(frozen=True, kw_only=True)
class CodeFacts:
    """What the code probe read in one picture."""

    sha256: str
    file_bytes: int
    codes: tuple[str, ...] = ()  # what each code says, as it is written there
    problem: str = ""  # '' | undecodable | time | memory | crashed

    @property
    def unseen(self) -> bool:
        """Tell whether looking at it took too much: a person looks, and nothing is said of the file."""
        return self.problem in UNSEEN


@dataclass(frozen=True)
class SeenCodes:
    """A picture's shown name, its slot ('' for none), and what its codes say."""

    name: str
    slot: str
    facts: CodeFacts
