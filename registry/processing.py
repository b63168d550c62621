"""The second loop: each pending mail is read, judged and recorded; one that cannot be is shunted, the rest go on."""

from __future__ import annotations

import logging
import shutil
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from intake.adding import add_to, settle
from intake.assemble import gather
from intake.embedded import pictures_inside
from intake.machine_mail import machine_made
from intake.message import read
from intake.routing import call_for
from intake.steps import step
from intake.submission import PICTURES, Dossier, InboundMessage, Material, MessageError, Role, SpooledMessage, Submission
from registry import mail_log
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

log = logging.getLogger(__name__)
Progress = Callable[[str], None]
BODILESS = "no call of this mailbox fits"


def process_pending(desk: Desk, progress: Progress = lambda _: None, stop: Callable[[], bool] = lambda: False) -> int:
    """Process every pending mail, oldest arrival first; return how many were shunted. `stop` ends after the mail in hand."""
    shunted = 0
    limits = desk.config.limits
    with ProbePool(seconds=limits.probe_seconds, memory=limits.probe_memory) as pool:
        for sha256 in mail_log.pending(desk.db):
            if stop():
                break
            shunted += not _process(desk, pool, sha256)
            progress(sha256)
    return shunted


def _process(desk: Desk, pool: ProbePool, sha256: str) -> bool:
    """Take one mail through all hops; False when it was shunted. The only broad except of the program stands here."""
    step("process.begun")
    attempt = mail_log.count_attempt(desk.db, sha256)
    step("process.counted")
    workdir = desk.workdir / sha256
    try:
        if attempt > desk.config.limits.attempts:
            raise MessageError(f"the program ended {attempt - 1} times while it worked on this mail; it was set aside unread")
        path = desk.spool.path_of(sha256)
        if path is None:
            raise MessageError("its file is no longer in the spool")
        workdir.mkdir(mode=0o700, parents=True, exist_ok=True)
        judge(desk, pool, mail_log.spooled(desk.db, sha256, path), workdir)
        step("process.recorded")
        desk.spool.finish(sha256)
        step("process.finished")
    except Exception as error:  # noqa: BLE001 - the loop that shunts: a broken mail stops nothing but itself
        reason = str(error) if isinstance(error, MessageError) else f"{type(error).__name__} while processing"
        log.warning("message %s shunted: %s", sha256[:12], reason)
        mail_log.shunt(desk.db, sha256, reason, traceback.format_exc())
        step("process.shunt-logged")
        desk.spool.shunt(sha256)
        return False
    finally:
        shutil.rmtree(workdir, ignore_errors=True)
    return True


def judge(desk: Desk, pool: ProbePool, spooled: SpooledMessage, workdir: Path) -> None:
    """Read, route, assemble, examine, decide and record one mail; raises what its hops raise."""
    box = desk.config.mailboxes.get(spooled.mailbox)
    message = read(spooled, workdir, desk.config.limits, box.trusted_authserv if box else None)
    step("process.read")
    mail_log.note_headers(desk.db, message)  # before anything can fail: a shunted mail is listed with its sender
    machine = machine_made(message, desk.own_addresses)
    call_id = None if machine else call_for(message, desk.config.calls, box.calls if box else tuple(desk.config.calls))
    if call_id is None:
        outcome, reason = ("ignored", machine) if machine else ("set_aside", BODILESS)
        record(desk.db, MailRecord(message=message, outcome=outcome, reason=reason, now=datetime.now(UTC)))
        return
    entries: list[EntryRecord] = []
    for share in gather(message, call_id, desk.config.calls[call_id], workdir):
        share, dossier = place(desk, message, share, frozenset(entry.submission.adds_to for entry in entries))
        if dossier or not share.only_answers:
            entries.append(_entry(desk, pool, message, share, dossier))
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


def _entry(desk: Desk, pool: ProbePool, message: InboundMessage, share: Submission, dossier: Dossier | None) -> EntryRecord:
    """Add one author's share to its dossier, measure what is new, judge the whole."""
    share = replace(share, materials=tuple(_kept(desk, item) for item in share.materials))
    counts = desk.counts(share.call)
    submission = add_to(dossier, share, counts)
    step("process.kept")
    photos = _measure(desk, pool, submission)
    step("process.measured")
    submission = settle(submission, counts, frozenset(facts.sha256 for facts in photos.values() if facts.pagelike))
    case = _case(desk, submission, photos)
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


def _case(desk: Desk, submission: Submission, photos: dict[str, PhotoFacts]) -> Case:
    window = desk.config.calls[submission.call].window
    works = tuple(Photo(material=item, facts=photos[item.sha256]) for item in submission.of(Role.WORK))
    portraits = tuple(Photo(material=item, facts=photos[item.sha256]) for item in submission.of(Role.PORTRAIT))
    return Case(
        submission=submission,
        arrival=Arrival(received_at=submission.received_at, opens=window.opens, closes=window.ends),
        works=works,
        portraits=portraits,
        texts={name: measure(name, found) for name, found in submission.texts.items()},
        elsewhere=resemblances(desk.db, desk.likeness, works, submission),
        with_pictures=tuple(item.name for item in submission.materials if pictures_inside(item.path, item.type)),
    )
