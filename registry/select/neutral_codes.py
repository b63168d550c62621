"""Neutral codes: what judges see of an entry instead of its reference, its author or the order of arrival."""

from __future__ import annotations

import hmac
from collections.abc import Iterator

from sqlite_utils import Database

LETTERS, DIGITS = "BCDFGHJKMNPQRTVWXZ", "23456789"  # no word, no number, no formula, nothing easily misread
LENGTH = 6
OPENED_BY = (
    "SELECT e.reference, r.message FROM entries e LEFT JOIN revisions r ON r.reference = e.reference AND r.revision = 1 "
    "WHERE e.call = ? ORDER BY length(e.reference), e.reference"
)


def entry_codes(db: Database, call: str) -> dict[str, str]:
    """Return reference -> code of every entry of a call, accepted or not: a code never changes once it could be known.

    The secret is the SHA-256 of the raw mail that opened the entry, Received lines and all: nobody without the mail store
    can compute a code, and the same registry gives the same codes on any machine, also one made again from the spool.
    """
    codes: dict[str, str] = {}
    taken: set[str] = set()
    for reference, message in db.conn.execute(OPENED_BY, [call]).fetchall():
        code = next(code for code in _candidates(message or "", f"{call} {reference}") if code not in taken)
        codes[reference] = code
        taken.add(code)
    return codes


def _candidates(secret: str, text: str) -> Iterator[str]:
    """Yield codes without end; of two entries that meet at one, the later takes its next."""
    attempt = 0
    while True:
        value = int.from_bytes(hmac.digest(secret.encode(), f"{text} {attempt}".encode(), "sha256"), "big")
        code = ""
        for place in range(LENGTH):
            alphabet = DIGITS if place % 2 else LETTERS
            value, rest = divmod(value, len(alphabet))
            code += alphabet[rest]
        yield code
        attempt += 1
