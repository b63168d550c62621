"""Keys: a keyed hash of what one of staff may do to one revision of one entry, which mails to that address alone carry.

Nothing of a key is stored. It bears when it was made and how often the entry had been decided on; a decision, an undoing and a
new revision each change what a key must say, so the first use spends it and all others of that revision (contract.md rulings 18
and 27). A registry made again from the spool, or put back from a copy, therefore judges every key as the old one did.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from intake.model.our_mark import OurMark
from registry.store.masking import KEY

LIFE = timedelta(days=14)  # from the making to the mail's arrival
MADE, COUNT = 4, 2  # bytes of the moment (seconds since 1970) and of the number of decisions; the rest is the hash
ANYWAY = "accept-anyway"
UNDO = "undo"
CONFIRM = "confirm"
RESEND = "resend"  # letters that did not arrive
ANSWERED = "answered"  # a question, named by the beginning of its sha256
PAGE = "digest"  # the key of a page as a whole: what was written below it, requests for a registry or help


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a key allows: one action of one address, on an entry at a revision that had been decided on so often."""

    address: str  # canonical
    action: str
    reference: str = ""
    revision: int = 0
    moves: int = 0  # decisions, and their undoing


def key_for(mark: OurMark, grant: Grant, made: datetime) -> str:
    """Return the key of a grant: 26 letters and digits that no mail program breaks or changes but in case."""
    head = int(made.timestamp()).to_bytes(MADE, "big") + (grant.moves % (1 << 8 * COUNT)).to_bytes(COUNT, "big")
    words = "|".join((grant.address, grant.reference, str(grant.revision), grant.action, head.hex()))
    return base64.b32encode(head + mark.proof("staff", words)[: 16 - MADE - COUNT]).decode().rstrip("=").lower()


def made_at(key: str) -> datetime | None:
    """Return when a key says that it was made, None for what is no key."""
    raw = _bytes(key)
    return datetime.fromtimestamp(int.from_bytes(raw[:MADE], "big"), UTC) if raw else None


def proves(mark: OurMark, key: str, grant: Grant) -> bool:
    """Tell whether we made a key for a grant, whatever number of decisions it bears; its age is another question."""
    raw, made = _bytes(key), made_at(key)
    if raw is None or made is None:
        return False
    whole = key_for(mark, replace(grant, moves=moves_of(key)), made)
    return hmac.compare_digest(whole.encode(), key.lower().encode())


def moves_of(key: str) -> int:
    """Return how often the entry had been decided on when a key was made."""
    raw = _bytes(key)
    return int.from_bytes(raw[MADE : MADE + COUNT], "big") if raw else -1


def keys_in(text: str) -> tuple[str, ...]:
    """Return whatever looks like a key in a text, each once, in order."""
    return tuple(dict.fromkeys(found.lower() for found in KEY.findall(text)))


def _bytes(key: str) -> bytes | None:
    if not KEY.fullmatch(key):
        return None
    return base64.b32decode(key.upper() + "=" * (-len(key) % 8))
