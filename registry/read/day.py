"""What staff need to know of one day: gathered from the registry alone, so that no number can lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from intake.assemble.people import form_says
from intake.config.models import FieldKind
from intake.config.slot_closing import day_there
from intake.forms.fields.normalise import normalise
from intake.model.submission import CloudLink
from registry.read.entries import read_entries
from registry.read.entry import Entry
from registry.read.undelivered import UndeliveredLetter, come_back, undelivered
from registry.store.codec import form_from_json, links_from_json
from registry.store.mails import stamp
from validators.disposition import Disposition

NEVER = datetime.max.replace(tzinfo=UTC)
NOWHERE: Mapping[str, Sequence[str]] = MappingProxyType({})
DETAILED = 40  # entries shown whole in one list; the rest by reference
# a person's mail that made no entry stays on the list until somebody of ours has written in its thread, or staff say so
OPEN_QUESTION = (
    "outcome = 'set_aside' AND sha256 NOT IN (SELECT sha256 FROM answered) AND sha256 NOT IN (SELECT sha256 FROM gone_mails)"
)


@dataclass(frozen=True, kw_only=True)
class ListedEntries:
    """Entries of one kind: the first ones whole, the others as (reference, since)."""

    whole: tuple[Entry, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    def __len__(self) -> int:
        """Return how many there are in all."""
        return len(self.whole) + len(self.others)


@dataclass(frozen=True, kw_only=True)
class StandingLink:
    """A cloud link of an entry that stands in for a file."""

    reference: str
    link: CloudLink


@dataclass(frozen=True, kw_only=True)
class UnfiledMail:
    """A mail that is in no entry, why, the first that was written in it, and how many files it carries."""

    sha256: str
    sender: str
    subject: str
    words: str
    reason: str
    received_at: datetime
    files: int


@dataclass(frozen=True, kw_only=True)
class Digest:
    """One day of the desk, in the office's zone; times are ISO 8601."""

    day: date
    made_at: datetime
    states: Mapping[str, int]  # all entries by state
    held: ListedEntries
    waiting: ListedEntries
    fresh: ListedEntries  # opened, or completed, on the day
    opened: int  # on the day
    letters: tuple[UndeliveredLetter, ...]  # failed or unknown, and no later one took their place
    links: tuple[StandingLink, ...]  # still standing in for files, soonest end first
    shunted: tuple[UnfiledMail, ...]
    questions: tuple[UnfiledMail, ...]  # set aside and not yet answered: written by a person, for staff to read
    ignored: tuple[UnfiledMail, ...]  # machines' mail of the span that carried files
    bounced: tuple[UndeliveredLetter, ...] = ()  # letters that came back
    today: bool = False  # it goes on from the last digest that left
    since: str = ""  # that digest's moment, '' where there was none
    by_day: Mapping[date, Mapping[str, int]]  # day -> state -> entries opened
    nationalities: Mapping[str, int]  # ISO 3166 alpha-2, '' where it could not be read
    pins: Mapping[
        str, tuple[int, int]
    ]  # each entry's revision and how often it was decided on, as they were before all else was read


@dataclass(frozen=True, kw_only=True)
class DigestSpan:
    """What a digest tells of: a day of the calendar, or what came since the last digest that left (`since`, maybe ''), until now."""

    day: date
    start: str  # ISO 8601, as the registry writes it; '' the beginning
    end: str
    since: bool = False


def span_of(db: Database, day: date, zone: str, now: datetime) -> DigestSpan:
    """Return the span of a day's digest: today's begins where the last one that left ended, so that nothing falls between two."""
    start = datetime.combine(day, time(0), ZoneInfo(zone))
    if day != day_there(now, zone):
        return DigestSpan(day=day, start=stamp(start), end=stamp(start + timedelta(days=1)))
    last = db.conn.execute("SELECT max(coalesce(nullif(until, ''), sent_at)) FROM digests").fetchone()[0] or ""
    return DigestSpan(day=day, start=last, end=stamp(now + timedelta(seconds=1)), since=True)


def gather_day(db: Database, day: date, zone: str, now: datetime, countries: Mapping[str, Sequence[str]] = NOWHERE) -> Digest:
    """Gather the digest of a day; held and incomplete entries and open questions are listed whatever their day (contract.md ruling 12).

    `countries`: call -> the fields that say where its people come from.
    """
    pins = _pins(db)  # first: what changes while the rest is read must not be decided on unseen
    span = span_of(db, day, zone, now)
    within = [span.start, span.end]
    opened = (
        "reference IN (SELECT reference FROM history WHERE what = 'opened' AND at >= ? AND at < ?)"
        if span.since  # what was processed then: a mail may have arrived before the last digest and been fetched after it
        else "received_at >= ? AND received_at < ?"
    )
    fresh = (
        f"SELECT reference, updated_at AS since FROM entries WHERE ({opened}) "
        "OR (state = 'accepted' AND updated_at >= ? AND updated_at < ?) ORDER BY reference"
    )
    by_state = "SELECT reference, updated_at AS since FROM entries WHERE state = ? ORDER BY updated_at, reference"
    return Digest(
        day=day,
        made_at=now,
        states=dict(db.conn.execute("SELECT state, count(*) FROM entries WHERE joined = '' GROUP BY state").fetchall()),
        held=_listed(db, by_state, [Disposition.HELD]),
        waiting=_listed(db, by_state, [Disposition.INCOMPLETE]),
        fresh=_listed(db, fresh, [*within, *within]),
        opened=db.table("entries").count_where(opened, within),
        letters=undelivered(db),
        links=_links(db),
        shunted=_mails(db, "outcome = 'shunted'", []),
        questions=_mails(db, OPEN_QUESTION, []),
        ignored=_mails(db, "outcome = 'ignored' AND files > 0 AND fetched_at >= ? AND fetched_at < ?", within),
        bounced=come_back(db),
        today=span.since,
        since=span.start if span.since else "",
        by_day=_by_day(db, ZoneInfo(zone)),
        nationalities=_nationalities(db, countries),
        pins=pins,
    )


def _pins(db: Database) -> dict[str, tuple[int, int]]:
    query = (
        "SELECT e.reference, e.revision, count(d.id) + coalesce(sum(d.undone <> ''), 0) FROM entries e "
        "LEFT JOIN decisions d ON d.reference = e.reference GROUP BY e.reference"
    )
    return {reference: (revision, moves) for reference, revision, moves in db.conn.execute(query).fetchall()}


def _listed(db: Database, query: str, values: list[str]) -> ListedEntries:
    rows = db.conn.execute(query, values).fetchall()
    whole = tuple(read_entries(db, [reference for reference, _ in rows[:DETAILED]]))
    return ListedEntries(whole=whole, others=tuple((reference, since) for reference, since in rows[DETAILED:]))


def _links(db: Database) -> tuple[StandingLink, ...]:
    query = (
        "SELECT e.reference, r.links FROM entries e JOIN revisions r ON r.reference = e.reference AND r.revision = e.revision "
        "WHERE e.state IN ('held', 'incomplete') ORDER BY e.reference"
    )
    found = [
        StandingLink(reference=reference, link=link)
        for reference, links in db.conn.execute(query).fetchall()
        for link in links_from_json(links)
    ]
    return tuple(sorted(found, key=lambda item: (item.link.expires_at or NEVER, item.reference)))


def _mails(db: Database, where: str, values: list[str]) -> tuple[UnfiledMail, ...]:
    query = f"SELECT sha256, sender, subject, words, reason, received_at, files FROM messages WHERE {where} ORDER BY received_at"
    return tuple(
        UnfiledMail(
            sha256=sha256,
            sender=sender or "",
            subject=subject or "",
            words=words or "",
            reason=reason or "",
            received_at=datetime.fromisoformat(at),
            files=files or 0,
        )
        for sha256, sender, subject, words, reason, at, files in db.conn.execute(query, values).fetchall()
    )


def _by_day(db: Database, zone: ZoneInfo) -> dict[date, dict[str, int]]:
    counted: dict[date, Counter[str]] = {}
    for received_at, state in db.conn.execute("SELECT received_at, state FROM entries WHERE joined = ''").fetchall():
        counted.setdefault(datetime.fromisoformat(received_at).astimezone(zone).date(), Counter())[state] += 1
    return {day: dict(states) for day, states in sorted(counted.items())}


def _nationalities(db: Database, countries: Mapping[str, Sequence[str]]) -> dict[str, int]:
    query = "SELECT e.call, r.form FROM entries e JOIN revisions r ON r.reference = e.reference AND r.revision = e.revision WHERE e.state NOT IN ('rejected', 'joined')"
    counted: Counter[str] = Counter()
    for call, text in db.conn.execute(query).fetchall():
        if fields := countries.get(call):
            written = form_says(form_from_json(text), fields)
            counted[normalise(FieldKind.NATIONALITY, written) or "" if written else ""] += 1
    return dict(counted.most_common())
