"""What is stored of an entry, as the rules looked at it when it was judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from intake.assemble.pasted_pictures import with_pictures
from intake.model.submission import Address, Submission
from registry.read.documents import pasted_facts, photo_facts
from registry.store.dossiers import dossier, own_end
from validators.case import FileFacts, documents_of, pictures_of
from validators.facts import Resemblance


@dataclass(frozen=True, kw_only=True)
class StoredCase:
    """What is stored of an entry; `alike`: sha256 of its works -> where else they were seen, looked up once for both terms."""

    submission: Submission
    facts: FileFacts
    until: datetime | None
    alike: dict[tuple[str, ...], tuple[Resemblance, ...]] = field(default_factory=dict)


def stored_case(db: Database, row: Mapping[str, Any]) -> StoredCase | None:
    """Return what is stored of an entry; None where a picture or document of it was never measured."""
    submission = _submission(db, row)
    pictures = {item.sha256 for item in pictures_of(submission.materials)}
    documents = {item.sha256: item for item in documents_of(submission.materials)}
    known, pasted = photo_facts(db, sorted(pictures)), pasted_facts(db, sorted(documents))
    # an entry of before these facts were kept: looked at now; what opens them only counts names and marks, and bounds what it reads
    old = tuple((sha256, item.path, item.type) for sha256, item in documents.items() if sha256 not in pasted)
    found = with_pictures(old)
    pasted |= {sha256: sha256 in found for sha256, *_ in old}
    if pictures - known.keys():
        return None
    facts = FileFacts(photos=known, pasted=pasted)
    return StoredCase(submission=submission, facts=facts, until=own_end(db, row["reference"]))


def _submission(db: Database, row: Mapping[str, Any]) -> Submission:
    """Return what an entry holds as the rules look at it."""
    held = dossier(db, row["reference"])
    assert held is not None
    query = (
        "SELECT r.message, r.reply_to_name, r.reply_to_email, x.received_at FROM revisions r LEFT JOIN messages x ON x.sha256 = r.message "
        "WHERE r.reference = ? AND r.revision = ?"
    )
    message, name, email, received_at = db.conn.execute(query, [row["reference"], row["revision"]]).fetchone()
    return Submission(
        call=held.call,
        message=message,
        received_at=datetime.fromisoformat(received_at or row["received_at"]),
        author=held.author,
        reply_to=Address(name=name, email=email) if email else None,
        form=held.form,
        texts=held.texts,
        materials=held.materials,
        unclaimed=held.unclaimed,
        links=held.links,
        phrase_seen=held.phrase_seen,
        adds_to=held.reference,
        unverified=held.unverified,
        claims=held.claims,
        automatic=held.automatic,
    )
