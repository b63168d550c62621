"""An entry as a letter needs it."""

from __future__ import annotations

from intake.config.models import Call
from intake.model.submission import Doubt
from registry.read.entry import Entry, EntryFile
from registry.read.standings import standings
from reports.letters.entry_part import EntryView, MaterialView, TextView


def entry_view(entry: Entry, call: Call, kind: str = "", note: str = "") -> EntryView:
    """Return the view of an entry that a letter is composed of."""
    return EntryView(
        reference=entry.reference,
        revision=entry.revision,
        state=entry.state,
        author=entry.author,
        materials=tuple(map(_material, entry.files)),
        texts={name: TextView(english_words=text.facts.english_words, han=text.facts.han) for name, text in entry.texts.items()},
        findings=entry.findings,
        note=note,
        forms=tuple(slot for slot, form in entry.forms.items() if form and form.values),
        kind=kind,
        until=entry.until,
        holds=entry.holds,
        slots=standings(entry, call),
        as_of=entry.as_of,
        looked=entry.as_of > entry.last_mail_at,
        unverified=bool(entry.unverified),
        passed_on=entry.unverified == Doubt.PASSED_ON,
    )


def _material(item: EntryFile) -> MaterialView:
    seen = item.facts or item.film
    return MaterialView(
        role=item.role,
        name=item.name,
        size=item.size,
        width=seen.width if seen else None,
        height=seen.height if seen else None,
        seconds=item.film.seconds if item.film else 0.0,
        format=item.format,
        problem=item.fault,
    )
