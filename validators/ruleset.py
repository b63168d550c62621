"""Rules with a call's options and severities: built with every mistake named, then run all, in reading order."""

from __future__ import annotations

import dataclasses
import difflib
import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from intake.config.loading import Mistake
from intake.model.submission import Role
from validators.facts import Arrival, Case, Photo, TextFacts
from validators.finding import Finding, Severity
from validators.rule import Rule
from validators.rules import RULES

GRADES = ("hard", "soft")


@dataclass(frozen=True, kw_only=True)
class Applied:
    """A rule with its options set and the severity of each grade ('' for a rule without grades)."""

    rule: Rule
    severities: Mapping[str, Severity]

    @property
    def name(self) -> str:
        """Return the rule's id."""
        return self.rule.name

    @property
    def severity(self) -> str:
        """Return the severity, or each grade's, as the configuration says it."""
        return ", ".join(f"{grade}: {value}" if grade else str(value) for grade, value in self.severities.items())

    @property
    def options(self) -> dict[str, Any]:
        """Return the options as set."""
        return {field.name: getattr(self.rule, field.name) for field in dataclasses.fields(self.rule)}  # type: ignore[arg-type]

    @property
    def summary(self) -> str:
        """Return the first sentence of the rule's page."""
        return (inspect.getdoc(type(self.rule)) or "").split("\n")[0]


@dataclass(frozen=True)
class Ruleset:
    """A call's rules, in reading order."""

    applied: tuple[Applied, ...] = ()

    def options(self, name: str) -> dict[str, Any]:
        """Return a rule's options, {} when the call does not use it."""
        return next((item.options for item in self.applied if item.name == name), {})

    def described(self) -> tuple[Applied, ...]:
        """Return the rules for listing."""
        return self.applied


def examine(ruleset: Ruleset, case: Case) -> tuple[Finding, ...]:
    """Run all rules over a case and return every finding, in reading order; what another rule tells better is left out."""
    found = [(applied, finding) for applied in ruleset.applied for finding in _findings(applied, case)]
    told = {(finding.rule, finding.subject) for _, finding in found}
    return tuple(
        finding
        for applied, finding in found
        if not any((rule, finding.subject) in told for rule in getattr(applied.rule, "yields_to", ()))
    )


def _findings(applied: Applied, case: Case) -> Iterator[Finding]:
    for facts in _examined(applied.rule, case):
        for values in applied.rule.check(facts):
            grade = str(values.get("grade", ""))
            yield Finding(
                rule=applied.name,
                severity=applied.severities.get(grade) or next(iter(applied.severities.values())),
                subject=str(values.get("subject", "")),
                values=dict(values),
            )


def _examined(rule: Rule, case: Case) -> Iterable[object]:
    """Return what a rule looks at: the case, each photo in its roles, each text, the arrival."""
    kind = rule.examines
    if kind is Photo:
        roles = getattr(rule, "roles", (Role.WORK,))
        return tuple(photo for photo in (*case.works, *case.portraits) if photo.material.role in roles)
    if kind is TextFacts:
        return tuple(case.texts.values())
    if kind is Arrival:
        return (case.arrival,)
    return (case,)


def build(settings: Mapping[str, Any], defaults: Mapping[str, Any], where: str) -> tuple[Ruleset, list[Mistake]]:
    """Return the ruleset of a call's settings over the defaults, with every mistake by its key path.

    A rule is off when it is `false` or named nowhere. `defaults` stand under 'defaults.rules'.
    """
    known = {rule.name: rule for rule in RULES}
    mistakes = [
        _unknown(name, known, path)
        for path, names in (("defaults.rules", defaults), (where, settings))
        for name in names
        if name not in known
    ]
    applied = []
    for rule in RULES:
        own = settings.get(rule.name, {})
        base = defaults.get(rule.name)
        if own is False or ((base in {None, False} if not isinstance(base, dict) else False) and rule.name not in settings):
            continue
        path = f"{where}.{rule.name}" if rule.name in settings else f"defaults.rules.{rule.name}"
        built = _apply(rule, {**_mapping(base), **_mapping(own)}, path, mistakes)
        if built:
            applied.append(built)
    return Ruleset(tuple(applied)), mistakes


def _mapping(value: object) -> dict[str, Any]:
    if isinstance(value, str):
        return {"severity": value}
    return dict(value) if isinstance(value, Mapping) else {}


def _unknown(name: str, known: Iterable[str], path: str) -> Mistake:
    near = difflib.get_close_matches(name, list(known), n=1)
    return Mistake(
        key_path=f"{path}.{name}",
        problem="there is no such rule",
        hint=f"did you mean {near[0]}?" if near else "`rules` lists them",
    )


def _apply(rule: type[Rule], settings: dict[str, Any], path: str, mistakes: list[Mistake]) -> Applied | None:
    severities = _severities(settings.pop("severity", None), path, mistakes)
    hints = get_type_hints(rule)
    options = {}
    for name, value in settings.items():
        names = [field.name for field in dataclasses.fields(rule)]  # type: ignore[arg-type]
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]}?" if near else f"its options are: {', '.join(names) or 'none'}"
            mistakes.append(Mistake(key_path=f"{path}.{name}", problem="is not an option of this rule", hint=hint))
            continue
        try:
            options[name] = TypeAdapter(hints[name]).validate_python(value)
        except ValidationError as error:
            mistakes.append(Mistake(key_path=f"{path}.{name}", problem=error.errors()[0]["msg"], hint=f"it is {value!r}"[:100]))
    return Applied(rule=rule(**options), severities=severities) if severities else None


def _severities(value: object, path: str, mistakes: list[Mistake]) -> dict[str, Severity]:
    """Read `severity: error` or `severity: {hard: error, soft: warning}`."""
    graded = value if isinstance(value, Mapping) else {"": value}
    result = {}
    for grade, word in graded.items():
        if grade not in {"", *GRADES} or str(word) not in list(Severity):
            names = ", ".join(Severity)
            where = f"{path}.severity" + (f".{grade}" if grade else "")
            mistakes.append(Mistake(key_path=where, problem=f"'{word}' is not a severity", hint=f"one of {names}"))
            continue
        result[str(grade)] = Severity(str(word))
    return result
