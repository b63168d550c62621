"""Real documents of every kind that a slot may ask for: whole, locked, cut, scanned, with macros, with two faces."""

from __future__ import annotations

import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import zxingcpp
from docx import Document
from PIL import Image
from pypdf import PdfReader, PdfWriter

from tests.builders.document_samples import package

ARTICLE = "大会新闻稿件，介绍活动安排与亮点特色。" * 5  # 5 x 17 字
SENTENCE = "The festival opened on the river with forty teams and a warm welcome for everyone. "
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
OFFICE = "application/vnd.openxmlformats-officedocument"


def word(*paragraphs: str, pictures: int = 0) -> bytes:
    """Return a Word file as python-docx writes it, with pictures of some size."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    for number in range(pictures):
        document.add_picture(BytesIO(picture(number)))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def picture(number: int = 0, side: int = 320) -> bytes:
    """Return a PNG with grain, of more than 40 KB."""
    grain = Image.effect_noise((side, side), 90 + number)
    out = BytesIO()
    grain.convert("RGB").save(out, "PNG")
    return out.getvalue()


def code(text: str) -> bytes:
    """Return a PNG with the QR code of a text."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    out = BytesIO()
    Image.fromarray(made.to_image(scale=8)).save(out, "PNG")
    return out.getvalue()


def raw_word(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a Word file with this body, as WordprocessingML."""
    return package(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{OFFICE}.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
            **(parts or {}),
        }
    )


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a package with parts more."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry))
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def with_macros(data: bytes) -> bytes:
    """Return a Word file with a VBA project, as Word saves a .docm."""
    return with_parts(data, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)})


def long_word(pages: int) -> bytes:
    """Return a Word file of so many pages of 30 lines."""
    line = f"<w:p><w:pPr><w:jc w:val='both'/></w:pPr><w:r><w:rPr><w:lang w:val='zh-CN'/></w:rPr><w:t>{ARTICLE[:40]}</w:t></w:r></w:p>"
    data = raw_word(line * (30 * pages))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return out.getvalue()


@dataclass(frozen=True)
class Scan:
    """A picture (JPEG) that covers a page, with words upon it, or under it as programs that recognise them write."""

    picture: bytes
    words: str = ""
    under: bool = False


def pdf(pages: Sequence[str | Scan]) -> bytes:
    """Return a PDF: each page a text or a scan."""
    bodies: list[bytes] = []
    kids = []
    for page in pages:
        number = 3 + len(bodies) + 1
        kids.append(f"{number} 0 R")
        if isinstance(page, str):
            bodies += [_page(number, "/Font << /F 3 0 R >>"), _stream(_typed(page))]
        else:
            resources = f"/Font << /F 3 0 R >> /XObject << /I {number + 2} 0 R >>"
            content = b"q 595 0 0 842 0 0 cm /I Do Q " + _typed(page.words, "3 Tr" if page.under else "0 Tr")
            bodies += [_page(number, resources), _stream(content), _image(page.picture)]
    head = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _joined([*head, *bodies])


def _typed(text: str, mode: str = "") -> bytes:
    lines = "".join(f"0 -14 Td ({line}) Tj " for line in _wrapped(text))
    return f"BT {mode} /F 11 Tf 60 780 Td {lines}ET".encode()


def _image(jpeg: bytes) -> bytes:
    with Image.open(BytesIO(jpeg)) as image:
        size = f"/Width {image.width} /Height {image.height}"
    return _stream(jpeg, f"/Type /XObject /Subtype /Image {size} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode")


def _wrapped(text: str, width: int = 90) -> list[str]:
    return textwrap.wrap(text, width)[:55]


def _page(number: int, resources: str) -> bytes:
    return f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >> /Contents {number + 1} 0 R >>".encode()


def _stream(content: bytes, about: str = "") -> bytes:
    return f"<< {about} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _joined(objects: Sequence[bytes]) -> bytes:
    data, offsets = BytesIO(b"%PDF-1.5\n"), []
    data.seek(0, 2)
    for number, body in enumerate(objects, 1):
        offsets.append(data.tell())
        data.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = data.tell()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    data.write(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    )
    data.write(f"startxref\n{start}\n%%EOF\n".encode())
    return data.getvalue()


@cache
def scan(number: int = 0) -> bytes:
    """Return a JPEG of a page."""
    out = BytesIO()
    Image.effect_noise((248, 351), 40 + number).convert("RGB").save(out, "JPEG", quality=60)
    return out.getvalue()


def locked(data: bytes, user: str = "secret", owner: str = "owner") -> bytes:
    """Return a PDF behind a password; with user '' anybody may read it, and only its owner may change it."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_script(data: bytes) -> bytes:
    """Return a PDF with a script that runs when it is opened."""
    start = data.index(b"/Type /Catalog")
    script = b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.alert\\(1\\)) >>] >> >> "
    return data[:start] + script + data[start:]


def slides(count: int) -> bytes:
    """Return a presentation of so many slides, a sentence on each."""
    name = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="x"'
    each = {
        f"ppt/slides/slide{number}.xml": f"<p:sld {name}><a:p><a:r><a:t>Slide {number}: {SENTENCE}</a:t></a:r></a:p></p:sld>"
        for number in range(1, count + 1)
    }
    return package({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<x/>", **each})


def opendocument(kind: str, body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return an OpenDocument file (kind text | presentation | spreadsheet) with this body."""
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(
        f'xmlns:{short}="{urn}{name}:1.0"'
        for short, name in (("office",) * 2, ("text",) * 2, ("draw", "drawing"), ("table",) * 2)
    )
    content = f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>"
    return package(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "META-INF/manifest.xml": "<m/>",
            "content.xml": content,
            "meta.xml": '<m><s page-count="7"/></m>',
            **(parts or {}),
        }
    )


def rich(*paragraphs: str) -> bytes:
    """Return an RTF file."""
    coded = [
        "".join(char if char.isascii() else f"\\u{ord(char) - (65536 if ord(char) > 32767 else 0)}?" for char in text)
        for text in paragraphs
    ]
    return b"{\\rtf1\\ansi " + "\\par ".join(coded).encode() + b"}"
