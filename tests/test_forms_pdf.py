"""PDF forms: fillable fields, ruled tables, plain lines, scans."""

from __future__ import annotations

from pathlib import Path

from form_samples import SETTINGS, attached, texts
from pypdf import PdfWriter

from intake.forms import read_form, read_forms, read_text
from intake.submission import FileType, FormState

EXPECTED = {
    "name_en": "Anna Blanc",
    "sex": "Female",
    "nationality": "French",
    "mobile": "+86 130 0000 0001",
    "email": "anna@example.org",
}


def pdf(path: Path, content: str, *widgets: str) -> Path:
    """Write a one-page PDF: a content stream, and widget annotations as dictionaries."""
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
    path.write_bytes(data + f"startxref\n{start}\n%%EOF".encode())
    return path


def words(x: int, y: int, text: str) -> str:
    escaped = text.replace("(", r"\(").replace(")", r"\)")
    return f"BT /F 11 Tf {x} {y} Td ({escaped}) Tj ET\n"


def box(x: int, y: int, width: int, height: int) -> str:
    return f"{x} {y} {width} {height} re S\n"


def widget(x: int, y: int, value: str, kind: str = "/Tx") -> str:
    return f"<< /Type /Annot /Subtype /Widget /FT {kind} /T (f{x}{y}) /Rect [{x} {y} {x + 120} {y + 16}] {value} >>"


def tick(x: int, y: int, on: bool) -> str:
    return f"<< /Type /Annot /Subtype /Widget /FT /Btn /Rect [{x} {y} {x + 10} {y + 10}] /AS {'/Yes' if on else '/Off'} >>"


def test_fillable_fields_beside_their_labels(tmp_path: Path) -> None:
    labels = ("Name (English)", "Mobile Number", "Email Address")
    answers = (
        "/V (Anna Blanc)",
        "/V (+86 130 0000 0001)",
        "/V <FEFF0061006E006E00610040006500780061006D0070006C0065002E006F00720067>",
    )
    content = "".join(words(50, 700 - 30 * index, label) for index, label in enumerate(labels))
    content += words(50, 600, "Nationality") + words(300, 600, "Sex") + words(352, 600, "Male") + words(412, 600, "Female")
    fields = [widget(200, 697 - 30 * index, answer) for index, answer in enumerate(answers)]
    fields += [widget(150, 597, "/V (French)"), tick(340, 598, on=False), tick(400, 598, on=True)]
    path = pdf(tmp_path / "form.pdf", content, *fields)
    assert texts(read_form(attached(path, FileType.PDF), SETTINGS, tmp_path)) == EXPECTED


def test_unfilled_fields_are_a_blank_form(tmp_path: Path) -> None:
    labels = ("Name (English)", "Mobile Number", "Email Address", "Nationality")
    content = "".join(words(50, 700 - 30 * index, label) for index, label in enumerate(labels))
    path = pdf(tmp_path / "form.pdf", content, *(widget(200, 697 - 30 * index, "") for index in range(4)))
    form = read_form(attached(path, FileType.PDF), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, texts(form)) == (FormState.BLANK, {})


def test_a_ruled_table(tmp_path: Path) -> None:
    content = box(50, 640, 100, 60) + box(150, 670, 100, 30) + box(250, 670, 200, 30) + words(55, 680, "Name")
    content += words(155, 680, "Chinese") + box(150, 640, 100, 30) + box(250, 640, 200, 30)
    content += words(155, 650, "English") + words(255, 650, "Anna Blanc")
    for row, cells in enumerate(
        (("Sex", "Female", "Nationality", "French"), ("Mobile Number", "+86 130 0000 0001", "Email Address", "anna@example.org"))
    ):
        for column, text in enumerate(cells):
            content += box(50 + 120 * column, 600 - 30 * row, 120, 30) + words(53 + 120 * column, 610 - 30 * row, text)
    form = read_form(attached(pdf(tmp_path / "form.pdf", content), FileType.PDF), SETTINGS, tmp_path)
    assert texts(form) == EXPECTED


def test_plain_lines(tmp_path: Path) -> None:
    lines = (
        "Name (English): Anna Blanc",
        "Sex: Female   Nationality: French",
        "Mobile Number: +86 130 0000 0001",
        "Email: anna@example.org",
    )
    path = pdf(tmp_path / "form.pdf", "".join(words(50, 700 - 20 * index, line) for index, line in enumerate(lines)))
    assert texts(read_form(attached(path, FileType.PDF), SETTINGS, tmp_path)) == EXPECTED
    assert read_text(attached(path, FileType.PDF), tmp_path).splitlines()[0] == lines[0]


def test_a_scan_is_a_form_only_by_its_name(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", box(10, 10, 500, 700))
    assert read_forms(attached(path, FileType.PDF), SETTINGS, tmp_path) == ()
    form = read_form(attached(path, FileType.PDF, "作品登记表.pdf"), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, form.problem) == (FormState.UNREADABLE, "scan")


def test_an_encrypted_and_a_damaged_file(tmp_path: Path) -> None:
    locked = PdfWriter(clone_from=pdf(tmp_path / "a.pdf", words(50, 700, "Sex")))
    locked.encrypt("secret", algorithm="RC4-128")
    locked.write(tmp_path / "登记表.pdf")
    broken = tmp_path / "登记表2.pdf"
    broken.write_bytes(b"%PDF-1.4 and nothing more")
    found = [read_form(attached(path, FileType.PDF), SETTINGS, tmp_path) for path in (tmp_path / "登记表.pdf", broken)]
    assert [form.problem if form else "" for form in found] == ["encrypted", "damaged"]
