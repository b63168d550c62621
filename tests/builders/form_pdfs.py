"""Write small PDF forms by hand: text, ruled boxes, fillable fields."""

from __future__ import annotations


def pdf_page(content: str, *widgets: str) -> bytes:
    """Return a one-page PDF: a content stream, and widget annotations as dictionaries."""
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R"
    page += f" /Annots [{' '.join(f'{6 + index} 0 R' for index in range(len(widgets)))}] >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *widgets,
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(data)
    data += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n".encode()
    )
    return data + f"startxref\n{start}\n%%EOF".encode()


def words(x: int, y: int, text: str) -> str:
    """Return text at a place, in points from the bottom left."""
    escaped = text.replace("(", r"\(").replace(")", r"\)")
    return f"BT /F 11 Tf {x} {y} Td ({escaped}) Tj ET\n"


def box(x: int, y: int, width: int, height: int) -> str:
    """Return a ruled rectangle."""
    return f"{x} {y} {width} {height} re S\n"


def widget(x: int, y: int, value: str, kind: str = "/Tx") -> str:
    """Return a field with its value ("/V (text)")."""
    return f"<< /Type /Annot /Subtype /Widget /FT {kind} /T (f{x}{y}) /Rect [{x} {y} {x + 120} {y + 16}] {value} >>"


def tick(x: int, y: int, on: bool) -> str:
    """Return a check box."""
    return f"<< /Type /Annot /Subtype /Widget /FT /Btn /Rect [{x} {y} {x + 10} {y + 10}] /AS {'/Yes' if on else '/Off'} >>"
