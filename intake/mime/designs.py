"""Tell what posters are made in by its first bytes: Photoshop, Illustrator, CorelDRAW, InDesign and others' own files."""

from __future__ import annotations

from intake.model.filetypes import FileType

MAGIC = (
    (b"8BPS\0\1", FileType.PSD),
    (b"8BPS\0\2", FileType.PSD),  # PSB: the same, larger
    (b"\xc5\xd0\xd3\xc6", FileType.EPS),  # with a preview for DOS
    (b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5\xbd\x31\xef\xe7\xfe\x74\xb7\x1d", FileType.INDD),
    (b"II+\0", FileType.TIFF),  # BigTIFF
    (b"MM\0+", FileType.TIFF),
    (b"gimp xcf", FileType.DESIGN),
    (b"\0\xffKA", FileType.DESIGN),  # Affinity
    (b"fig-kiwi", FileType.DESIGN),  # Figma
)
POSTSCRIPT, ILLUSTRATOR = b"%!PS-Adobe", b"Illustrator"
LINES = 4096  # bytes in which a PostScript file says who wrote it


def design_kind(head: bytes, name: str = "") -> FileType | None:
    """Return what kind of design file a file begins as, None for anything else.

    Illustrator's own files are PDF outside: told from a PDF that it exported by the name alone (`name` in lower case).
    """
    known = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    if known:
        return known
    if head.startswith(POSTSCRIPT):
        whole = b"EPSF" not in head.split(b"\n", 1)[0].split(b"\r", 1)[0]
        return FileType.AI if whole and ILLUSTRATOR in head[:LINES] else FileType.EPS
    if head[:4] in {b"RIFF", b"RIFX"} and head[8:11].lower() == b"cdr":
        return FileType.CDR
    if head.startswith(b"%PDF") and name.endswith((".ai", ".ait")) and ILLUSTRATOR in head:
        return FileType.AI
    return None
