"""Alarms in words: in `status`, and by mail to staff, each at most once a day; past the outbox, which may be what ails."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Any

from intake.config.languages import languages, phrases
from intake.config.shipped import program_called
from intake.model.our_mark import LOOP_HEADER
from registry.desk.desk import Desk
from registry.desk.pulse import listen
from registry.read.alarms import LISTED, Alarm, alarms
from registry.read.health import status
from registry.store.codes import LetterState
from registry.store.mails import stamp
from reports.letters import formats
from reports.letters.hand_over import hand_over
from reports.letters.smtp import Envelope
from reports.letters.staff_words import StaffWords

log = logging.getLogger(__name__)
ROOM = "digest"
DAY, AGAIN = timedelta(hours=24), timedelta(hours=1)
LONGEST = 300


def status_of(desk: Desk, now: datetime | None = None) -> dict[str, Any]:
    """Return the status document with the alarms in words: what has none is healthy. Writes nothing."""
    moment = now or datetime.now(UTC)
    config = desk.config
    document = status(desk.db, config.data_dir, list(config.polled))
    found = [worded(alarm, config.timezone) for alarm in alarms(config, desk.db, moment)]
    return {"healthy": not found, **document, "service": _service(desk), "alarms": found}


def _service(desk: Desk) -> dict[str, Any] | None:
    """Return what the pulse of `serve` tells; None where none runs that was not ended on purpose."""
    heard = listen(desk.config.data_dir)
    if heard is None:
        return None
    return {"pid": heard.pid, "alive": heard.alive, "last_beat": stamp(heard.at), "last_step": stamp(heard.step_at)}


def worded(alarm: Alarm, zone: str) -> dict[str, Any]:
    """Return an alarm as `status` shows it: code, sentence and remedy in each language, since when."""
    told = {language: _filled(alarm, language, zone) for language in languages()}
    return {
        "code": alarm.code,
        "text": {language: words["text"] for language, words in told.items()},
        "todo": {language: words["todo"] for language, words in told.items()},
        "since": alarm.since or None,
    }


def _filled(alarm: Alarm, language: str, zone: str) -> dict[str, str]:
    """Fill an alarm's phrases; values are cleaned, for servers' words are among them."""
    values: dict[str, str] = {}
    for name, value in alarm.values.items():
        if name == "moment":
            values[name] = formats.moment(value, zone, language)
        elif name in {"free", "reserve"}:
            values[name] = formats.size(value)
        elif isinstance(value, list):
            values[name] = formats.listed(value, language)
        else:
            values[name] = formats.clean(str(value), LONGEST)
    return {part: text.format_map(values).strip() for part, text in phrases(ROOM, language)["alarms"][alarm.code].items()}


def send_alarms(desk: Desk, now: datetime | None = None) -> tuple[str, ...]:
    """Mail staff the alarms they were not told of today; return their codes. Trouble is logged, never raised.

    Noted before it is sent: a registry that cannot be written must not make a mail of every pass. What did not reach anybody
    is tried again after an hour; where SMTP itself is the trouble, the log and the exit code of `status` tell.
    """
    moment = now or datetime.now(UTC)
    try:
        due = [alarm for alarm in alarms(desk.config, desk.db, moment) if desk.config.staff and _due(desk, alarm, moment)]
        if not due:
            return ()
        _note(desk, due, moment, told=False)
        if not _delivered(desk, due, moment):
            return ()
        _note(desk, due, moment, told=True)
    except (OSError, sqlite3.Error) as error:
        log.error("the alarms could not be told to staff: %s", error)
        return ()
    return tuple(alarm.code for alarm in due)


def _due(desk: Desk, alarm: Alarm, now: datetime) -> bool:
    """Tell whether staff must be told now: not twice a day, and of what the digest lists only when there is more of it."""
    row = desk.db.conn.execute("SELECT told, tried_at, sent_at FROM alarm_mails WHERE code = ?", [alarm.code]).fetchone()
    if row is None:
        return True
    told, tried_at, sent_at = row
    # abs: after a clock that went back, a moment still to come must not silence an alarm for longer than a day
    if sent_at and abs(now - datetime.fromisoformat(sent_at)) < DAY:
        return False
    if abs(now - datetime.fromisoformat(tried_at)) < AGAIN:
        return False
    return not (sent_at and alarm.code in LISTED and told == alarm.mark)


def _note(desk: Desk, due: Sequence[Alarm], now: datetime, *, told: bool) -> None:
    for alarm in due:
        desk.db.conn.execute("INSERT OR IGNORE INTO alarm_mails (code, told) VALUES (?, '')", [alarm.code])
        desk.db.conn.execute("UPDATE alarm_mails SET tried_at = ? WHERE code = ?", [stamp(now), alarm.code])
        if told:
            desk.db.conn.execute(
                "UPDATE alarm_mails SET told = ?, sent_at = ? WHERE code = ?", [alarm.mark, stamp(now), alarm.code]
            )


def _delivered(desk: Desk, due: Sequence[Alarm], now: datetime) -> bool:
    """Hand the mail over for each of staff; tell whether it reached, or may have reached, anybody."""
    sender = parseaddr(desk.config.delivery.sender)[1]
    reached = False
    for address in (member.address for member in desk.config.staff):
        outcome = hand_over(desk, Envelope(as_mail(desk, due, address, now), sender, address))
        reached |= outcome.state in {LetterState.SENT, LetterState.UNKNOWN}
        if outcome.state is not LetterState.SENT:
            log.error("alarm %s did not reach one of staff: %s", ", ".join(alarm.code for alarm in due), outcome.text)
    return reached


def as_mail(desk: Desk, due: Sequence[Alarm], recipient: str, now: datetime) -> bytes:
    """Return the mail: for each alarm what happened, since when, what to do; in staff's languages."""
    words, zone = StaffWords(ROOM, desk.config.staff_languages), desk.config.timezone
    name, address = parseaddr(desk.config.delivery.sender)
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(name, *address.rsplit("@", 1))
    message["To"] = recipient
    message["Subject"] = " / ".join(words.each("alarm_mail", "head")) + f" ({', '.join(alarm.code for alarm in due[:3])})"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid("alarm", address.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message[LOOP_HEADER] = "alarm"
    message.set_content("\n\n".join(_section(due, language, zone) for language in words.languages) + "\n", cte="base64")
    return message.as_bytes()


def _section(due: Sequence[Alarm], language: str, zone: str) -> str:
    """Return the mail's words in one language."""
    told = phrases(ROOM, language)["alarm_mail"]
    lines = [told["head"], ""]
    for number, alarm in enumerate(due, 1):
        words = _filled(alarm, language, zone)
        lines.append(f"{number}. {words['text']}")
        if alarm.since:
            lines.append("   " + told["since"].format(moment=formats.moment(alarm.since, zone, language)))
        lines += [f"   → {words['todo']}", ""]
    return "\n".join([*lines, formats.together([told["keeps"], told["more"].format(program=program_called())], language)])
