"""What an entry's certificate says: the author's names, the award, the works' titles, number, check code, office and day."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel import UnknownLocaleError
from babel.dates import format_date

from intake.config.languages import languages, phrases
from intake.config.models import Call
from registry.desk.desk import Desk
from registry.read.entry import Entry
from registry.select.flaws import Flaw, FlawKind
from registry.select.recipients import ListedEntry
from reports.announce.fill import fill
from reports.announce.values import announcement_values, in_script, name_of_author
from reports.certificates.facts import CertificateFacts, Spoken
from reports.certificates.fonts import unknown_letters
from reports.letters.formats import clean

ROOM = "certificates"
MOST_TITLES, MOST_NAMES, LONGEST, GROUP = 4, 3, 400, 4


@dataclass(frozen=True)
class Certified:
    """A certificate's facts, or why it cannot be made."""

    facts: CertificateFacts | None = None
    flaws: tuple[Flaw, ...] = ()


def certify(desk: Desk, entry: Entry, listed: ListedEntry, day: date | None = None) -> Certified:
    """Return what an entry's certificate says, or what it lacks."""
    call = desk.config.calls[entry.call]
    code = printed(code_of(desk, entry.call, entry.reference, entry.award))
    names = _names(call, entry)
    told = [_spoken(desk, entry, listed, language, day) for language in call.languages]
    flaws = [flaw for _, found in told for flaw in found]
    if not names:
        flaws.append(Flaw(place=listed.place, why=FlawKind.NO_NAME, values={"reference": entry.reference}))
    facts = CertificateFacts(
        call=entry.call,
        reference=entry.reference,
        award=entry.award,
        code=code,
        names=names,
        languages=tuple(spoken for spoken, _ in told),
        numbered=tuple(f"{_said(call, key)} {value}" for key, value in (("number", entry.reference), ("code", code))),
    )
    strange = unknown_letters(facts.texts, call.certificate.fonts)
    if strange:
        values = {"reference": entry.reference, "letters": " ".join(f"{char} (U+{ord(char):04X})" for char in strange[:8])}
        flaws.append(Flaw(place=listed.place, why=FlawKind.NO_FONT, values=values))
    return Certified(None if flaws else facts, tuple(flaws))


def _said(call: Call, key: str) -> str:
    """Return a label in the languages of the call, each once."""
    return " ".join(dict.fromkeys(str(phrases(ROOM, language)[key]) for language in call.languages))


def code_of(desk: Desk, call: str, reference: str, award: str) -> str:
    """Return the check code of a certificate: nobody without the desk's secret can make one."""
    return desk.mark.check_code(f"{call}|{reference}|{award}")


def printed(code: str) -> str:
    """Return a code in groups, as people read it out."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def _names(call: Call, entry: Entry) -> tuple[str, ...]:
    """Return the author's names, that of the call's first language first."""
    names = name_of_author(call, entry)
    ordered = [in_script(names, language) for language in call.languages]
    return tuple(dict.fromkeys(clean(name, LONGEST) for name in (*ordered, *names) if name.strip()))[:MOST_NAMES]


def _spoken(desk: Desk, entry: Entry, listed: ListedEntry, language: str, day: date | None) -> tuple[Spoken, list[Flaw]]:
    """Return a certificate's words in a language, and what they lack."""
    call = desk.config.calls[entry.call]
    look, words = call.certificate, phrases(ROOM, language)
    written = call.said(look.text, language) if look.text else words["text" if entry.award or call.awards else "without_award"]
    values = announcement_values(call, entry, listed, language) | {
        "call": call.said(call.title, language),
        "titles": _titles(call, entry, words),
    }
    filled = fill(written, values)
    why = [
        (FlawKind.EMPTY_FIELD, {"name": name, "reference": entry.reference, "row": listed.place})
        for name in filled.missing
        if name != "titles"
    ]
    why += [(FlawKind.UNFILLED, {"problem": filled.problem})] if filled.problem else []
    if call.awards and not values["award"]:
        why.append((FlawKind.NO_AWARD, {"reference": entry.reference}))
    zone = ZoneInfo(desk.config.timezone)
    chosen = look.day or day or (entry.awarded_at or datetime.now(UTC)).astimezone(zone).date()
    spoken = Spoken(
        lang=language.partition("-")[0],
        han=phrases("", language)["script"] == "HAN",
        title=call.said(look.title, language) if look.title else words["title"],
        text=" ".join(filled.text.split()),
        award=values["award"],
        office=call.said(desk.config.office_of(entry.call), language),
        day=_day(chosen, language, words["day"]),
    )
    return spoken, [Flaw(place=listed.place, why=code, values=told) for code, told in why]


def _day(chosen: date, language: str, pattern: str) -> str:
    try:
        return format_date(chosen, pattern, locale=language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return format_date(chosen, pattern, locale="en")


def works(call: Call, entry: Entry) -> tuple[str, ...]:
    """Return the titles of an entry's works, one by one: two in title marks, two lines, A; B."""
    between, marks = _title_marks(languages())
    written = entry.named(call.identity.title)
    return tuple(dict.fromkeys(title for part in between.split(written) if (title := clean(part.strip(marks), LONGEST))))


@functools.lru_cache(maxsize=4)
def _title_marks(names: tuple[str, ...]) -> tuple[re.Pattern[str], str]:
    """Return what stands between two titles in any language, and the marks that a title stands in."""
    told = [phrases(ROOM, name)["written"] for name in names]
    return re.compile("|".join(each["between"] for each in told)), " \t\n" + "".join(each["marks"] for each in told)


def _titles(call: Call, entry: Entry, words: Mapping[str, Any]) -> str:
    """Return the titles as a sentence names them, of many the first four."""
    titles = works(call, entry)
    shown = [words["titles"]["one"].format(title=title) for title in titles[:MOST_TITLES]]
    joined = _joined(shown, words["titles"])
    return words["titles"]["more"].format(titles=joined, n=len(titles)) if len(titles) > MOST_TITLES else joined


def _joined(shown: Sequence[str], words: Mapping[str, str]) -> str:
    if len(shown) < 2:
        return "".join(shown)
    return words["between"].join(shown[:-1]) + words["last"] + shown[-1]


def certified_entry(desk: Desk, call_id: str, code: str, entries: Iterator[Entry]) -> Entry | None:
    """Return the entry whose certificate bears a code, as it stands today; None where none does."""
    wanted = "".join(char for char in code.upper().translate(str.maketrans("OIL", "011")) if char.isalnum())
    return next((entry for entry in entries if code_of(desk, call_id, entry.reference, entry.award) == wanted), None)
