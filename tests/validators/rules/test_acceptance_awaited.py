"""The rule acceptance-awaited."""

from dataclasses import replace

import pytest

from tests.builders.rule_facts import case, filled
from validators.finding import Severity
from validators.rules.acceptance_awaited import AcceptanceAwaited
from validators.rules.form_field_missing import FormFieldMissing
from validators.ruleset import AppliedRule, Ruleset, examine

RULES = Ruleset(
    (AppliedRule(rule=AcceptanceAwaited(), severities={"": Severity.HOLD}),),
    {"form": (AppliedRule(rule=FormFieldMissing(), severities={"": Severity.ERROR}),)},
)


@pytest.mark.parametrize(("by_staff", "expected"), [(False, []), (True, [{}])])
def test_acceptance_awaited(by_staff, expected):
    assert list(AcceptanceAwaited().check(replace(case(), by_staff=by_staff))) == expected


@pytest.mark.parametrize(
    ("form", "rules"), [(filled(), ["acceptance-awaited"]), (filled(nationality=""), ["form-field-missing"])]
)
def test_what_is_missing_is_asked_for_before_staff_are(form, rules):
    assert [item.rule for item in examine(RULES, replace(case(form), by_staff=True))] == rules
