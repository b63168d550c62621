"""Tell films and sound by their first bytes: the brand or document type that their container states."""

from __future__ import annotations

from intake.model.filetypes import FileType

BRANDS = (  # of ISO base media files (ftyp); all others are MP4's
    (b"qt  ", FileType.MOV),
    (b"M4V", FileType.M4V),
    (b"3g", FileType.THREEGP),
    (b"M4A", FileType.M4A),
    (b"M4B", FileType.M4A),
)
OLD_QUICKTIME = (b"moov", b"mdat", b"wide", b"pnot", b"free", b"skip")  # what files began with before there were brands
RIFF = {b"AVI ": FileType.AVI, b"WAVE": FileType.WAV, b"RMID": FileType.AUDIO}
MAGIC = (
    (b"FLV\x01", FileType.FLV),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", FileType.WMV),  # ASF
    (b"\0\0\1\xba", FileType.MPEG),
    (b"\0\0\1\xb3", FileType.MPEG),
    (b".RMF", FileType.VIDEO),
    (b"fLaC", FileType.FLAC),
    (b"ID3", FileType.MP3),
    (b"#!AMR", FileType.AMR),
    (b"MThd", FileType.AUDIO),  # MIDI
)
SUNG = (b"vorbis", b"OpusHead", b"Speex", b"FLAC")  # what an Ogg file of sound alone begins with
MATROSKA = b"\x1aE\xdf\xa3"
TRANSPORT = ((0, 188), (4, 192))  # place of the first sync byte and bytes to the next: as sent, and as cameras record (M2TS)
SYNC, PACKETS = 0x47, 4


def video_kind(head: bytes) -> FileType | None:
    """Return what kind of film or sound a file begins as, None for anything else; at least 800 bytes tell a transport stream."""
    if head[4:8] == b"ftyp":
        return next((kind for brand, kind in BRANDS if head[8:12].startswith(brand)), FileType.MP4)
    if head[4:8] in OLD_QUICKTIME and head[:1] == b"\0":
        return FileType.MOV
    if head[:4] in {b"RIFF", b"RF64"}:
        return RIFF.get(head[8:12], FileType.VIDEO)
    if head.startswith(b"OggS"):
        return FileType.OGG if any(mark in head[:64] for mark in SUNG) else FileType.VIDEO
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return FileType.AIFF
    if sound := _frame(head):
        return sound
    if head.startswith(MATROSKA):
        return FileType.WEBM if b"webm" in head[:4096] else FileType.MKV
    known = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    return known or (FileType.MPEG if any(_in_packets(head, *each) for each in TRANSPORT) else None)


def _frame(head: bytes) -> FileType | None:
    """Tell sound that begins with its first frame: MP3, or AAC as streams have it (ISO/IEC 13818-3, 13818-7)."""
    if len(head) < 4 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0 and head[2] >> 2 & 15 < 13:
        return FileType.AAC
    third = head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08  # layer III; a UTF-16 text begins FF FE
    return FileType.MP3 if third and 0 < head[2] >> 4 < 15 and head[2] >> 2 & 3 != 3 else None


def _in_packets(head: bytes, first: int, step: int) -> bool:
    """Tell a stream of packets of one length by the byte that each begins with."""
    return len(head) > first + PACKETS * step and all(head[first + number * step] == SYNC for number in range(PACKETS + 1))
