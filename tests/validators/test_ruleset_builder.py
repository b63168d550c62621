"""Each option of each rule: a slot's stands over its call's, its call's over the defaults; taken from the rules themselves."""

import dataclasses
from datetime import timedelta
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from intake.config.models import SlotKind
from validators.rules import RULES
from validators.ruleset import about_entry, looks_at
from validators.ruleset_builder import build_ruleset
from validators.terms import SlotTerms

PLACES = ("first", "second")  # slots and fields that options may name
WRITTEN = {
    int: (3, 5),
    float: (0.25, 0.5),
    bool: (True, False),
    str: PLACES,
    timedelta: ("3m", "5m"),
    tuple: ("60-150", "70-160"),
}
SEVERITIES = {rule.name: "info" for rule in RULES}  # where nothing else is said
PICTURES = {"first": SlotTerms(kind=(SlotKind.PHOTO,))}
OPTIONS = [(rule, item.name) for rule in RULES for item in dataclasses.fields(rule)]


def two_of(hint: Any) -> tuple[Any, Any]:
    """Return two values that an option may have, as people write them."""
    kinds = [kind for kind in get_args(hint) if kind is not type(None)]
    if get_origin(hint) is Literal:
        return kinds[0], kinds[1]
    if get_origin(hint) is tuple and kinds[-1] is ...:
        one, other = two_of(kinds[0])
        return [one], [other]
    if get_origin(hint) is tuple or not kinds:
        return WRITTEN[get_origin(hint) or hint]
    return two_of(kinds[0])  # optional, or with a reader of its own


def ruleset(rule: Any, *, slot: Any = None, call: Any = None, defaults: Any = None):
    """Build what holds where each place says something of a rule; without mistakes."""
    below, above, own = ({} if given is None else {rule.name: given} for given in (defaults, call, slot))
    kind = () if about_entry(rule) else (sorted(looks_at(rule))[0],)
    terms = SlotTerms(kind=kind or (SlotKind.FORM,), fields=frozenset(PLACES), rules=own)
    slots = {PLACES[0]: terms, PLACES[1]: dataclasses.replace(terms, rules={})}
    made, mistakes = build_ruleset(above, SEVERITIES | below, "calls.it", slots)
    assert mistakes == []
    return made


def of_slot(rule: Any, **layers: Any) -> dict[str, Any]:
    return ruleset(rule, **layers).options(rule.name, "" if about_entry(rule) else PLACES[0])


@pytest.mark.parametrize(("rule", "option"), OPTIONS, ids=lambda it: getattr(it, "name", it))
def test_an_option_of_the_nearer_place_holds(rule, option):
    named = {"severity": "error"}
    one, other = ({**named, option: value} for value in two_of(get_type_hints(rule, include_extras=True)[option]))
    first, second = of_slot(rule, call=one)[option], of_slot(rule, call=other)[option]
    assert first != second
    assert of_slot(rule, defaults=one, call=named)[option] == first
    assert of_slot(rule, defaults=one, call=other)[option] == second
    if not about_entry(rule):
        assert of_slot(rule, defaults=one, call=other, slot=one)[option] == first
        assert of_slot(rule, defaults=one, call=named, slot=other)[option] == second
        assert of_slot(rule, defaults=one, call=other, slot=named)[option] == second
        beside = ruleset(rule, call=other, slot=one).options(rule.name, PLACES[1])
        assert beside[option] == second


def test_formats_are_read_as_people_write_them():
    rule = next(rule for rule in RULES if rule.name == "photo-format")
    assert of_slot(rule, call="error", slot={"formats": "jpg"})["formats"] == ("JPEG",)
    assert of_slot(rule, call={"severity": "error", "formats": ["png", "tif"]})["formats"] == ("PNG", "TIFF")
    (wrong,) = build_ruleset({rule.name: {"severity": "error", "formats": ["jepg"]}}, {}, "calls.it", PICTURES)[1]
    assert (wrong.key_path, wrong.problem, wrong.hint) == (
        "calls.it.rules.photo-format.formats",
        "there is no format 'JEPG'",
        "did you mean JPG?",
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_as_heavy_and_as_much_on_as_the_nearer_place_says(rule):
    def weight(**layers: Any) -> str:
        made = ruleset(rule, **layers)
        applied = made.applied if about_entry(rule) else made.slots[PLACES[0]]
        return next((item.severity for item in applied if item.name == rule.name), "off")

    assert weight(defaults="warning", call="hold") == "hold"
    assert weight(defaults="warning", call=False) == "off"
    if not about_entry(rule):
        assert weight(defaults="warning", call="hold", slot="error") == "error"
        assert weight(defaults="warning", call="hold", slot=False) == "off"
        assert weight(defaults="warning", call=False, slot="error") == "error"
