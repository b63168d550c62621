"""Explain a call in words: what it asks for, by when, by which terms, as the configuration says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from intake.config.call import Call
from intake.config.fields import FieldKind, FieldSettings
from intake.config.slots import CountBounds, Slot, SlotKind, WhenAsked, WorkingDays
from reports.letters.formats import kinds, language_name
from validators.ruleset import Ruleset

WHEN = {
    WhenAsked.AT_ONCE: "",
    WhenAsked.BY_DEADLINE: "missing only once its time is past",
    WhenAsked.ONCE_ACCEPTED: "asked for by the letter of acceptance",
}
FORMATS = {SlotKind.PHOTO: "photo-format", SlotKind.VIDEO: "video-format", SlotKind.FILE: "file-format"}


def explain(name: str, call: Call, ruleset: Ruleset) -> Iterator[str]:
    """Yield the lines that tell what a call asks for."""
    yield f"{name}: {' / '.join(call.said(call.title, language) for language in call.languages)}"
    window = call.window
    yield f"  Mail that arrives from {_moment(window.opens, call)} until before {_moment(window.ends, call)} ({call.timezone}) counts."
    yield f"  Entries are numbered {call.reference}-0001 and so on, one for each {_one_per(call)}; letters are in {', '.join(call.languages)}."
    if call.acceptance == "staff":
        yield "  What has no fault waits until staff accept it."
    if call.lead:
        each = "each end; the daily look finds what is missing after it" if call.timed else "the end"
        yield f"  Who lacks something is reminded once, {_span(call.lead)} before {each}."
    yield "  It asks for:"
    for slot in call.slots.values():
        yield f"  - {_how_many(slot)} ({' or '.join(slot.kind)}){_terms(slot, call, ruleset)}"
        yield from (f"      {line}" for line in _fields(slot))


def _how_many(slot: Slot) -> str:
    """Return a slot's number and title: 3 to 5 entry photos."""
    bounds: CountBounds = slot.count
    title = slot.title.said("en", ("en",))
    many = slot.title.plural if bounds.most != 1 else title
    if bounds.most is None:
        return f"any number of {many}" if not bounds.least else f"{bounds.least} or more {many}"
    if bounds.least == bounds.most:
        return f"{bounds.least} {many}"
    return f"{'up to' if not bounds.least else f'{bounds.least} to'} {bounds.most} {many}"


def _terms(slot: Slot, call: Call, ruleset: Ruleset) -> str:
    """Return what each piece must be, when it is asked for, who sees it."""
    told = [*_measures(slot, ruleset), WHEN[slot.asked]]
    if slot.closes is not None:
        told.append(_closing(slot.closes, call))
    if slot.attach:
        told.append(f"with that letter goes {', '.join(path.name for path in slot.attach)}")
    if slot.with_slot:
        told.append(f"only with the {call.slots[slot.with_slot].title.said('en', ('en',))}")
    told += [words for words, yes in (("optional", slot.optional), ("as a file that can be edited", slot.editable)) if yes]
    told += ["shown to judges"] if slot.judged else []
    kept = [words for words in told if words]
    return f": {'; '.join(kept)}" if kept else ""


def _measures(slot: Slot, ruleset: Ruleset) -> Iterator[str]:
    """Yield what the rules of a slot measure."""
    yield from _formats(slot, ruleset)
    sized: Mapping[str, str] = {
        "photo-size.floor": "at least {mb:g} MB each",
        "photo-width.least": "at least {value} pixels across",
        "video-resolution.least": "at least {value} pixels on the smaller side",
        "video-duration.most": "at most {minutes:g} minutes",
    }
    for key, words in sized.items():
        rule, _, option = key.partition(".")
        value = _option(ruleset, slot, rule, option)
        if value:
            yield words.format(value=value, mb=_number(value) / 1e6, minutes=_number(value) / 60)
    if language := _option(ruleset, slot, "text-language", "language"):
        yield f"in {language_name(language, 'en')}"
    yield from _length(ruleset.options("text-length", slot.id))
    pages = ruleset.options("document-pages", slot.id)
    yield from _between(pages.get("least"), pages.get("most"), "pages")
    if topics := _option(ruleset, slot, "text-topics", "topics"):
        yield f"speaks of {', '.join(names[0] for names in topics)}"
    if slot.hosts:
        yield f"at {' or '.join(slot.hosts)}"


def _formats(slot: Slot, ruleset: Ruleset) -> Iterator[str]:
    """Yield in which formats a slot takes files; where either of several kinds will do, those of each that has its own."""
    rules = {kind: FORMATS.get(kind, "document-format") for kind in slot.kind}
    of_kinds = {kind: _option(ruleset, slot, rule, "formats") or slot.formats for kind, rule in rules.items()}
    named = {kind: ", ".join(sorted(kinds(formats))) for kind, formats in of_kinds.items() if formats}
    if len({*named.values()}) == 1 and (slot.formats or len(slot.kind) == 1):
        yield next(iter(named.values()))
    else:
        yield from (f"a {kind} as {formats}" for kind, formats in named.items())


def _length(options: Mapping[str, Any]) -> Iterator[str]:
    unit = "characters" if options.get("counts") == "characters" else "words"
    yield from _between(options.get("least"), options.get("most"), unit)
    if options.get("good"):
        least, most = options["good"]
        yield f"best {least} to {most} {unit}"


def _between(least: int | None, most: int | None, unit: str) -> Iterator[str]:
    if most is not None:
        yield f"{least} to {most} {unit}".rstrip() if least else f"at most {most} {unit}".rstrip()
    elif least:
        yield f"at least {least} {unit}".rstrip()


def _option(ruleset: Ruleset, slot: Slot, rule: str, option: str) -> Any:
    return ruleset.options(rule, slot.id).get(option)


def _number(value: object) -> float:
    if isinstance(value, timedelta):
        return value.total_seconds()
    return float(value) if isinstance(value, int | float) else 0.0


def _fields(slot: Slot) -> Iterator[str]:
    """Yield which fields of a form or columns of a sheet must be filled, and what some of them must say."""
    fields = slot.fields or slot.columns
    groups: dict[str, list[str]] = {}
    for name, field in fields.items():
        if field.required or field.one_of:
            groups.setdefault(field.one_of or name, []).append(_label(field))
    if groups:
        yield "must be filled: " + ", ".join(" or ".join(labels) for labels in groups.values())
    told = [(_label(field), [*_bounds(field)]) for field in fields.values()]
    if any(said for _, said in told):
        yield "looked at: " + "; ".join(f"{label} ({', '.join(said)})" for label, said in told if said)


def _bounds(field: FieldSettings) -> Iterator[str]:
    """Yield what a field's value must be, beside being of its kind."""
    if field.choices:
        yield "one of " + ", ".join(words[0] if words else key for key, words in field.choices.items())
    yield from _between(field.least, field.most, "characters or words" if field.kind is FieldKind.TEXT else "")
    if field.pattern:
        yield f"matching {field.pattern}"
    if field.held:
        yield f"staff look at {', '.join(field.held)}"


def _label(field: FieldSettings) -> str:
    return field.labels[0]


def _one_per(call: Call) -> str:
    return " and ".join(call.one_per)


def _span(length: timedelta) -> str:
    """Return a length of time in its largest whole unit."""
    minutes = int(length.total_seconds()) // 60
    size, unit = next((size, unit) for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")) if not minutes % size)
    return f"{minutes // size} {unit}{'' if minutes == size else 's'}"


def _closing(closes: datetime | WorkingDays, call: Call) -> str:
    if isinstance(closes, WorkingDays):
        day = f"the {_ordinal(closes.working_days)} of China's working days before {closes.before.isoformat()}"
        return f"by the end of {closes.last_day.isoformat()}, {day}"
    return f"before {_moment(closes, call)}"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in {11, 12, 13} else 0, "th")
    return f"{number}{ending}"


def _moment(moment: datetime, call: Call) -> str:
    return f"{moment.astimezone(ZoneInfo(call.timezone)):%Y-%m-%d %H:%M}"
