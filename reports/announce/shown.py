"""What `announce` prints: what was queued or written, or everything for which nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.config.models import Call, Config
from registry.read.entry import Entry
from registry.select.flaws import Flaw
from reports.announce.prepare import Prepared
from reports.announce.values import name_of_author
from reports.certificates.facts import CertificateFacts
from reports.screen.output import emit
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
        emit(told)
        return
    had = f" {len(prepared.already)} have had it and get it once only (--again writes to them anew)." if prepared.already else ""
    if folder:
        print(folder)
        print(f"{len(letters)} letters written, none queued.{had}")
    else:
        print(f"{queued} letters queued; they leave with the next `send`.{had}")


def show_certificates(facts: Sequence[CertificateFacts], out: Path, *, json: bool) -> None:
    """Print which certificates were written."""
    if json:
        told = [
            {"reference": item.reference, "award": item.award or None, "file": item.file_name, "code": item.code}
            for item in facts
        ]
        emit({"folder": str(out), "certificates": told})
        return
    print(out)
    print(f"{len(facts)} certificates written.")


def show_verified(call: Call, entry: Entry | None, *, json: bool) -> None:
    """Print whose certificate a check code confirms."""
    if entry is None:
        told: dict[str, object] = {"valid": False, "reference": None, "award": None, "names": []}
        words = "Not confirmed: no certificate that stands today bears this code."
    else:
        title = call.awards[entry.award].said("en") if entry.award in call.awards else ""
        told = {
            "valid": True,
            "reference": entry.reference,
            "award": entry.award or None,
            "names": list(name_of_author(call, entry)),
        }
        words = f"Confirmed: {entry.reference}, {' / '.join(name_of_author(call, entry))}{', ' if title else ''}{title}."
    if json:
        return emit(told)
    return print(words)


def show_lacking(config: Config, flaws: Sequence[Flaw], *, json: bool, what: str = "queued") -> None:
    """Print why nothing was queued, or written: every row and column."""
    once = list({(flaw.place, flaw.why, *flaw.values.items()): flaw for flaw in flaws}.values())
    told = [{"row": place, "problem": why} for place, why in told_flaws(config, once)]
    if json:
        emit({what: 0, "letters": [], "already": [], "refused": told})
        return
    print(f"Nothing was {what}:")
    for item in told[:MOST]:
        print(f"  {item['row']}: {item['problem']}" if item["row"] else f"  {item['problem']}")
    if len(told) > MOST:
        print(f"  … and {len(told) - MOST} more")
