"""What `ranking` and `award` print."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from intake.config.models import Call, Config
from registry.select.award import AwardChange
from registry.select.flaws import Flaw
from registry.select.ranking import Ranked, Ranking
from reports.screen.output import emit, print_table
from reports.screen.selection import MOST, told_flaws


def show_ranking(found: Ranking, call: Call, out: Path, *, json: bool) -> None:
    """Print where the ranking lies and what is missing in it, or the whole as JSON."""
    if json:
        missing = {"silent": found.silent, "idle": [found.judges[judge] for judge in found.idle]}
        missed = {found.judges[judge]: codes for judge, codes in found.missed.items() if codes}
        rows = [_row(row, found, call) for row in found.rows]
        emit({"file": str(out), "rows": rows, **missing, "missed": missed})
        return
    print(out)
    print(f"{len(found.rows)} entries, {len(found.judges)} judges. It says who is who: keep it from the judges.", file=sys.stderr)
    for name in found.silent:
        print(f"no score sheet from {name}", file=sys.stderr)
    for judge, codes in found.missed.items():
        if codes:
            print(f"{found.judges[judge]}: {len(codes)} entries without a score", file=sys.stderr)
    if found.unscored:
        print(f"{len(found.unscored)} entries without any score", file=sys.stderr)


def _row(row: Ranked, found: Ranking, call: Call) -> dict[str, object]:
    return {
        "rank": row.rank,
        "reference": row.entry.reference,
        "code": row.code,
        "name": row.entry.named(call.identity.name) or row.entry.author_name,
        "title": row.entry.named(call.identity.title),
        **asdict(row.standing),
        "scores": {found.judges.get(judge, judge): item.score for judge, item in row.scores.items() if item.counts},
        "withdrawn": [found.judges.get(judge, judge) for judge, item in row.scores.items() if item.conflict],
        "votes": row.votes.votes if row.votes else None,
        "award": row.award or None,
    }


def show_awards(changes: Sequence[AwardChange], *, dry_run: bool, json: bool) -> None:
    """Print what changed, or would."""
    if json:
        applied = [{"reference": item.reference, "before": item.before or None, "after": item.after or None} for item in changes]
        emit({"dry_run": dry_run, "applied": applied, "refused": []})
        return
    if changes:
        head = ("reference", "before", "would be" if dry_run else "after")
        print_table(head, [(item.reference, item.before or "-", item.after or "- (taken away)") for item in changes])
    taken = sum(not item.after for item in changes)
    told = "would change; nothing was changed" if dry_run else "changed"
    print(f"{len(changes)} awards {told}." + (f" {taken} taken away, for their cells are empty." if taken else ""))


def show_refused(config: Config, flaws: Sequence[Flaw], *, dry_run: bool, json: bool) -> None:
    """Print why a workbook was refused whole."""
    told = [{"cell": place, "problem": why} for place, why in told_flaws(config, flaws)]
    if json:
        emit({"dry_run": dry_run, "applied": [], "refused": told})
        return
    print("Refused; nothing was changed.")
    for item in told[:MOST]:
        print(f"  {item['cell']}: {item['problem']}" if item["cell"] else f"  {item['problem']}")
    if len(told) > MOST:
        print(f"  … and {len(told) - MOST} more cells")
