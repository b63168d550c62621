"""Old formats through LibreOffice, and what happens without it."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from intake.forms.read import office, ole
from intake.forms.read.formats import FORMAT_READERS
from intake.forms.readers import read_form, read_forms, read_text
from intake.model.problems import FileProblem
from intake.model.submission import Attachment, FileType, FormState
from reports.demo import documents
from tests.builders.form_samples import SETTINGS, TITLE, VALUES, attached, compound, texts
from tests.builders.form_typing import odt

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Put a program named soffice, a shell script, on the path."""
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


def file(tmp_path: Path, name: str, data: bytes, type: FileType) -> Attachment:
    path = tmp_path / name
    path.write_bytes(data)
    return attached(path, type)


@pytest.mark.parametrize(
    ("name", "type"), [("a.doc", FileType.OLE), ("a.wps", FileType.OLE), ("a.rtf", FileType.RTF), ("a.odt", FileType.ODT)]
)
def test_without_libreoffice_a_person_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, type: FileType
) -> None:
    monkeypatch.setenv("PATH", "")
    data = odt(tmp_path / "text", "").read_bytes() if type is FileType.ODT else OLE
    item = file(tmp_path, name, data, type)
    form = read_form(item, SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, form.problem, form.source) == (FormState.UNREADABLE, "needs-office", name)
    assert read_text(item, tmp_path) == ""


def test_with_libreoffice_the_converted_form_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = tmp_path / "ready.docx"
    ready.write_bytes(documents.registration_form(VALUES, TITLE))
    install(monkeypatch, tmp_path / "bin", f'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; cp {ready} "$2/in.docx"')
    assert texts(read_form(file(tmp_path, "a.doc", OLE, FileType.OLE), SETTINGS, tmp_path)) == VALUES


def test_a_slow_conversion_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "still-alive"
    install(monkeypatch, tmp_path / "bin", f"(sleep 1; touch {marker}) & sleep 60")
    (tmp_path / "a.doc").write_bytes(OLE)
    with pytest.raises(FileProblem, match="unsupported"):
        office.convert(tmp_path / "a.doc", tmp_path, ".doc", seconds=0.3)
    time.sleep(1.2)
    assert not marker.exists()


@pytest.mark.parametrize(
    ("data", "problem"), [(OLE, "damaged"), (OLE + "WordDocument".encode("utf-16-le"), "unsupported")], ids=["broken", "word"]
)
def test_a_conversion_that_makes_nothing_goes_to_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, problem: str
) -> None:
    """Of a file whose directory is broken nobody can say that its format is not read here."""
    install(monkeypatch, tmp_path / "bin", "exit 0")
    form = read_form(file(tmp_path, "登记表.doc", data, FileType.OLE), SETTINGS, tmp_path)
    assert form is not None
    assert form.problem == problem


def test_a_file_is_converted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path / "bin", f"echo started >> {tmp_path / 'log'}")
    item = file(tmp_path, "登记表.doc", OLE, FileType.OLE)
    for _ in range(2):
        assert read_text(item, tmp_path) == ""
    assert (tmp_path / "log").read_text() == "started\n"


def test_what_a_killed_attempt_left_is_not_taken_for_a_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path / "bin", 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; echo new > "$2/in.docx"')
    result = office.convert(file(tmp_path, "a.doc", OLE, FileType.OLE).path, tmp_path, ".doc")
    (result.parent.parent / "done").unlink()
    result.write_text("half")
    assert office.convert(tmp_path / "a.doc", tmp_path, ".doc").read_text() == "new\n"


WORD = bytes(10) + b"\0\0"
LOCKED_WORD = bytes(10) + b"\0\1"
EXCEL = b"\x09\x08\x04\0" + bytes(4)
LOCKED_EXCEL = EXCEL + b"\x2f\0\x02\0\0\0"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("WordDocument", WORD, ole.OleKind.WORD),
        ("WordDocument", LOCKED_WORD, ole.OleKind.ENCRYPTED),
        ("Workbook", EXCEL, ole.OleKind.EXCEL),
        ("Book", EXCEL, ole.OleKind.EXCEL),
        ("Workbook", LOCKED_EXCEL, ole.OleKind.ENCRYPTED),
        ("EncryptedPackage", b"", ole.OleKind.ENCRYPTED),
        ("__properties_version1.0", b"", ole.OleKind.OTHER),
    ],
)
def test_what_an_old_office_file_is(name: str, content: bytes, kind: ole.OleKind) -> None:
    assert ole.kind(compound(name, content)) is kind


def test_a_letter_that_speaks_of_a_workbook_is_no_sheet() -> None:
    assert ole.kind(compound("WordDocument", "The Workbook".encode("utf-16-le"))) is ole.OleKind.WORD


@pytest.mark.parametrize("data", [b"", OLE, OLE[:60], compound("WordDocument", b"")[:700]])
def test_a_broken_old_office_file_is_something_else_or_known_by_its_names(data: bytes) -> None:
    assert ole.kind(data) in {ole.OleKind.OTHER, ole.OleKind.WORD}


def test_a_locked_opendocument_file_goes_to_a_person(tmp_path: Path) -> None:
    path = tmp_path / "登记表.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>")
    form = read_form(attached(path, FileType.ODT), SETTINGS, tmp_path)
    assert form is not None
    assert form.problem == "encrypted"


def test_an_encrypted_document_is_known(tmp_path: Path) -> None:
    form = read_form(file(tmp_path, "a.docx", documents.encrypted_document(), FileType.OLE), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, form.problem) == (FormState.UNREADABLE, "encrypted")


@pytest.mark.parametrize(
    ("name", "type", "problem"),
    [
        ("Application Form.docx", FileType.EMPTY, "empty"),
        ("登记表.docx", FileType.UNKNOWN, "damaged"),
        ("登记表.docx", FileType.ZIP, "damaged"),
        ("登记表.jpg", FileType.JPEG, "scan"),
        ("登记表.pages", FileType.UNKNOWN, "damaged"),
    ],
)
def test_what_is_only_named_like_a_form_goes_to_a_person(tmp_path: Path, name: str, type: FileType, problem: str) -> None:
    form = read_form(file(tmp_path, name, b"", type), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, form.problem) == (FormState.UNREADABLE, problem)


@pytest.mark.parametrize(
    ("name", "type"), [("登记表.zip", FileType.ZIP), ("Spring.jpg", FileType.JPEG), ("notes.docx", FileType.EMPTY)]
)
def test_everything_else_is_no_form(tmp_path: Path, name: str, type: FileType) -> None:
    assert read_forms(file(tmp_path, name, b"", type), SETTINGS, tmp_path) == ()


def test_every_document_format_has_its_reader() -> None:
    assert set(FORMAT_READERS) == {
        FileType.DOCX,
        FileType.XLSX,
        FileType.PDF,
        FileType.TEXT,
        FileType.HTML,
        FileType.OLE,
        FileType.RTF,
        FileType.ODT,
        FileType.EXCEL_XML,
        FileType.WORD_XML,
        FileType.PPTX,
        FileType.MHTML,
        FileType.FLAT_ODF,
        FileType.XLSB,
    }
