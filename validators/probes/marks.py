"""Marks of where a picture comes from: XMP, Content Credentials, generators' own notes (field-notes 5). Evidence, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from PIL import Image

from validators.probes.segments import before_the_scan

XMP_HEAD, XMP_MORE, EXIF_HEAD = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0", b"Exif\0\0"
MOST_SEGMENTS = 2_000
LONGEST = 80
SOURCE = re.compile(rb"newscodes/digitalsourcetype/((?:compositeWith)?trainedAlgorithmicMedia)\b", re.IGNORECASE)
AIGC = re.compile(rb"(?:TC260:AIGC|[\"']AIGC[\"']|ns/AIGC/)(.{0,600})", re.DOTALL)
AIGC_LABEL = re.compile(rb"(?:\"|&quot;|')Label(?:\"|&quot;|')\s*:\s*(?:\"|&quot;|')?([123])\b|<(?:\w+:)?Label>\s*([123])")
AIGC_SAYS = {"1": "generated", "2": "possibly generated", "3": "suspected generated"}
STEPS = re.compile(rb"Steps: \d+, Sampler: |S\0t\0e\0p\0s\0:\0 \0\d")  # Stable Diffusion's notes, in both widths of EXIF
NOTES = ("parameters", "prompt", "workflow", "sd-metadata", "invokeai_metadata", "Dream")  # text chunks of a PNG
GENERATORS = re.compile(
    r"\b(?:midjourney|dall[-·. ]?e|stable.?diffusion|(?:adobe )?firefly|novelai|comfyui|ideogram|leonardo\.ai|(?:google )?imagen \d|chatgpt|"
    r"openai|jimeng|doubao|seedream)\b|即梦|豆包|可灵|文心一格|通义万相|混元|吐司",
    re.IGNORECASE,
)
SIGNER = re.compile(rb"claim_generator(_info)?")
NAME = b"\x64name"  # the key as CBOR writes it


def mark_of(data: bytes, image: Image.Image, software: str) -> str:
    """Return the strongest mark: an AI tool's own word first; 'C2PA …' for Content Credentials, which cameras write too; or ''."""
    packets, credentials, exif = _said(data, image)
    source = SOURCE.search(packets) or SOURCE.search(credentials)
    if source:
        return f"IPTC DigitalSourceType {source[1].decode()}"
    label = _aigc(packets + exif)
    if label:
        return label
    if STEPS.search(exif) or any(note in image.info for note in NOTES):
        return "generation parameters"
    generator = GENERATORS.search(software)
    if generator:
        return f"software {generator[0]}"
    return f"C2PA {_signer(credentials)}".strip() if b"c2pa" in credentials else ""


def _said(data: bytes, image: Image.Image) -> tuple[bytes, bytes, bytes]:
    """Return a picture's XMP packets, its Content Credentials and its EXIF as raw bytes."""
    xmp = image.info.get("xmp", b"")
    packets = xmp.encode() if isinstance(xmp, str) else bytes(xmp or b"")
    if not data.startswith(b"\xff\xd8"):
        text = image.info.get("XML:com.adobe.xmp", "")
        exif = image.info.get("exif", b"")
        head = data[:1_000_000]
        return packets + str(text).encode(), head if b"jumb" in head else b"", exif if isinstance(exif, bytes) else b""
    more, boxes, exif = bytearray(packets), bytearray(), b""
    for marker, body in segments(data):
        if marker == 0xE1 and body.startswith((XMP_HEAD, XMP_MORE)):
            more += body.removeprefix(XMP_HEAD) if body.startswith(XMP_HEAD) else body[len(XMP_MORE) + 40 :]
        elif marker == 0xE1 and body.startswith(EXIF_HEAD):
            exif = exif or body
        elif marker == 0xEB and body[:2] == b"JP":
            # ISO 19566-5: box instance and packet number stand first; every later packet repeats the box's 8-byte head
            boxes += body[8:] if body[4:8] in {b"\0\0\0\0", b"\0\0\0\1"} else body[16:]
    return bytes(more), bytes(boxes), exif


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, body) of a JPEG's segments before its first scan."""
    for segment in islice(before_the_scan(data), MOST_SEGMENTS):
        yield segment.marker, segment.body(data)


def _aigc(packets: bytes) -> str:
    """Return what a label of GB 45438 says, '' where there is none."""
    found = AIGC.search(packets)
    if not found:
        return ""
    label = AIGC_LABEL.search(found[1]) or AIGC_LABEL.search(packets)
    kind = (label[1] or label[2]).decode() if label else ""
    return f"GB 45438 AIGC {AIGC_SAYS[kind]}" if kind else "GB 45438 AIGC"


def _signer(credentials: bytes) -> str:
    """Return the name of what made the credentials: of `claim_generator`, or of the `name` in `claim_generator_info`."""
    for found in SIGNER.finditer(credentials):
        place = credentials.find(NAME, found.end(), found.end() + 200) + len(NAME) if found[1] else found.end()
        if place >= found.end() and (name := _cbor_text(credentials[place : place + 300])):
            return name
    return ""


def _cbor_text(data: bytes) -> str:
    """Return the text string that CBOR data begins with (RFC 8949, 3.1), printable and capped; '' where it is none."""
    width = {0x78: 1, 0x79: 2}.get(data[0], 0) if data else 0
    if not width and not (data and 0x60 <= data[0] <= 0x77):
        return ""
    length = int.from_bytes(data[1 : 1 + width], "big") if width else data[0] - 0x60
    text = data[1 + width : 1 + width + length].decode("utf-8", "replace")
    return "".join(char for char in text if char.isprintable()).strip()[:LONGEST]
