"""The hop of judges' mails: score sheets from an address of `judges` are taken in and answered; anybody else's are set aside."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from intake.config.models import Call
from intake.config.selection import Judge
from intake.model.addresses import one_spelling
from intake.model.submission import Address, InboundMessage
from registry.desk.desk import Desk
from registry.letters.announcements import Reply, queue_reply
from registry.select.flaws import Flaw, FlawKind, SheetRefused
from registry.select.mailed import MailedSheet, judging_by
from registry.select.scores import JudgedCall, codes_in, key_of, name_on, scores_in
from registry.select.take import TakenFile, entries_by_code, put_and_tell
from registry.store import mails
from registry.store.codec import packed
from registry.store.codes import MailOutcome
from registry.store.schema import immediate
from registry.store.selection import JudgeSheet

log = logging.getLogger(__name__)
STRANGER = "a score sheet, and its sender is no judge of the call; nothing of it was taken"
FORGED = "a score sheet that says it is of a judge and fails the check of its sender; nothing of it was taken"


@dataclass(frozen=True)
class _Judged:
    """A sheet that was read whole: what is put, by whom, and the codes it was read by."""

    sheet: JudgeSheet
    by: str
    codes: Mapping[str, str]
    bears: str = ""  # the name on it, where that is another


def take_mailed_scores(desk: Desk, message: InboundMessage, sheets: Sequence[MailedSheet], machine: str, now: datetime) -> bool:
    """Take the score sheets of a mail all the way: scores, outcome and answer are one transaction; False for any other mail."""
    scored = [item for item in sheets if item.scored]
    calls = judging_by(desk.config, message.sender.email) if message.sender else {}
    if not calls:
        return _are_ours(desk, scored) and _close(desk, message, MailOutcome.SET_ASIDE, STRANGER, now)
    if machine or (not scored and message.sender and one_spelling(message.sender.email) in desk.staff_addresses):
        return False
    if message.forged:
        return _close(desk, message, MailOutcome.SET_ASIDE, FORGED, now)
    read = [_judged(desk, item, calls) for item in sheets]
    done: list[TakenFile] = []
    with immediate(desk.db):
        if not _is_pending(desk, message):
            return True
        for item in read:
            if isinstance(item, _Judged):
                done.append(replace(put_and_tell(desk, item.sheet, item.codes, item.by, now), bears=item.bears))
            else:
                done.append(item)
        mails.close(desk.db, message, MailOutcome.STAFF, _summary(done), now)
        call = next((item.sheet.call for item in read if isinstance(item, _Judged)), next(iter(calls)))
        _answer(desk, message, call, done, now)
    log.info("score sheets of %s: %s", message.spooled.sha256[:12], _summary(done))
    return True


def _judged(desk: Desk, item: MailedSheet, calls: Mapping[str, Judge]) -> _Judged | TakenFile:
    """Return a sheet read for the call whose codes it names, or why it is refused."""
    if item.problem:
        return TakenFile(file=item.name, flaws=(Flaw(place="", why=FlawKind.UNREADABLE),))
    named = codes_in(item.grids)
    known = {call: entries_by_code(desk, call) for call in calls}
    call = max(known, key=lambda call: len(named & known[call].keys()))
    name = name_on(item.grids)
    whose = _somebody_elses(desk.config.calls[call], calls[call], name)
    if whose:
        return TakenFile(file=item.name, flaws=(Flaw(place="", why=FlawKind.OTHERS_SHEET, values={"name": whose}),))
    try:
        sheet = scores_in(item.grids, JudgedCall(call, desk.config.calls[call], known[call]), item.name, calls[call].name)
    except SheetRefused as refused:
        return TakenFile(file=item.name, flaws=refused.flaws)
    if not calls[call].name and _has_theirs(desk, call, sheet.judge, calls[call].address):
        return TakenFile(file=item.name, flaws=(Flaw(place="", why=FlawKind.OTHERS_SHEET, values={"name": sheet.name}),))
    one, other = key_of(name), sheet.judge
    return _Judged(sheet, calls[call].address, known[call], "" if one in other or other in one else name)


def _somebody_elses(call: Call, sender: Judge, name: str) -> str:
    """Return the judge of another address whose name a sheet bears: it was forwarded, and would stand under the wrong name."""
    others = (judge.name for judge in call.judges if judge.name and judge.address != sender.address)
    return next((other for other in others if key_of(other) == key_of(name)), "")


def _has_theirs(desk: Desk, call: str, judge: str, sender: str) -> bool:
    """Tell whether a sheet under a name came from another judge: one whose name is only on the sheet replaces nobody else's."""
    row = desk.db.conn.execute("SELECT by FROM score_sheets WHERE call = ? AND judge = ?", [call, judge]).fetchone()
    others = {one_spelling(each.address) for each in desk.config.calls[call].judges} - {one_spelling(sender)}
    return row is not None and one_spelling(row[0]) in others


def _are_ours(desk: Desk, scored: Sequence[MailedSheet]) -> bool:
    """Tell whether sheets score entries of ours: a code of some call stands in them."""
    named = frozenset[str]().union(*(codes_in(item.grids) for item in scored)) - {""}
    return bool(named) and any(named & entries_by_code(desk, call).keys() for call in desk.config.calls)


def _summary(done: Sequence[TakenFile]) -> str:
    """Say in one line what became of a judge's mail; no name and no score stands in it."""
    return "; ".join(
        f"score sheet refused: {len(item.flaws)} cells" if item.refused else f"score sheet taken: {item.taken} scores"
        for item in done
    )


def _answer(desk: Desk, message: InboundMessage, call: str, done: Sequence[TakenFile], now: datetime) -> None:
    assert message.sender is not None
    told = packed({"call": call, "scores": [asdict(item) for item in done]})
    recipient = Address(name=message.sender.name, email=message.sender.email)
    language = desk.config.calls[call].language
    queue_reply(desk.db, Reply(mail=message.spooled.sha256, recipient=recipient, language=language, told=told), now)


def _is_pending(desk: Desk, message: InboundMessage) -> bool:
    row = desk.db.conn.execute("SELECT outcome FROM messages WHERE sha256 = ?", [message.spooled.sha256]).fetchone()
    return row is not None and row[0] == MailOutcome.PENDING


def _close(desk: Desk, message: InboundMessage, outcome: MailOutcome, reason: str, now: datetime) -> bool:
    """Keep a mail and do nothing else."""
    with immediate(desk.db):
        if _is_pending(desk, message):
            mails.close(desk.db, message, outcome, reason, now)
    return True
