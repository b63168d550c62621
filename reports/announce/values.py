"""What a template may say of an entry: the form's fields by id, reference, name, title and award, and over these a list's columns."""

from __future__ import annotations

from collections.abc import Sequence

from intake.config.languages import phrases, script_of
from intake.config.models import Call
from registry.read.entry import Entry
from registry.select.recipients import ListedEntry
from reports.announce.fill import as_names

AWARD = "award"
REFERENCE = "reference"  # always the entry's own


def announcement_values(call: Call, entry: Entry, listed: ListedEntry, language: str) -> dict[str, str]:
    """Return name -> text in a language; '' for what is empty."""
    told = {name: entry.written(name) for name in call.fields}
    told |= {"name": in_script(name_of_author(call, entry), language), "title": entry.named(call.identity.title)}
    told |= {AWARD: award_title(call, entry, language)}
    for heading, text in (listed.values or {}).items():
        for name in reversed(as_names(heading)):
            told[name] = text
    return {**told, REFERENCE: entry.reference}


def name_of_author(call: Call, entry: Entry) -> tuple[str, ...]:
    """Return the author's names as the form spells them, else as the mail gives it."""
    names = tuple(dict.fromkeys(text for field in call.identity.name or () if (text := entry.written(field))))
    return names or ((entry.author_name,) if entry.author_name else ())


def in_script(names: Sequence[str], language: str) -> str:
    """Return the first name in a language's script, else the first."""
    script = phrases("", language)["script"]
    return next((name for name in names if script_of(name) == script), next(iter(names), ""))


def award_title(call: Call, entry: Entry, language: str) -> str:
    """Return the title of an entry's award, '' for none."""
    title = call.awards.get(entry.award)
    return call.said(title, language) if title else ""


def column_of(listed: ListedEntry, name: str) -> str:
    """Return the heading of the column that a name stands for, '' for none."""
    return next((heading for heading in listed.values or {} if name in as_names(heading)), "")
