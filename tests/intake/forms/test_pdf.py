"""PDF forms: fillable fields, ruled tables, plain lines, scans."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfWriter

from intake.forms.read import pdf as reader
from intake.forms.readers import read_form, read_forms, read_text
from intake.model.submission import FileType, FormState
from tests import ROOT
from tests.builders import document_files
from tests.builders.breadth import rarely
from tests.builders.form_pdfs import box, pdf_page, tick, widget, words
from tests.builders.form_samples import SETTINGS, attached, texts

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


@pytest.mark.parametrize("lies", [0, 90, 180, 270])
def test_a_ruled_table(tmp_path: Path, lies: int) -> None:
    content = box(50, 640, 100, 60) + box(150, 670, 100, 30) + box(250, 670, 200, 30) + words(55, 680, "Name")
    content += words(155, 680, "Chinese") + box(150, 640, 100, 30) + box(250, 640, 200, 30)
    content += words(155, 650, "English") + words(255, 650, "Anna Blanc")
    for row, cells in enumerate(
        (("Sex", "Female", "Nationality", "French"), ("Mobile Number", "+86 130 0000 0001", "Email Address", "anna@example.org"))
    ):
        for column, text in enumerate(cells):
            content += box(50 + 120 * column, 600 - 30 * row, 120, 30) + words(53 + 120 * column, 610 - 30 * row, text)
    pdf(tmp_path / "form.pdf", content)
    whole = PdfWriter(clone_from=tmp_path / "form.pdf")
    whole.pages[0].rotate(lies)
    whole.write(tmp_path / "form.pdf")
    form = read_form(attached(tmp_path / "form.pdf", FileType.PDF), SETTINGS, tmp_path)
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


LABELS = ("Name (English)", "Nationality", "Mobile Number", "Email Address")
ANSWERS = ("Anna Blanc", "French", "+86 130 0000 0001", "anna@example.org")
TYPED = dict(zip(("name_en", "nationality", "mobile", "email"), ANSWERS, strict=True))


def ruled(*marks: str) -> tuple[str, ...]:
    """Return a form of four ruled rows, and what lies over it."""
    content = ""
    for row, label in enumerate(LABELS):
        content += box(50, 700 - 40 * row, 150, 40) + box(200, 700 - 40 * row, 250, 40) + words(55, 712 - 40 * row, label)
    return content, *marks


def lines(*marks: str) -> tuple[str, ...]:
    """Return a form of four lines to write on, and what lies over it."""
    return "".join(words(50, 700 - 24 * row, f"{label}:") for row, label in enumerate(LABELS)), *marks


def note(x: int, y: int, said: str, height: int = 16, kind: str = "/FreeText") -> str:
    return f"<< /Type /Annot /Subtype {kind} /Rect [{x} {y} {x + 160} {y + height}] {said} >>"


@pytest.mark.parametrize("aside", [-5, *rarely([0, 5])])
@pytest.mark.parametrize("said", ["/Contents ({})", "/RC (<body><p>{}</p></body>)"])
def test_notes_typed_over_a_ruled_form(tmp_path: Path, said: str, aside: int) -> None:
    notes = [note(206 + aside, 710 - 40 * row + aside, said.format(answer)) for row, answer in enumerate(ANSWERS)]
    form = read_form(attached(pdf(tmp_path / "form.pdf", *ruled(*notes)), FileType.PDF), SETTINGS, tmp_path)
    assert texts(form) == TYPED


@pytest.mark.parametrize("aside", [6, *rarely([-6, 0])])
def test_notes_typed_beside_lines(tmp_path: Path, aside: int) -> None:
    notes = [note(170, 698 - 24 * row + aside, f"/Contents ({answer})") for row, answer in enumerate(ANSWERS)]
    form = read_form(attached(pdf(tmp_path / "form.pdf", *lines(*notes)), FileType.PDF), SETTINGS, tmp_path)
    assert texts(form) == TYPED


def test_a_note_over_an_empty_field_is_in_it(tmp_path: Path) -> None:
    fields = [widget(170, 697 - 24 * row, "") for row in range(4)]
    notes = [note(172, 700 - 24 * row, f"/Contents ({answer})", height=10) for row, answer in enumerate(ANSWERS)]
    form = read_form(attached(pdf(tmp_path / "form.pdf", *lines(*fields, *notes)), FileType.PDF), SETTINGS, tmp_path)
    assert (texts(form), form and form.values["name_en"].confidence) == (TYPED, 1.0)


def test_a_note_without_words_of_its_own_says_what_it_is_drawn_with(tmp_path: Path) -> None:
    first = 6 + len(ANSWERS)  # the object behind the notes
    notes = [note(206, 710 - 40 * row, f"/AP << /N {first + row} 0 R >>") for row in range(len(ANSWERS))]
    head = "/Type /XObject /Subtype /Form /BBox [0 0 160 16] /Resources << /Font << /F 5 0 R >> >>"
    looks = [f"<< {head} /Length {len(words(2, 4, said))} >>\nstream\n{words(2, 4, said)}\nendstream" for said in ANSWERS]
    form = read_form(attached(pdf(tmp_path / "form.pdf", *ruled(*notes, *looks)), FileType.PDF), SETTINGS, tmp_path)
    assert texts(form) == TYPED


def test_a_note_that_no_screen_shows_is_not_read(tmp_path: Path) -> None:
    notes = [note(206, 710, "/F 2 /Contents (Nobody)"), note(206, 710, "/Contents (Anna Blanc)")]
    form = read_form(attached(pdf(tmp_path / "form.pdf", *ruled(*notes)), FileType.PDF), SETTINGS, tmp_path)
    assert texts(form) == {"name_en": "Anna Blanc"}


INK = note(206, 710, "/InkList [[206 710 300 720]]", kind="/Ink")
STAMP = note(206, 710, "/Name /Approved", kind="/Stamp")
HAND = "".join(
    f"206 {700 - 20 * row} m 220 {720 - 20 * row} 240 {690 - 20 * row} 260 {700 - 20 * row} c S\n" for row in range(10)
)
PICTURE = "q 100 0 0 20 206 690 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q\n"


@pytest.mark.parametrize(
    ("content", "marks"),
    [
        (ruled()[0], (INK,)),
        (ruled()[0], (STAMP,)),
        (ruled()[0] + HAND, ()),
        (ruled()[0] + PICTURE, ()),
        (lines()[0], (widget(170, 697, ""), INK)),
    ],
    ids=["ink", "stamp", "handwriting", "picture", "ink beside a field"],
)
def test_a_form_filled_in_by_hand_is_never_blank(tmp_path: Path, content: str, marks: tuple[str, ...]) -> None:
    form = read_form(attached(pdf(tmp_path / "a.pdf", content, *marks), FileType.PDF), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, form.problem) == (FormState.UNREADABLE, "drawn")


def test_an_untouched_form_with_a_logo_is_blank(tmp_path: Path) -> None:
    logo = "q 100 0 0 40 50 780 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \0 EI Q\n"
    form = read_form(attached(pdf(tmp_path / "a.pdf", logo + ruled()[0]), FileType.PDF), SETTINGS, tmp_path)
    assert form is not None
    assert form.state is FormState.BLANK


def test_a_drop_down_says_what_it_shows(tmp_path: Path) -> None:
    content = "".join(words(50, 700 - 30 * row, label) for row, label in enumerate(("Name (English)", "Nationality", "Sex")))
    choice = "/Opt [[(46) (German)] [(47) (French)]]"
    fields = [
        widget(200, 697, "/V (Anna Blanc)"),
        widget(200, 667, f"/V (47) {choice}", "/Ch"),
        widget(200, 637, "/V [(Female)] /Opt [(Male) (Female)]", "/Ch"),
    ]
    form = read_form(attached(pdf(tmp_path / "form.pdf", content, *fields), FileType.PDF), SETTINGS, tmp_path)
    assert texts(form) == {"name_en": "Anna Blanc", "nationality": "French", "sex": "Female"}


@pytest.mark.parametrize("shift", [0.3, *rarely([0.0, 1.0])])
def test_letters_printed_twice_to_look_bold_are_one(tmp_path: Path, shift: float) -> None:
    spoken = [f"{label}: {answer}" for label, answer in zip(LABELS, ANSWERS, strict=True)]
    once = "".join(words(50, 700 - 20 * row, line) for row, line in enumerate(spoken))
    path = pdf(tmp_path / "form.pdf", once + f"1 0 0 1 {shift} {shift / 3:.2f} cm\n" + once)
    assert texts(read_form(attached(path, FileType.PDF), SETTINGS, tmp_path)) == TYPED
    assert read_text(attached(path, FileType.PDF), tmp_path).split() == " ".join(spoken).split()


def test_a_text_whose_letters_are_each_printed_twice_is_read_once(tmp_path: Path) -> None:
    twice = "".join(
        f"({letter}) 530 ({letter}) " for letter in "abandonedbeehhopeunbound"
    )  # each is 556 wide: the second stands a little aside
    path = pdf(tmp_path / "text.pdf", f"BT /F 11 Tf 50 700 Td [{twice}] TJ ET\n")
    assert read_text(attached(path, FileType.PDF), tmp_path) == "abandonedbeehhopeunbound"


def test_a_form_that_only_adobe_opens_goes_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = pdf_page(words(50, 700, "Please wait... If this message is not eventually replaced, your viewer cannot show it."))
    path.write_bytes(page.replace(b"/AcroForm << /Fields [] >>", b"/AcroForm << /XFA 1 >>    "))
    form = read_form(attached(path, FileType.PDF), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, form.problem) == (FormState.UNREADABLE, "xfa")


def test_what_was_typed_over_a_page_is_part_of_its_text(tmp_path: Path) -> None:
    path = pdf(tmp_path / "text.pdf", words(50, 700, "Photo Description"), note(50, 600, "/Contents (A quiet morning.)"))
    assert read_text(attached(path, FileType.PDF), tmp_path).split("\n") == ["Photo Description", "A quiet morning."]


def test_the_child_that_reads_loads_nothing_of_the_desks_configuration() -> None:
    asked = "import sys, intake.forms.read.pdf_pages; print([name for name in sys.modules if name in ('pydantic', 'jinja2')])"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.thorough
def test_a_book_of_full_pages_is_read_within_the_memory_of_a_form(tmp_path):
    path = tmp_path / "book.pdf"
    path.write_bytes(document_files.pdf([document_files.SENTENCE * 30] * 25))
    assert len(reader.read_text(path)) > 10_000
    assert len(list(reader.read(path))) > 500


STORY = (
    "Every morning the ferry leaves before the sun. I", "stood at the rail with my camera and waited for the", "light. The people on board have known each other",
    "for years; they pass tea along the benches and speak", "of the weather and of those who moved away.",
)  # fmt: skip
SHORT = (
    ("Name (English)", "Anna Blanc"),
    ("Nationality", "French"),
    ("Mobile Number", "+86 130 0000 0001"),
    ("Email Address", "anna@example.org"),
)


WHOLE = {name: text for name, text in EXPECTED.items() if name != "sex"} | {"photo_name": "Ferry", "description": " ".join(STORY)}


def unbroken(form) -> dict[str, str]:
    """Return a form's fields, each on one line."""
    return {name: " ".join(text.split()) for name, text in texts(form).items()}


def borderless(middle: bool, below: float) -> str:
    """Return labels with their answers beside them and no line between; `middle`: the label stands in the middle of its answer."""
    content = "".join(
        words(50, 760 - 14 * row, label) + words(200, 760 - 14 * row, answer) for row, (label, answer) in enumerate(SHORT)
    )
    content += words(50, 704 - 14 * (below if middle else 0), "Photo Description")
    content += "".join(words(200, 704 - 14 * row, line) for row, line in enumerate(STORY))
    return content + words(50, 704 - 14 * len(STORY), "Photo Name") + words(200, 704 - 14 * len(STORY), "Ferry")


@pytest.mark.parametrize(
    ("middle", "below"), [(False, 0), (True, 2), (True, 2.5)], ids=["on top", "in the middle", "between two lines"]
)
def test_an_answer_in_a_column_without_lines_goes_on(tmp_path: Path, middle: bool, below: float) -> None:
    form = read_form(attached(pdf(tmp_path / "form.pdf", borderless(middle, below)), FileType.PDF), SETTINGS, tmp_path)
    assert unbroken(form) == WHOLE


def pages(path: Path, *contents: str) -> Path:
    """Write a PDF of several pages."""
    writer = PdfWriter()
    for number, content in enumerate(contents):
        writer.append(pdf(path.with_name(f"{number}.pdf"), content))
    writer.write(path)
    return path


@pytest.mark.parametrize("ruled", [False, True], ids=["without lines", "ruled"])
def test_an_answer_goes_on_over_the_end_of_a_page(tmp_path: Path, ruled: bool) -> None:
    """The title stands above: a table on the next page is no other form."""
    frame = lambda y, height: box(50, y, 140, height) + box(190, y, 300, height) if ruled else ""  # noqa: E731
    first = words(50, 300, "Application Form")
    for row, (label, answer) in enumerate((*SHORT, ("Photo Name", "Ferry"))):
        first += frame(270 - 20 * row, 20) + words(55, 276 - 20 * row, label) + words(200, 276 - 20 * row, answer)
    first += frame(130, 40) + words(55, 158, "Photo Description") + words(200, 158, STORY[0]) + words(200, 144, STORY[1])
    second = frame(750, 48) + "".join(words(200, 786 - 14 * row, line) for row, line in enumerate(STORY[2:]))
    path = pages(tmp_path / "form.pdf", first + words(290, 30, "1 / 2"), second + words(290, 30, "2 / 2"))
    found = read_forms(attached(path, FileType.PDF), SETTINGS, tmp_path)
    assert [unbroken(form) for form in found] == [WHOLE]
