"""What `announce` prints: what was queued or written, or everything for which nothing was."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Sequence
from pathlib import Path

from intake.config.models import Config
from registry.select.flaws import Flaw
from reports.announce.prepare import Prepared
from reports.screen.selection import MOST, told_flaws


def show_announced(prepared: Prepared, name: str, queued: int, folder: Path | None, *, json: bool) -> None:
    """Print how many letters were queued, or where the dry run lies."""
    letters = [
        {"reference": item.reference, "to": item.recipient.email, "row": prepared.rows[item.reference] or None}
        for item in prepared.letters
    ]
    if json:
        head = {"name": name, "dry_run": folder is not None, "folder": str(folder) if folder else None, "queued": queued}
        told = {**head, "letters": letters, "already": prepared.already, "refused": []}
        print(jsonlib.dumps(told, ensure_ascii=False, indent=2))
        return
    had = f" {len(prepared.already)} have had it and get it once only (--again writes to them anew)." if prepared.already else ""
    if folder:
        print(folder)
        print(f"{len(letters)} letters written, none queued.{had}")
    else:
        print(f"{queued} letters queued; they leave with the next `send`.{had}")


def show_refused(config: Config, flaws: Sequence[Flaw], *, json: bool) -> None:
    """Print why nothing was queued: every row and column."""
    told = [{"row": place, "problem": why} for place, why in told_flaws(config, flaws)]
    if json:
        print(jsonlib.dumps({"queued": 0, "letters": [], "already": [], "refused": told}, ensure_ascii=False, indent=2))
        return
    print("Nothing was queued:")
    for item in told[:MOST]:
        print(f"  {item['row']}: {item['problem']}" if item["row"] else f"  {item['problem']}")
    if len(told) > MOST:
        print(f"  … and {len(told) - MOST} more")
