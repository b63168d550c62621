"""One mail through the hops: read, routed, assembled, measured, judged, recorded. Strangers' bytes are opened in workers only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ParamSpec, TypeVar

from intake.adding import add_to, settle
from intake.machine_mail import machine_made
from intake.reading import gather, read, read_bounce, with_pictures
from intake.routing import call_for
from intake.steps import step
from intake.submission import (
    DOCUMENTS,
    PICTURES,
    Dossier,
    FileType,
    InboundMessage,
    Material,
    MessageError,
    Role,
    SpooledMessage,
    Submission,
)
from intake.workers import WorkerError, Workers
from registry import mail_log
from registry.bounces import note_bounce
from registry.desk import Desk
from registry.lifting import without_lifted
from registry.likeness import resemblances
from registry.matching import is_twin, place
from registry.queries import photo_facts
from registry.store import EntryRecord, MailRecord, record
from validators.disposition import decide
from validators.facts import Arrival, Case, Photo, PhotoFacts
from validators.probes.pool import ProbeJob, ProbePool
from validators.probes.text import measure
from validators.ruleset import examine

BODILESS = "no call of this mailbox fits"
OFFICE = {FileType.OLE, FileType.RTF, FileType.ODT}
OFFICE_SECONDS = 300.0  # what LibreOffice may take in all, its turn and its own time limit included
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Hands:
    """What a mail is handled with: the desk, workers that read it and measure its pictures."""

    desk: Desk
    readers: Workers
    probes: ProbePool

    def read(self, more: float, function: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Answer:
        """Run a reading function in a worker, with `more` seconds than usual; raises MessageError when it needs too much."""
        limits = self.desk.config.limits
        try:
            return self.readers.run(limits.reading_seconds + more, function, *args, **named)
        except WorkerError as error:
            if error.reason == "crashed":
                raise
            much = f"more than {limits.reading_seconds + more:g} s" if error.reason == "time" else "more memory than it may have"
            raise MessageError(f"reading it took {much}; a person must look at it") from error


def judge(hands: Hands, spooled: SpooledMessage, workdir: Path) -> None:
    """Read, route, assemble, examine, decide and record one mail; raises what its hops raise."""
    desk = hands.desk
    box = desk.config.mailboxes.get(spooled.mailbox)
    message = hands.read(0, read, spooled, workdir, desk.config.limits, box.trusted_authserv if box else None)
    step("process.read")
    mail_log.note_headers(desk.db, message)  # before anything can fail: a shunted mail is listed with its sender
    machine = machine_made(message, desk.own_addresses)
    call_id = None if machine else call_for(message, desk.config.calls, box.calls if box else tuple(desk.config.calls))
    if call_id is None:
        outcome, reason = ("ignored", _report(hands, message) or machine) if machine else ("set_aside", BODILESS)
        record(desk.db, MailRecord(message=message, outcome=outcome, reason=reason, now=datetime.now(UTC)))
        return
    entries: list[EntryRecord] = []
    office = OFFICE_SECONDS if any(item.type in OFFICE for item in message.attachments) else 0.0
    for share in hands.read(office, gather, message, call_id, desk.config.calls[call_id], workdir):
        share, dossier = place(desk, message, share, frozenset(entry.submission.adds_to for entry in entries))
        if dossier or not share.only_answers:
            entries.append(_entry(hands, message, share, dossier))
    if not entries:
        record(desk.db, MailRecord(message=message, outcome="set_aside", reason="nothing is submitted", now=datetime.now(UTC)))
        return
    merged = any(entry.submission.adds_to for entry in entries)
    early = box is not None and box.since is not None and spooled.received_at < box.since
    forged = message.authentication is not None and message.authentication.forged
    record(
        desk.db,
        MailRecord(
            message=message,
            outcome="merged" if merged else "entered",
            entries=tuple(entries),
            answer=message.sender is not None and not forged and not early,
            now=datetime.now(UTC),
        ),
    )


def _report(hands: Hands, message: InboundMessage) -> str:
    """Note a delivery report under the letter it is about; return what was noted, '' for any other machine's mail."""
    if message.authentication is not None and message.authentication.forged:
        return ""
    bounce = hands.read(0, read_bounce, message.spooled.path)
    return note_bounce(hands.desk.db, bounce, message.spooled.sha256, datetime.now(UTC)) if bounce else ""


def _entry(hands: Hands, message: InboundMessage, share: Submission, dossier: Dossier | None) -> EntryRecord:
    """Add one author's share to its dossier, measure what is new, judge the whole."""
    desk = hands.desk
    share = replace(share, materials=tuple(_kept(desk, item) for item in share.materials))
    counts = desk.counts(share.call)
    submission = add_to(dossier, share, counts)
    step("process.kept")
    photos = _measure(desk, hands.probes, submission)
    step("process.measured")
    shapes = {sha256: (facts.width, facts.height) for sha256, facts in photos.items()}
    submission = settle(submission, counts, shapes, frozenset(sha256 for sha256, facts in photos.items() if facts.pagelike))
    case = _case(hands, submission, photos)
    findings = without_lifted(desk.db, submission.adds_to, examine(desk.rulesets[submission.call], case))
    call = desk.config.calls[submission.call]
    return EntryRecord(
        submission=submission,
        disposition=decide(findings),
        findings=findings,
        photos=photos,
        prefix=call.reference,
        language=call.language,
        settle=desk.config.settle,
        twin=dossier is not None and is_twin(desk.db, message, dossier, submission),
    )


def _kept(desk: Desk, material: Material) -> Material:
    """Keep a file durably before anything is recorded of it."""
    return replace(material, path=desk.media.keep(material.path, material.sha256, material.type))


def _pictures(submission: Submission) -> list[Material]:
    return [item for item in submission.materials if item.role in {Role.WORK, Role.PORTRAIT} or item.type in PICTURES]


def _measure(desk: Desk, pool: ProbePool, submission: Submission) -> dict[str, PhotoFacts]:
    """Return sha256 -> facts for every picture, measuring only what the registry does not know."""
    pictures = {item.sha256: item for item in _pictures(submission)}
    known = photo_facts(desk.db, list(pictures))
    jobs = [
        ProbeJob(path=item.path, thumbnail=desk.media.thumbnail(sha256), name=item.name, sha256=sha256, size=item.size)
        for sha256, item in pictures.items()
        if sha256 not in known
    ]
    return known | {facts.sha256: facts for facts in (pool.measure(jobs) if jobs else [])}


def _case(hands: Hands, submission: Submission, photos: dict[str, PhotoFacts]) -> Case:
    desk = hands.desk
    window = desk.config.calls[submission.call].window
    works = tuple(Photo(material=item, facts=photos[item.sha256]) for item in submission.of(Role.WORK))
    documents = [(item.name, item.path, item.type) for item in submission.materials if item.type in DOCUMENTS | {FileType.PPTX}]
    portraits = tuple(Photo(material=item, facts=photos[item.sha256]) for item in submission.of(Role.PORTRAIT))
    idle = [item for item in submission.of(Role.OTHER) if item.sha256 in photos and photos[item.sha256].pagelike]
    return Case(
        submission=submission,
        arrival=Arrival(received_at=submission.received_at, opens=window.opens, closes=window.ends),
        works=works,
        portraits=portraits,
        texts={name: measure(name, found) for name, found in submission.texts.items()},
        elsewhere=resemblances(desk.db, desk.likeness, works, submission),
        pages=tuple(item.name for item in idle),
        with_pictures=hands.read(0, with_pictures, documents) if documents else (),
    )
