"""Cameras' own raw formats, told by content: their brands, or the tags of a TIFF that is none to print."""

from __future__ import annotations

import struct

BRANDS = (
    (0, b"IIU\0", "RW2"),  # Panasonic, Leica
    (0, b"IIRO", "ORF"),
    (0, b"IIRS", "ORF"),
    (0, b"MMOR", "ORF"),
    (0, b"FUJIFILMCCD-RAW", "RAF"),
    (0, b"FOVb", "X3F"),
    (0, b"\0MRM", "MRW"),
    (4, b"ftypcrx ", "CR3"),
    (8, b"CR\x02\0", "CR2"),
    (6, b"HEAPCCDR", "CRW"),
)
MAKERS = ((b"NIKON", "NEF"), (b"SONY", "ARW"), (b"PENTAX", "PEF"), (b"RICOH", "PEF"), (b"SAMSUNG", "SRW"), (b"Hasselblad", "3FR"),
          (b"Phase One", "IIQ"), (b"Kodak", "DCR"), (b"EASTMAN KODAK", "DCR"), (b"SEIKO EPSON", "ERF"), (b"Leica", "DNG"))  # fmt: skip
DNG_VERSION, MAKE, SUB_IMAGES = 0xC612, 0x010F, 0x014A  # tags; a raw TIFF keeps its picture in a sub-image, beside a preview
MOST_TAGS = 200


def camera_raw(head: bytes) -> str:
    """Return the name of the raw format that a file's first bytes show ("CR3", "NEF"), '' for none."""
    for place, mark, name in BRANDS:
        if head[place : place + len(mark)] == mark:
            return name
    if head[:4] not in {b"II*\0", b"MM\0*"}:
        return ""
    tags = _tags(head)
    if DNG_VERSION in tags:
        return "DNG"
    if MAKE not in tags or SUB_IMAGES not in tags:
        return ""
    return next((name for maker, name in MAKERS if maker.lower() in head.lower()), "RAW")


def _tags(head: bytes) -> set[int]:
    """Return the tags of the first directory of a TIFF, as far as they lie in its first bytes."""
    order = "<" if head[:2] == b"II" else ">"
    try:
        start = struct.unpack_from(f"{order}I", head, 4)[0]
        count = min(struct.unpack_from(f"{order}H", head, start)[0], MOST_TAGS)
        return {struct.unpack_from(f"{order}H", head, start + 2 + 12 * number)[0] for number in range(count)}
    except struct.error:
        return set()
