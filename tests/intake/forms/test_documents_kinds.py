"""Documents by what they hold: packages are never unpacked, pages and XML texts are read whatever they are called."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from intake.forms.readers import read_form, read_text
from intake.mime.sniff import sniff
from intake.model.filetypes import DESIGNS, DOCUMENTS, WITHOUT_READER
from intake.model.submission import FileType, FormState
from tests.builders.document_samples import (
    LINES,
    OPC,
    PACKAGES,
    READ,
    excel_2003,
    flat_package,
    html_table,
    package,
    saved_page,
    slides,
    word_2003,
    word_page,
)
from tests.builders.form_samples import NAMESPACES, SETTINGS, attached, table, texts, word_file


def read(path: Path, data: bytes | str) -> tuple[FileType, dict[str, str]]:
    """Return what a file is taken for, and what its form says."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    kind = sniff(path, path.name, "application/msword")
    return kind, texts(read_form(attached(path, kind), SETTINGS, path.parent))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_document_that_is_a_zip_is_named_and_never_an_archive(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(PACKAGES[name])
    kind = sniff(path, name)
    form = read_form(attached(path, kind), SETTINGS, tmp_path)
    assert (kind in WITHOUT_READER | DESIGNS, kind in DOCUMENTS) == (True, kind not in DESIGNS)
    wanted = {FileType.IWORK: "iwork", FileType.OFD: "ofd"}.get(kind, "unsupported")
    told = form and (form.state, form.problem)
    assert told == (None if kind in DESIGNS else (FormState.UNREADABLE, wanted))  # a poster's source is nobody's form


@pytest.mark.parametrize("name", [name for name in PACKAGES if name not in {"form.xmind"}])
def test_its_parts_tell_it_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = tmp_path / "photos.zip"
    path.write_bytes(PACKAGES[name])
    assert sniff(path, path.name) in WITHOUT_READER | DESIGNS


def test_a_broken_document_is_still_none_to_unpack(tmp_path: Path) -> None:
    path = tmp_path / "form.pages"
    path.write_bytes(PACKAGES["form.pages"][:120])
    assert sniff(path, path.name) is FileType.IWORK


@pytest.mark.parametrize(
    "names",
    [
        ("a.jpg", "b/c.jpg"),
        ("word/a.jpg", "photos/b.jpg"),
        ("Index/a.jpg", "Data/b.jpg"),
        ("form.docx", "photos/1.jpg"),
        ("x.pages/preview.jpg", "photo.jpg"),
    ],
)
def test_what_people_pack_is_an_archive(tmp_path: Path, names: tuple[str, ...]) -> None:
    path = tmp_path / "photos.zip"
    path.write_bytes(package(dict.fromkeys(names, b"x")))
    assert sniff(path, path.name) is FileType.ZIP


def backslashed(data: bytes, prefix: str = "") -> bytes:
    """Return a package whose part names have backslashes, as some Windows libraries write them."""
    source, target = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            made = zipfile.ZipInfo("x", (2026, 7, 1, 9, 0, 0))
            made.filename = prefix + entry.filename.replace("/", "\\")
            archive.writestr(made, source.read(entry))
    return target.getvalue()


@pytest.mark.parametrize("prefix", ["", "\\"])
def test_backslashes_in_the_names_of_parts(tmp_path: Path, prefix: str) -> None:
    data = backslashed(word_file(table(*LINES), docProps__thumbnail="x"), prefix)
    assert read(tmp_path / "form.docx", data) == (FileType.DOCX, READ)


def test_a_main_part_of_another_name(tmp_path: Path) -> None:
    document = f"<w:document {NAMESPACES}><w:body>{table(*LINES)}</w:body></w:document>"
    link = '<Relationships><Relationship Type="http://x/officeDocument" Target="word/document22.xml"/></Relationships>'
    parts = {"[Content_Types].xml": OPC, "_rels/.rels": link, "word/document22.xml": document}
    assert read(tmp_path / "form.docx", package(parts)) == (FileType.DOCX, READ)


@pytest.mark.parametrize(
    "data",
    [
        word_page().encode("utf-8-sig"),
        word_page().encode("utf-16"),
        b"\r\n  " + word_page().encode(),
        b'<?xml version="1.0"?>\n<!-- saved -->\n<!DOCTYPE html>\n' + word_page().encode(),
        b"<meta charset=utf-8>" + html_table().encode(),
        html_table().encode(),
    ],
    ids=["bom", "utf-16", "blanks", "declared", "meta", "bare"],
)
def test_a_page_called_doc(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path / "Maria Silva.doc", data) == (FileType.HTML, READ)


@pytest.mark.parametrize("name", ["Maria Silva.doc", "form.mht"])
def test_a_page_saved_in_one_file(tmp_path: Path, name: str) -> None:
    assert read(tmp_path / name, saved_page(word_page())) == (FileType.MHTML, READ)


@pytest.mark.parametrize(
    ("name", "declared", "in_front"),
    [
        ("Maria Silva.doc", "message/rfc822", b""),  # as it is built: programs that look at the bytes declare it a mail
        ("Maria Silva.htm", "message/global", b""),
        ("form.mht", "message/rfc822", b"To: desk@example.org\nMessage-ID: <1@example.org>\n"),  # a mail that was saved as a page
    ],
)
def test_a_page_saved_in_one_file_is_no_mail_whatever_it_is_declared(
    tmp_path: Path, name: str, declared: str, in_front: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(in_front + saved_page(word_page()).lstrip(b"\xef\xbb\xbf \r\n"))
    kind = sniff(path, name, declared)
    assert (kind, texts(read_form(attached(path, kind), SETTINGS, tmp_path))) == (FileType.MHTML, READ)


@pytest.mark.parametrize("name", ["form.doc", "form.xml"])
def test_word_in_one_xml_text(tmp_path: Path, name: str) -> None:
    document = f"<w:document {NAMESPACES}><w:body>{table(*LINES)}</w:body></w:document>"
    made = (word_2003(), flat_package(document), document)
    assert [read(tmp_path / name, text) for text in made] == [(FileType.WORD_XML, READ)] * 3


@pytest.mark.parametrize("name", ["form.xls", "form.xml"])
def test_excel_2003_xml(tmp_path: Path, name: str) -> None:
    assert read(tmp_path / name, excel_2003()) == (FileType.EXCEL_XML, READ | {"pieces": "3"})


def test_slides(tmp_path: Path) -> None:
    assert read(tmp_path / "form.pptx", slides()) == (FileType.PPTX, READ)


def test_a_text_called_doc_is_read(tmp_path: Path) -> None:
    text = "\n".join(f"{label}: {value}" for label, value in LINES)
    assert read(tmp_path / "form.doc", text) == (FileType.TEXT, READ)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("afchunk.htm", word_page().encode("utf-8-sig")),
        ("afchunk.mht", saved_page(word_page())),
        ("afchunk.docx", word_file(table(*LINES))),
        ("afchunk.txt", "\n".join(f"{label}: {value}" for label, value in LINES).encode()),
    ],
)
def test_documents_inside_a_document_are_read(tmp_path: Path, name: str, data: bytes) -> None:
    body = '<w:p/><w:altChunk xmlns:r="r" r:id="c1"/>'
    link = f'<Relationship Id="c1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="{name}"/>'
    parts = {
        "[Content_Types].xml": OPC,
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{link}</Relationships>",
        f"word/{name}": data,
    }
    path = tmp_path / "form.docx"
    assert read(path, package(parts)) == (FileType.DOCX, READ)
    assert "Anna Blanc" in read_text(attached(path, FileType.DOCX), tmp_path)
