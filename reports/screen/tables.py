"""What the reading commands print: one JSON document, or a table for people with times in the office's zone."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterable, Mapping

from intake.config.models import CountBounds
from intake.model.submission import OTHER
from registry.read.documents import Document
from reports.letters.idle_words import why_idle
from reports.screen.output import emit, emit_each, local_time, print_table
from validators.finding import Severity
from validators.ruleset import Ruleset


def _size(count: int | None) -> str:
    return "" if count is None else f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.0f} KB"


def show_messages(rows: Iterable[Document], zone: str, *, json: bool) -> None:
    """Print every mail with its outcome."""
    if json:
        return emit_each(rows)
    columns = ("received", "from", "subject", "size", "outcome", "entries", "reason")
    return print_table(
        columns,
        (
            (
                local_time(row["received_at"], zone),
                row["sender"],
                row["subject"],
                _size(row["size"]),
                row["outcome"],
                " ".join(row["references"]),
                row["reason"],
            )
            for row in rows
        ),
    )


def show_entries(rows: Iterable[Document], zone: str, *, json: bool) -> None:
    """Print the registry, one row an entry."""
    if json:
        return emit_each(rows)
    return print_table(
        ("reference", "call", "state", "rev", "submitter", "files", "findings", "updated"),
        (
            (
                row["reference"],
                row["call"],
                row["state"],
                row["revision"],
                f"{row['submitter']['name']} <{row['submitter']['email']}>",
                sum(item["role"] != OTHER for item in row["materials"]),
                ", ".join(dict.fromkeys(item["rule"] for item in row["findings"] if item["severity"] != Severity.INFO)),
                local_time(row["updated_at"], zone),
            )
            for row in rows
        ),
    )


def show_entry(row: Document, zone: str, *, json: bool) -> None:
    """Print one entry whole: form, texts, materials, findings, letters, history."""
    if json:
        return emit(row)
    submitter = row["submitter"]
    print(f"{row['reference']}  {row['state']}  revision {row['revision']}  {submitter['name']} <{submitter['email']}>")
    print_table(("field", "value"), row["form"].items(), "Form")
    print_table(
        ("text", "words", "as sent"), ((name, item["words"], item["text"]) for name, item in row["texts"].items()), "Texts"
    )
    print_table(
        ("slot", "state", "have", "asked", "until"),
        (
            (item["slot"], item["state"], item["have"], _asked(item["least"], item["most"]), local_time(item["closes"], zone))
            for item in row["slots"]
        ),
        "Slots",
    )
    print_table(
        ("role", "file", "size", "format", "pixels", "why in no role"),
        (
            (
                item["role"],
                item["filename"],
                _size(item["size"]),
                item["format"],
                f"{item['width']}×{item['height']}" if item["width"] else "",
                why_idle(item["reason"], ["en"]) if item["role"] == "other" else "",
            )
            for item in row["materials"]
        ),
        "Materials",
    )
    _show_judgement(row, zone)
    return None


def _asked(least: int, most: int | None) -> str:
    """Return how many are asked for, as config.yaml writes it."""
    return str(CountBounds(least, most))


def _show_judgement(row: Document, zone: str) -> None:
    """Print what was found, written and done about an entry."""
    print_table(
        ("severity", "rule", "subject", "values"),
        (
            (item["severity"], item["rule"], item["subject"], jsonlib.dumps(item["values"], ensure_ascii=False))
            for item in row["findings"]
        ),
        "Findings",
    )
    print_table(
        ("letter", "rev", "to", "state", "sent"),
        ((n["kind"], n["revision"], n["to"], n["state"], local_time(n["sent_at"], zone)) for n in row["notices"]),
        "Letters",
    )
    print_table(
        ("when", "what", "detail"),
        ((local_time(item["at"], zone), item["what"], item["detail"]) for item in row.get("history", [])),
        "History",
    )


def show_status(document: Document, zone: str, *, json: bool) -> None:
    """Print the health of everything."""
    if json:
        return emit(document)
    print("healthy" if document["healthy"] else "a person is needed")
    for alarm in document["alarms"]:
        print(f"! {alarm['code']}: {alarm['text']['en']} {alarm['todo']['en']}")
    print_table(
        ("mailbox", "last good poll", "last error"),
        ((b["name"], local_time(b["last_good_poll"], zone), b["last_error"]) for b in document["mailboxes"]),
    )
    service = document["service"]
    beats = (
        f"last sign of life {local_time(service['last_beat'], zone)}, last step {local_time(service['last_step'], zone)}"
        if service
        else ""
    )
    print(f"service: process {service['pid']}, {beats}" if service else "service: none runs here")
    print_table(("letters", "how many"), document["notices"].items())
    print(
        f"shunted mails: {document['shunted']} · held entries: {document['held']} · disk free: {document['disk_free'] / 1e9:.1f} GB"
    )
    return None


def show_rules(rulesets: Mapping[str, Ruleset], call: str | None, *, json: bool) -> None:
    """Print the rules, their options and the calls that use them."""
    documents = [
        {
            "call": call_id,
            "slot": slot,
            "rule": rule.name,
            "severity": rule.severity,
            "options": rule.options,
            "checks": rule.summary,
        }
        for call_id, ruleset in rulesets.items()
        if call in {None, call_id}
        for slot, rule in ruleset.described()
    ]
    if json:
        return emit(documents)
    return print_table(
        ("call", "slot", "rule", "severity", "options", "checks"),
        (
            (
                d["call"],
                d["slot"],
                d["rule"],
                d["severity"],
                jsonlib.dumps(d["options"], ensure_ascii=False, default=str),
                d["checks"],
            )
            for d in documents
        ),
    )
