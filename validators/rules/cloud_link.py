"""The rule cloud-link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from intake.assemble.payload import lacks
from intake.assemble.slots import claimed
from intake.config.models import SlotKind
from intake.kinds.table import KINDS, ending
from intake.links.films import film_house
from intake.links.online import is_online
from intake.model.submission import CloudLink
from validators.facts import Case
from validators.finding import Value
from validators.rule import Said

MAIL_BYTES = 30_000_000  # what one mail surely carries: of more, mail programs make links, and servers refuse it


@dataclass(frozen=True, kw_only=True)
class CloudLinkInstead:
    """Say that material came as a cloud link instead of an attachment.

    Why: links expire and are not fetched unattended.
    Options: none.
    Documents and forms that lie with an online house are told by themselves (`online`), by the name of the house: it alone can show them.
    `places` has the size (bytes, 0 unknown) and host of each of the `links`. `film` is `page` where they are pages that show one, `named` where a film that fits into no mail is among them, `maybe` where that may be so; `large` where another file does
    not fit. `closes` is the end of the slots that the files are for, where the names tell it.
    Passes: attachments; a link to a file that came as an attachment of the same name too.
    Fails: hard: a netdisk link; a provider's large attachment; a document online that may hold what is missing. soft: one beside all that
    the call asks for.
    """

    name: ClassVar[str] = "cloud-link"
    examines: ClassVar[type] = Case
    asks_for: ClassVar[str] = "file"
    grades: ClassVar[tuple[str, ...]] = ("hard", "soft")
    says: ClassVar[tuple[str, ...]] = (
        "subject", "links", "places", "providers", "expires", "expired", "closes", "film", "large", "online", "grade",
    )  # fmt: skip

    def check(self, facts: Case) -> Said:
        """Yield what is wrong."""
        arrived = {item.name.casefold() for item in facts.submission.materials if not item.problem}
        links = [link for link in facts.submission.links if link.name.casefold() not in arrived and not _here(link, facts)]
        files = [link for link in links if not is_online(link.provider)]
        if files:
            yield _told(files, facts)
        online = [link for link in links if is_online(link.provider)]
        for grade in self.grades:
            if graded := [link for link in online if _grade(link, facts) == grade]:
                yield {**_told(graded, facts), "online": True, "grade": grade}


def _told(links: Sequence[CloudLink], facts: Case) -> dict[str, Value]:
    """Return what is said of links of one sort."""
    ends = _first_end(links)
    told: dict[str, CloudLink] = {}
    for link in links:
        told.setdefault(f"{link.name} ({link.provider})" if link.name else link.provider, link)
    return {
        "subject": "",
        "links": list(told),
        "places": [_place(link) for link in told.values()],
        "providers": list(dict.fromkeys(link.provider for link in links)),
        "expires": ends.isoformat() if ends else "",
        "expired": ends is not None and ends <= facts.arrival.received_at,
        "closes": _closes(links, facts),
        "film": _film(links, facts),
        "large": any(not _is_film(link, facts) and (link.size or 0) > MAIL_BYTES for link in links),
    }


def _grade(link: CloudLink, facts: Case) -> str:
    """Return how heavy a document online is: whether what it is for, or anything where nothing tells that, is missing."""
    meant = facts.slots.get(link.slot)
    if meant is not None:
        return "hard" if meant.have < max(meant.slot.count.least, 1) else "soft"
    return "hard" if any(lacks(facts.submission, held.slot) for held in facts.slots.values()) else "soft"


def _place(link: CloudLink) -> dict[str, str | int]:
    """Return a link's size in bytes, 0 where it is unknown, and its host, '' where that cannot be told."""
    try:
        host = urlsplit(link.url).hostname or ""
    except ValueError:
        host = ""
    return {"size": link.size or 0, "host": host}


def _is_film(link: CloudLink, facts: Case) -> bool:
    told = facts.slots.get(link.slot)
    return ending(link.name) in KINDS[SlotKind.VIDEO].endings or (told is not None and told.slot.is_a(SlotKind.VIDEO))


def _here(link: CloudLink, facts: Case) -> bool:
    """Tell whether a film that a page shows, or a file elsewhere is, came as a file as well."""
    return bool(film_house(link.url)) and any(held.pieces for held in facts.slots.values() if held.slot.is_a(SlotKind.VIDEO))


def _film(links: Sequence[CloudLink], facts: Case) -> str:
    """Tell whether a film is among them that no mail carries: `page` where all are pages that show one, `named`, `maybe` for a link
    without a name where films are asked for."""
    if all(film_house(link.url) for link in links):
        return "page"
    large = [link for link in links if link.size is None or link.size > MAIL_BYTES]
    if any(_is_film(link, facts) for link in large):
        return "named"
    asked = any(held.slot.is_a(SlotKind.VIDEO) for held in facts.slots.values())
    return "maybe" if asked and any(not link.name for link in large) else ""


def _closes(links: Iterable[CloudLink], facts: Case) -> str:
    """Return when the files should be here: the first end of the slots that their names tell, '' where one has a time of its own that
    nobody can tell, or it is past."""
    last = facts.arrival.closes
    if not any(held.slot.timed for held in facts.slots.values()):
        return last.isoformat()
    ends = [_end(link, facts) for link in links]
    known = [end for end in ends if end is not None]
    soonest = min(known, default=last)
    return soonest.isoformat() if len(known) == len(ends) and soonest > facts.arrival.received_at else ""


def _end(link: CloudLink, facts: Case) -> datetime | None:
    slots = {name: held.slot for name, held in facts.slots.items()}
    told = slots.get(link.slot) or claimed(link.name, slots.values())
    may = [told] if told else [slot for slot in slots.values() if _is_film(link, facts) and slot.is_a(SlotKind.VIDEO)]
    return min((end for slot in may if (end := facts.slots[slot.id].closes)), default=None)


def _first_end(links: Iterable[CloudLink]) -> datetime | None:
    return min((link.expires_at for link in links if link.expires_at), default=None)
