"""Count the restart marks that cameras put into a JPEG's scan: how many are missing tells how much of a cut file is."""

from __future__ import annotations

import re

from validators.probes.marks import segments

RESTART = re.compile(rb"\xff[\xd0-\xd7]")
ENDLESS = 1 << 40  # in several scans the marks of the missing ones cannot be counted


def missing_bytes(data: bytes) -> int | None:
    """Return about how many bytes of a scan lie behind its last restart mark and are missing; None where it has no marks."""
    interval, frame, progressive, start = 0, b"", False, 2
    for marker, body in segments(data):
        start += len(body) + 4
        if marker == 0xDD:
            interval = int.from_bytes(body[:2], "big")
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            frame, progressive = body, marker in {0xC2, 0xC6, 0xCA, 0xCE}
    if not interval or len(frame) < 9:
        return None
    if progressive:
        return ENDLESS
    units = _units(frame)
    seen = sum(1 for _ in RESTART.finditer(data, start))
    wanted = -(-units // interval) - 1
    # the interval that was cut is no whole one: as much of it is taken to be there as the others have in the mean
    return max(wanted - seen, 0) * (len(data) - start) // (seen + 1)


def _units(frame: bytes) -> int:
    """Return how many minimum coded units a frame has (ITU T.81 A.2)."""
    height, width, parts = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big"), frame[5]
    factors = [frame[place] for place in range(7, min(6 + 3 * parts, len(frame)), 3)]
    across, down = (max(f >> 4 for f in factors), max(f & 15 for f in factors)) if parts > 1 else (1, 1)
    return -(-width // (8 * max(across, 1))) * -(-height // (8 * max(down, 1)))
