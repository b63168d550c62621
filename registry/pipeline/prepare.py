"""What of a mail's way needs nothing of the registry: read, routed, gathered and measured, before its turn comes."""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from intake.assemble.jobs import gather, read, read_bounce, with_pictures
from intake.assemble.routing import call_for
from intake.automatic.machine_made import OWN, answers_by_itself, is_daemon, machine_made
from intake.isolate.crash_points import crash_point
from intake.isolate.walls import give_up
from intake.isolate.workers import WorkerError, Workers
from intake.model.problems import Problem
from intake.model.submission import FileType, FormState, InboundMessage, Material, MessageError, SpooledMessage, Submission
from registry.desk.desk import Desk
from registry.select.mailed import MailedSheet, is_meant, judging, judging_by, may_hold_scores, read_filled_sheets
from registry.staff.on_behalf import for_its_author
from registry.staff.take_staff_mail import is_of_staff
from validators.case import documents_of, pictures_of
from validators.facts import PhotoFacts
from validators.facts_document import DocumentFacts
from validators.facts_qr import CodeFacts
from validators.facts_video import VideoFacts
from validators.probes.pool import ProbeJob, ProbePool
from validators.to_measure import films_of, papers_of, pictures_with_codes

if TYPE_CHECKING:
    from intake.automatic.delivery_report import Bounce

log = logging.getLogger(__name__)
MOST_DEATHS = 8  # files that may end their reader before the mail itself is taken for the cause
OFFICE = {FileType.OLE, FileType.RTF, FileType.ODT, FileType.FLAT_ODF, FileType.XLSB}
OFFICE_SECONDS = 300.0  # what LibreOffice may take in all, its turn and its own time limit included
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class MailWorkers:
    """What a mail is handled with: the desk, workers that read it and measure its pictures."""

    desk: Desk
    readers: Workers
    probes: ProbePool
    office: threading.Lock = field(default_factory=threading.Lock)  # LibreOffice has one turn, and who waits for it is timed

    def read(self, more: float, function: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs) -> Answer:
        """Run a reading function in a worker, with `more` seconds than usual; raises MessageError when it needs too much."""
        seconds = self.desk.config.limits.reading_seconds + more
        try:
            return self.readers.run(seconds, function, *args, **named)
        except WorkerError as error:
            raise _too_much(error, seconds) from error

    def read_files(
        self, workdir: Path, more: float, function: Callable[Given, Answer], *args: Given.args, **named: Given.kwargs
    ) -> Answer:
        """Run a function that reads a mail's files, again without the file over which its process ended; raises as read() does."""
        seconds = self.desk.config.limits.reading_seconds + more
        for number in itertools.count(1):
            try:
                return self.readers.run(seconds, function, *args, **named)
            except WorkerError as error:
                if number > MOST_DEATHS or not give_up(workdir, error.reason, afresh=function is read):
                    raise _too_much(error, seconds) from error
                log.warning("a file of the mail in %s ended its reader (%s); it is left alone", workdir.name[:12], error.reason)
        raise AssertionError("unreachable")

    def measure(self, pictures: Iterable[Material]) -> dict[str, PhotoFacts]:
        """Measure pictures in the workers; return sha256 -> facts."""
        jobs = self._jobs(pictures)
        return {facts.sha256: facts for facts in (self.probes.measure(jobs) if jobs else [])}

    def look_into(self, documents: Iterable[Material], workdir: Path) -> dict[str, DocumentFacts]:
        """Look at documents in the workers; return sha256 -> facts. `workdir` is the mail's own."""
        jobs = [replace(job, workdir=workdir) for job in self._jobs(documents)]
        with self.office if any(job.type in OFFICE for job in jobs) else nullcontext():
            return {facts.sha256: facts for facts in (self.probes.measure_documents(jobs) if jobs else [])}

    def watch(self, films: Iterable[Material]) -> dict[str, VideoFacts]:
        """Look at films in the workers; return sha256 -> facts."""
        jobs = self._jobs(films)
        return {facts.sha256: facts for facts in (self.probes.measure_videos(jobs) if jobs else [])}

    def draw(self, pages: Iterable[Material]) -> None:
        """Draw the first pages of forms that only a person can read; what cannot be drawn is shown by its name."""
        jobs = self._jobs(pages)
        if jobs:
            self.probes.draw_pages(jobs)

    def read_codes(self, pictures: Iterable[Material]) -> dict[str, CodeFacts]:
        """Read the codes in pictures in the workers; return sha256 -> facts."""
        jobs = self._jobs(pictures)
        return {facts.sha256: facts for facts in (self.probes.measure_codes(jobs) if jobs else [])}

    def _jobs(self, items: Iterable[Material]) -> list[ProbeJob]:
        """Return one job for each content; a small picture of it goes beside the kept files."""
        keep = self.desk.media
        return [
            ProbeJob(
                path=item.path, thumbnail=keep.thumbnail(sha256), name=item.name, sha256=sha256, size=item.size, type=item.type
            )
            for sha256, item in {item.sha256: item for item in items}.items()
        ]

    def look_through(self, workdir: Path, documents: Iterable[Material]) -> dict[str, bool]:
        """Return sha256 -> whether pictures are pasted into a document; `workdir` is the mail's own."""
        found = {item.sha256: (item.sha256, item.path, item.type) for item in documents}
        seconds = self.desk.config.limits.file_seconds
        pasted = self.read_files(workdir, 0, with_pictures, tuple(found.values()), workdir, seconds) if found else ()
        return {sha256: sha256 in pasted for sha256 in found}


def _too_much(error: WorkerError, seconds: float) -> Exception:
    """Return what is told where a mail itself, and no file in it, ended its reader: a crash may pass, so it is tried again."""
    if error.reason == Problem.CRASHED:
        return error
    told = {
        Problem.TIME: f"reading it took more than {seconds:g} s",
        Problem.MEMORY: "reading it took more memory than it may have",
        Problem.DEPTH: "something in its headers or texts is nested too deeply to be read",
    }
    return MessageError(f"{told[error.reason]}; a person must look at it")


@dataclass(frozen=True, kw_only=True)
class ReadMail:
    """A mail that was read, and what was found in it; `error` is what ended its preparation after that."""

    message: InboundMessage
    machine: str = ""  # why it is no person's mail
    bounce: Bounce | None = None
    call: str | None = None
    shares: tuple[Submission, ...] = ()
    photos: dict[str, PhotoFacts] = field(default_factory=dict)
    documents: dict[str, DocumentFacts] = field(default_factory=dict)
    videos: dict[str, VideoFacts] = field(default_factory=dict)
    codes: dict[str, CodeFacts] = field(default_factory=dict)
    pasted: dict[str, bool] = field(default_factory=dict)
    sheets: tuple[MailedSheet, ...] = ()  # workbooks that may be score sheets
    error: Exception | None = None


def prepare_mail(workers: MailWorkers, spooled: SpooledMessage, workdir: Path) -> ReadMail:
    """Read a mail and measure what it brings, in workers; raises what reading raises, the rest waits in `error`."""
    desk = workers.desk
    box = desk.config.mailboxes.get(spooled.mailbox)
    message = workers.read_files(
        workdir, 0, read, spooled, workdir, desk.config.limits, box.trusted_authserv if box else None, desk.mark
    )
    crash_point("process.read")
    message = for_its_author(desk, message)
    prepared = ReadMail(message=message)
    try:
        machine = machine_made(message, desk.own_addresses, desk.mark, group=box is not None and box.group)
        if machine:
            bounce = None if message.forged else workers.read(0, read_bounce, spooled.path)
            prepared = replace(prepared, machine=machine, bounce=bounce)
            reported = bounce is not None and (bounce.formal or is_daemon(message.header("from"), bounce.reporter))
            if reported or machine in OWN or answers_by_itself(message):
                return prepared
        prepared = replace(prepared, sheets=_score_sheets(workers, message, workdir))
        if prepared.sheets and message.sender and judging_by(desk.config, message.sender.email):
            return prepared  # a judge's scores are no submission
        if is_of_staff(desk, message):
            return prepared  # no submission (contract.md ruling 18)
        call = call_for(message, desk.config.calls, box.calls if box else tuple(desk.config.calls))
        return _gathered(workers, prepared, call, workdir) if call else prepared
    except Exception as error:  # noqa: BLE001 - told at the mail's turn, by the one loop that shunts
        return replace(prepared, error=error)


def _score_sheets(workers: MailWorkers, message: InboundMessage, workdir: Path) -> tuple[MailedSheet, ...]:
    """Return the workbooks of a mail that may be score sheets: those that have its columns, of a judge any that cannot be read.

    A workbook that costs too much is nobody's scores; what else is wrong with it is found where the mail's files are read.
    """
    config = workers.desk.config
    own = message.sender is not None and bool(judging_by(config, message.sender.email))
    found = [item for item in message.attachments if may_hold_scores(item)] if judging(config) else []
    meant = [item for item in message.attachments if is_meant(item, message.subject)] if own and not found else []
    books = tuple((item.name, item.path) for item in found or meant)
    if not books:
        return ()
    try:
        sheets = workers.readers.run(workers.desk.config.limits.file_seconds, read_filled_sheets, books)
    except WorkerError as error:
        log.info("no scores were looked for in %s: %s", workdir.name[:12], error.reason)
        return ()
    return tuple(item for item in sheets if item.scored or (own and item.problem))


def _gathered(workers: MailWorkers, prepared: ReadMail, call: str, workdir: Path) -> ReadMail:
    """Return a mail's shares, with the facts of their pictures and documents."""
    message = prepared.message
    slow = any(item.type in OFFICE for item in message.attachments)
    with workers.office if slow else nullcontext():
        settings, allowed = workers.desk.config.calls[call], workers.desk.config.limits.allowance
        shares = workers.read_files(workdir, OFFICE_SECONDS * slow, gather, message, call, settings, workdir, allowed)
    materials = [item for share in shares for item in share.materials]
    workers.draw(_unread_forms(shares))
    return replace(
        prepared,
        call=call,
        shares=shares,
        photos=workers.measure(pictures_of(materials, settings)),
        documents=workers.look_into(papers_of(materials, settings), workdir),
        videos=workers.watch(films_of(materials, settings)),
        codes=workers.read_codes(pictures_with_codes(materials, settings)),
        pasted=workers.look_through(workdir, documents_of(materials)),
    )


def _unread_forms(shares: Iterable[Submission]) -> Iterator[Material]:
    """Yield the PDFs in form slots that no form was read from."""
    for share in shares:
        for item in share.materials:
            form = share.forms.get(item.role)
            unread = form is None or form.state is FormState.UNREADABLE or bool(item.problem)
            if item.type is FileType.PDF and item.role in share.forms and unread:
                yield item
