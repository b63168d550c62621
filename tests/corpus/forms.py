"""Corpus: one complete entry whose registration form comes in ever another shape, and what must be read out of it."""

from __future__ import annotations

import html
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from reports.demo import documents, mails, mime
from reports.demo.cases import Expected
from reports.demo.mime import File
from reports.demo.scene import DOCX, XLSX
from reports.form.blank import write_blank_form
from tests.builders.factories import CorpusCase, expect, tiny_scene
from tests.builders.form_pdfs import box, pdf_page, tick, widget, words
from tests.builders.form_samples import cell, paragraph, table, word_file
from tests.builders.form_typing import BLANK
from tests.corpus.contents import description_file, entry, text_file, with_form

LABELS = {
    "name_zh": "Name (Chinese)",
    "name_en": "Name (English)",
    "sex": "性别 Sex",
    "nationality": "国籍 Nationality",
    "mobile": "Mobile Number",
    "email": "Email Address",
    "photo_name": "作品名称 Photo Name",
    "pieces": "幅数 pieces",
    "description": "Photo Description (less than 200 words)",
}
PERSON = tiny_scene().person
WHOLE = PERSON.form()
SHORT = {name: value for name, value in WHOLE.items() if name not in {"name_zh", "description"}}  # what a plain PDF can show
CLEAN = frozenset[str]()
HELD = expect("held", "form-unreadable")
EMPTY = expect("incomplete", "form-field-missing")


@dataclass(frozen=True, kw_only=True)
class FormCase:
    """A corpus case, with the form of each entry that must come of it, field by field, and how sure a value must be."""

    case: CorpusCase
    forms: tuple[Mapping[str, str], ...]
    confidence: Mapping[str, float] = field(default_factory=dict)  # of some fields of the first entry


def case(
    name: str,
    raw: Callable[[], bytes],
    *forms: Mapping[str, str],
    expected: Expected | None = None,
    warnings: frozenset[str] = CLEAN,
    confidence: Mapping[str, float] | None = None,
) -> FormCase:
    """Return a case; without forms the one of the scene's person, whole."""
    made = CorpusCase(name=f"form-{name}", raw=raw, expected=expected or Expected(), warnings=warnings)
    return FormCase(case=made, forms=forms or (WHOLE,), confidence=confidence or {})


def sent_as(name: str, data: bytes, type: str = "application/octet-stream", *more: File, text: str = "") -> bytes:
    """Return a complete entry whose form is this file."""
    return with_form(File(name=name, data=data, type=type), *more, text=text)


def rows(values: Mapping[str, str] = WHOLE, **cells: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a two-column Word table; `cells` puts XML in the place of a value."""
    return tuple((LABELS[name], cells.get(name, html.escape(value))) for name, value in values.items())


def two_people() -> bytes:
    """Write a second person's lines below the first one's in the same form."""
    other = {"name_en": "Boris Cech", "email": "boris@example.com", "photo_name": "River at Dawn"}
    return sent_as("Application Form.docx", word_file(table(*rows()) + table(*rows(other))), DOCX)


def tracked() -> bytes:
    """Change the sex and the title with tracked changes, and delete a row."""
    change = "<w:p><w:del><w:r><w:delText>{}</w:delText></w:r></w:del><w:ins><w:r><w:t>{}</w:t></w:r></w:ins></w:p>"
    body = table(*rows(sex=cell(change.format("Female", "Male")), photo_name=cell(change.format("Old", PERSON.title))))
    gone = f'<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{cell("Email Address")}{cell("old@example.org")}</w:tr>'
    return sent_as("Application Form.docx", word_file(body.replace("<w:tbl>", f"<w:tbl>{gone}", 1)), DOCX)


def nested() -> bytes:
    """Put half of the form into a table within a cell."""
    all_rows = rows()
    inner = table(*all_rows[4:])
    return sent_as("Application Form.docx", word_file(table(*all_rows[:4], (cell(inner + paragraph("")),))), DOCX)


def text_boxes() -> bytes:
    """Write two answers into text boxes, each with the copy that older programs read."""
    inside = "<w:txbxContent>{}</w:txbxContent>"
    both = "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
    boxes = {
        name: cell(f"<w:p><w:r>{both.format(inside.format(paragraph(html.escape(WHOLE[name]))))}</w:r></w:p>")
        for name in ("name_en", "mobile")
    }
    return sent_as("Application Form.docx", word_file(table(*rows(**boxes))), DOCX)


def check_boxes() -> bytes:
    """Tick the sex with a symbol of Wingdings 2, among two options."""
    symbol = '<w:r><w:sym w:font="Wingdings 2" w:char="{}"/></w:r><w:r><w:t>{}</w:t></w:r>'
    ticked = cell(f"<w:p>{symbol.format('F0A3', 'Female ')}{symbol.format('F052', 'Male')}</w:p>")
    return sent_as("Application Form.docx", word_file(table(*rows(sex=ticked))), DOCX)


def dangling() -> bytes:
    """Refer to a picture that is not there, as some programs do."""
    relations = '<Relationships><Relationship Id="r1" Type="http://x/image" Target="NULL"/></Relationships>'
    return sent_as("Application Form.docx", word_file(table(*rows()), word___rels__document__xml__rels=relations), DOCX)


def underscores() -> bytes:
    """Write on underscored blanks, two to a line, as WPS makes them."""
    lines = [
        f"{LABELS[name]}：____{value}____" for name, value in WHOLE.items() if name not in {"sex", "nationality", "description"}
    ]
    lines.append(f"{LABELS['sex']}：__{WHOLE['sex']}__　　{LABELS['nationality']}：____{WHOLE['nationality']}______")
    lines += [f"{LABELS['description']}：", WHOLE["description"]]
    return sent_as("作品登记表.docx", word_file("".join(paragraph(html.escape(line)) for line in lines)), DOCX)


def fillable_pdf() -> bytes:
    """Fill in a PDF: fields beside their labels, a box for the sex."""
    content, fields = "", []
    for index, (name, label) in enumerate(LABELS.items()):
        top = 760 - 30 * index
        content += words(40, top, label.encode("ascii", "ignore").decode().strip())
        value = WHOLE[name].encode("utf-16-be").hex().upper()
        if name != "sex":
            fields.append(widget(260, top - 3, f"/V <FEFF{value}>"))
    content += words(272, 700, "Male") + words(332, 700, "Female")
    return sent_as("Application Form.pdf", pdf_page(content, *fields, tick(260, 698, on=True), tick(320, 698, on=False)))


def ruled_pdf() -> bytes:
    """Print the form as a ruled table; the title stands on two lines in a narrow cell."""
    content = ""
    for index, (name, value) in enumerate(SHORT.items()):
        top, broken = 760 - 40 * index, name == "photo_name"
        content += box(40, top, 180, 40) + box(220, top, 80 if broken else 220, 40)
        content += words(45, top + 12, LABELS[name].encode("ascii", "ignore").decode())
        for line, text in enumerate(value.rsplit(" ", 1) if broken else (value,)):
            content += words(225, top + 24 - 14 * line, text)
    return sent_as("Application Form.pdf", pdf_page(content), "application/pdf", description_file())


def sheet(*lines: tuple[object, ...], merged: tuple[str, ...] = ()) -> bytes:
    """Return a workbook of these rows."""
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append(line)
    for span in merged:
        book.active.merge_cells(span)
    out = BytesIO()
    book.save(out)
    return documents.steady(out.getvalue())


def merged_sheet(mobile: object = 13000000003) -> bytes:
    """Send a workbook with merged cells, whose phone and pieces are numbers."""
    data = sheet(
        ("作品登记表",),
        ("Name", "Chinese", WHOLE["name_zh"], None),
        (None, "English", WHOLE["name_en"], None),
        ("Sex", WHOLE["sex"], "Nationality", WHOLE["nationality"]),
        ("Mobile Number", mobile, "Email Address", WHOLE["email"]),
        ("Photo Name", WHOLE["photo_name"], "pieces", 3),
        ("Photo Description", None, WHOLE["description"], None),
        merged=("A1:D1", "A2:A3", "C2:D2", "C3:D3", "A7:B7", "C7:D7"),
    )
    return sent_as("Form.xlsx", data, XLSX)


def list_of_authors() -> bytes:
    """Send two authors' entries with one list, each one's files in a folder of a ZIP."""
    scenes = (tiny_scene(), tiny_scene().of_author(4))
    lines = [[scene.person.form()[name] for name in LABELS] for scene in scenes]
    files = [File(name="作品登记表.xlsx", data=sheet(tuple(LABELS.values()), *map(tuple, lines)), type=XLSX)]
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for scene in scenes:
            for file in (scene.biography(), *scene.works(3), scene.portrait()):
                archive.writestr(f"{scene.person.name_en}/{file.name}", file.data)
    return mails.plain(scenes[0].draft(*files, File(name="entries.zip", data=data.getvalue(), type="application/zip")))


def page(line: str = "<tr><td>{}</td><td><p>{}</p></td></tr>", around: str = "<table>{}</table>") -> str:
    """Return the form as HTML: each field a line."""
    lines = "".join(line.format(LABELS[name], html.escape(value)) for name, value in WHOLE.items())
    return f"<html><body><p>Dear organisers,</p>{around.format(lines)}</body></html>"


def page_as_mail(markup: str) -> bytes:
    """Send a mail whose only text is a page with the form."""
    scene = tiny_scene()
    files = (scene.biography(), *scene.works(3), scene.portrait())
    parts = (mime.text_part(markup, "html"), *(mime.part(file) for file in files))
    return mime.mail(scene.draft(*files), mime.multipart("mixed", *parts))


def untouched() -> bytes:
    """Return the blank form that the desk hands out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.docx"
        write_blank_form(BLANK, path)
        return documents.steady(path.read_bytes())


def macros_alone() -> bytes:
    """Return a docm that shows nothing until its macros run."""
    return word_file(paragraph("Please enable macros to see this document."), word__vbaProject__bin="macro")


def labelled_biography(name: str = "Biography.txt") -> bytes:
    """Send a biography that begins with labelled lines, besides the form."""
    scene = tiny_scene()
    head = f"Name: H. Vossberg\nNationality: Germany\nEmail: {PERSON.email}\nPhone: {PERSON.mobile}\n\n"
    return mails.plain(scene.draft(scene.form(), text_file(name, head + PERSON.biography), *scene.works(3), scene.portrait()))


UNIT = "Dear organisers,\n\nplease find our teacher's entry.\n\nName: Li Wen\nTel: 010-65160000\nEmail: li@example.org\nAddress: Beijing"
FORM_READINGS = (
    case("of-two-people", two_people, expected=expect("held", "form-left-over")),
    case("tracked-changes", tracked),
    case("nested-table", nested),
    case("text-boxes", text_boxes),
    case("check-boxes", check_boxes),
    case("dangling-relationship", dangling),
    case("wps-blanks", underscores),
    case("pdf-fields", fillable_pdf),
    case("pdf-table", ruled_pdf, SHORT),
    case("xlsx-merged", merged_sheet, WHOLE | {"mobile": "13000000003"}, confidence={"mobile": 1.0}),
    case(
        "xlsx-digits-lost",
        lambda: merged_sheet(130000000031234000),
        WHOLE | {"mobile": "130000000031234000"},
        warnings=frozenset({"form-field-invalid"}),
        confidence={"mobile": 0.3, "email": 1.0},
    ),
    case(
        "list-of-authors",
        list_of_authors,
        WHOLE,
        tiny_scene(4).person.form(),
        expected=replace(Expected(), entries=2),
    ),
    case("html", lambda: sent_as("Application Form.html", page().encode(), "text/html")),
    case("body-table", lambda: page_as_mail(page())),
    case("body-html-lines", lambda: page_as_mail(page("<div>{}: {}</div>", "{}"))),
    case("beside-labelled-biography", labelled_biography),
    case("beside-signature", lambda: entry(text=UNIT)),
    case("two-addresses", lambda: entry(mobile="13000000003 / 13100000004", email=f"{PERSON.email}；b@example.org"),
         WHOLE | {"mobile": "13000000003 / 13100000004", "email": f"{PERSON.email}；b@example.org"},
         confidence={"mobile": 0.6, "email": 0.6, "nationality": 1.0}),
    case("two-nationalities", lambda: entry(nationality="French/Canadian"), WHOLE | {"nationality": "French/Canadian"},
         expected=expect("held", "field-held"), warnings=frozenset({"form-field-invalid"}),
         confidence={"nationality": 0.5}),
    case("untouched", lambda: sent_as("Application Form.docx", untouched(), DOCX, description_file()), {}, expected=EMPTY),
    case("damaged", lambda: sent_as("Application Form.docx", documents.registration_form(WHOLE)[:9000], DOCX, description_file()),
         {}, expected=HELD),
    case("macros-alone", lambda: sent_as("Application Form.docm", macros_alone(), DOCX, description_file()), {}, expected=HELD),
    case("scan", lambda: sent_as("作品登记表.jpg", tiny_scene().small_work("a.jpg").data, "image/jpeg", description_file()), {},
         expected=HELD),
)  # fmt: skip
FORM_CASES = tuple(reading.case for reading in FORM_READINGS)
