"""Find photos of other entries that look the same, through indexes that know every photo by the parts of its hash."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlite_utils import Database

from intake.submission import Submission
from registry.schema import HASH_PARTS
from validators.facts import Photo, Resemblance
from validators.likeness import THRESHOLD, flat

PARTS = len(HASH_PARTS)
BITS = 64 // PARTS


class PhotoIndex:
    """All photo hashes of the registry. Opening reads nothing; a search reads only photos that share a part with the wanted.

    Two hashes that differ in at most 7 of 64 bits differ in at most one bit of one of their four parts (pigeonhole), so
    asking for the 17 values around each part misses none; of 100 000 photos that reads a few hundred.
    """

    def __init__(self, db: Database) -> None:
        """Use the registry's indexes; nothing is held in memory."""
        self._db = db

    def search(self, hashes: Sequence[str], distance: int = THRESHOLD) -> dict[str, int]:
        """Return sha256 -> distance of every known photo within `distance` bits of any variant (16 hex digits each)."""
        wanted = [number for number in (int(text, 16) for text in hashes) if not flat(number)]
        near = {}
        for row, text in self._candidates(wanted, distance).items():
            known = int(text, 16)
            bits = min([(known ^ number).bit_count() for number in wanted])  # a list: half the time of a generator
            if bits <= distance:
                near[row] = bits
        return {sha256: near[row] for row, sha256 in self._bearers(list(near))}

    def _candidates(self, wanted: Sequence[int], distance: int) -> dict[int, str]:
        """Return row -> hash of every known photo of which one part is as near to a wanted one's as it must be."""
        found: dict[int, str] = {}
        for place, part in enumerate(HASH_PARTS):
            values = {text for number in wanted for text in _around(_part(number, place), distance // PARTS)}
            query = f"SELECT rowid, hash FROM photos WHERE {part} IN ({_marks(values)}) AND hash IS NOT NULL"
            found.update(self._db.conn.execute(query, list(values)).fetchall())
        return found

    def _bearers(self, numbers: list[int]) -> list[tuple[int, str]]:
        """Return (row, sha256) of rows of `photos`."""
        query = f"SELECT rowid, sha256 FROM photos WHERE rowid IN ({_marks(numbers)})"
        return self._db.conn.execute(query, numbers).fetchall()


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))


def _part(number: int, place: int) -> int:
    """Return every fourth of the hash's 16 hex digits, from `place` on: neighbouring rows of a picture are too much alike."""
    digits = f"{number:016x}"
    return int(digits[place::PARTS], 16)


def _around(part: int, radius: int) -> set[str]:
    """Return a part and all that differ from it in at most `radius` bits, as the index spells them."""
    near = {part}
    for _ in range(radius):
        near |= {value ^ (1 << bit) for value in near for bit in range(BITS)}
    return {f"{value:04x}" for value in near}


def resemblances(db: Database, index: PhotoIndex, photos: Sequence[Photo], submission: Submission) -> tuple[Resemblance, ...]:
    """Return how photos of a submission resemble photos that other authors' entries held before."""
    found = []
    for photo in photos:
        near = {photo.material.sha256: 0} | index.search(photo.facts.hashes)
        query = (
            "SELECT m.reference, m.name, m.sha256, m.id, e.form_email, e.opened_by FROM materials m "
            f"JOIN entries e ON e.reference = m.reference WHERE m.sha256 IN ({_marks(near)}) AND m.replaced IS NULL ORDER BY m.id"
        )
        rows = db.conn.execute(query, list(near)).fetchall()
        own = next((row[3] for row in rows if row[0] == submission.adds_to and row[2] == photo.material.sha256), None)
        for reference, name, sha256, number, form_email, opened_by in rows:
            before = own is None or number < own
            if reference != submission.adds_to and before and not _same_author(submission, form_email, opened_by):
                exact = sha256 == photo.material.sha256
                distance = 0 if exact else near[sha256]
                found.append(
                    Resemblance(name=photo.material.name, reference=reference, other_name=name, distance=distance, exact=exact)
                )
                break
    return tuple(found)


def _same_author(submission: Submission, form_email: str, opened_by: str) -> bool:
    own = submission.form.text("email").strip().lower() if submission.form else ""
    if own and form_email:
        return own == form_email
    return submission.reply_to is not None and submission.reply_to.email == opened_by
