"""Build a call's rules: a slot's options over the call's over the defaults, with every mistake named by its key path."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from typing import Any, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from intake.config.contradictions import ALIKE
from intake.config.contradictions import FORMATS as KNOWN_FORMATS
from intake.config.loading import Mistake
from intake.config.mistakes import meant, plainly
from validators.finding import Severity
from validators.moved_rules import MOVED, MOVED_OPTIONS
from validators.rule import Rule
from validators.rules import RULES
from validators.ruleset import AppliedRule, Ruleset, about_entry, looks_at
from validators.terms import OTHER_NAMES, Layer, SlotTerms, listed, mapping_of_terms

OPEN = "file-format"  # a format that the desk does not know is known by its ending
DEFAULTS = "defaults.rules"
FORMATS = frozenset({"photo-format", "document-format", "video-format", "file-format"})  # whose `formats` a slot's own stand for


def build_ruleset(
    settings: Mapping[str, Any], defaults: Mapping[str, Any], where: str, slots: Mapping[str, SlotTerms] | None = None
) -> tuple[Ruleset, list[Mistake]]:
    """Return the ruleset of a call: `settings` at key path `where`.rules over the defaults, each slot's own over both.

    A rule is off when it is `false` or named nowhere.
    """
    mistakes: list[Mistake] = []
    below = [Layer(DEFAULTS, defaults), Layer(f"{where}.rules", settings)]
    for layer in below:
        mistakes += _unknown(layer)
    known = {"slot": {*(slots or {})}, "field": {field for slot in (slots or {}).values() for field in slot.fields}}
    mistakes += _nowhere(below[-1], known) if slots else ()
    entry = _applied([rule for rule in RULES if about_entry(rule)], below, mistakes)
    in_slots: dict[str, tuple[AppliedRule, ...]] = {}
    for name, slot in (slots or {}).items():
        own = Layer(f"{where}.slots.{name}.rules", slot.rules)
        mistakes += [*_unknown(own), *_misplaced(own, slot), *_nowhere(own, known)]
        layers = [*below, *_of_keys(f"{where}.slots.{name}", slot), own]
        rules = [rule for rule in RULES if not about_entry(rule) and looks_at(rule) & set(slot.kind)]
        in_slots[name] = _applied(rules, layers, mistakes)
    return Ruleset(entry, in_slots), list(dict.fromkeys(mistakes))


def _of_keys(path: str, slot: SlotTerms) -> list[Layer]:
    """Return what a slot's own keys say of rules."""
    named: dict[str, dict[str, Any]] = {rule: {"formats": list(slot.formats)} for rule in FORMATS if slot.formats}
    if slot.editable:
        named["document-format"] = {**named.get("document-format", {}), "editable": True}
    if slot.hosts:
        named["link-host"] = {"hosts": list(slot.hosts)}
    return [Layer(path, named)] if named else []


def _applied(rules: Iterable[type[Rule]], layers: Sequence[Layer], mistakes: list[Mistake]) -> tuple[AppliedRule, ...]:
    found = []
    for rule in rules:
        told = [(layer.path, said) for layer in layers for said in _said(rule, layer)]
        if told and _on(rule, layers) and (built := _apply(rule, told, mistakes)):
            found.append(built)
    return tuple(found)


def _said(rule: type[Rule], layer: Layer) -> Iterator[tuple[str, Any]]:
    """Yield (name of the rule it stands under, what a layer says of it): first what it follows, then its own."""
    for name in (getattr(rule, "follows", ""), rule.name):
        if name in layer.rules:
            yield name, layer.rules[name]


def _on(rule: type[Rule], layers: Sequence[Layer]) -> bool:
    """Tell whether a rule is on: not switched off where it is named last, and named at all."""
    last = [said for layer in layers for _, said in _said(rule, layer)]
    if last[-1] is False or last[-1] is None:
        return False
    own = [said for layer in layers if layer.path != DEFAULTS for _, said in _said(rule, layer)]
    return bool(own) or not getattr(rule, "by_name", False)


def _unknown(layer: Layer) -> Iterator[Mistake]:
    known = [rule.name for rule in RULES]
    for name in layer.rules:
        if name not in known:
            hint = MOVED.get(str(name)) or meant(str(name), known, "`rules` lists them")
            yield Mistake(key_path=f"{layer.path}.{name}", problem="there is no such rule", hint=hint)


def _misplaced(layer: Layer, slot: SlotTerms) -> Iterator[Mistake]:
    """Yield the rules of a slot that do not look at such a slot."""
    for rule in RULES:
        if rule.name in layer.rules and about_entry(rule):
            yield Mistake(
                key_path=f"{layer.path}.{rule.name}", problem="is about the whole entry", hint="set it under the call's own rules"
            )
        elif rule.name in layer.rules and slot.kind and not looks_at(rule) & set(slot.kind):
            kinds = ", ".join(sorted(looks_at(rule)))
            yield Mistake(
                key_path=f"{layer.path}.{rule.name}",
                problem=f"looks at {kinds}; this slot is {' or '.join(slot.kind)}",
                hint="remove it",
            )


def _nowhere(layer: Layer, known: Mapping[str, Set[str]]) -> Iterator[Mistake]:
    """Yield options that name a slot or a field that the call does not have."""
    for rule in RULES:
        said = mapping_of_terms(layer.rules.get(rule.name))
        for option, what in getattr(rule, "points_at", {}).items():
            for name in listed(said.get(option)):
                if name and name not in known[what]:
                    problem, hint = f"there is no {what} '{name}'", meant(name, known[what])
                    yield Mistake(key_path=f"{layer.path}.{rule.name}.{option}", problem=problem, hint=hint)


def _apply(rule: type[Rule], told: Sequence[tuple[str, tuple[str, Any]]], mistakes: list[Mistake]) -> AppliedRule | None:
    """Return a rule with what the layers say of it, the later over the earlier; what it follows gives it the options it has too."""
    options, paths = _options(rule, told, mistakes)
    severity_path, severity = paths.pop("severity", f"{told[-1][0]}.{rule.name}"), options.pop("severity", None)
    severities = _severities(rule, severity, severity_path, mistakes)
    read = {}
    for name, value in options.items():
        value = _as_list(name, value) if get_origin(_hints(rule)[name]) is tuple else value
        mistakes += _slips(name, value, f"{paths[name]}.{name}") if rule.name != OPEN else ()
        try:
            read[name] = _reader_of(rule, name).validate_python(value)
            if isinstance(read[name], int | float) and read[name] < 0:
                mistakes.append(
                    Mistake(key_path=f"{paths[name]}.{name}", problem="must not be negative", hint=f"it is {value!r}")
                )
        except ValidationError as error:
            said, hint = plainly(error.errors()[0]["msg"], value)
            mistakes.append(Mistake(key_path=f"{paths[name]}.{name}", problem=said, hint=hint))
    made = rule(**read)
    for wrong in getattr(made, "mistakes", tuple)():
        for name, problem in wrong.items():
            where = next((paths[option] for option in (name, *reversed(paths)) if option in paths), severity_path)
            mistakes.append(Mistake(key_path=f"{where}.{name}", problem=problem, hint=f"it is {options.get(name)!r}"))
    return AppliedRule(rule=made, severities=severities) if severities else None


def _as_list(option: str, value: object) -> object:
    """Return a word written alone as the list that it stands for; formats by the names that files are known by."""
    words = [value] if isinstance(value, str) else value
    if option != "formats" or not isinstance(words, list | tuple):
        return words
    return [OTHER_NAMES.get(str(word).upper(), str(word).upper()) for word in words]


def _slips(option: str, value: object, path: str) -> Iterator[Mistake]:
    """Yield formats that nobody knows and that are nearly ones that are known; a slot's own are told where they stand."""
    for word in value if option == "formats" and ".rules." in path and isinstance(value, list) else ():
        if word not in KNOWN_FORMATS and (hint := meant(word, sorted(KNOWN_FORMATS), alike=ALIKE)):
            yield Mistake(key_path=path, problem=f"there is no format '{word}'", hint=hint)


@cache
def _hints(rule: type[Rule]) -> dict[str, Any]:
    return get_type_hints(rule, include_extras=True)


@cache
def _reader_of(rule: type[Rule], option: str) -> TypeAdapter[Any]:
    """Return what reads an option of a rule; made once: a configuration names it again for each slot."""
    return TypeAdapter(_hints(rule)[option])


def _options(
    rule: type[Rule], told: Sequence[tuple[str, tuple[str, Any]]], mistakes: list[Mistake]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a rule's options, and the key path under which each was said."""
    names = [item.name for item in dataclasses.fields(rule)]  # type: ignore[arg-type]
    options: dict[str, Any] = {}
    paths: dict[str, str] = {}
    for layer, (said_of, said) in told:
        given, path = mapping_of_terms(said), f"{layer}.{said_of}"
        if said_of != rule.name:
            given = {name: value for name, value in given.items() if name in names}
        for name in given:
            for other in getattr(rule, "resets", {}).get(name, ()):
                options.pop(other, None)
        for name, value in given.items():
            if name not in {*names, "severity"}:
                mistakes.append(_no_option(rule, name, names, path))
                continue
            options[name], paths[name] = value, path
    return options, paths


def _no_option(rule: type[Rule], name: str, names: list[str], path: str) -> Mistake:
    hint = meant(name, [*names, "severity"], f"its options are: {', '.join(names) or 'none'}")
    return Mistake(
        key_path=f"{path}.{name}", problem="is not an option of this rule", hint=MOVED_OPTIONS.get((rule.name, name), hint)
    )


def _severities(rule: type[Rule], value: object, path: str, mistakes: list[Mistake]) -> dict[str, Severity]:
    """Read `severity: error` or `severity: {hard: error, soft: warning}`."""
    graded = value if isinstance(value, Mapping) else {"": value}
    grades = getattr(rule, "grades", ())
    result = {}
    for grade, word in graded.items():
        where = f"{path}.severity" + (f".{grade}" if grade else "")
        if grade not in {"", *grades}:
            hint = f"its grades are {', '.join(grades)}" if grades else "it has no grades"
            mistakes.append(Mistake(key_path=where, problem=f"'{grade}' is not a grade of this rule", hint=hint))
        elif str(word) not in list(Severity):
            mistakes.append(Mistake(key_path=where, problem=f"'{word}' is not a severity", hint=f"one of {', '.join(Severity)}"))
        else:
            result[str(grade)] = Severity(str(word))
    return result
