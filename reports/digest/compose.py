"""The staff digest: one day as HTML and text, pictures by cid or inside the file; made for one reader, its links are theirs alone."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake.config.models import Call, StaffRight
from intake.config.shipped import program_called
from intake.config.slot_closing import day_there
from registry.desk.desk import Desk
from registry.read.day import Digest, ListedEntries
from registry.staff.keys import ANSWERED, RESEND, Grant
from registry.staff.pages import GivenPage, page_key
from reports.digest import charts
from reports.digest.album import PictureBudget
from reports.digest.alike import alike_entries
from reports.digest.drawing import Draw, draw_here
from reports.digest.items import ROOM, alarm_line, call_item, entry_item, link_item, mail_item
from reports.digest.links import DigestReader, links_for, mailto, order_link
from reports.digest.owed import timetables
from reports.digest.timetable_picture import COLOURS as SLOT_COLOURS
from reports.digest.undelivered import undelivered_item
from reports.letters import formats
from reports.letters.page_style import page_head
from reports.letters.sandbox import PAGES, sandbox
from reports.letters.staff_words import StaffWords, side_by_side

TEMPLATES = Path(__file__).with_name("templates")
IGNORED = 10  # ignored mails named; the rest are counted
HTML_BYTES = 90_000  # mail programs cut a longer page off; before that it is summarised
LISTS = ("fresh", "waiting", "held")  # what is summarised first
UNDELIVERED = ("letters", "bounced")
SHORTEST = 3  # entries of a list that are shown whole however long the page is
NAMED = 400  # references in one line


@dataclass(frozen=True, kw_only=True)
class DigestDraft:
    """A digest before it is made for a reader."""

    desk: Desk
    digest: Digest
    context: Mapping[str, Any]
    album: PictureBudget


@dataclass(frozen=True, kw_only=True)
class DigestLetter:
    """A composed digest: `html` names its pictures by cid."""

    subject: str
    html: str
    text: str
    pictures: Mapping[str, bytes]
    until: datetime | None = None  # up to when it tells, where it goes on from the last one that left
    draft: DigestDraft = field(repr=False)

    def page(self) -> str:
        """Return the HTML as one file, its pictures inside."""
        html = self.html
        for name, data in self.pictures.items():
            kind = "png" if name.endswith(".png") else "jpeg"
            html = html.replace(f"cid:{name}", f"data:image/{kind};base64,{base64.b64encode(data).decode()}")
        return html


def compose_digest(desk: Desk, digest: Digest, health: Mapping[str, Any], draw: Draw = draw_here) -> DigestLetter:
    """Compose the digest of a day in the staff's languages, first one first: for nobody, so without any key."""
    languages = desk.config.staff_languages
    words = StaffWords(ROOM, languages)
    album = PictureBudget()
    open_calls = desk.config.served_calls
    call = next(iter(open_calls.values()))
    needing = len(digest.held) + len(digest.letters) + len(digest.bounced) + len(digest.shunted) + len(digest.questions)
    context: dict[str, Any] = {
        "digest": digest,
        "languages": languages,
        "t": lambda *keys, **values: side_by_side(words.each(*keys, **values), " · "),
        "name": words.first("somebody"),
        "how": words.each("how"),
        "since": formats.moment(digest.since, desk.config.timezone, languages[0]) if digest.since else "",
        "needing": needing,
        **{
            name: [entry_item(desk, item, album, languages, digest.made_at) for item in getattr(digest, name).whole]
            for name in LISTS
        },
        "others": {name: [reference for reference, _ in getattr(digest, name).others] for name in LISTS},
        "questions": [mail_item(item, digest.made_at, languages) for item in digest.questions],
        "ignored": [mail_item(item, digest.made_at, languages) for item in digest.ignored[:IGNORED]],
        "shunted": [mail_item(item, digest.made_at, languages) for item in digest.shunted],
        **{name: [undelivered_item(desk, item, languages) for item in getattr(digest, name)] for name in UNDELIVERED},
        "links": [link_item(item, digest.made_at, desk.config.timezone, languages[0]) for item in digest.links],
        "health": health,
        "alarms": [alarm_line(item, languages) for item in health.get("alarms", ())],
        "calls": [call_item(each, digest, languages) for each in open_calls.values()],
        "moment": lambda value: formats.moment(value, desk.config.timezone, languages[0]),
        "made_at": formats.moment(digest.made_at, desk.config.timezone, languages[0]),
        "alike": alike_entries(desk, _references(digest.fresh), words.first("somebody")),
        "timetables": timetables(desk, album.add, languages, draw),
        "slot_colours": SLOT_COLOURS,
        "charts": _charts(digest, call, album, desk.config.timezone, draw),
        "colours": charts.COLOURS,
    }
    context["left_out"] = album.left_out
    return rendered(DigestDraft(desk=desk, digest=digest, context=context, album=album))


def _references(listed: ListedEntries) -> list[str]:
    return [*(entry.reference for entry in listed.whole), *(reference for reference, _ in listed.others)]


def rendered(draft: DigestDraft, page: GivenPage | None = None) -> DigestLetter:
    """Return a digest for the one who is given a page, or for nobody; too long a page shows fewer entries whole, and names all."""
    words = StaffWords(ROOM, draft.desk.config.staff_languages)
    context = {**draft.context, **_for_reader(draft, page)}
    first = {**context, "t": lambda *keys, **values: words.first(*keys, **values)}
    environment = _environment()
    subject = environment.get_template("digest_subject.j2").render(first).strip()  # in one language: it must be read at a glance
    whole = {name: len(context[name]) for name in LISTS}
    while True:
        shown = {**context, **_cut(context, whole), "subject": subject}
        html = environment.get_template("digest.html.j2").render(shown)
        shorter = next((name for name in LISTS if whole[name] > SHORTEST), "")
        if len(html.encode()) <= HTML_BYTES or not shorter:
            break
        whole[shorter] = max(SHORTEST, whole[shorter] * 3 // 4)
    return DigestLetter(
        subject=subject,
        html=html,
        text=environment.get_template("digest.txt.j2").render(shown),
        pictures={name: data for name, data in draft.album.pictures.items() if f"cid:{name}" in html},
        until=draft.digest.made_at if draft.digest.today else None,
        draft=draft,
    )


def _cut(context: Mapping[str, Any], whole: Mapping[str, int]) -> dict[str, Any]:
    """Return the lists with so many entries whole, the rest by reference."""
    cut: dict[str, Any] = {name: context[name][:count] for name, count in whole.items()}
    others = {
        name: [*(item["reference"] for item in context[name][count:]), *context["others"][name]] for name, count in whole.items()
    }
    return {
        **cut,
        "others": {name: found[:NAMED] for name, found in others.items()},
        "unnamed": {name: max(len(found) - NAMED, 0) for name, found in others.items()},
    }


def _for_reader(draft: DigestDraft, page: GivenPage | None) -> dict[str, Any]:
    """Return what stands in one reader's digest alone: the key of the page, links to decide by, to ask for a registry or help."""
    desk = draft.desk
    if page is None:
        return {"key": "", "orders": {}, "again": {}, "answered": {}, "requests": []}
    reader = DigestReader(address=page.address, made_at=page.made_at)
    member = desk.staff_by_address[page.address]
    review = StaffRight.REVIEW in member.may
    entries = {item["reference"]: item["entry"] for name in LISTS for item in draft.context[name]}
    undelivered = [item for name in UNDELIVERED for item in draft.context[name] if item["entry"] and review]
    to = parseaddr(desk.staff_sender)[1]
    key = page_key(desk.mark, page)
    words = StaffWords("staff", desk.config.staff_languages)
    wishes = [("registry", call) for call in desk.config.served_calls if StaffRight.EXPORT in member.may] + [("help", "")]
    return {
        "key": key,
        "orders": {reference: links_for(desk, entry, reader) if review else [] for reference, entry in entries.items()},
        "again": {item["first"]: links_for(desk, item["entry"], reader, [RESEND]) for item in undelivered},
        "answered": {
            item["sha256"]: order_link(
                desk, Grant(address=page.address, action=ANSWERED, reference=item["sha256"].upper()), page.made_at, to
            )
            for item in draft.context["questions"]
            if review
        },
        "requests": [
            (f"{words.line('labels', wish)} {call}".strip(), mailto(to, " ".join(part for part in (wish, call, key) if part)))
            for wish, call in wishes
        ],
    }


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    made = sandbox(TEMPLATES, escapes=PAGES)
    made.filters["size"] = formats.size
    made.globals["page_head"] = page_head()
    made.globals["program"] = program_called()
    return made


def _charts(digest: Digest, call: Call, album: PictureBudget, zone: str, draw: Draw) -> dict[str, str]:
    """Draw the pictures; '' for one that could not be made, which the digest then says."""
    import pycountry

    opens, closes = (day_there(moment, zone) for moment in (call.window.opens, call.window.closes))
    names = {country.alpha_2: getattr(country, "common_name", country.name) for country in pycountry.countries}
    by_day = draw(charts.entries_by_day, digest.by_day, opens, max(digest.day, opens), closes)
    world = draw(charts.nationalities, digest.nationalities, names) if call.identity.country else b""
    return {
        "by_day": album.add("by-day.png", by_day) if by_day else "",
        "days_told": charts.days_told(digest.by_day),
        "nationalities": album.add("nationalities.png", world) if world else "",
        "countries_told": charts.countries_told(digest.nationalities, names),
    }
