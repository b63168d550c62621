"""Tell what other terms would change: the entries that would flip first, then what stays and what cannot be known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from registry.whatif.compare import FindingKey, Flip, WhatIf
from reports.screen.output import emit, print_table
from validators.disposition import Disposition

STATES = tuple(str(state) for state in Disposition if state is not Disposition.JOINED)


def document(told: WhatIf) -> dict[str, Any]:
    """Return the one JSON document of `what-if`."""
    return {
        "changed": list(told.change.judged),
        "without_effect": list(told.change.without),
        "totals": {
            "entries": sum(told.now.values()),
            "flips": len(told.flips),
            "kept_by_decision": len(told.kept),
            "same_state_other_findings": told.same_state,
            "now": {state: told.now.get(state, 0) for state in STATES},
            "then": {state: told.then.get(state, 0) for state in STATES},
        },
        "flips": [asdict(item) for item in told.flips],
        "kept_by_decision": [asdict(item) for item in told.kept],
        "judged_by_earlier_terms": [asdict(item) for item in told.earlier],
        "unmeasured": list(told.unmeasured),
        "not_told": list(told.not_told),
    }


def show(told: WhatIf, *, json: bool) -> None:
    """Print what would change."""
    if json:
        emit(document(told))
        return
    if not told.change.judged:
        print("Nothing in this overlay changes how entries are judged.")
    else:
        print("Changed: " + ", ".join(told.change.judged))
        _table("Would flip", told.flips)
        _table("Would flip, but a person has decided: the decision stands", told.kept)
        _table("Stand as earlier terms judged them; today's terms already judge otherwise (not counted above)", told.earlier)
        print(_totals(told))
    for line in _rest(told):
        print(line)


def _table(title: str, flips: Sequence[Flip]) -> None:
    if not flips:
        return
    decided = any(item.decided for item in flips)
    rows = [
        [item.reference, item.author, item.now, item.then, _findings(item.appear), _findings(item.disappear)]
        + ([item.decided] if decided else [])
        for item in flips
    ]
    columns = ("reference", "author", "now", "then", "appears", "goes", *(("decided",) if decided else ()))
    print_table(columns, rows, title)


def _findings(found: Iterable[FindingKey]) -> str:
    return "\n".join(f"{item.rule} ({item.severity})" + (f" {item.subject}" if item.subject else "") for item in found)


def _totals(told: WhatIf) -> str:
    total = sum(told.now.values())
    counts = ", ".join(f"{state} {told.now.get(state, 0)} -> {told.then.get(state, 0)}" for state in STATES)
    return (
        f"{len(told.flips)} of {total} entries would flip ({counts}). {len(told.kept)} more are kept by a person's decision; "
        f"{told.same_state} keep their state with other findings. Nothing was changed, nobody is written to."
    )


def _rest(told: WhatIf) -> list[str]:
    """Return what has no effect and what cannot be known."""
    lines = []
    if told.change.without:
        lines.append("Without effect on what is judged: " + ", ".join(told.change.without))
    if told.unmeasured:
        lines.append("Not judged, a picture of theirs was never measured: " + ", ".join(told.unmeasured))
    return lines + [f"Not told: {sentence}." for sentence in told.not_told]
