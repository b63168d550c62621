"""What is known of an entry's time: as it was judged last, as a new mail finds it, as of a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from intake.model.submission import FormState, RegistrationForm, Submission
from registry.read.dossier import WHOLE
from registry.read.entry import Entry
from validators.timing import Timing


def timing_of(entry: Entry) -> Timing:
    """Return what was known when an entry's newest revision was judged."""
    written = next((item.created_at for item in entry.revisions if item.revision == entry.revision), entry.updated_at)
    accepted = entry.accepted_at is not None and entry.accepted_at < written
    return Timing(
        opened=entry.received_at,
        until=entry.until,
        accepted=accepted,
        missed=_missed(entry),
        moment=entry.judged_at,
        arrived=_arrivals(entry),
    )


def timing_now(entry: Entry, moment: datetime | None = None) -> Timing:
    """Return what is known now; as of a moment that is never before the one that it was judged by."""
    latest = max((at for at in (moment, entry.judged_at) if at), default=None)
    return replace(timing_of(entry), accepted=entry.accepted_at is not None, moment=latest)


def timing_with(entry: Entry, whole: Submission, *givers: Entry) -> Timing:
    """Return what is known once something is added: what changes of forms and texts comes with it. `whole`: the entry with it;
    `givers`: other entries that it comes from, with their times."""
    arrived: dict[str, datetime] = {}
    for holder in (*givers, entry):
        same = _same(holder, whole)
        arrived |= {key: at for key, at in _arrivals(holder).items() if key in same}
    return replace(timing_now(entry), arrived=arrived)


def _same(entry: Entry, whole: Submission) -> set[str]:
    """Return the files, and the slots of the forms and texts, that are what the entry holds already."""
    forms = (slot for slot, form in entry.forms.items() if form and _said(whole.forms.get(slot)) == _said(form))
    texts = (name for name, text in entry.texts.items() if name in whole.texts and whole.texts[name].text == text.found.text)
    return {*forms, *texts, *(item.sha256 for item in entry.files)}


def _said(form: RegistrationForm | None) -> tuple[FormState, dict[str, str]] | None:
    """Return what counts of a form: its state and values, wherever they stood."""
    return (form.state, {name: value.text for name, value in form.values.items()}) if form else None


def _missed(entry: Entry) -> frozenset[str]:
    """Return the slots that were found wanting because their time was past."""
    return frozenset(item.slot for item in entry.findings if item.rule in WHOLE and item.values.get("closes"))


def _arrivals(entry: Entry) -> dict[str, datetime]:
    """Return when each file, form and text came first; of a form or text of before this was kept: with the entry's first mail."""
    slots = [*(slot for slot, form in entry.forms.items() if form), *entry.texts]
    parts = {slot: entry.arrived.get(slot, entry.received_at) for slot in slots}
    return parts | {item.sha256: item.received_at for item in entry.files if item.received_at}
