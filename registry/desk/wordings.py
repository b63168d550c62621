"""A call's own words are looked at before they are needed: keys that mean nothing, names that no letter has, broken templates."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from jinja2 import TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake.config.mistakes import Mistake, meant
from registry.store.codes import LetterKind
from validators.rules import RULES

ADDED = ("greeting", "closing", "addition", "entry")  # plain words that every letter of the call takes in
SENTENCES = ("problem", "remedy")  # templates in place of the house's sentence for a rule
BLOCKS = ("subject", "opening", "next", "closing")  # templates in place of that part of a letter of one kind
KINDS = tuple(kind for kind in LetterKind if kind is not LetterKind.ANNOUNCEMENT)
LETTER_NAMES = frozenset(
    {"name", "title", "office", "phone", "reference", "deadline", "total", "noun", "desk", "original_subject"}
)
SENTENCE_NAMES = frozenset({"subject", "slot", "call"})
NEEDED: Mapping[str, Mapping[str, str]] = {
    "opening": dict.fromkeys(KINDS, "reference"),
    "next": dict.fromkeys(("correction", "reminder"), "deadline"),
}
WHY = {"reference": "the number by which the sender answers", "deadline": "until when"}
FILTERS = (
    "date",
    "label",
    "came",
    "cells",
    "provided",
    "upto",
    "choices",
    "range",
    "kind",
    "set_off",
    "with_article",
    "number",
    "size",
    "span",
    "kind",
    "kinds",
    "choices",
    "range",
    "listed",
)  # of sentences; reports.letters.sentences has what they do (a test compares the two)
TESTS = ("broken", "heavy", "foreign", "code")
ENVIRONMENT = ImmutableSandboxedEnvironment(autoescape=False)
ENVIRONMENT.filters |= dict.fromkeys(FILTERS, str)
ENVIRONMENT.tests |= dict.fromkeys(TESTS, lambda value: bool(value))


def wrong_wordings(written: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield every mistake in the `wording` of every call as it is written, whatever else is wrong with it."""
    says = {rule.name: frozenset(rule.says) for rule in RULES}
    calls = written.get("calls")
    for call_id, call in calls.items() if isinstance(calls, Mapping) else ():
        wording = call.get("wording") if isinstance(call, Mapping) else None
        slots = call.get("slots") if isinstance(call, Mapping) else None
        for key, words in wording.items() if isinstance(wording, Mapping) else ():
            path = f"calls.{call_id}.wording.{key}"
            problem, hint = _unknown(str(key), says, slots if isinstance(slots, Mapping) else {})
            if problem:
                yield Mistake(key_path=path, problem=problem, hint=hint)
            elif isinstance(words, Mapping):
                for language, text in words.items():
                    if isinstance(text, str):
                        yield from _wrong(str(key), text, f"{path}.{language}", says)


def _unknown(key: str, rules: Collection[str], slots: Collection[str]) -> tuple[str, str]:
    """Return what a key names that is not there, with a hint; empty words where it is in order."""
    head, _, rest = key.partition(".")
    if key in ADDED:
        return "", ""
    if head == "row" and rest:
        return _there(rest, [*slots, "text", "other"], "slot")
    if head in BLOCKS and rest:
        return _there(rest, KINDS, "letter")
    if head in (*SENTENCES, "rules") and rest:
        rule, _, slot = rest.partition(".")
        return _there(rule, rules, "rule") if rule not in rules or not slot else _there(slot, slots, "slot")
    known = [
        *ADDED,
        *(f"{block}.correction" for block in BLOCKS),
        "problem.slot-count",
        "remedy.slot-count",
        "rules.slot-count",
        "row.form",
    ]
    return "is no key of wording", _hint(key, known)


def _there(name: str, known: Collection[str], what: str) -> tuple[str, str]:
    if name in known:
        return "", ""
    return f"there is no {what} '{name}'", _hint(name, [str(item) for item in known])


def _hint(name: str, known: Sequence[str]) -> str:
    """Return which of the known ones was meant, or what there is."""
    return meant(name, known, f"there are {', '.join(known)}")


def _wrong(key: str, text: str, path: str, says: Mapping[str, Collection[str]]) -> Iterator[Mistake]:
    """Yield what is wrong with the words under a known key, in one language."""
    head, _, rest = key.partition(".")
    if not (head in SENTENCES or (head in BLOCKS and rest)):
        if "{{" in text or "{%" in text:
            hint = "plain words are added here; a template may stand under problem.RULE, remedy.RULE, " + ", ".join(
                f"{block}.LETTER" for block in BLOCKS
            )
            yield Mistake(key_path=path, problem="what stands in braces would be sent as it is", hint=hint)
        return
    try:
        used = meta.find_undeclared_variables(ENVIRONMENT.parse(text))
    except TemplateSyntaxError as error:
        yield Mistake(
            key_path=path,
            problem=f"is no template: {error.message} (line {error.lineno})",
            hint="names stand in {{ }}, conditions in {% %}",
        )
        return
    known = SENTENCE_NAMES | frozenset(says[rest.partition(".")[0]]) if head in SENTENCES else LETTER_NAMES
    for name in sorted(used - known - ENVIRONMENT.globals.keys()):
        yield Mistake(key_path=path, problem=f"asks for '{name}', which nothing gives", hint=_hint(name, sorted(known)))
    needed = NEEDED.get(head, {}).get(rest, "") if head in BLOCKS else ""
    if needed and needed not in used:
        yield Mistake(key_path=path, problem=f"does not say {{{{ {needed} }}}}", hint=f"the letter must tell {WHY[needed]}")
