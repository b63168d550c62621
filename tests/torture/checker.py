"""The independent checker: what was delivered against what registry, spool and SMTP server hold; no product code here.

It knows the outside only: files named by their sha256, the tables' columns, the letters that were accepted.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .books import Books, Letter, hash_of, headers, identity_of, kept, parts_of, read

ROOMS = ("new", "done", "shunt")
LETTER_OF = {"accepted": "acknowledgement", "incomplete": "correction", "held": "receipt", "rejected": "rejection"}
SETTLED = frozenset({"sent"})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One mail that was delivered and what it must become; `files` are the contents its entry must hold."""

    name: str
    sha256: str
    outcomes: frozenset[str]
    files: frozenset[str] = frozenset()
    answered: bool | None = None  # None: either is right
    entries: int = 1  # how many entries it may open or change
    state: str = ""  # in which its entries must be at the end, '' where it does not matter


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The four zeros, each as a list of what spoils it, and what else was not as it should be."""

    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    unaccounted: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Tell whether there is nothing to complain of."""
        return not (self.lost or self.doubled or self.false or self.unaccounted or self.wrong)

    def but_wrong(self, *complaints: str) -> Verdict:
        """Return the same with more that is wrong."""
        return replace(self, wrong=(*self.wrong, *complaints))


def check(delivered: Iterable[Wanted], data_dir: Path, letters: Sequence[Letter], settled: frozenset[str] = SETTLED) -> Verdict:
    """Return what is lost, doubled, falsely acknowledged, unaccounted; `settled` are the notice states that may stand at the end."""
    path = data_dir / "registry.db"
    wanted = list(delivered)
    if not path.exists():
        return Verdict(lost=tuple(f"{each.name}: there is no registry" for each in wanted))
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        if said != ["ok"]:
            return Verdict(lost=("the registry is damaged: " + "; ".join(said)[:200],))
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        books = read(connection, data_dir)
    return Verdict(
        lost=tuple(_lost(wanted, books)),
        doubled=(*_doubled_mails(wanted, books), *_doubled_letters(books, letters), *_doubled_deeds(books)),
        false=tuple(_false(wanted, books, letters)),
        unaccounted=(*_unaccounted(wanted, books, letters, settled), *_untold(books)),
        wrong=(f"{len(broken)} rows refer to nothing",) if broken else (),
    )


def _lost(wanted: list[Wanted], books: Books) -> Iterator[str]:
    """Say of each mail why it is not safe: no row, no whole file, still waiting, not what it must be, without its files."""
    for each in wanted:
        rows = [row for row in books.messages if row["sha256"] == each.sha256]
        if not rows:
            yield f"{each.name}: not in messages"
            continue
        files = [path for room in ROOMS if (path := books.spool / room / f"{each.sha256}.eml").exists()]
        if not files:
            yield f"{each.name}: its file is not in the spool"
        elif any(hash_of(path) != each.sha256 for path in files):
            yield f"{each.name}: its file is damaged"
        outcome = rows[0]["outcome"]
        if outcome == "pending":
            yield f"{each.name}: still pending"
        elif outcome not in each.outcomes:
            yield f"{each.name}: {outcome} ({rows[0]['reason']}), not {' or '.join(sorted(each.outcomes))}"
        elif outcome in {"entered", "merged"}:
            yield from _without_files(each, books)


def _without_files(each: Wanted, books: Books) -> Iterator[str]:
    """Say what an entered mail's entries lack: themselves, a revision, a file it brought."""
    references = {link["reference"] for link in books.links if link["sha256"] == each.sha256}
    if not references:
        yield f"{each.name}: no entry holds it"
    for reference in references - {row["reference"] for row in books.entries}:
        yield f"{each.name}: its entry {reference} does not exist"
    held = [row for row in books.materials if row["reference"] in references]
    for digest in sorted(each.files - {row["sha256"] for row in held}):
        yield f"{each.name}: its file {digest[:12]} is in no entry of it"
    for row in held:
        if row["sha256"] in each.files and not kept(books, row):
            yield f"{each.name}: its file {row['name']} is not on disk as it was"


def _doubled_mails(wanted: list[Wanted], books: Books) -> Iterator[str]:
    for sha256, count in Counter(row["sha256"] for row in books.messages).items():
        if count > 1:
            yield f"mail {sha256[:12]}: {count} rows in messages"
    for pair, count in Counter((link["reference"], link["sha256"]) for link in books.links).items():
        if count > 1:
            yield f"entry {pair[0]} holds mail {pair[1][:12]} {count} times"
    made = Counter(row["message"] for row in books.revisions if row["message"])
    most = {each.sha256: each.entries for each in wanted}
    for sha256, count in made.items():
        if count > most.get(sha256, 1):
            yield f"mail {sha256[:12]} made {count} revisions"
    for sha256 in {row["sha256"] for row in books.messages}:
        files = [room for room in ROOMS if (books.spool / room / f"{sha256}.eml").exists()]
        if len(files) > 1:
            yield f"mail {sha256[:12]} lies in {' and '.join(files)}"
    for row in books.materials:
        same = (row["reference"], row["sha256"], row["name"], row["replaced"])
        twins = [x["id"] for x in books.materials if (x["reference"], x["sha256"], x["name"], x["replaced"]) == same]
        if len(twins) > 1 and row["id"] == min(twins) and row["replaced"] is None:
            yield f"entry {row['reference']} holds {row['name']} {len(twins)} times"


def _doubled_deeds(books: Books) -> Iterator[str]:
    for name, count in Counter(deed["id"] for deed in books.deeds if "id" in deed).items():
        if count > 1:
            yield f"deed {name}: {count} lines in the journal"


def _untold(books: Books) -> Iterator[str]:
    """Say of what was done that the journal does not tell it."""
    told = {deed.get("sha256") for deed in books.deeds if deed["what"] == "processed"}
    for row in books.messages:
        if row["outcome"] not in {"pending", "shunted"} and row["sha256"] not in told:
            yield f"mail {row['sha256'][:12]} is {row['outcome']}, and the journal does not tell it"
    left = {deed["message_id"] for deed in books.deeds if deed["what"] == "letter" and deed["state"] == "sent"}
    for notice in books.notices:
        if notice["state"] == "sent" and notice["message_id"] not in left:
            yield f"notice {notice['id']} is sent, and the journal does not tell it"


def _doubled_letters(books: Books, letters: Sequence[Letter]) -> Iterator[str]:
    """Say which letters went out twice: by Message-ID, and by kind, entry and revision."""
    identities = [identity_of(letter) for letter in letters]
    for identity, count in Counter(identities).items():
        if count > 1:
            yield f"letter {identity}: accepted {count} times"
    spoken: Counter[tuple[str, int, str]] = Counter()
    for identity in set(identities):
        spoken.update((part["reference"], part["revision"], part["kind"]) for part in parts_of(books, identity))
    for told, count in spoken.items():
        if count > 1:
            yield f"{told[0]} revision {told[1]}: {count} letters of kind {told[2]}"


def _false(wanted: list[Wanted], books: Books, letters: Sequence[Letter]) -> Iterator[str]:
    """Say which accepted letters promise what is not stored, or answer what must not be answered."""
    quiet = {each.sha256: each.name for each in wanted if each.answered is False}
    yield from _misjudged(wanted, books)
    for letter in letters:
        identity = identity_of(letter)
        notices = [row for row in books.notices if row["message_id"] == identity]
        if not notices:
            yield f"letter {identity} to {letter.recipient}: the registry does not know it"
        for notice in notices:
            if notice["mail"] in quiet:
                yield f"letter {identity} answers {quiet[notice['mail']]}"
            if notice["recipient"].lower() != letter.recipient.lower():
                yield f"letter {identity} went to {letter.recipient}, not {notice['recipient']}"
        named = set(headers(letter).get("X-Intake-Desk", "").split())
        for reference in named - {row["reference"] for row in books.entries}:
            yield f"letter {identity} names {reference}, which does not exist"
        for part in parts_of(books, identity):
            yield from _unfounded(books, identity, part)


def _misjudged(wanted: list[Wanted], books: Books) -> Iterator[str]:
    """Say which mails' entries are in another state than they must be: a fault of the machine told as one of the author."""
    for each in wanted:
        for reference in {link["reference"] for link in books.links if link["sha256"] == each.sha256}:
            state = next((row["state"] for row in books.entries if row["reference"] == reference), "missing")
            if each.state and state != each.state:
                yield f"{each.name}: its entry {reference} is {state}, not {each.state}"


def _unfounded(books: Books, identity: str, part: dict[str, Any]) -> Iterator[str]:
    """Say what a letter speaks of that is not there: the revision, its state, its materials on disk."""
    place = (part["reference"], part["revision"])
    revision = next((row for row in books.revisions if (row["reference"], row["revision"]) == place), None)
    if revision is None:
        yield f"letter {identity} speaks of {place[0]} revision {place[1]}, which does not exist"
        return
    kind = LETTER_OF.get(revision["state"])
    if part["kind"] in LETTER_OF.values() and part["kind"] != kind:
        yield f"letter {identity} is a {part['kind']}, but {place[0]} revision {place[1]} is {revision['state']}"
    for row in books.materials:
        there = row["added"] <= place[1] and (row["replaced"] is None or row["replaced"] > place[1])
        if row["reference"] == place[0] and there and not kept(books, row):
            yield f"letter {identity} speaks of {row['name']}, which is not on disk as it was"


def _unaccounted(wanted: list[Wanted], books: Books, letters: Sequence[Letter], settled: frozenset[str]) -> Iterator[str]:
    """Say which notices hang without a reason, claim to be sent but are not, or are missing altogether."""
    accepted = {identity_of(letter) for letter in letters}
    for notice in books.notices:
        name = f"notice {notice['id']} ({notice['kind']})"
        if notice["state"] not in settled:
            yield f"{name} is {notice['state']}: {notice['error'] or 'no reason given'}"
        elif notice["state"] in {"failed", "unknown", "deferred"} and not notice["error"]:
            yield f"{name} is {notice['state']} without a reason"
        if notice["state"] == "sent" and notice["message_id"] not in accepted:
            yield f"{name} is sent, but no server took it"
    told = {(part["reference"], part["revision"]) for part in books.parts}
    answered = {each.sha256: each.name for each in wanted if each.answered}
    for entry in books.entries:
        last = (entry["reference"], entry["revision"])
        makers = {row["message"] for row in books.revisions if (row["reference"], row["revision"]) == last}
        for sha256 in makers & answered.keys():
            if last not in told:
                yield f"{answered[sha256]}: no letter for {last[0]} revision {last[1]}"
