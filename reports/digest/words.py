"""What the digest says beside an entry: the decisions that fit it, who decided last, its files in no role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reports.letters import formats
from reports.letters.idle_words import with_reason
from validators.finding import Severity

IDLE = 5  # files in no role, per entry


def commands(document: Mapping[str, Any], name: str) -> list[str]:
    """Return the decisions that fit a held entry, the likeliest first: one that lacks something is not proposed as complete."""
    review = f"python run_intake.py review {document['reference']}"
    if any(item["severity"] == Severity.ERROR for item in document["findings"]):
        fitting = [f"release --by {name}", f"accept --anyway --by {name}"]
    else:
        fitting = [f"accept --by {name}"]
    return [f"{review} {words}" for words in (*fitting, f"reject --by {name} --note …")]


def idle(document: dict[str, Any], languages: Sequence[str]) -> str:
    """Return the files in no role with why, the first few of them."""
    others = [item for item in document["materials"] if item["role"] == "other"]
    told = [with_reason(formats.clean(item["filename"], 60), item["reason"], languages) for item in others[:IDLE]]
    rest = [f"+{len(others) - IDLE}"] if len(others) > IDLE else []
    return ", ".join([*told, *rest])


def decided(document: dict[str, Any]) -> str:
    """Return who decided last on the revision that stands, '' where nobody did."""
    made = [item for item in document["decisions"] if item["revision"] == document["revision"]]
    if not made:
        return ""
    last = made[-1]
    words = " // ".join(part for part in (last["note"], last["remark"]) if part)
    return formats.clean(f"{last['action']}, {last['by']}: {words}".rstrip(": "), 160)
