"""A finding becomes a sentence: reports/letters/phrases/<language>.yaml, rendered in a sandbox."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake.config.languages import phrases
from intake.config.models import Call, FieldSettings, SlotKind
from intake.model import problems
from reports.letters import formats
from reports.letters.cell_words import in_words
from reports.letters.slot_words import SlotWords, variants
from reports.letters.slot_words import title as slot_title
from validators.finding import Finding
from validators.rules import RULES

ROOM = "letters"
WHO_IS_TOLD = "zh"  # the language whose phrases also say to whom a sentence is told
MOST_LISTED = 20  # names in one sentence; the rest are counted
LINK = re.compile(r"\w*://\S*")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What is wrong, and how to mend it, in one language; plain text, not yet escaped."""

    problem: str
    remedy: str


def sentence(finding: Finding, language: str, call: Call) -> Sentence:
    """Say one finding in one language, with the call's own names for slots and fields.

    `wording` of a call may give a sentence of its own, for a rule or a rule in one slot: `problem.<rule>[.<slot>]`,
    `remedy.<rule>[.<slot>]`, or add one to a remedy: `rules.<rule>[.<slot>]`. Raises KeyError for a rule without phrases and
    jinja2.UndefinedError for a value the rule does not say.
    """
    context = {
        **dict.fromkeys(_says()[finding.rule]),  # a finding of an older version may lack what its rule says by now
        **{name: _shown(value) for name, value in finding.values.items()},
        "subject": _shown(finding.subject),
        "slot": SlotWords(call, finding.slot, language),
        "call": _names(call, language),
        "_call": call,
        "_slot": finding.slot,
    }
    parts = {part: _worded(part, finding, language, call).render(context) for part in ("problem", "remedy")}
    for key in (f"rules.{finding.rule}", f"rules.{finding.rule}.{finding.slot}"):
        if extra := call.wording.get(key):
            parts["remedy"] = formats.together([parts["remedy"], call.said(extra, language)], language)
    return Sentence(**{part: " ".join(text.split()) for part, text in parts.items()})


def _worded(part: str, finding: Finding, language: str, call: Call) -> Template:
    """Return the sentence for a finding: the call's own for the slot, or for the rule, else the house's for the slot's kind."""
    for key in (f"{part}.{finding.rule}.{finding.slot}", f"{part}.{finding.rule}"):
        if own := call.wording.get(key):
            return _parsed(language, call.said(own, language))
    worded = phrases(ROOM, language)
    names = [f"{finding.rule}.{kind}" for kind in variants(call, finding.slot)]
    name = next((name for name in names if part in worded.get(name, {})), finding.rule)
    return _parsed(language, worded[name][part])


@functools.lru_cache(maxsize=1)
def _says() -> dict[str, tuple[str, ...]]:
    return {rule.name: rule.says for rule in RULES}


def for_sender(rule: str) -> bool:
    """Tell whether a warning of this rule may stand in a letter: the sender can do something about it."""
    return bool(phrases(ROOM, WHO_IS_TOLD)[rule].get("sender", True))


def said_already(rule: str) -> frozenset[str]:
    """Return the rules whose sentences say the same already: beside one of them this warning is left out."""
    return frozenset(phrases(ROOM, WHO_IS_TOLD)[rule].get("told_by", ()))


def field_label(call: Call, name: str, language: str, form: str = "") -> str:
    """Return a form's field as the form calls it, with its section where it has one; the bare name when it is unknown."""
    forms = [call.slots[form]] if form in call.slots else list(call.of_kind(SlotKind.FORM).values())
    if form in call.slots and name in call.slots[form].columns:
        return formats.own_words(call.slots[form].columns[name].labels, language)
    slot = next((slot for slot in forms if name in slot.fields), None)
    if slot is None:
        return name
    label = formats.own_words(slot.fields[name].labels, language)
    section = slot.section_titles.get(slot.fields[name].section)
    return formats.beside(label, call.said(section, language) if section else "", language)


def _field(context: Context, name: str) -> FieldSettings | None:
    """Return the field that a sentence is about, of its own form or sheet where that is known."""
    call: Call = context["_call"]
    slot = call.slots.get(context["_slot"])
    return {**slot.fields, **slot.columns}.get(name) if slot else call.field(name)


def column_labels(call: Call, slot: str, language: str) -> dict[str, str]:
    """Return column -> what a sheet calls it."""
    columns = call.slots[slot].columns if slot in call.slots else {}
    return {name: formats.own_words(column.labels, language) for name, column in columns.items()}


def _names(call: Call, language: str) -> dict[str, str]:
    """Return what the call calls itself and its form."""
    return {
        "title": call.said(call.title, language),
        "form": slot_title(call, call.form, language) if call.form else "",
    }


def _provided(links: Sequence[str], places: Sequence[Mapping[str, Any]], language: str) -> list[str]:
    """Return cloud files, or links without a name, with house (as the language calls it), size and host; never the link itself."""
    said: dict[str, str] = phrases("", language)["providers"]
    nowhere: Mapping[str, Any] = {}
    found = []
    for number, link in enumerate(links):
        place = places[number] if number < len(places) else nowhere
        name, opens, house = link.rpartition(" (")
        within = opens and house.endswith(")")
        words, known = (name, said.get(house[:-1], house[:-1])) if within else (said.get(link, link), "")
        aside = [known, formats.size(place["size"]) if place.get("size") else "", formats.clean(place.get("host", ""), 80)]
        found.append(formats.beside(words, ", ".join(dict.fromkeys(filter(None, aside))), language))
    return found


@functools.lru_cache(maxsize=1024)
def _parsed(language: str, text: str) -> Template:
    return environment(language).from_string(text)


@functools.lru_cache
def environment(language: str) -> ImmutableSandboxedEnvironment:
    """Return the sandbox that phrases of one language are rendered in; its filters are what phrases may use."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)

    @pass_context
    def date(context: Context, value: str) -> str:
        return formats.moment(value, context["_call"].timezone, language)

    @pass_context
    def came(context: Context, value: str) -> str:
        return formats.moment(value, context["_call"].timezone, language, end=False)

    @pass_context
    def label(context: Context, name: str | Sequence[str]) -> str:
        names = [name] if isinstance(name, str) else name
        known = [field_label(context["_call"], item, language, context["_slot"]) for item in names]
        return formats.listed([f"“{item}”" for item in known], language, "or")

    @pass_context
    def cells(context: Context, value: Sequence[Any], more: int | None = 0) -> str:
        return in_words(value or (), column_labels(context["_call"], context["_slot"], language), language, more or 0)

    kinds = {"broken": problems.BROKEN, "heavy": problems.HEAVY, "foreign": problems.FOREIGN, "code": frozenset(problems.Problem)}
    made.tests |= {name: kind.__contains__ for name, kind in kinds.items()}
    made.filters |= {
        "date": date,
        "came": came,
        "label": label,
        "cells": cells,
        **_of_fields(language),
        "provided": lambda links, places=(): _provided(links or (), places or (), language),
        "upto": lambda least, most: formats.bounds(least, most, language),
        "set_off": formats.set_off,
        "with_article": formats.with_article,
        "number": lambda value: formats.number(value, language),
        "size": formats.size,
        "span": lambda value: formats.span(value, language),
        "kinds": lambda value: formats.listed(formats.kinds(value), language, "or"),
        "listed": lambda value: formats.listed(value, language),
    }
    return made


def _of_fields(language: str) -> dict[str, Callable[[Context, str], str]]:
    """Return the filters that tell of a field how it is to be filled in."""

    @pass_context
    def choices(context: Context, name: str) -> str:
        offered = found.choices if (found := _field(context, name)) else {}
        words = [formats.own_words(said or (key,), language) for key, said in offered.items()]
        return formats.listed(words, language, "or")

    @pass_context
    def in_range(context: Context, name: str) -> str:
        found = _field(context, name)
        return formats.bounds(found.least or 0, found.most, language) if found else ""

    @pass_context
    def kind(context: Context, name: str) -> str:
        return str(found.kind) if (found := _field(context, name)) else ""

    return {"choices": choices, "range": in_range, "kind": kind}


def _shown(value: Any) -> Any:
    """Clean what came from a sender; a link is never repeated, mail programs would make it one to click."""
    if isinstance(value, str):
        return formats.clean(LINK.sub("", value), 120)
    if not isinstance(value, list):
        return value
    if any(isinstance(item, dict) for item in value):
        return value
    rest = [f"… (+{len(value) - MOST_LISTED})"] if len(value) > MOST_LISTED else []
    return [*(_shown(item) for item in value[:MOST_LISTED]), *rest]
