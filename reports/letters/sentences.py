"""A finding becomes a sentence: reports/letters/phrases/<language>.yaml, rendered in a sandbox."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake.config.languages import phrases
from intake.config.models import Call
from intake.model import problems
from reports.letters import formats
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
    """Say one finding in one language, with the call's own names for fields and texts.

    A call adds a sentence of its own to a remedy with `wording: {"rules.<rule>": …}`.
    Raises KeyError for a rule without phrases and jinja2.UndefinedError for a value the rule does not say.
    """
    context = {
        **dict.fromkeys(_says()[finding.rule]),  # a finding of an older version may lack what its rule says by now
        **{name: _shown(value) for name, value in finding.values.items()},
        "subject": _shown(finding.subject),
        "call": _names(call, language),
        "_call": call,
    }
    parts = {part: _template(finding.rule, part, language).render(context) for part in ("problem", "remedy")}
    extra = call.wording.get(f"rules.{finding.rule}")
    if extra:
        parts["remedy"] = formats.together([parts["remedy"], call.said(extra, language)], language)
    return Sentence(**{part: " ".join(text.split()) for part, text in parts.items()})


@functools.lru_cache(maxsize=1)
def _says() -> dict[str, tuple[str, ...]]:
    return {rule.name: rule.says for rule in RULES}


def for_sender(rule: str) -> bool:
    """Tell whether a warning of this rule may stand in a letter: the sender can do something about it."""
    return bool(phrases(ROOM, WHO_IS_TOLD)[rule].get("sender", True))


def told_by(rule: str) -> frozenset[str]:
    """Return the rules whose sentences say the same already: beside one of them this warning is left out."""
    return frozenset(phrases(ROOM, WHO_IS_TOLD)[rule].get("told_by", ()))


def field_label(call: Call, name: str, language: str) -> str:
    """Return a form field as the form calls it, with its section where it has one; the bare name when it is unknown."""
    settings = call.form.fields.get(name) if call.form else None
    if call.form is None or settings is None:
        return name
    label = formats.own_words(settings.labels, language)
    section = call.form.section_titles.get(settings.section)
    return formats.beside(label, call.said(section, language) if section else "", language)


def _names(call: Call, language: str) -> dict[str, str]:
    """Return what the call calls itself, its form, and a word that marks a file as a portrait."""
    words = call.slots["portrait"].names if "portrait" in call.slots else ()
    return {
        "title": call.said(call.title, language),
        "form": call.said(call.form.title, language) if call.form else "",
        "portrait_word": formats.own_words(words, language) if words else "",
    }


def _template(rule: str, part: str, language: str) -> Template:
    return _parsed(language, phrases(ROOM, language)[rule][part])


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
    def label(context: Context, name: str | Sequence[str]) -> str:
        names = [name] if isinstance(name, str) else name
        return formats.listed([f"“{field_label(context['_call'], item, language)}”" for item in names], language, "or")

    @pass_context
    def title(context: Context, name: str) -> str:
        call = context["_call"]
        return call.said(call.texts[name].title, language) if name in call.texts else name

    @pass_context
    def heading(context: Context, name: str) -> str:
        call = context["_call"]
        text = call.texts.get(name)
        return formats.own_words(text.headings or (call.said(text.title, language),), language) if text else name

    kinds = {"broken": problems.BROKEN, "heavy": problems.HEAVY, "foreign": problems.FOREIGN, "code": frozenset(problems.Problem)}
    made.tests |= {name: kind.__contains__ for name, kind in kinds.items()}
    made.filters |= {
        "date": date,
        "label": label,
        "title": title,
        "heading": heading,
        "number": lambda value: formats.number(value, language),
        "size": formats.size,
        "kinds": lambda value: formats.listed(formats.kinds(value), language, "or"),
        "listed": lambda value: formats.listed(value, language),
    }
    return made


def _shown(value: Any) -> Any:
    """Clean what came from a sender; a link is never repeated, mail programs would make it one to click."""
    if isinstance(value, str):
        return formats.clean(LINK.sub("", value), 120)
    if not isinstance(value, list):
        return value
    rest = [f"… (+{len(value) - MOST_LISTED})"] if len(value) > MOST_LISTED else []
    return [*(_shown(item) for item in value[:MOST_LISTED]), *rest]
