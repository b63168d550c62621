"""Tell whether two pictures are the same or nearly the same."""

from __future__ import annotations

from validators.facts import PhotoFacts

THRESHOLD = 6  # of 64 bits; a copy by a chat app differs by 2, a crop of a tenth by 16 (field-notes 5)
FLAT = 6  # a picture with fewer set (or unset) bits is nearly plain: everything plain looks like it


def says_nothing(fingerprint: int) -> bool:
    """Tell whether a hash says nothing, since nearly all of its bits are the same."""
    return not FLAT <= fingerprint.bit_count() <= 64 - FLAT


def alike(one: PhotoFacts, other: PhotoFacts, distance: int) -> bool:
    """Tell whether two files are equal, or one's hash is within `distance` bits of the other's, turned or mirrored."""
    if one.sha256 == other.sha256:
        return True
    if not one.hashes or not other.hashes:
        return False
    first = int(one.hashes[0], 16)
    return not says_nothing(first) and any((first ^ int(variant, 16)).bit_count() <= distance for variant in other.hashes)
