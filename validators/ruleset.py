"""Rules with a call's options and severities: run all over a case, the entry's first, then slot by slot, then the entry's last."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from intake.config.models import SlotKind
from intake.model.links import Link
from validators.facts import Arrival, Case, FilledSlot, PhotoFacts, TextFacts
from validators.facts_document import DocumentFacts
from validators.finding import Finding, Severity
from validators.rule import Rule
from validators.rules import RULES

WEIGHTS = frozenset({Severity.REJECT, Severity.HOLD, Severity.ERROR})
OF_ENTRY = (Case, Arrival)
MEASURED_IN = {PhotoFacts: (SlotKind.PHOTO,), TextFacts: (SlotKind.TEXT, SlotKind.DOCUMENT)}  # where such facts come from


@dataclass(frozen=True, kw_only=True)
class AppliedRule:
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
        return {item.name: getattr(self.rule, item.name) for item in dataclasses.fields(self.rule)}  # type: ignore[arg-type]

    @property
    def summary(self) -> str:
        """Return the first sentence of the rule's page."""
        return (inspect.getdoc(type(self.rule)) or "").split("\n")[0]

    def weight(self, grade: str) -> Severity:
        """Return the severity of a grade."""
        return self.severities.get(grade) or next(iter(self.severities.values()))


@dataclass(frozen=True)
class Ruleset:
    """A call's rules, in reading order: those about the entry, and those about each slot with the options that hold there."""

    applied: tuple[AppliedRule, ...] = ()
    slots: Mapping[str, tuple[AppliedRule, ...]] = field(default_factory=dict)

    def only(self, names: Set[str]) -> Ruleset:
        """Return the rules of these names alone."""
        slots = {slot: tuple(item for item in rules if item.name in names) for slot, rules in self.slots.items()}
        return Ruleset(applied=tuple(item for item in self.applied if item.name in names), slots=slots)

    def options(self, name: str, slot: str = "") -> dict[str, Any]:
        """Return a rule's options, of a slot where one is named; {} where the rule is not used."""
        rules = self.slots.get(slot, ()) if slot else self.applied
        return next((item.options for item in rules if item.name == name), {})

    def described(self) -> tuple[tuple[str, AppliedRule], ...]:
        """Return (slot, rule) for listing; '' as slot for what is about the entry."""
        return (*(("", item) for item in self.applied), *((slot, item) for slot, rules in self.slots.items() for item in rules))


def about_entry(rule: type[Rule]) -> bool:
    """Tell whether a rule looks at the entry as a whole."""
    return rule.examines in OF_ENTRY


def looks_at(rule: type[Rule]) -> frozenset[SlotKind]:
    """Return the kinds of slots that a rule looks at."""
    return frozenset(getattr(rule, "kinds", MEASURED_IN.get(rule.examines, SlotKind)))


def examine(ruleset: Ruleset, case: Case) -> tuple[Finding, ...]:
    """Run all rules over a case and return every finding, in reading order; what another rule tells better is left out."""
    found = [(applied, finding) for applied, finding in _all(ruleset, case)]
    told = {(finding.rule, finding.subject) for _, finding in found}
    kept = [
        (applied, finding)
        for applied, finding in found
        if not any((rule, finding.subject) in told for rule in getattr(applied.rule, "yields_to", ()))
    ]
    heavy = any(finding.severity in WEIGHTS for applied, finding in kept if not _last(applied))
    return tuple(finding for applied, finding in kept if not (heavy and _last(applied)))


def _last(applied: AppliedRule) -> bool:
    return bool(getattr(applied.rule, "last", False))


def _all(ruleset: Ruleset, case: Case) -> Iterator[tuple[AppliedRule, Finding]]:
    """Yield what the rules find: of the entry what stands before the slots' rules, of each slot in turn, then the rest."""
    first_of_slots = next(place for place, rule in enumerate(RULES) if not about_entry(rule))
    before = {rule.name for rule in RULES[:first_of_slots]}
    for applied in ruleset.applied:
        if applied.name in before:
            yield from _findings(applied, _of_entry(applied.rule, case), "")
    for name, slot in case.slots.items():
        for applied in ruleset.slots.get(name, ()):
            yield from _findings(applied, _of_slot(applied.rule, slot), name)
    for applied in ruleset.applied:
        if applied.name not in before:
            yield from _findings(applied, _of_entry(applied.rule, case), "")


def _findings(applied: AppliedRule, looked_at: Iterable[object], slot: str) -> Iterator[tuple[AppliedRule, Finding]]:
    for facts in looked_at:
        for said in applied.rule.check(facts):
            values = dict(said)
            about = str(values.pop("slot", slot))
            weight = applied.weight(str(values.get("grade", "")))
            yield (
                applied,
                Finding(rule=applied.name, severity=weight, subject=str(values.get("subject", "")), values=values, slot=about),
            )


def _of_entry(rule: Rule, case: Case) -> tuple[object, ...]:
    return (case.arrival,) if rule.examines is Arrival else (case,)


def _of_slot(rule: Rule, slot: FilledSlot) -> tuple[object, ...]:
    """Return what a rule looks at in a slot: the slot itself, its text, each piece that has such facts."""
    if rule.examines is FilledSlot:
        return (slot,)
    if rule.examines is TextFacts:
        return (*((slot.text,) if slot.text is not None else ()), *_texts(slot))
    if rule.examines is Link:
        return slot.links
    return tuple(piece for piece in (*slot.pieces, *slot.sources) if isinstance(piece.facts, rule.examines))


def _texts(slot: FilledSlot) -> Iterator[TextFacts]:
    """Yield what each document of a slot says, of those that can be read."""
    for piece in slot.pieces:
        seen = piece.facts
        if isinstance(seen, DocumentFacts) and not seen.problem and not seen.scanned:
            name = piece.material.name
            yield TextFacts(
                name=name, place=name, text=seen.text, english_words=seen.english_words, han=seen.han, english=seen.english
            )


__all__ = ["AppliedRule", "Ruleset", "about_entry", "examine", "looks_at"]
