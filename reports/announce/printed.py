"""Certificates written into a folder, and the check code that somebody read off one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from registry.desk.desk import Desk
from registry.read.entries import read_entries, references
from registry.read.entry import Entry
from registry.select.award import fallen
from registry.select.flaws import Flaw
from registry.select.recipients import ListedEntry
from registry.store.whole_file import write_whole
from reports.announce.certificate_words import certified_entry, certify
from reports.certificates.facts import CertificateFacts
from reports.certificates.typeset import typeset
from validators.disposition import Disposition


def awarded(desk: Desk, call_id: str, award: str | None = None) -> Iterator[Entry]:
    """Yield the entries that have a certificate: those with an award, or with this one; where a call has none, all accepted ones.

    An entry that was rejected since has none.
    """
    call, out = desk.config.calls[call_id], fallen(desk.db, call_id)
    entries = read_entries(desk.db, references(desk.db, call_id, None if call.awards else Disposition.ACCEPTED))
    entries = (entry for entry in entries if entry.reference not in out)
    yield from (entry for entry in entries if not call.awards or (entry.award and award in {None, entry.award}))


def certificates_of(desk: Desk, call_id: str, award: str | None) -> tuple[list[CertificateFacts], list[Flaw]]:
    """Return what every certificate says, and everything that is missing."""
    facts: list[CertificateFacts] = []
    flaws: list[Flaw] = []
    for entry in awarded(desk, call_id, award):
        made = certify(desk, entry, ListedEntry(entry.reference))
        facts += [made.facts] if made.facts else []
        flaws += made.flaws
    return facts, flaws


def write_certificates(desk: Desk, call_id: str, facts: list[CertificateFacts], out: Path, step: Callable[[str], None]) -> None:
    """Write certificates into a folder, a file each, named by reference; raises CertificateProblem, OSError."""
    look = desk.config.calls[call_id].certificate
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    for item in facts:
        made = typeset(item, look)
        with write_whole(out / item.file_name) as part:
            part.write_bytes(made)
        step(item.reference)


def verify(desk: Desk, call_id: str, code: str) -> Entry | None:
    """Return the entry of whose certificate a check code is, None where it is of none that stands today."""
    return certified_entry(desk, call_id, code, awarded(desk, call_id))
