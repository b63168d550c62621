"""A revision as it is written: what an entry holds from now on, and how it was judged; whoever made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlite_utils import Database

from intake.assemble.people import form_says
from intake.assemble.unit import Unit
from intake.config.models import Identity
from intake.isolate.crash_points import crash_point
from intake.model.addresses import one_spelling
from intake.model.idle import Idle
from intake.model.slot_reason import SlotReason
from intake.model.submission import Material, SenderDoubt, Submission
from registry.store.codec import (
    dump,
    facts_to_json,
    form_to_json,
    forms_to_json,
    lines_to_json,
    links_to_json,
    named_to_json,
    names_to_json,
    packed,
    texts_to_json,
)
from registry.store.mails import stamp
from registry.store.measured import Measurement, keep_measured
from registry.store.rows import write_rows
from validators.disposition import Disposition
from validators.facts import FilledSlot, PhotoFacts, TextFacts
from validators.finding import Finding
from validators.timing import Timing


@dataclass(frozen=True, kw_only=True)
class JudgedSubmission:
    """An entry's submission, with what was measured in it and what the rules say of it."""

    submission: Submission
    disposition: Disposition
    findings: tuple[Finding, ...]
    photos: Mapping[str, PhotoFacts]
    texts: Mapping[str, TextFacts]
    measured: tuple[Measurement, ...] = ()
    pasted: Mapping[str, bool] = field(default_factory=dict)  # sha256 of each document -> whether pictures are pasted into it
    timing: Timing = field(default_factory=Timing)  # by which it was judged
    unit: Unit = field(default_factory=Unit)  # what it stands for
    slots: Mapping[str, FilledSlot] = field(default_factory=dict)  # what each slot holds


def known_sender(submission: Submission) -> bool:
    """Tell whether an entry may know its people by their addresses.

    Not one opened by a forged or senderless mail: the real owner of the address would add to it unaware, and the hold would go.
    """
    return submission.unverified not in {SenderDoubt.FORGED, SenderDoubt.NO_SENDER}


def entry_row(judged: JudgedSubmission, identity: Identity, language: str, revision: int, now: datetime) -> dict[str, object]:
    """Return what the row of an entry says of its newest revision."""
    submission = judged.submission
    form = submission.form if known_sender(submission) else None
    return {
        "state": str(judged.disposition),
        "revision": revision,
        "submitter_name": submission.author.name if submission.author else "",
        "submitter_email": submission.author.email if submission.author else "",
        "form_email": one_spelling(form_says(form, identity.email)),
        "contact_email": " ".join(
            dict.fromkeys(one_spelling(form_says(form, [name])) for name in identity.contact or ())
        ).strip(),
        "unit_key": judged.unit.key if known_sender(submission) else "",
        "language": language,
        "updated_at": stamp(now),
    }


@dataclass(frozen=True)
class NewRevision:
    """Which state of which entry, when it was made, and by whom: '' for a mail."""

    reference: str
    number: int
    at: datetime
    by: str = ""


def write_revision(db: Database, judged: JudgedSubmission, new: NewRevision) -> None:
    """Write what an entry holds as its revision. Part of the caller's transaction."""
    submission, reference, revision, now = judged.submission, new.reference, new.number, new.at
    row = {"reference": reference, "revision": revision, "created_at": stamp(now), "by": new.by}
    db.table("revisions").insert({**row, **_revision_row(judged)})
    note_acceptance(db, reference, now)
    if submission.message:
        db.conn.execute("INSERT OR IGNORE INTO entry_messages VALUES (?, ?, ?)", [reference, submission.message, revision])
    _write_materials(db, submission, reference, revision)
    crash_point("record.materials")
    rows = [
        [reference, revision, ordinal, item.rule, str(item.severity), item.subject, dump(dict(item.values)), item.slot]
        for ordinal, item in enumerate(judged.findings, 1)
    ]
    db.conn.executemany("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for sha256, facts in judged.photos.items():
        known = [sha256, facts_to_json(facts), facts.hashes[0] if facts.hashes else None]
        db.conn.execute("INSERT OR IGNORE INTO photos VALUES (?, ?, ?)", known)
    db.conn.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?)", [*judged.pasted.items()])
    keep_measured(db, judged.measured)
    _write_rows(db, judged, reference, revision)


def _revision_row(judged: JudgedSubmission) -> dict[str, object]:
    """Return what a revision says of itself: its words, its doubts, by which times it was judged."""
    submission = judged.submission
    return {
        "message": submission.message,
        "state": str(judged.disposition),
        "form": form_to_json(submission.form),
        "forms": forms_to_json(submission.forms),
        "texts": texts_to_json(submission.texts, judged.texts),
        "links": links_to_json(submission.links),
        "phrase_seen": int(submission.phrase_seen),
        "reply_to_name": submission.reply_to.name if submission.reply_to else "",
        "reply_to_email": submission.reply_to.email if submission.reply_to else "",
        "unverified": submission.unverified,
        "claims": submission.claims,
        "automatic": submission.automatic,
        "unclaimed": names_to_json(submission.unclaimed),
        "named": named_to_json(submission.named),
        "typed": lines_to_json(submission.typed),
        "fields": packed(dict(judged.unit.fields)),
        "judged_at": stamp(judged.timing.moment) if judged.timing.moment else "",
        "arrived": packed(_arrivals(judged)),
    }


def _arrivals(judged: JudgedSubmission) -> dict[str, str]:
    """Return when each form and text of an entry came first; files know their mails."""
    submission, known = judged.submission, judged.timing.arrived
    slots = [*(slot for slot, form in submission.forms.items() if form), *submission.texts]
    return {slot: stamp(known.get(slot, submission.received_at)) for slot in slots}


def note_acceptance(db: Database, reference: str, now: datetime) -> None:
    """Remember when an entry was accepted first: from then on it is asked for what its call asks for once accepted."""
    query = "UPDATE entries SET accepted_at = ? WHERE reference = ? AND state = 'accepted' AND accepted_at = ''"
    db.conn.execute(query, [stamp(now), reference])


def _write_rows(db: Database, judged: JudgedSubmission, reference: str, revision: int) -> None:
    """Write the rows of an entry's sheets; those of a slot that the call no longer has stay as they are."""
    filled = {name: slot for name, slot in judged.slots.items() if slot.slot.columns}
    empty = not judged.slots  # an entry that was joined to another holds nothing
    rows = {name: (*slot.rows, *slot.replaced_rows) for name, slot in filled.items()}
    if filled or empty:
        write_rows(db, {name: slot.slot for name, slot in filled.items()}, rows, reference, revision)


def _write_materials(db: Database, submission: Submission, reference: str, revision: int) -> None:
    """Add what is new, mark what is replaced, keep the rest; a role dealt anew is updated."""
    query = "SELECT id, sha256, name, role, reason, ordinal, doubtful FROM materials WHERE reference = ? AND replaced IS NULL"
    there = {number: rest for number, *rest in db.conn.execute(query, [reference]).fetchall()}
    known = {(sha256, name): number for number, (sha256, name, *_) in there.items()}
    kept = set()
    for ordinal, item in enumerate(submission.materials, 1):
        number = known.get((item.sha256, item.name))
        if number is not None:
            kept.add(number)
            settled = item.reason in {SlotReason.STAFF, Idle.GIVEN_UP}  # a person's word is not dealt anew
            stands = [item.role, item.reason, ordinal, 0 if settled else there[number][-1]]
            if stands != there[number][2:]:
                db.conn.execute(
                    "UPDATE materials SET role = ?, reason = ?, ordinal = ?, doubtful = ? WHERE id = ?", [*stands, number]
                )
            continue
        db.table("materials").insert({**_material_row(item), "reference": reference, "ordinal": ordinal, "added": revision})
    for number in set(known.values()) - kept:
        db.table("materials").update(number, {"replaced": revision})


def _material_row(item: Material) -> dict[str, object]:
    names = ("name", "name_as_sent", "folder", "title", "size", "sha256", "message", "role", "reason", "problem")
    return {
        **{name: getattr(item, name) for name in names},
        "doubtful": int(item.doubtful),
        "path": str(item.path),
        "type": str(item.type),
    }
