"""The contact sheet: small pictures with their codes on A4, as a PDF that has no date, no author and always the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from reports.pack.folder import write_durably
from reports.pack.works import MissingItem, Picture

PAGE = (595, 842)  # A4 in points
MARGIN, HEAD = 36, 46
COLUMNS, ROWS = 4, 6
CELL = ((PAGE[0] - 2 * MARGIN) / COLUMNS, (PAGE[1] - 2 * MARGIN - HEAD) / ROWS)
CAPTION, GAP = 14, 6
TITLES = ((12, 12), (9, 28))  # of the call's title in two languages: size, and how far below the top
LATIN = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
HAN = (  # one of the fonts every PDF viewer brings for Chinese: nothing to embed, the same on every machine
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font "
    "/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
    "/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)
CATALOG, PAGES, FONTS = 1, 2, (3, 4)


def write_contact_sheet(path: Path, titles: Sequence[str], shown: Sequence[Picture | MissingItem]) -> None:
    """Write the contact sheet; what is missing has an empty frame."""
    per_page = COLUMNS * ROWS
    pages = [shown[start : start + per_page] for start in range(0, len(shown), per_page)] or [[]]
    objects: list[bytes] = [b""] * 4
    kids: list[int] = []
    for number, cells in enumerate(pages, start=1):
        pictures = [item for item in cells if isinstance(item, Picture)]
        first = len(objects) + 1
        objects += [_image(picture.small) for picture in pictures]
        objects.append(_stream("", _drawn(titles, cells, f"{number} / {len(pages)}")))
        kids.append(len(objects) + 1)
        named = " ".join(f"/{_place(place)} {first + place} 0 R" for place in range(len(pictures)))
        objects.append(
            f"<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << /F1 {FONTS[0]} 0 R /F2 {FONTS[1]} 0 R >> /XObject << {named} >> >> >>".encode()
        )
    objects[CATALOG - 1] = f"<< /Type /Catalog /Pages {PAGES} 0 R >>".encode()
    objects[PAGES - 1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    objects[FONTS[0] - 1], objects[FONTS[1] - 1] = LATIN.encode(), HAN.encode()
    write_durably(path, _file(objects))


def _file(objects: Sequence[bytes]) -> bytes:
    out = BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places: list[int] = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, CATALOG, start))
    return out.getvalue()


def _stream(told: str, data: bytes) -> bytes:
    return f"<< {told}/Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _image(jpeg: bytes) -> bytes:
    with Image.open(BytesIO(jpeg)) as image:
        width, height = image.size
    told = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB /BitsPerComponent 8 "
    return _stream(told + "/Filter /DCTDecode ", jpeg)


def _drawn(titles: Sequence[str], cells: Sequence[Picture | MissingItem], page: str) -> bytes:
    """Return what draws a page: the call's title, then each picture over its code."""
    top = PAGE[1] - MARGIN
    shown = zip(titles, TITLES, strict=False)  # of more than two languages the first two
    lines = [(_latin if _is_latin(title) else _other)(size, MARGIN, top - below, title) for title, (size, below) in shown]
    lines.append(_latin(9, PAGE[0] - MARGIN - 40, top - 12, page))
    placed = iter(range(len(cells)))
    for place, item in enumerate(cells):
        left = MARGIN + (place % COLUMNS) * CELL[0]
        bottom = top - HEAD - (place // COLUMNS + 1) * CELL[1]
        lines += _cell(item, left, bottom, placed)
    return "\n".join(lines).encode()


def _cell(item: Picture | MissingItem, left: float, bottom: float, placed: Iterator[int]) -> Iterator[str]:
    room = (CELL[0] - GAP, CELL[1] - CAPTION - GAP)
    if isinstance(item, Picture):
        scale = min(room[0] / item.width, room[1] / item.height)
        width, height = item.width * scale, item.height * scale
        yield f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {bottom + CAPTION:.2f} cm /{_place(next(placed))} Do Q"
        yield _latin(9, left, bottom + 4, item.name)
    else:
        yield f"0.7 G {left:.2f} {bottom + CAPTION:.2f} {room[0]:.2f} {room[1]:.2f} re S"
        yield _latin(9, left, bottom + 4, f"{item.name}  (missing)")


def _place(number: int) -> str:
    return f"I{number}"


def _latin(size: int, left: float, bottom: float, text: str) -> str:
    shown = text.encode("cp1252", "replace").hex()
    return f"BT /F1 {size} Tf {left:.2f} {bottom:.2f} Td <{shown}> Tj ET"


def _other(size: int, left: float, bottom: float, text: str) -> str:
    return f"BT /F2 {size} Tf {left} {bottom} Td <{text.encode('utf-16-be', 'replace').hex()}> Tj ET"


def _is_latin(text: str) -> bool:
    return text.encode("cp1252", "replace").decode("cp1252") == text
