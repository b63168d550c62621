"""A prepared mail at its turn: placed, kept, settled, judged, recorded. Strangers' bytes are opened in workers only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from sqlite_utils import Database

from intake.assemble.author_choice import with_choice
from intake.assemble.merge import add_to, assign_doubtful, changes
from intake.assemble.payload import carries, is_slight
from intake.assemble.unit import unit_of
from intake.assemble.unit_rows import unit_rows
from intake.automatic.machine_made import Sign, sign_of
from intake.isolate.crash_points import crash_point
from intake.model.rows import SheetFacts
from intake.model.submission import OTHER, Dossier, Material, SenderDoubt, Submission
from intake.words.absence import LEAST_WORDS, doubt
from registry.desk.desk import Desk
from registry.letters.bounces import note_bounce
from registry.pipeline.disputes import replaces
from registry.pipeline.place import is_twin, place
from registry.pipeline.prepare import MailWorkers, ReadMail
from registry.pipeline.record import EntryRecord, MailRecord, Overtaken, record, revision_of
from registry.read.entries import read_entry
from registry.read.judge_again import found_in
from registry.read.overrides import after_mail
from registry.read.stored_case import sheet_facts
from registry.read.timing import timing_with
from registry.select.by_mail import take_mailed_scores
from registry.staff.on_behalf import confirmed_by_author, tell_colleague
from registry.staff.take_staff_mail import take_staff_mail
from registry.store import mails
from registry.store.codec import Measured
from registry.store.codes import MailOutcome
from registry.store.measured import measured_facts, photo_facts
from registry.store.photo_index import resemblances
from registry.store.questions import note_answers
from registry.store.transactions import lazily
from validators.case import NEW, FileFacts, Terms, build_case, documents_of, pictures_of
from validators.disposition import decide
from validators.facts import PhotoFacts
from validators.facts_document import DocumentFacts
from validators.facts_qr import CodeFacts
from validators.facts_video import VideoFacts
from validators.to_measure import films_of, papers_of, pictures_with_codes

ANSWERS_NOTHING = frozenset({Sign.BOUNCE, Sign.MACHINE, Sign.REPLY})  # no question, though a colleague's program sent it
TRIES = 5  # before a mail whose entry changes all the time is shunted
NO_CALL_FITS = "no call of this mailbox fits"
NOTHING = "nothing is submitted"


def process_one(workers: MailWorkers, prepared: ReadMail) -> None:
    """Place, examine, decide and record one mail. Raises what its preparation and its hops raise.

    Staff may decide on its entry, or have it forgotten, meanwhile: then it is judged again as things stand.
    """
    for _ in range(TRIES):
        with suppress(Overtaken):
            return _judge(workers, prepared)
    return _judge(workers, prepared)


def _judge(workers: MailWorkers, prepared: ReadMail) -> None:
    desk, message = workers.desk, prepared.message
    now = desk.done_at.get(message.spooled.sha256) or datetime.now(UTC)
    with lazily(desk.db):
        mails.note_headers(desk.db, message)  # before anything can fail: a shunted mail is listed with its sender
    if sign_of(prepared.machine) not in ANSWERS_NOTHING:
        note_answers(desk.db, message, desk.own_addresses | desk.staff_addresses, now)
    scored = bool(prepared.sheets) and take_mailed_scores(desk, message, prepared.sheets, prepared.machine, now)
    if scored or take_staff_mail(desk, message, prepared.machine, now):
        return
    if prepared.error:
        raise prepared.error
    if prepared.machine and not _carries(prepared):
        bounced = note_bounce(desk.db, prepared.bounce, message.spooled.sha256, now, desk.mark) if prepared.bounce else ""
        record(desk.db, MailRecord(message=message, outcome=MailOutcome.IGNORED, reason=bounced or prepared.machine, now=now))
        return
    told = partial(tell_colleague, desk, message, now=now) if _answered(desk, prepared) else None
    if prepared.call is None:
        record(desk.db, MailRecord(message=message, outcome=MailOutcome.SET_ASIDE, reason=NO_CALL_FITS, afterwards=told, now=now))
        return
    entries = _entries(workers, prepared)
    if not entries:
        unsure = doubt(message) if len(message.text.split()) >= LEAST_WORDS else ""
        record(
            desk.db,
            MailRecord(message=message, outcome=MailOutcome.SET_ASIDE, reason=unsure or NOTHING, afterwards=told, now=now),
        )
        return
    merged = any(entry.submission.adds_to for entry in entries)
    record(
        desk.db,
        MailRecord(
            message=message,
            outcome=MailOutcome.MERGED if merged else MailOutcome.ENTERED,
            entries=tuple(entries),
            answer=_answered(desk, prepared),
            afterwards=told,
            now=now,
        ),
    )


def _entries(workers: MailWorkers, prepared: ReadMail) -> list[EntryRecord]:
    """Judge each author's share of a mail; what only answers counts where there is an entry that it adds to."""
    entries: list[EntryRecord] = []
    sign = str(sign_of(prepared.machine) or "")
    for whole in prepared.shares:
        taken = frozenset(entry.submission.adds_to for entry in entries)
        doubt = SenderDoubt.PASSED_ON if prepared.message.passed_by else ""
        share, dossier = place(workers.desk, prepared.message, replace(whole, automatic=sign, unverified=doubt), taken)
        if dossier or not (share.only_answers or is_slight(share, _shapes(prepared.photos))):
            entry = _entry(workers, prepared, share, dossier)
            entries += [entry] if not entry.again or _repeats(entry.submission, share) else []
    return entries


def _repeats(whole: Submission, share: Submission) -> bool:
    """Tell a mail that sends again what is there from thanks with a picture below them, which a person must read."""
    files = any(item.role != OTHER for item in whole.materials if item.message == share.message)
    return files or bool(share.links or (any(share.forms.values()) and not share.only_answers))


def _shapes(photos: Mapping[str, PhotoFacts]) -> dict[str, tuple[int, int]]:
    return {sha256: (facts.width, facts.height) for sha256, facts in photos.items()}


def _answered(desk: Desk, prepared: ReadMail) -> bool:
    """Tell whether a letter may go out: not to machines, forgers and nobody, nor for mail from before the mailbox's `since`."""
    message = prepared.message
    box = desk.config.mailboxes.get(message.spooled.mailbox)
    early = box is not None and box.since is not None and message.spooled.received_at < box.since
    return message.sender is not None and not message.forged and not early and not prepared.machine


def _carries(prepared: ReadMail) -> bool:
    """Tell whether a machine-marked mail brings what a person must have made."""
    return any(carries(share, _shapes(prepared.photos)) for share in prepared.shares)


def _entry(workers: MailWorkers, prepared: ReadMail, share: Submission, dossier: Dossier | None) -> EntryRecord:
    """Add one author's share to its dossier, judge the whole."""
    desk = workers.desk
    stands = revision_of(desk.db, dossier.reference) if dossier else None
    if dossier and stands is None:
        raise Overtaken("its entry was forgotten while this mail was judged")
    share = replace(share, materials=tuple(_kept(desk, item) for item in share.materials))
    call = desk.config.calls[share.call]
    terms = Terms(call=call, demands=desk.demands(share.call))
    added = confirmed_by_author(add_to(dossier, share, call), dossier, prepared.message)
    submission = with_choice(added, dossier, prepared.message.text, call) if dossier else added
    crash_point("process.kept")
    photos = _measured(workers, prepared.photos, submission)
    crash_point("process.measured")
    submission = assign_doubtful(submission, call, terms.demands, _shapes(photos), _pages(photos))
    facts = _facts(workers, prepared, submission, photos)
    entry = read_entry(desk.db, dossier.reference) if dossier else None
    timing = timing_with(entry, submission) if entry else NEW
    case = build_case(submission, terms, facts, partial(resemblances, desk.db, desk.likeness, call), timing)
    findings = found_in(desk, case)
    return EntryRecord(
        submission=submission,
        unit=unit_of(call, submission.forms, submission.named, unit_rows(submission, call)),
        disposition=after_mail(entry, decide(findings)),
        findings=findings,
        photos=photos,
        texts=case.texts,
        measured=facts.measured,
        slots=case.slots,
        pasted=facts.pasted,
        timing=timing,
        identity=call.identity,
        prefix=call.reference,
        language=call.language,
        settle=desk.config.settle,
        replaces=dossier is not None and replaces(dossier, submission),
        twin=dossier is not None and is_twin(desk.db, prepared.message, dossier, submission),
        stands=stands,
        again=dossier is not None and not changes(dossier, submission),
    )


def _pages(photos: Mapping[str, PhotoFacts]) -> frozenset[str]:
    return frozenset(sha256 for sha256, facts in photos.items() if facts.pagelike)


def _facts(workers: MailWorkers, prepared: ReadMail, submission: Submission, photos: Mapping[str, PhotoFacts]) -> FileFacts:
    """Return what was measured in an entry's files; what nobody looked into yet is looked into."""
    db, call, materials = workers.desk.db, workers.desk.config.calls[submission.call], submission.materials
    documents, workdir = documents_of(materials), workers.desk.workdir / prepared.message.spooled.sha256
    unseen = (item for item in documents if item.sha256 not in prepared.pasted)
    pasted = prepared.pasted | workers.look_through(workdir, unseen)
    look_into = partial(workers.look_into, workdir=workdir)
    return FileFacts(
        photos=photos,
        documents=_looked_into(db, DocumentFacts, papers_of(materials, call), prepared.documents, look_into),
        videos=_looked_into(db, VideoFacts, films_of(materials, call), prepared.videos, workers.watch),
        codes=_looked_into(db, CodeFacts, pictures_with_codes(materials, call), prepared.codes, workers.read_codes),
        pasted={item.sha256: pasted[item.sha256] for item in documents},
        sheets=_sheets(workers, submission),
    )


def _kept(desk: Desk, material: Material) -> Material:
    """Keep a file before anything is recorded of it."""
    return replace(material, path=desk.media.keep(material.path, material.sha256, material.type))


def _measured(workers: MailWorkers, fresh: Mapping[str, PhotoFacts], submission: Submission) -> dict[str, PhotoFacts]:
    """Return sha256 -> facts for every picture: what the registry knows stands; what nobody measured yet is measured."""
    pictures = {item.sha256: item for item in pictures_of(submission.materials, workers.desk.config.calls[submission.call])}
    known = photo_facts(workers.desk.db, list(pictures))
    known = {sha256: facts for sha256, facts in fresh.items() if sha256 in pictures} | known
    return known | workers.measure(item for sha256, item in pictures.items() if sha256 not in known)


def _looked_into(
    db: Database,
    kind: type[Measured],
    items: Iterable[Material],
    fresh: Mapping[str, Measured],
    look: Callable[[Iterable[Material]], dict[str, Measured]],
) -> dict[str, Measured]:
    """Return sha256 -> facts of one kind for every file; as _measured() does for pictures."""
    files = {item.sha256: item for item in items}
    known = {sha256: facts for sha256, facts in fresh.items() if sha256 in files}
    known |= _seen(measured_facts(db, kind, list(files)))
    return known | look(item for sha256, item in files.items() if sha256 not in known)


def _sheets(workers: MailWorkers, submission: Submission) -> dict[str, SheetFacts]:
    """Return sha256 -> facts for every sheet: those of this mail as they were read, those of earlier ones as they are known."""
    known = sheet_facts(workers.desk.db, submission.materials, workers.desk.config.calls[submission.call])
    return {sha256: submission.sheets.get(sha256, facts) for sha256, facts in known.items()}


def _seen(known: Mapping[str, Measured]) -> dict[str, Measured]:
    """Return what was measured to its end; what took too much on a busy machine is looked at again."""
    return {sha256: facts for sha256, facts in known.items() if not facts.unseen}
