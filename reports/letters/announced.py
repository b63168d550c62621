"""What a queued announcement says and encloses, as it was fixed when it was queued."""

from __future__ import annotations

from typing import Any

from intake.model.submission import FileType
from registry.desk.desk import Desk
from registry.store.codec import unpacked
from reports.certificates.facts import facts_from
from reports.certificates.typeset import CertificateProblem, typeset
from reports.letters.compose import Announced, Enclosure
from reports.letters.mime import LetterError


def announcement_parts(desk: Desk, told: str) -> dict[str, Any]:
    """Return what a letter's request needs of an announcement: words by language, their order, and its files.

    Raises LetterError for a file that is no longer kept.
    """
    if not told:
        return {}
    document = unpacked(told)
    said = {language: Announced(subject, text) for language, (subject, text) in document["said"].items()}
    enclosed = tuple(_file(desk, name, sha256) for name, sha256 in document["files"])
    if document.get("certificate"):
        enclosed = (_certificate(desk, document["certificate"]), *enclosed)
    return {"announced": said, "languages": tuple(said), "enclosed": enclosed}


def _certificate(desk: Desk, told: dict[str, Any]) -> Enclosure:
    facts = facts_from(told)
    try:
        return Enclosure(facts.file_name, typeset(facts, desk.config.calls[facts.call].certificate))
    except CertificateProblem as problem:
        raise LetterError(f"its certificate cannot be made: {problem}") from problem


def _file(desk: Desk, name: str, sha256: str) -> Enclosure:
    path = desk.media.path(sha256, FileType.UNKNOWN)
    try:
        return Enclosure(name, path.read_bytes())
    except OSError as error:
        raise LetterError(f"{name}, which it encloses, cannot be read: {path}: {error.strerror}") from error
