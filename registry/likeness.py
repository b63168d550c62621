"""Find photos of other entries that look the same: one numpy array of dHashes, read once, grown as photos come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlite_utils import Database

from intake.submission import Submission
from validators.facts import Photo, Resemblance

THRESHOLD = 6  # of 64 bits; a WeChat copy differs by 2, a crop by 16 (field-notes 5)
FLAT = 6  # a picture with fewer set (or unset) bits is nearly plain: everything plain looks like it


class PhotoIndex:
    """All photo hashes of the registry; a search over 500 000 takes some milliseconds."""

    def __init__(self, db: Database) -> None:
        """Start empty; the first search reads what is there."""
        self._db = db
        self._last = 0
        self._shas: list[str] = []
        self._hashes = np.empty(0, dtype=np.uint64)

    def search(self, hashes: Sequence[str]) -> dict[str, int]:
        """Return sha256 -> distance of every known photo within the threshold of any variant (16 hex digits each)."""
        self._refresh()
        found: dict[str, int] = {}
        for text in hashes:
            wanted = np.uint64(int(text, 16))
            if not FLAT <= int(wanted).bit_count() <= 64 - FLAT:
                continue
            distances = np.bitwise_count(self._hashes[: len(self._shas)] ^ wanted)
            for index in np.flatnonzero(distances <= THRESHOLD):
                sha256 = self._shas[int(index)]
                found[sha256] = min(found.get(sha256, 64), int(distances[index]))
        return found

    def _refresh(self) -> None:
        """Read the photos that came since; the array doubles, so that growing stays cheap."""
        rows = self._db.conn.execute(
            "SELECT rowid, sha256, hash FROM photos WHERE rowid > ? AND hash IS NOT NULL", [self._last]
        ).fetchall()
        if not rows:
            return
        start, end = len(self._shas), len(self._shas) + len(rows)
        if end > len(self._hashes):
            self._hashes = np.concatenate([self._hashes[:start], np.zeros(max(end, 1024), dtype=np.uint64)])
        self._hashes[start:end] = np.array([int(row[2], 16) for row in rows], dtype=np.uint64)
        self._shas += [row[1] for row in rows]
        self._last = rows[-1][0]


def resemblances(db: Database, index: PhotoIndex, photos: Sequence[Photo], submission: Submission) -> tuple[Resemblance, ...]:
    """Return how photos of a submission resemble photos that other authors' entries held before."""
    found = []
    for photo in photos:
        near = {photo.material.sha256: 0} | index.search(photo.facts.hashes)
        marks = ", ".join("?" * len(near))
        query = (
            "SELECT m.reference, m.name, m.sha256, m.id, e.form_email, e.opened_by FROM materials m "
            f"JOIN entries e ON e.reference = m.reference WHERE m.sha256 IN ({marks}) AND m.replaced IS NULL ORDER BY m.id"
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
