"""Documents of all kinds through the whole desk: one entry of one author, with what the form says."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.demo import mails
from reports.demo.mime import File
from reports.demo.scene import DOCX
from tests.builders.document_samples import PACKAGES, saved_page
from tests.builders.factories import expect, tiny_scene
from tests.builders.form_samples import paragraph, table, word_file
from tests.corpus.contents import description_file, entry, text_file, with_form
from tests.corpus.forms import HELD, PERSON, FormCase, case, page, rows, sent_as
from tests.corpus.test_outcomes import check_form, come_out_as_expected

CV = (
    ("Name", "Dr. Anna-Maria Schmidt-Blanc"),
    ("Nationality", "German"),
    ("E-mail", "dr.blanc@university.example.org"),
    ("Mobile", "+86 131 0000 0099"),
    ("Title", "Associate Professor"),
    ("Address", "100 University Road, Beijing"),
)
HEADED = paragraph("Education") + paragraph("PhD, Lyon, 2009") + paragraph("Work experience") + paragraph("Lecturer, since 2012")


def card(name: str, *rows: tuple[str, str], more: str = "") -> File:
    """Return a Word file with labelled lines about a person."""
    return File(name=name, data=word_file(table(*rows) + more), type=DOCX)


CARD_TEXT = (
    "Name: Dr. Anna-Maria Schmidt-Blanc\nNationality: German\nE-mail: dr.blanc@university.example.org\nTel: +86 131 0000 0099\n"
)
NOTICE = "".join(map(paragraph, ("作品登记表", "Competition Application Form"))) + table(
    ("Name", "Chinese", ""),
    ("", "English", ""),
    ("Sex", "Male / Female", "Nationality", ""),
    ("Mobile Number", "《国际人才交流》杂志", "Email Address", ""),
    ("Photo Name", "", "", "pieces"),
)


def with_biography_in(more: tuple[tuple[str, str], ...], below: str = "") -> bytes:
    """Return a complete entry whose biography stands in its form's file alone: in a row that was added, or below the table."""
    scene = tiny_scene()
    form = File(name="Application Form.docx", data=word_file(table(*rows(), *more) + below), type=DOCX)
    return mails.plain(scene.draft(form, *scene.works(3), scene.portrait()))


NO_FORM = expect("incomplete", "slot-count.form")
READINGS = (
    case("cv-beside", lambda: entry(card("Schmidt-Blanc.docx", *CV, more=HEADED))),
    case("cv-short-beside", lambda: entry(card("CV.docx", *CV[:4]))),
    case("card-beside", lambda: entry(card("Schmidt-Blanc.docx", *CV))),
    case("card-text-beside", lambda: entry(text_file("about.txt", CARD_TEXT))),
    case("biography-row", lambda: with_biography_in((("Biography", PERSON.biography),))),
    case("biography-below", lambda: with_biography_in((), paragraph("Biography") + paragraph(PERSON.biography))),
    case("notice-beside", lambda: entry(File(name="通知.docx", data=word_file(NOTICE), type=DOCX))),
    case("cv-alone", lambda: with_form(card("CV Anna.docx", *CV[:4]), description_file()), {}, expected=NO_FORM),
    case(
        "pages",
        lambda: sent_as("Application Form.pages", PACKAGES["form.pages"], "application/zip", description_file()),
        {},
        expected=HELD,
    ),
    case(
        "pages-unnamed",
        lambda: sent_as("Anna.pages", PACKAGES["form.pages"], "application/zip", description_file()),
        {},
        expected=HELD,
    ),
    case(
        "ofd", lambda: sent_as("作品登记表.ofd", PACKAGES["form.ofd"], "application/zip", description_file()), {}, expected=HELD
    ),
    case(
        "pages-beside",
        lambda: entry(File(name="notes.pages", data=PACKAGES["form.pages"], type="application/zip")),
        warnings=frozenset({"document-unreadable"}),
    ),
    case("sketch-beside", lambda: entry(File(name="poster.sketch", data=PACKAGES["form.sketch"], type="application/zip"))),
    case("page-saved-as-doc", lambda: sent_as(f"{PERSON.name_en}.doc", saved_page(page()), "application/msword")),
)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.case.name)
def test_the_form_of_each_entry(reading: FormCase, tmp_path: Path) -> None:
    check_form(reading, come_out_as_expected(reading.case, tmp_path))
