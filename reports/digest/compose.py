"""The staff digest: one day as HTML and text, pictures by cid or inside the file, under 5 MB however much came."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from PIL import Image

from intake.config.models import Call, Identity
from intake.model.submission import OTHER
from registry.desk.desk import Desk
from registry.read.day import Digest, Listed
from registry.read.entry import Entry
from reports.digest import charts
from reports.digest.owed import timetables
from reports.digest.timetable import COLOURS as SLOT_COLOURS
from reports.digest.words import commands, decided, idle
from reports.letters import formats
from reports.letters.sentences import sentence
from reports.letters.staff_words import StaffWords
from validators.finding import Finding, Severity

ROOM = "digest"
TEMPLATES = Path(__file__).with_name("templates")
PICTURE_BYTES = 3_400_000  # all pictures together, before base64
THUMBNAIL = (132, 132)
THUMBNAILS = 4  # per entry
IGNORED = 10  # ignored mails named; the rest are counted
WORDS = 280  # characters of a sender's own words
LACKING = (Severity.REJECT, Severity.ERROR)


@dataclass
class Album:
    """The pictures of one digest: name -> bytes, within a budget; what does not fit is counted."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    left_out: int = 0
    spent: int = 0

    def add(self, name: str, data: bytes) -> str:
        """Take a picture and return its name; '' when the budget is spent."""
        if name in self.pictures:
            return name
        if self.spent + len(data) > PICTURE_BYTES:
            self.left_out += 1
            return ""
        self.spent += len(data)
        self.pictures[name] = data
        return name


@dataclass(frozen=True, kw_only=True)
class DigestLetter:
    """A composed digest: `html` names its pictures by cid."""

    subject: str
    html: str
    text: str
    pictures: Mapping[str, bytes]
    until: datetime | None = None  # up to when it tells, where it goes on from the last one that left

    def page(self) -> str:
        """Return the HTML as one file, its pictures inside."""
        html = self.html
        for name, data in self.pictures.items():
            kind = "png" if name.endswith(".png") else "jpeg"
            html = html.replace(f"cid:{name}", f"data:image/{kind};base64,{base64.b64encode(data).decode()}")
        return html


def compose(desk: Desk, digest: Digest, health: Mapping[str, Any]) -> DigestLetter:
    """Compose the digest of a day in the staff's languages, first one first."""
    languages = desk.config.staff_languages
    words = StaffWords(ROOM, languages)
    album = Album()
    call = next(iter(desk.config.calls.values()))
    needing = len(digest.held) + len(digest.letters) + len(digest.bounced) + len(digest.shunted) + len(digest.questions)
    context = {
        "digest": digest,
        "languages": languages,
        "t": lambda *keys, n="": " · ".join(words.each(*keys, n=n)),
        "name": words.first("somebody"),
        "since": formats.moment(digest.since, desk.config.timezone, languages[0]) if digest.since else "",
        "needing": needing,
        "held": [_entry(desk, item, album, languages, digest.made_at) for item in digest.held.whole],
        "waiting": [_entry(desk, item, album, languages, digest.made_at) for item in digest.waiting.whole],
        "fresh": [_entry(desk, item, album, languages, digest.made_at) for item in digest.fresh.whole],
        "others": {name: _others(getattr(digest, name)) for name in ("held", "waiting", "fresh")},
        "questions": [_mail(item, digest.made_at) for item in digest.questions],
        "ignored": [_mail(item, digest.made_at) for item in digest.ignored[:IGNORED]],
        "shunted": [_mail(item, digest.made_at) for item in digest.shunted],
        "links": [_link(item, digest.made_at, desk.config.timezone, languages[0]) for item in digest.links],
        "health": health,
        "alarms": [_alarm(item, languages) for item in health.get("alarms", ())],
        "calls": [_call(each, digest, languages) for each in desk.config.calls.values()],
        "moment": lambda value: formats.moment(value, desk.config.timezone, languages[0]),
        "made_at": formats.moment(digest.made_at, desk.config.timezone, languages[0]),
        "timetables": timetables(desk, album.add, languages),
        "slot_colours": SLOT_COLOURS,
        "charts": _charts(digest, call, album, desk.config.timezone),
        "colours": charts.COLOURS,
    }
    context["left_out"] = album.left_out
    environment = _environment()
    first = {**context, "t": lambda *keys, n="": words.first(*keys, n=n)}
    subject = environment.get_template("digest_subject.j2").render(first).strip()  # in one language: it must be read at a glance
    html = environment.get_template("digest.html.j2").render(context, subject=subject)
    text = environment.get_template("digest.txt.j2").render(context, subject=subject)
    return DigestLetter(
        subject=subject, html=html, text=text, pictures=album.pictures, until=digest.made_at if digest.today else None
    )


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["size"] = formats.size
    return made


def _entry(desk: Desk, entry: Entry, album: Album, languages: Sequence[str], now: datetime) -> dict[str, Any]:
    """Return an entry as the digest shows it: who, why, since when, what it looks like, what was written, what to type."""
    call = desk.config.calls.get(entry.call)
    who = call.identity if call else Identity()
    return {
        "reference": entry.reference,
        "state": str(entry.state),
        "name": formats.clean(entry.named(who.name) or entry.author_name, 60),
        "email": formats.clean(entry.author_email, 80),
        "nationality": formats.clean(entry.named(who.country), 40),
        "title": formats.clean(entry.named(who.title), 80),
        "holds": [_said(item, call, languages) for item in entry.said(Severity.HOLD)] if call else [],
        "lacking": [_said(item, call, languages) for item in entry.said(*LACKING)] if call else [],
        "commands": commands(entry, StaffWords(ROOM, tuple(languages)).first("somebody")),
        "decided": decided(entry),
        "since": _age(entry.updated_at, now),
        "thumbnails": _thumbnails(desk, entry, album),
        "works": len(entry.files_in(*call.judged)) if call else 0,
        "words": formats.clean(entry.last_mail.words if entry.last_mail else "", WORDS),
        "idle": idle(entry, languages),
    }


def _said(item: Finding, call: Call, languages: Sequence[str]) -> list[str]:
    return [sentence(item, language, call).problem for language in languages]


def _age(since: datetime, now: datetime) -> dict[str, int]:
    waited = max(now - since, timedelta(0))
    return {"days": waited.days, "hours": waited.seconds // 3600}


def _thumbnails(desk: Desk, entry: Entry, album: Album) -> list[dict[str, Any]]:
    """Return the entry's small pictures; the probe made them, so they are ours to open."""
    found: list[dict[str, Any]] = []
    for item in entry.files:
        path = desk.media.thumbnail(item.sha256)
        if len(found) == THUMBNAILS or item.role == OTHER or not path.exists():
            continue
        with Image.open(path) as picture:
            small = picture.convert("RGB")
            small.thumbnail(THUMBNAIL)
        out = BytesIO()
        small.save(out, "JPEG", quality=72)
        name = album.add(f"{item.sha256[:16]}.jpg", out.getvalue())
        if name:
            found.append(
                {"name": name, "width": small.width // 2, "height": small.height // 2, "alt": formats.clean(item.name, 60)}
            )
    return found


def _others(listed: Listed) -> list[str]:
    return [reference for reference, _ in listed.others]


def _mail(item: dict[str, Any], now: datetime) -> dict[str, Any]:
    return {
        "sha256": item["sha256"][:12],
        "sender": formats.clean(item["sender"] or "", 80),
        "subject": formats.clean(item["subject"] or "", 120),
        "words": formats.clean(item["words"] or "", WORDS),
        "reason": formats.clean(item["reason"] or "", 200),
        "since": _age(datetime.fromisoformat(item["received_at"]), now),
    }


def _link(item: dict[str, Any], now: datetime, zone: str, language: str) -> dict[str, Any]:
    ends = item["expires_at"]
    return {
        "reference": item["reference"],
        "provider": item["provider"],
        "name": formats.clean(item["name"], 80),
        "ends": formats.moment(ends, zone, language) if ends else "",
        "hours": int((ends - now).total_seconds() // 3600) if ends else None,
    }


def _alarm(item: Mapping[str, Any], languages: Sequence[str]) -> str:
    text = item["text"]
    return text if isinstance(text, str) else " · ".join(text[language] for language in languages)


def _call(call: Call, digest: Digest, languages: Sequence[str]) -> dict[str, Any]:
    """Return a call's title and how many days are left, as staff count them."""
    zone = ZoneInfo(call.timezone)
    last = (call.window.closes - timedelta(microseconds=1)).astimezone(zone).date()
    titles = [call.said(call.title, language) for language in languages]
    return {
        "titles": titles,
        "days": (last - digest.day).days,
        "opens_in": (call.window.opens.astimezone(zone).date() - digest.day).days,
        "closes": formats.moment(call.window.closes, call.timezone, languages[0]),
    }


def _charts(digest: Digest, call: Call, album: Album, zone: str) -> dict[str, str]:
    """Draw the pictures; '' for one that could not be made, which the digest then says."""
    import pycountry

    opens, closes = (moment.astimezone(ZoneInfo(zone)).date() for moment in (call.window.opens, call.window.closes))
    names = {country.alpha_2: getattr(country, "common_name", country.name) for country in pycountry.countries}
    try:
        by_day = charts.entries_by_day(digest.by_day, opens, max(digest.day, opens), closes)
        world = charts.nationalities(digest.nationalities, names)
    except (OSError, ValueError, RuntimeError):
        return {"by_day": "", "nationalities": ""}
    return {"by_day": album.add("by-day.png", by_day), "nationalities": album.add("nationalities.png", world)}
