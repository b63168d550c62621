"""The registry's documents as a letter needs them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from intake.model.submission import Address, Role
from reports.letters.entry_part import EntryView, MaterialView, TextView
from validators.finding import Finding, Severity


def entry_view(document: dict[str, Any], kind: str = "", note: str = "") -> EntryView:
    """Return an entry's document (queries.entry) as the view a letter is composed of."""
    submitter = document["submitter"]
    return EntryView(
        reference=document["reference"],
        revision=document["revision"],
        state=document["state"],
        author=Address(name=submitter["name"], email=submitter["email"]) if submitter["email"] else None,
        materials=tuple(_material(item) for item in document["materials"]),
        texts={name: TextView(english_words=item["english_words"], han=item["han"]) for name, item in document["texts"].items()},
        findings=tuple(finding_of(item) for item in document["findings"]),
        note=note,
        form=bool(document["form"]),
        kind=kind,
        until=datetime.fromisoformat(document["until"]) if document["until"] else None,
        unverified=bool(document["unverified"]),
    )


def _material(item: dict[str, Any]) -> MaterialView:
    return MaterialView(
        role=Role(item["role"]),
        name=item["filename"],
        size=item["size"],
        width=item["width"],
        height=item["height"],
        format=item["format"],
        problem=item["problem"] or "",
    )


def finding_of(item: dict[str, Any]) -> Finding:
    return Finding(rule=item["rule"], severity=Severity(item["severity"]), subject=item["subject"], values=item["values"])
