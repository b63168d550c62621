"""What a certificate says, whole: made once when it is announced, kept with the letter, set in type whenever it is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.store.codec import known


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A certificate's words in one language."""

    lang: str
    han: bool  # written in Han characters
    title: str
    text: str
    award: str
    office: str
    day: str


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """One certificate: names as they are spelt, its words language by language, its number and check code."""

    call: str
    reference: str
    award: str  # id
    code: str  # as it is printed
    names: tuple[str, ...]
    languages: tuple[Spoken, ...]
    numbered: tuple[str, ...]  # the lines of number and check code

    @property
    def texts(self) -> Iterator[str]:
        """Yield everything that is printed."""
        yield from self.names
        yield from self.numbered
        for spoken in self.languages:
            yield from (spoken.title, spoken.text, spoken.award, spoken.office, spoken.day)

    @property
    def file_name(self) -> str:
        """Return what the file is called."""
        return f"{self.reference}.pdf"


def facts_from(told: Mapping[str, Any]) -> CertificateFacts:
    """Return the facts that asdict() took apart, from JSON."""
    languages = tuple(Spoken(**known(Spoken, each)) for each in told["languages"])
    lists = {"languages": languages, "names": tuple(told["names"]), "numbered": tuple(told["numbered"])}
    return CertificateFacts(**{**known(CertificateFacts, told), **lists})
