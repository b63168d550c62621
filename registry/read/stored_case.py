"""What is stored of an entry, as the rules looked at it when it was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from intake.assemble.pasted_pictures import with_pictures
from intake.config.models import Call
from intake.model.problems import Problem
from intake.model.rows import SheetFacts
from intake.model.submission import Material, Submission
from registry.read.entry import Entry
from registry.read.timing import timing_of
from registry.store.measured import measured_facts, pasted_facts
from validators.case import FileFacts, documents_of, pictures_of
from validators.facts import PhotoFacts, Resemblance
from validators.facts_document import DocumentFacts
from validators.facts_qr import CodeFacts
from validators.facts_video import VideoFacts
from validators.timing import Timing
from validators.to_measure import films_of, papers_of, pictures_with_codes, sheets_of


@dataclass(frozen=True, kw_only=True)
class StoredCase:
    """What is stored of an entry; `alike`: sha256 of its works -> where else they were seen, looked up once for both terms."""

    submission: Submission
    facts: FileFacts
    timing: Timing
    alike: dict[tuple[str, ...], tuple[Resemblance, ...]] = field(default_factory=dict)


def stored_case(db: Database, entry: Entry, call: Call) -> StoredCase | None:
    """Return an entry as the rules look at it; None where a picture or document of it was never measured."""
    submission = submission_of(entry)
    photos = _photos(entry, submission, call)
    papers = {item.sha256 for item in papers_of(submission.materials, call)}
    films = {item.sha256 for item in films_of(submission.materials, call)}
    read, seen = measured_facts(db, DocumentFacts, sorted(papers)), measured_facts(db, VideoFacts, sorted(films))
    if photos is None or papers - read.keys() or films - seen.keys():
        return None
    texts = {name: text.facts for name, text in entry.texts.items()}
    codes = measured_facts(db, CodeFacts, sorted({item.sha256 for item in pictures_with_codes(submission.materials, call)}))
    facts = FileFacts(
        photos=photos,
        texts=texts,
        documents=read,
        videos=seen,
        pasted=_pasted(db, submission),
        codes=codes,
        sheets=sheet_facts(db, submission.materials, call),
    )
    return StoredCase(submission=submission, facts=facts, timing=timing_of(entry))


def sheet_facts(db: Database, materials: Sequence[Material], call: Call) -> dict[str, SheetFacts]:
    """Return sha256 -> facts of every sheet; one that came to its slot by hand was never read as one."""
    names = [item.sha256 for item in sheets_of(materials, call)]
    unread = {sha256: SheetFacts(sha256=sha256, problem=Problem.UNSUPPORTED) for sha256 in names}
    return {**unread, **measured_facts(db, SheetFacts, names)}


def _photos(entry: Entry, submission: Submission, call: Call) -> dict[str, PhotoFacts] | None:
    """Return sha256 -> facts of every picture, None where one was never measured."""
    known = {item.sha256: item.facts for item in entry.files if item.facts}
    wanted = {item.sha256 for item in pictures_of(submission.materials, call)}
    return {sha256: known[sha256] for sha256 in wanted} if wanted <= known.keys() else None


def _pasted(db: Database, submission: Submission) -> dict[str, bool]:
    """Return sha256 -> whether pictures are pasted into a document; one of before this was kept is looked at now: what opens it
    only counts names and marks, and bounds what it reads."""
    documents = {item.sha256: item for item in documents_of(submission.materials)}
    known = pasted_facts(db, sorted(documents))
    old = tuple((sha256, item.path, item.type) for sha256, item in documents.items() if sha256 not in known)
    found = with_pictures(old)
    return known | {sha256: sha256 in found for sha256, *_ in old}


def submission_of(entry: Entry) -> Submission:
    """Return what an entry holds as the mail left it that made its newest revision."""
    arrived = next((mail.received_at for mail in entry.mails if mail.sha256 == entry.message), entry.received_at)
    return Submission(
        call=entry.call,
        message=entry.message,
        received_at=arrived,
        author=entry.author,
        reply_to=entry.reply_to,
        forms=entry.forms,
        texts={name: text.found for name, text in entry.texts.items()},
        materials=tuple(item.material for item in entry.files),
        unclaimed=entry.unclaimed,
        links=entry.links,
        phrase_seen=entry.phrase_seen,
        adds_to=entry.reference,
        unverified=entry.unverified,
        claims=entry.claims,
        automatic=entry.automatic,
        named=entry.names,
        typed=entry.typed,
        rows=entry.held_rows.by_slot,
    )
