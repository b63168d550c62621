"""Generated mails, judged by one desk: `python -m tests.generated --seed 7 --mails 200` lists the wrong ones.

A seed decides everything: people, programs, layouts, names, archives, defects. What must become of each mail is computed from the
values drawn for it (expected.py), never by the program that is being tested.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import fields
from hashlib import sha256
from itertools import islice
from pathlib import Path

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from tests.builders.accounting import rule_of, unaccounted, untold
from tests.builders.desks import a_desk
from tests.generated.expected import Entry, Outcome, plain
from tests.generated.kinds import Maker
from tests.generated.making import Mail

WEIGHTY = frozenset({"error", "hold", "reject"})


def generate(seed: int, mails: int = 200) -> Iterator[Mail]:
    """Yield so many mails, the same bytes for the same seed."""
    yield from islice(Maker(seed).mails(), mails)


def judged(mails: Sequence[Mail], room: Path, lost: list[str] | None = None) -> list[Outcome]:
    """Let one desk import and process all mails at once, and return what became of each; what is nowhere is added to `lost`."""
    for number, mail in enumerate(mails):
        (room / f"{number:04}.eml").write_bytes(mail.raw)
    with a_desk(room) as desk:
        import_paths(desk, sorted(room.glob("*.eml")), None, None)
        process_pending(desk)
        if lost is not None:
            lost += [f"{mail.made_of}: {what}" for mail in mails for what in unaccounted(desk, mail.raw)]
            lost += [f"{entry['reference']}: {what}" for entry in documents.entries(desk.db) for what in untold(entry)]
        seen = {message["sha256"]: message for message in documents.messages(desk.db)}
        return [_became(desk.db, seen[sha256(mail.raw).hexdigest()]) for mail in mails]


def _became(db, message) -> Outcome:
    entries = [documents.entry(db, reference) for reference in message["references"]]
    return Outcome(outcome=message["outcome"], entries=tuple(_entry(db, each, message["sha256"]) for each in entries))


def _entry(db, document, sha: str) -> Entry:
    """Return an entry as the mail left it; materials, form and texts only where no later mail has changed them."""
    revision = next(item for item in document["revisions"] if item["message"] == sha)
    query = "SELECT rule, slot, severity FROM findings WHERE reference = ? AND revision = ? ORDER BY ordinal"
    found = list(db.query(query, [document["reference"], revision["revision"]]))
    roles = [item["role"] for item in document["materials"]]
    newest = revision["revision"] == document["revision"]
    return Entry(
        state=revision["state"],
        rules=frozenset(rule_of(item) for item in found if item["severity"] in WEIGHTY),
        warnings=frozenset(rule_of(item) for item in found if item["severity"] == "warning"),
        roles={role: roles.count(role) for role in roles} if newest else None,
        form=document["form"] if newest else None,
        texts={name: plain(text["text"]) for name, text in document["texts"].items()} if newest else None,
    )


def differences(expected: Outcome, got: Outcome) -> list[str]:
    """Return what is not as expected; what is not foretold (None) is not compared."""
    if expected.outcome != got.outcome or len(expected.entries) != len(got.entries):
        return [f"{got.outcome} with {len(got.entries)} entries, not {expected.outcome} with {len(expected.entries)}"]
    found = []
    for one, other in zip(_by_author(expected), _by_author(got), strict=True):
        for field in fields(Entry):
            wanted, had = getattr(one, field.name), getattr(other, field.name)
            if wanted is not None and wanted != had:
                found.append(f"{field.name}: {_shown(had, wanted)} instead of {_shown(wanted, had)}")
    return found


def _by_author(outcome: Outcome) -> list[Entry]:
    """Return the entries in an order of their own: archives list their files as they like."""
    return sorted(outcome.entries, key=lambda entry: str(sorted((entry.form or {}).items())))


def _shown(value: object, beside: object) -> str:
    """Show a value shortly: of two mappings only where they differ."""
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(value)) + "}"
    if isinstance(value, dict) and isinstance(beside, dict):
        return str({key: text for key, text in value.items() if beside.get(key) != text})[:300]
    return str(value)


def wrong(mails: Sequence[Mail], outcomes: Sequence[Outcome], seed: int) -> list[tuple[int, str]]:
    """Return (number, one line) for every mail that was not judged as its generator says."""
    lines = []
    for number, (mail, outcome) in enumerate(zip(mails, outcomes, strict=True)):
        if found := differences(mail.expected, outcome):
            lines.append((number, f"seed {seed} mail {number} [{mail.made_of}] {'; '.join(found)}"))
    return lines


def main() -> int:
    """Judge the mails of a seed, list the wrong ones, keep them as .eml if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mails", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="folder for the wrong mails")
    options = parser.parse_args()
    mails = list(generate(options.seed, options.mails))
    with tempfile.TemporaryDirectory() as room:
        listed = wrong(mails, judged(mails, Path(room)), options.seed)
    for number, line in listed:
        print(line)
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{options.seed}-{number:04}.eml").write_bytes(mails[number].raw)
    print(f"{len(mails) - len(listed)} of {len(mails)} mails judged as their generator says")
    return 1 if listed else 0
