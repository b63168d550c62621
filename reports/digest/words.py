"""What the digest says beside an entry: the decisions that fit it, who decided last, its files in no role."""

from __future__ import annotations

from collections.abc import Sequence

from intake.config.shipped import program_called
from intake.model.submission import SenderDoubt
from registry.amend.join import NAMING
from registry.read.entry import Entry
from registry.read.overrides import in_hand
from reports.letters import formats
from reports.letters.idle_words import with_reason
from reports.letters.staff_words import StaffWords
from validators.finding import Severity

IDLE = 5  # files in no role, per entry


def commands(entry: Entry, name: str) -> list[str]:
    """Return the decisions that fit a held entry, the likeliest first; whatever the words beside it advise is among them.

    One that lacks something is not proposed as complete, and what came late for another entry lacks what the other holds.
    """
    joining = [f"join --into {other} --by {name}" for other in entry.claims.split() if entry.unverified in NAMING]
    if entry.unverified == SenderDoubt.LATE:
        fitting = joining
    elif entry.said(Severity.ERROR):
        fitting = [f"release --by {name}", f"accept --anyway --by {name}", f"ask --by {name} --note …", *joining]
    else:
        fitting = [f"accept --by {name}", f"release --by {name}", f"ask --by {name} --note …", *joining]
    return [f"{program_called()} review {entry.reference} {words}" for words in (*fitting, f"reject --by {name} --note …")]


def idle(entry: Entry, languages: Sequence[str]) -> str:
    """Return the files in no role with why, the first few of them."""
    others = entry.files_in("other")
    told = [with_reason(formats.clean(item.name, 60), item.reason, languages) for item in others[:IDLE]]
    rest = [f"+{len(others) - IDLE}"] if len(others) > IDLE else []
    return ", ".join([*told, *rest])


def decided(entry: Entry, languages: Sequence[str]) -> str:
    """Return who decided last on the revision that stands, or sees to the entry since before, in the first language; '' for nobody."""
    last = entry.decided or in_hand(entry)
    if last is None:
        return ""
    action = StaffWords("staff", tuple(languages)).first("labels", last.action) or last.action
    told = StaffWords("digest", tuple(languages)).first("decided", by=last.by, action=action)
    words = " // ".join(part for part in (last.note, last.remark) if part)
    return formats.clean(f"{told} {words}".strip(), 160)
