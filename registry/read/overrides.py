"""What staff decided stays decided: a finding they released or accepted weighs no more when the next mail is judged.

What they rejected or hold waits for them whatever comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlite_utils import Database

from registry.read.entry import Entry, EntryDecision
from registry.store.codec import dump
from registry.store.codes import Action
from validators.disposition import Disposition
from validators.finding import Finding, Severity
from validators.rules import RULES

LIFTS = {
    Action.RELEASE: (Severity.HOLD,),
    Action.ACCEPT: (Severity.HOLD, Severity.ERROR, Severity.REJECT),
}  # which weights a decision lifts
IN_HAND = frozenset({Action.HOLD, Action.REJECT})  # a person has said that they see to it
GOING = frozenset(rule.name for rule in RULES if getattr(rule, "goes", False))
WEIGHTS = frozenset({Severity.HOLD, Severity.ERROR, Severity.REJECT})


def without_lifted(db: Database, reference: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings, those that staff lifted at an earlier revision as mere information; a changed value weighs anew.

    Of a rule that `goes` nothing is left once it is lifted.
    """
    lifted = _lifted(db, reference) if reference else frozenset()
    told = ((item, item.severity in WEIGHTS and _identity(item) in lifted) for item in findings)
    return tuple(
        replace(item, severity=Severity.INFO) if light else item for item, light in told if not (light and item.rule in GOING)
    )


def lifted_on(decisions: Iterable[EntryDecision], revision: int) -> frozenset[Severity]:
    """Return the weights that the decisions made on a revision lift; one that was taken back lifts none."""
    made = (LIFTS.get(item.action, ()) for item in decisions if item.revision == revision and not item.undone)
    return frozenset(severity for weights in made for severity in weights)


def in_hand(entry: Entry) -> EntryDecision | None:
    """Return the decision by which staff see to an entry themselves: rejected or held, nothing decided since; no mail ends it."""
    last = next((item for item in reversed(entry.decisions) if not item.undone), None)
    return last if last and last.action in IN_HAND else None


def after_mail(entry: Entry | None, by_rules: Disposition) -> Disposition:
    """Return the state that a mail gives its entry, None where it opens one: an entry that staff see to is held for them."""
    held = entry is not None and in_hand(entry) and by_rules is not Disposition.REJECTED
    return Disposition.HELD if held else by_rules


def _lifted(db: Database, reference: str) -> frozenset[tuple[str, str, str, str]]:
    query = (
        'SELECT f.rule, f.slot, f.subject, f."values", f.severity, d.action FROM decisions d JOIN findings f '
        "ON f.reference = d.reference AND f.revision = d.revision WHERE d.reference = ? AND d.undone = '' AND d.action IN ('release', 'accept')"
    )
    rows = db.conn.execute(query, [reference]).fetchall()
    return frozenset(
        (rule, slot, subject, _known(values))
        for rule, slot, subject, values, severity, action in rows
        if severity in LIFTS[action]
    )


def _known(values: str) -> str:
    """Return stored values in one spelling, whichever version wrote them."""
    return _spelled(json.loads(values))


def _identity(finding: Finding) -> tuple[str, str, str, str]:
    return finding.rule, finding.slot, finding.subject, _spelled(finding.values)


def _spelled(values: Mapping[str, Any]) -> str:
    """Return values in one spelling; by when something was due makes no other fault of it."""
    return dump({name: value for name, value in sorted(values.items()) if name != "closes"})
