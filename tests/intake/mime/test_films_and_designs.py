"""Films and design files are told by what they hold, whatever they are called."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from intake.mime.sniff import sniff
from intake.model.filetypes import DESIGNS, DOCUMENTS, VIDEOS, FileType
from tests.builders.video_samples import FORMATS, Film, film

KINDS = {"mpg": FileType.MPEG, "ts": FileType.MPEG}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", ["clip", "clip.jpg", "clip.mp4"])
def test_a_film_is_told_by_its_container(tmp_path: Path, ending: str, name: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(film(Film(ending=ending)))
    kind = sniff(path, name, "application/octet-stream")
    assert (kind, kind in VIDEOS) == (KINDS.get(ending) or FileType(ending), True)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x08wide\0\0\x10\0mdat", FileType.MOV),
        (b"\0\0\x10\0moov\0\0\0\x6cmvhd", FileType.MOV),
        (b"\0\0\0\x20ftypavc1\0\0\0\0isom", FileType.MP4),
        (b"\0\0\0\x20ftypM4VH\0\0\0\0isom", FileType.M4V),
        (b"\0\0\0\x20ftyp3g2a\0\0\0\0isom", FileType.THREEGP),
        (b"\0\0\0\x20ftypM4A \0\0\0\0isom", FileType.M4A),
        (b"\0\0\0\x20ftypavif\0\0\0\0mif1", FileType.AVIF),
        (b"\0\0\0\x20ftypheic\0\0\0\0mif1", FileType.HEIC),
        (b"RIFF\x10\0\0\0WAVEfmt ", FileType.WAV),
        (b"RIFF\x10\0\0\0WEBPVP8 ", FileType.WEBP),
        (b"ID3\x04\0\0\0\0\0\0", FileType.MP3),
        (b"\xff\xfb\x90\x00" + bytes(20), FileType.MP3),
        (b"\xff\xf1\x50\x80" + bytes(20), FileType.AAC),
        (b"\xff\xfeH\0a\0l\0l\0o\0", FileType.TEXT),
        (b"FORM\0\0\x10\0AIFFCOMM", FileType.AIFF),
        (b"OggS\0\x02" + bytes(22) + b"\x01vorbis", FileType.OGG),
        (b"OggS\0\x02" + bytes(20), FileType.VIDEO),
        (b"I'm free today.\n", FileType.TEXT),
        (b"A moov box is what a film begins with.\n", FileType.TEXT),
    ],
)
def test_by_the_first_bytes(tmp_path: Path, head: bytes, kind: FileType) -> None:
    path = tmp_path / "file"
    path.write_bytes(head + b" " * 100)
    assert sniff(path, "film") is kind


def package(**parts: bytes) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


PDF = b"%PDF-1.6\n1 0 obj<</Metadata 2 0 R>>\n<xmp:CreatorTool>Adobe Illustrator 28.0</xmp:CreatorTool>\n"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.psd", b"8BPS\0\1" + bytes(30), FileType.PSD),
        ("a.psb", b"8BPS\0\2" + bytes(30), FileType.PSD),
        ("a.ai", PDF, FileType.AI),
        ("poster.pdf", PDF, FileType.PDF),
        ("a.ai", b"%PDF-1.6\n1 0 obj<</Creator(Word)>>\n", FileType.PDF),
        ("a.eps", b"%!PS-Adobe-3.0\r%%Creator: Adobe Illustrator(R) 8\r", FileType.AI),
        ("a.ai", b"%!PS-Adobe-3.0 EPSF-3.0\n%%Creator: Adobe Illustrator(R) 24\n", FileType.EPS),
        ("a.eps", b"\xc5\xd0\xd3\xc6" + bytes(30), FileType.EPS),
        ("a.cdr", b"RIFF\x10\0\0\0CDRBvrsn" + bytes(30), FileType.CDR),
        ("a.zip", package(content__root_dat=b"x", content__data__data1_dat=b"x"), FileType.CDR),
        ("a.zip", package(mimetype=b"application/x-vnd.corel.draw.document+zip"), FileType.CDR),
        ("a.indd", b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5\xbd\x31\xef\xe7\xfe\x74\xb7\x1d" + bytes(30), FileType.INDD),
        ("a.zip", package(designmap_xml=b"<x/>"), FileType.INDD),
        ("a.tif", b"II+\0\x08\0\0\0", FileType.TIFF),
        ("a.svg", b"\xef\xbb\xbf<!-- x -->\n<svg xmlns='http://www.w3.org/2000/svg'/>", FileType.SVG),
        ("a.xcf", b"gimp xcf v011" + bytes(30), FileType.DESIGN),
        ("a.zip", package(document_json=b"{}", meta_json=b"{}"), FileType.DESIGN),
        ("a.xd", package(mimetype=b"application/vnd.adobe.sparkler.project+dcxucf"), FileType.DESIGN),
    ],
)
def test_a_design_file_is_told_by_what_it_holds(tmp_path: Path, name: str, data: bytes, kind: FileType) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    told = sniff(path, name)
    assert (told, told in DESIGNS, told in DOCUMENTS) == (kind, kind is not FileType.PDF, kind is FileType.PDF)


def test_utf16_without_its_mark_is_text_where_the_name_says_so(tmp_path: Path) -> None:
    path, table = tmp_path / "file", "单位,姓名,抵达日期\r\n湖畔公司,安,2026-08-10\r\n"
    told = []
    for name, data in (
        ("a.csv", table.encode("utf-16-le")),
        ("a.csv", table.encode("utf-16-be")),
        ("a.bin", table.encode("utf-16-le")),
    ):
        path.write_bytes(data)
        told.append(sniff(path, name))
    path.write_bytes(bytes(range(256)) * 4)

    assert [*told, sniff(path, "a.csv")] == [FileType.TEXT, FileType.TEXT, FileType.UNKNOWN, FileType.UNKNOWN]
