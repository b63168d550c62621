"""PDF forms: fillable fields, ruled tables, plain lines, scans."""

from __future__ import annotations

from pathlib import Path

from form_pdfs import box, pdf_page, tick, widget, words
from form_samples import SETTINGS, attached, texts
from pypdf import PdfWriter

from intake.forms.readers import read_form, read_forms, read_text
from intake.submission import FileType, FormState

EXPECTED = {
    "name_en": "Anna Blanc",
    "sex": "Female",
    "nationality": "French",
    "mobile": "+86 130 0000 0001",
    "email": "anna@example.org",
}


def pdf(path: Path, content: str, *widgets: str) -> Path:
    """Write a one-page PDF."""
    path.write_bytes(pdf_page(content, *widgets))
    return path


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


def test_lines_that_only_the_cell_broke_are_joined(tmp_path: Path) -> None:
    rows = (
        ("Name (English)", ("Anna Blanc",)),
        ("Email Address", ("anna.blanc.of.lyon@exam", "ple.org")),
        ("Photo Description", ("A quiet morning in the big", "old town.", "The second one")),
    )
    content = ""
    for row, (label, lines) in enumerate(rows):
        top = 700 - 70 * row
        content += box(50, top, 120, 60) + box(170, top, 134, 60) + words(53, top + 40, label)
        content += "".join(words(173, top + 46 - 14 * index, line) for index, line in enumerate(lines))
    form = read_form(attached(pdf(tmp_path / "form.pdf", content), FileType.PDF), SETTINGS, tmp_path)
    assert texts(form) == {
        "name_en": "Anna Blanc",
        "email": "anna.blanc.of.lyon@example.org",
        "description": "A quiet morning in the big old town.\nThe second one",
    }


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
