"""What the digest shows of an entry, a mail, a link, a call: values for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from intake.config.models import Call, Identity
from intake.model.submission import SenderDoubt
from registry.desk.desk import Desk
from registry.read.day import Digest, StandingLink, UnfiledMail
from registry.read.entry import Entry
from reports.digest.album import PictureBudget, small_pictures
from reports.digest.words import commands, decided, idle
from reports.letters import formats
from reports.letters.sentences import for_sender, sentence
from reports.letters.staff_words import StaffWords
from validators.finding import Finding, Severity

ROOM = "digest"
WORDS = 280  # characters of a sender's own words
LACKING = (Severity.REJECT, Severity.ERROR)  # not said of what came late for another entry: that one has the rest


def entry_item(desk: Desk, entry: Entry, album: PictureBudget, languages: Sequence[str], now: datetime) -> dict[str, Any]:
    """Return an entry as the digest shows it: who, why, since when, what it looks like, what was written, what can be done."""
    call = desk.config.calls.get(entry.call)
    who = call.identity if call else Identity()
    return {
        "entry": entry,
        "reference": entry.reference,
        "state": str(entry.state),
        "name": formats.clean(whose(entry, call), 90),
        "email": formats.clean(entry.author_email, 80),
        "nationality": formats.clean(entry.named(who.country), 40),
        "title": formats.clean(entry.named(who.title), 80),
        "holds": _holds(entry, call, languages) if call else [],
        "lacking": [_said(item, call, languages) for item in entry.said(*LACKING)]
        if call and entry.unverified != SenderDoubt.LATE
        else [],
        "commands": commands(entry, StaffWords(ROOM, tuple(languages)).first("somebody")),
        "decided": decided(entry, languages),
        "since": age(entry.updated_at, now),
        "thumbnails": small_pictures(desk, entry, album),
        "works": len(entry.files_in(*call.judged)) if call else 0,
        "words": formats.clean(entry.last_mail.words if entry.last_mail else "", WORDS),
        "idle": idle(entry, languages),
    }


def whose(entry: Entry, call: Call | None) -> str:
    """Return whose an entry is: its unit, where it stands for one, with who wrote; else its author."""
    name = (entry.named(call.identity.name) if call else "") or entry.author_name
    unit = " ".join(said for field in (call.unit_fields if call else ()) if (said := entry.written(field)))
    return f"{unit} ({name})" if unit and name else unit or name


def _holds(entry: Entry, call: Call, languages: Sequence[str]) -> list[list[str]]:
    """Return the reasons to hold, each with what to do: what several ask for stands once, below the last of them."""
    told = [(_todo(item, call, languages), _said(item, call, languages)) for item in entry.said(Severity.HOLD)]
    return [[*(line for _, lines in alike for line in lines), *todo] for todo, alike in groupby(told, key=itemgetter(0))]


def _said(item: Finding, call: Call, languages: Sequence[str]) -> list[str]:
    return [sentence(item, language, call).problem for language in languages]


def _todo(item: Finding, call: Call, languages: Sequence[str]) -> list[str]:
    """Return what staff do about a reason to hold: the digest's own words, else the remedy where it is said to staff."""
    words, values = StaffWords(ROOM, tuple(languages)), {"claims": formats.clean(str(item.values.get("claims", "")), 80)}
    keys = (f"{item.rule} {item.values.get('reason', '')}", item.rule)
    told = next((lines for key in keys if any(lines := words.each("todo", key, **values))), [])
    remedies = [] if for_sender(item.rule) else [sentence(item, language, call).remedy for language in languages]
    return [f"→ {line}" for line in told or remedies if line]


def age(since: datetime, now: datetime) -> dict[str, int]:
    """Return how long something waits, in days and hours."""
    waited = max(now - since, timedelta(0))
    return {"days": waited.days, "hours": waited.seconds // 3600}


def mail_item(item: UnfiledMail, now: datetime, languages: Sequence[str]) -> dict[str, Any]:
    """Return a mail as the digest shows it; a machine's with what marked it so."""
    sign = StaffWords(ROOM, tuple(languages)).line("signs", item.reason.partition(":")[0])
    return {
        "sha256": item.sha256[:12],
        "sender": formats.clean(item.sender, 80),
        "subject": formats.clean(item.subject, 120),
        "words": formats.clean(item.words, WORDS),
        "reason": sign or formats.clean(item.reason, 200),
        "since": age(item.received_at, now),
        "files": item.files,
    }


def link_item(item: StandingLink, now: datetime, zone: str, language: str) -> dict[str, Any]:
    """Return a cloud link that stands in for a file."""
    link, ends = item.link, item.link.expires_at
    return {
        "reference": item.reference,
        "provider": StaffWords("", (language,)).first("providers", link.provider) or link.provider,
        "name": formats.clean(link.name, 80),
        "ends": formats.moment(ends, zone, language) if ends else "",
        "hours": int((ends - now).total_seconds() // 3600) if ends else None,
    }


def alarm_line(item: Mapping[str, Any], languages: Sequence[str]) -> str:
    """Return an alarm in the staff's languages."""
    text = item["text"]
    return text if isinstance(text, str) else " · ".join(text[language] for language in languages)


def call_item(call: Call, digest: Digest, languages: Sequence[str]) -> dict[str, Any]:
    """Return a call's title and what is said of the days to its opening, else to its end, as staff count them."""
    zone = ZoneInfo(call.timezone)
    last = (call.window.closes - timedelta(microseconds=1)).astimezone(zone).date()
    opens, left = ((day - digest.day).days for day in (call.window.opens.astimezone(zone).date(), last))
    return {
        "titles": [call.said(call.title, language) for language in languages],
        "said": _days_said("opens", opens) if opens > 0 else "closed" if left < 0 else _days_said("closes", left),
        "days": opens if opens > 0 else left,
        "closes": formats.moment(call.window.closes, call.timezone, languages[0]),
    }


def _days_said(what: str, days: int) -> str:
    """Return which phrase tells of so many days to something."""
    return f"{what}_{('today', 'tomorrow')[days] if days < 2 else 'in'}"
