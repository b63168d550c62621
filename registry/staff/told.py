"""What became of a mail of staff, as values: its answer says it in words (reports/staff)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from registry.store.codec import known, packed, unpacked


class Became(StrEnum):
    """What became of one thing that was asked for."""

    DONE = "done"
    UNDONE = "undone"  # a decision was taken back
    JOINED = "joined"  # to another entry
    ON_BEHALF = "on-behalf"  # an author's mail that was passed on is taken, and held until they confirm it
    ADDED = "added"  # it went to an entry that does not wait for that
    NO_SUBMISSION = "no-submission"  # nothing in it is asked for
    STRUCK = "struck"  # a question from the list
    RESENT = "resent"  # letters that did not arrive
    NO_LETTER = "no-letter"  # none of its letters failed, or somebody sent them again already
    GIVEN = "given"  # the registry comes with the answer
    HELPED = "helped"
    WAITS = "waits"  # for a second word: more rejections at once than anybody makes
    CHANGED = "changed"  # since the key, or the page, was made
    OLD = "old"  # the key, or the page
    UNKNOWN = "unknown"  # no key of ours for this address, entry, revision and action
    OTHERS = "others"  # a key, or a page, that another address was given
    MANY = "many"  # orders in one subject
    NO_KEY = "no-key"  # lines, or a request, in a mail that answers no page of ours
    NOT_NEWEST = "not-newest"  # a request below an older digest
    NOT_ALLOWED = "not-allowed"
    OWN = "own"  # an entry of their own address
    NOTE = "note"  # it needs words for the letter
    FINDING = "finding"
    MISSING = "missing"  # accepting says first what is missing
    ALREADY = "already"
    NOT_HELD = "not-held"
    ENTRY = "entry"  # there is no such entry
    INTO = "into"  # joining wants the other's number
    SEVERAL = "several"  # entries that the typed number may mean
    TWICE = "twice"  # in one mail
    CALL = "call"  # there is no such call
    UNREAD = "unread"  # a line that begins like a decision
    NOTHING = "nothing"  # the mail asks for nothing
    SUBMITS = "submits"  # it carries files, and staff's mail is no submission
    LEFT = "left"  # the letter: nothing can be taken back
    LATE = "late"
    NO_UNDO = "no-undo"
    AMENDED = "amended"  # changed by hand, in a workbook
    LISTED = "listed"  # on the shortlist now
    UNLISTED = "unlisted"
    MARKED = "marked"  # the shortlist, in a workbook
    UNMARKED = "unmarked"  # cells of it that say neither yes nor no
    ROW = "row"  # of a workbook, that cannot be done
    WORKBOOK = "workbook"  # what became of a workbook is told in words of its own
    REFUSED = "refused"  # told in the registry's own words


GOOD = frozenset(
    {Became.DONE, Became.UNDONE, Became.STRUCK, Became.GIVEN, Became.HELPED, Became.AMENDED}
    | {Became.JOINED, Became.ON_BEHALF, Became.ADDED, Became.RESENT, Became.LISTED, Became.UNLISTED, Became.MARKED}
)


@dataclass(frozen=True, kw_only=True)
class LeavingLetter:
    """A letter that will leave."""

    kind: str
    to: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """What became of one thing that was asked for; `typed` is how it was asked."""

    became: Became
    reference: str = ""
    action: str = ""
    typed: str = ""
    note: str = ""
    remark: str = ""
    state: str = ""  # the entry's, now
    letter: LeavingLetter | None = None
    values: Mapping[str, Any] = field(default_factory=dict)  # what its sentence needs


@dataclass(frozen=True, kw_only=True)
class StaffMailResult:
    """What became of a whole mail; `batch` waits to be confirmed, `undo` takes all its decisions back."""

    items: tuple[Item, ...]
    batch: str = ""
    undo: str = ""


def to_json(told: StaffMailResult) -> str:
    """Return it as the registry keeps it until the answer has left."""
    return packed(asdict(told))


def from_json(text: str) -> StaffMailResult:
    """Read it back; nothing where what it told was forgotten."""
    raw = unpacked(text or '{"items": []}')
    items = [
        Item(
            **known(Item, item)
            | {
                "became": Became(item["became"]),
                "letter": LeavingLetter(**known(LeavingLetter, item["letter"])) if item["letter"] else None,
            }
        )
        for item in raw["items"]
    ]
    return StaffMailResult(items=tuple(items), batch=raw.get("batch", ""), undo=raw.get("undo", ""))


def summary(told: StaffMailResult) -> str:
    """Return what became of a mail in one line, for `messages`: codes and references, no word of anybody."""
    parts = [" ".join(part for part in (item.reference, item.action, f"({item.became})") if part) for item in told.items]
    shown, more = parts[:5], len(parts) - 5
    return ", ".join(shown) + (f", +{more}" if more > 0 else "")
