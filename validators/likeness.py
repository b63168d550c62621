"""Tell whether two pictures are the same or nearly the same."""

from __future__ import annotations

from validators.facts import PhotoFacts

FLAT = 6  # a nearly plain picture's hash says nothing: everything plain looks like it


def alike(one: PhotoFacts, other: PhotoFacts, distance: int) -> bool:
    """Tell whether two files are equal, or one's hash is within `distance` bits of the other's, turned or mirrored."""
    if one.sha256 == other.sha256:
        return True
    if not one.hashes or not other.hashes:
        return False
    first = int(one.hashes[0], 16)
    if not FLAT <= first.bit_count() <= 64 - FLAT:
        return False
    return any((first ^ int(variant, 16)).bit_count() <= distance for variant in other.hashes)
