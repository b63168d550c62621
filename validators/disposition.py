"""One table turns all findings into one decision (calls.md, 'Severities')."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from validators.finding import Finding, Severity


class Disposition(StrEnum):
    """The state an entry gets (contract.md)."""

    ACCEPTED = "accepted"
    INCOMPLETE = "incomplete"
    HELD = "held"
    REJECTED = "rejected"
    JOINED = "joined"  # by staff, to another entry: an empty number that says so; no rule gives it


TABLE = (
    (Severity.REJECT, Disposition.REJECTED),
    (Severity.HOLD, Disposition.HELD),
    (Severity.ERROR, Disposition.INCOMPLETE),
)


def decide(findings: Iterable[Finding]) -> Disposition:
    """Return the disposition of the heaviest severity among the findings; accepted when none weighs."""
    return decide_by(finding.severity for finding in findings)


def decide_by(severities: Iterable[Severity]) -> Disposition:
    """Return the disposition of the heaviest severity; accepted when none weighs."""
    seen = set(severities)
    return next((disposition for severity, disposition in TABLE if severity in seen), Disposition.ACCEPTED)
