"""The pack's README: what is in it, what is missing, what was covered, what the leak check found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reports.letters.sandbox import sandbox
from reports.letters.staff_words import StaffWords
from reports.pack.pack_words import PackWords
from reports.pack.packed import PackReport

TEMPLATES = Path(__file__).with_name("templates")
TEMPLATE = "pack_readme.txt.j2"


def readme(done: PackReport, about: PackWords, key_sha256: str, *, voting: bool) -> bytes:
    """Return the README as UTF-8 text; it never says what was covered or found, only where."""
    environment = sandbox(
        TEMPLATES, escapes=False, keep_trailing_newline=True
    )  # plain text, and no word of an author stands in it
    words = about.words
    told: dict[str, Any] = {
        "missing": [{"name": gap.name, "why": _why(about, gap.why, gap.detail)} for gap in done.missing],
        "covered": [{"code": item.code, "place": _places(about, item.place), "count": len(item.words)} for item in done.masked],
        "leaks": [
            {"file": file, "where": words.each("where", where)}
            for file, where in sorted({(leak.file, leak.where) for leak in done.leaks})
        ],
    }
    shown: dict[str, Any] = {
        "words": words,
        "titles": about.titles,
        "offices": about.offices,
        "pictures": about.shows_pictures,
        "key_sha256": key_sha256,
        "voting": voting,
    }
    shown["judges"] = any(judge.name.strip() for judge in about.call.judges)
    return environment.get_template(TEMPLATE).render(done=done, **shown, **told).encode()


def _why(about: PackWords, why: str, detail: str) -> list[str]:
    """Return in each language why something is missing, and which text it is where it is one."""
    said = about.words.each("why", why)
    places = _places(about, detail) if detail == "title" or detail in about.call.slots else []
    if not places:
        return said
    pairs = zip(about.words.languages, said, places, strict=True)
    return [StaffWords("pack", (language,)).first("readme", "of", what=what, place=place) for language, what, place in pairs]


def _places(about: PackWords, place: str) -> list[str]:
    """Return what a place in an entry is called in each language: its title, or one of the call's texts."""
    text = about.call.slots.get(place)
    if text is None:
        return about.words.each("places", place)
    return [text.title.heading(language, about.call.languages) for language in about.words.languages]
