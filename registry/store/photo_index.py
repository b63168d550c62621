"""Find photos of other entries that look the same, through indexes that know every photo by the parts of its hash."""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Sequence

from sqlite_utils import Database

from intake.assemble.people import form_says
from intake.config.models import Call
from intake.model.addresses import one_spelling
from intake.model.submission import Submission
from registry.store.schema import HASH_PARTS
from validators.facts import Photo, Resemblance
from validators.picture_likeness import THRESHOLD, says_nothing

PARTS = len(HASH_PARTS)
WHOLE = 64  # bits of a hash
BITS = WHOLE // PARTS


class PhotoIndex:
    """All photo hashes of the registry. Opening reads nothing; a search reads only photos that share a part with the wanted.

    Of two hashes that differ in 6 of 64 bits, one of the four parts is equal, or at least two of them differ in one bit
    (pigeonhole): so asking for the 17 values around three parts and for the fourth itself misses none. Of 400 000 photos that
    reads 2 500.
    """

    def __init__(self, db: Database) -> None:
        """Use the registry's indexes; nothing is held in memory."""
        self._db = db

    def search(self, hashes: Sequence[str], distance: int = THRESHOLD) -> dict[str, int]:
        """Return sha256 -> distance of every known photo within `distance` bits of any variant (16 hex digits each)."""
        wanted = [number for number in (int(text, 16) for text in hashes) if not says_nothing(number)]
        if not wanted:
            return {}
        known = self._candidates(wanted, distance)
        near: dict[int, int] = {}
        for other in wanted:
            for number in [number for number in known if (number ^ other).bit_count() <= distance]:
                near[number] = min(near.get(number, WHOLE), (number ^ other).bit_count())
        return {sha256: near[number] for number in near for sha256 in self._bearers(number)}

    def _candidates(self, wanted: Sequence[int], distance: int) -> set[int]:
        """Return the hash of every known photo of which one part is as near to a wanted one's as it must be."""
        found: set[int] = set()
        for place, part in enumerate(HASH_PARTS):
            radius = distance // PARTS - (place > distance % PARTS)
            values = {text for number in wanted for text in _around(_part(number, place), radius)}
            query = f"SELECT group_concat(hash, '') FROM photos WHERE {part} IN ({_marks(values)}) AND hash IS NOT NULL"
            together = bytes.fromhex(self._db.conn.execute(query, list(values)).fetchone()[0] or "")
            found.update(struct.unpack(f">{len(together) // 8}Q", together))  # one row for all: a third of the time of many
        return found

    def _bearers(self, number: int) -> list[str]:
        """Return the sha256 of the photos that have a hash."""
        text = f"{number:016x}"  # in a range: an equal sign would be put into the index's expression, and the index not be used
        query = f"SELECT sha256 FROM photos WHERE {HASH_PARTS[0]} = ? AND hash BETWEEN ? AND ?"
        rows = self._db.conn.execute(query, [f"{_part(number, 0):04x}", text, text])
        return [sha256 for (sha256,) in rows]


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _part(number: int, place: int) -> int:
    """Return every fourth of the hash's 16 hex digits, from `place` on: neighbouring rows of a picture are too much alike."""
    digits = f"{number:016x}"
    return int(digits[place::PARTS], 16)


def _around(part: int, radius: int) -> set[str]:
    """Return a part and all that differ from it in at most `radius` bits, as the index spells them; nothing below 0."""
    near = {part} if radius >= 0 else set()
    for _ in range(radius):
        near |= {value ^ (1 << bit) for value in near for bit in range(BITS)}
    return {f"{value:04x}" for value in near}


def resemblances(
    db: Database, index: PhotoIndex, call: Call, photos: Sequence[Photo], submission: Submission
) -> tuple[Resemblance, ...]:
    """Return how photos of a submission resemble photos that other authors' entries held before."""
    found = []
    for photo in (photo for photo in photos if photo.facts.width):  # an empty file, or a page of errors, is nobody's picture
        near = {photo.material.sha256: 0} | index.search(photo.facts.hashes)
        query = (
            "SELECT m.reference, m.name, m.sha256, m.id, e.form_email, e.opened_by FROM materials m "
            "JOIN entries e ON e.reference = m.reference WHERE m.sha256 IN (SELECT value FROM json_each(?)) AND m.replaced IS NULL "
            "ORDER BY m.id"
        )
        rows = db.conn.execute(query, [json.dumps(list(near))]).fetchall()  # one value: a library takes only so many
        own = next((row[3] for row in rows if row[0] == submission.adds_to and row[2] == photo.material.sha256), None)
        for reference, name, sha256, number, form_email, opened_by in rows:
            before = own is None or number < own
            if reference != submission.adds_to and before and not _same_author(submission, call, form_email, opened_by):
                exact = sha256 == photo.material.sha256
                distance = 0 if exact else near[sha256]
                found.append(
                    Resemblance(name=photo.material.name, reference=reference, other_name=name, distance=distance, exact=exact)
                )
                break
    return tuple(found)


def _same_author(submission: Submission, call: Call, form_email: str, opened_by: str) -> bool:
    own = one_spelling(form_says(submission.form, call.identity.email))
    if own and form_email:
        return own == form_email
    return submission.reply_to is not None and one_spelling(submission.reply_to.email) == opened_by
