"""Damage bytes as transfers, disks and strangers do: seeded, so that every mutation can be made again."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

RANGE = 0.1  # of the data at most, in a range that is zeroed, moved or put in
FLIPS = 16  # bits at most
NEAR_HEAD = 0.5  # share of flips that hit the first bytes, where formats say what they are
HEAD = 512
EXTREMES = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def _span(data: bytes, random: Random) -> tuple[int, int]:
    """Return the beginning and the end of a range inside the data."""
    start = random.randrange(len(data))
    return start, min(start + random.randint(1, max(int(len(data) * RANGE), 1)), len(data))


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    top = min(HEAD, len(data)) if random.random() < NEAR_HEAD else len(data)
    for _ in range(random.randint(1, FLIPS)):
        changed[random.randrange(top)] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _zero(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + bytes(end - start) + data[end:]


def _swap(data: bytes, random: Random) -> bytes:
    size = random.randint(1, max(int(len(data) * RANGE), 1))
    first, second = sorted(random.randrange(max(len(data) - size, 1)) for _ in range(2))
    if second < first + size:
        second = min(first + size, len(data))
    one, two = data[first : first + size], data[second : second + size]
    return data[:first] + two + data[first + size : second] + one + data[second + size :]


def _length(data: bytes, random: Random) -> bytes:
    """Change a number that may say how long something is or where it stands: small enough to point into the data."""
    wide = random.choice(("<I", ">I", "<H", ">H"))
    size = struct.calcsize(wide)
    places = [random.randrange(max(len(data) - size, 1)) for _ in range(64)]
    likely = [at for at in places if len(data) >= at + size and 0 < struct.unpack_from(wide, data, at)[0] <= len(data)]
    if not likely:
        return data
    at = random.choice(likely)
    value = struct.unpack_from(wide, data, at)[0]
    most = (1 << 8 * size) - 1
    told = random.choice((*EXTREMES, value + 1, value - 1, value * 2, value ^ 0x80)) & most
    return data[:at] + struct.pack(wide, told) + data[at + size :]


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    start, end = _span(data, random)
    more = random.randbytes(random.randint(1, 64)) if random.random() < 0.5 else data[start:end]
    return data[:at] + more + data[at:]


def _drop(data: bytes, random: Random) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


KINDS: dict[str, Callable[[bytes, Random], bytes]] = {
    "flip": _flip,
    "cut": _cut,
    "zero": _zero,
    "swap": _swap,
    "length": _length,
    "insert": _insert,
    "drop": _drop,
}


def mutated(data: bytes, random: Random) -> tuple[str, bytes]:
    """Return the kind of damage and the damaged bytes; now and then they are the same bytes. `data` is not empty."""
    kind = random.choice(list(KINDS))
    return kind, KINDS[kind](data, random)
