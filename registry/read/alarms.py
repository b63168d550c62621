"""What a person must know of: each alarm a code, since when, and the values its sentence needs. Only reads."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from intake.config.models import Config
from registry.desk.pulse import LATE, STILL, listen
from registry.letters.bounces import open_bounces
from registry.letters.outbox import STANDS
from registry.store import unfetched
from registry.store.mails import stamp
from registry.store.polls import Ailment

WAITED = timedelta(days=3)  # that one letter may be deferred (field-notes 8)
POLLS = "SELECT polls.*, coalesce(code, '') AS code FROM polls LEFT JOIN ailments USING (mailbox)"
TOLD_APART = frozenset({Ailment.REFUSED, Ailment.FOLDER, Ailment.DISK})  # what keeps a mailbox from being read has its own alarm
MOST_NAMED = 20  # mails in one alarm
LISTED = frozenset({"letter-failed", "letter-unknown", "letter-bounced", "letter-waiting", "shunted"})  # the digest lists each


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One thing that ails the desk. `mark` changes when there is more of it than staff were told."""

    code: str
    since: str = ""  # ISO 8601; '' where it is not known
    values: Mapping[str, Any] = field(default_factory=dict)
    mark: str = ""


def alarms(config: Config, db: Database, now: datetime) -> tuple[Alarm, ...]:
    """Return what ails the desk now, the gravest first."""
    return (
        *_disk(config, db),
        *_service(config, now),
        *_clock(config, db, now),
        *_mailboxes(config, db, now),
        *_unfetched(config, db),
        *_outbox(config, db, now),
        *_mails(config, db, now),
        *_letters(db, now),
        *_in_staffs_name(db, now),
        *_copies(config, db, now),
    )


def _disk(config: Config, db: Database) -> Iterator[Alarm]:
    free = shutil.disk_usage(config.data_dir).free
    if free < config.limits.disk_reserve:
        yield Alarm(code="disk-low", values={"free": free, "reserve": config.limits.disk_reserve})
    said = db.conn.execute("SELECT max(last_error) FROM polls JOIN ailments USING (mailbox) WHERE code = 'disk'").fetchone()[0]
    if said and free >= config.limits.disk_reserve:
        yield Alarm(code="disk-failed", values={"error": said})


def longest_still(config: Config) -> timedelta:
    """Return how long the service's loops may show no step at all."""
    return max(STILL, 3 * config.schedule.poll)


def _service(config: Config, now: datetime) -> Iterator[Alarm]:
    """The service that was started here is gone without having been ended, or lives and does nothing."""
    heard = listen(config.data_dir)
    if heard is None:
        return
    still = longest_still(config)
    values = {"pid": heard.pid, "moment": stamp(heard.at)}
    if not heard.alive:
        yield Alarm(code="service-gone", since=stamp(heard.at), values=values)
    elif now - heard.at > LATE or now - heard.step_at > still:
        since = heard.at if now - heard.at > LATE else heard.step_at
        yield Alarm(code="service-hung", since=stamp(since), values={**values, "moment": stamp(since)})


def _clock(config: Config, db: Database, now: datetime) -> Iterator[Alarm]:
    """The clock went back: something was written later than now; or the disk's own clock is another than ours."""
    written = (
        "SELECT max(at) FROM (SELECT max(fetched_at) AS at FROM messages UNION ALL SELECT max(last_good_poll) FROM polls "
        "UNION ALL SELECT max(sent_at) FROM notices UNION ALL SELECT max(at) FROM history)"
    )
    newest = db.conn.execute(written).fetchone()[0]
    if newest and datetime.fromisoformat(newest) - now > config.alarms.clock:
        yield Alarm(code="clock-back", since=newest, values={"moment": newest})
        return
    files = [config.data_dir / name for name in ("registry.db", "registry.db-wal", "spool/journal.jsonl")]
    ahead = max((_modified(path) for path in files), default=0.0) - time.time()
    if ahead > config.alarms.clock.total_seconds():
        yield Alarm(code="clock-disk", values={"minutes": int(ahead // 60)})


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _mailboxes(config: Config, db: Database, now: datetime) -> Iterator[Alarm]:
    """A mailbox counts from its first poll on; one that was never polled is nobody's trouble yet."""
    polls = {row["mailbox"]: row for row in db.query(POLLS) if row["mailbox"] in config.polled}
    refused = [name for name, row in polls.items() if row["code"] == Ailment.REFUSED]
    if refused:
        values = {"names": refused, "error": polls[refused[0]]["last_error"]}
        yield Alarm(code="login-refused", since=_since(polls, refused), values=values, mark=" ".join(refused))
    missing = [name for name, row in polls.items() if row["code"] == Ailment.FOLDER]
    if missing:
        values = {"names": missing, "error": polls[missing[0]]["last_error"]}
        yield Alarm(code="folder-missing", since=_since(polls, missing), values=values, mark=" ".join(missing))
    oldest = stamp(now - config.alarms.no_poll)
    silent = [
        name
        for name, row in polls.items()
        if row["code"] not in TOLD_APART and (row["last_good_poll"] <= oldest if row["last_good_poll"] else row["last_error"])
    ]
    if silent:
        errors = [polls[name]["last_error"] for name in silent if polls[name]["last_error"]]
        values = {"names": silent, "error": errors[0] if errors else ""}
        yield Alarm(code="no-poll", since=_since(polls, silent), values=values, mark=" ".join(silent))
    yield from _codes(config, now)


def _unfetched(config: Config, db: Database) -> Iterator[Alarm]:
    """Mails that their server does not give out; and a disk that did not take mail in when it last should."""
    rows = unfetched.waiting(db, config.polled)
    if rows:
        names = [f"{row['mailbox']}/{row['folder']} UID {row['uid']}" for row in rows]
        values = {"count": len(rows), "names": names[:MOST_NAMED], "error": rows[0]["reason"]}
        yield Alarm(code="mail-unfetched", since=rows[0]["first_at"], values=values, mark=" ".join(names))


def _since(polls: Mapping[str, Mapping[str, Any]], names: Sequence[str]) -> str:
    """Return when the first of these was last well, '' if one of them never was."""
    return min(polls[name]["last_good_poll"] or "" for name in names)


def _codes(config: Config, now: datetime) -> Iterator[Alarm]:
    ends = {name: box.valid_until for name, box in config.polled.items() if box.valid_until}
    for code, names in (
        ("code-expired", [name for name, end in ends.items() if end <= now]),
        ("code-expires", [name for name, end in ends.items() if now < end <= now + config.alarms.code_warning]),
    ):
        if names:
            first = min(ends[name] for name in names)
            since = stamp(first) if code == "code-expired" else ""
            yield Alarm(code=code, since=since, values={"names": names, "moment": stamp(first)}, mark=" ".join(names))


def _outbox(config: Config, db: Database, now: datetime) -> Iterator[Alarm]:
    quota = "SELECT min(created_at), count(*), min(error) FROM notices WHERE state = 'deferred' AND ours = 'quota'"
    since, over, error = db.conn.execute(quota).fetchone()
    if over:
        yield Alarm(code="delivery-quota", since=since, values={"count": over, "error": error})
    refused = (
        "SELECT min(created_at), count(*), min(error) FROM notices WHERE state = 'deferred' AND ours <> 'quota' "
        "AND (ours = 'refused' OR code >= 500)"
    )
    since, count, error = db.conn.execute(refused).fetchone()
    if count:
        yield Alarm(code="delivery-refused", since=since, values={"count": count, "error": error})
    held = "SELECT min(created_at), count(*) FROM notices WHERE state = 'deferred' AND ours = 'hour'"
    since, held_back = db.conn.execute(held).fetchone()
    if held_back:
        yield Alarm(code="breaker", since=since, values={"count": held_back, "per_hour": config.delivery.per_hour})
    oldest = stamp(now - config.alarms.queue)
    stuck = (
        "SELECT min(created_at), count(*) FROM notices WHERE (state IN ('queued', 'deferred', 'sending') AND due_at <= :oldest) OR "
        "(state = 'deferred' AND attempts > 0 AND created_at <= :oldest "
        "AND NOT EXISTS (SELECT 1 FROM notices WHERE state = 'sent' AND sent_at > :oldest))"
    )
    since, waiting = db.conn.execute(stuck, {"oldest": oldest}).fetchone()
    if waiting and not count and not over:
        yield Alarm(code="queue-stuck", since=since, values={"count": waiting})


def _mails(config: Config, db: Database, now: datetime) -> Iterator[Alarm]:
    query = "SELECT min(fetched_at), count(*) FROM messages WHERE outcome = 'pending' AND fetched_at <= ?"
    since, count = db.conn.execute(query, [stamp(now - config.alarms.queue)]).fetchone()
    if count:
        yield Alarm(code="mail-stuck", since=since, values={"count": count})
    since, count, newest = db.conn.execute(
        "SELECT min(fetched_at), count(*), max(fetched_at) FROM messages WHERE outcome = 'shunted'"
    ).fetchone()
    if count:
        yield Alarm(code="shunted", since=since, values={"count": count}, mark=f"{count} {newest}")


def _letters(db: Database, now: datetime) -> Iterator[Alarm]:
    """What a person must do about single letters."""
    for code, where, values in (
        ("letter-failed", f"state = 'failed' AND {STANDS}", []),
        ("letter-unknown", f"state = 'unknown' AND {STANDS}", []),
        ("letter-waiting", "state = 'deferred' AND created_at <= ?", [stamp(now - WAITED)]),
    ):
        query = f"SELECT min(created_at), count(*), max(id) FROM notices n WHERE {where}"
        since, count, newest = db.conn.execute(query, values).fetchone()
        if count:
            yield Alarm(code=code, since=since, values={"count": count}, mark=f"{count} {newest}")
    bounced = open_bounces(db)
    if bounced:
        mark = f"{len(bounced)} {bounced[-1].notice}"
        yield Alarm(code="letter-bounced", since=bounced[0].at, values={"count": len(bounced)}, mark=mark)


def _in_staffs_name(db: Database, now: datetime) -> Iterator[Alarm]:
    """Mails that decide, and are not of the one who was given the key; an answer to staff that could not leave."""
    query = "SELECT code, min(at), count(*), max(at), group_concat(DISTINCT address) FROM staff_alarms WHERE at > ? GROUP BY code ORDER BY code"
    for code, since, count, newest, addresses in db.conn.execute(query, [stamp(now - WAITED)]).fetchall():
        yield Alarm(
            code=code, since=since, values={"count": count, "names": addresses.split(",")[:MOST_NAMED]}, mark=f"{count} {newest}"
        )
    query = "SELECT min(created_at), count(*), max(id) FROM staff_answers WHERE state IN ('failed', 'unknown') AND created_at > ?"
    since, count, newest = db.conn.execute(query, [stamp(now - WAITED)]).fetchone()
    if count:
        yield Alarm(code="answer-failed", since=since, values={"count": count}, mark=f"{count} {newest}")


def _copies(config: Config, db: Database, now: datetime) -> Iterator[Alarm]:
    """No copy of the registry for days; while there is none, the days count from the first mail."""
    if config.schedule.backup is None:
        return
    copies = [_modified(path) for path in (config.data_dir / "backups").glob("*.db")]
    first = db.conn.execute("SELECT min(fetched_at) FROM messages").fetchone()[0]
    newest = datetime.fromtimestamp(max(copies), now.tzinfo) if copies else datetime.fromisoformat(first) if first else now
    if now - newest > config.alarms.no_backup:
        yield Alarm(code="no-backup", since=stamp(newest))
