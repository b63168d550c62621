"""Old formats through LibreOffice, and what happens without it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from form_samples import SETTINGS, TITLE, VALUES, attached, texts

from intake.forms import READERS, office, read_form, read_forms, read_text
from intake.forms.grid import FormProblem
from intake.submission import Attachment, FileType, FormState
from reports.demo import documents

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
    item = file(tmp_path, name, OLE, type)
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
    with pytest.raises(FormProblem, match="unsupported"):
        office.convert(tmp_path / "a.doc", tmp_path, ".doc", seconds=0.3)
    time.sleep(1.2)
    assert not marker.exists()


def test_a_conversion_that_makes_nothing_goes_to_a_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, tmp_path / "bin", "exit 0")
    form = read_form(file(tmp_path, "登记表.doc", OLE, FileType.OLE), SETTINGS, tmp_path)
    assert form is not None
    assert form.problem == "unsupported"


def test_an_encrypted_document_is_known(tmp_path: Path) -> None:
    form = read_form(file(tmp_path, "a.docx", documents.encrypted_document(), FileType.OLE), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, form.problem) == (FormState.UNREADABLE, "encrypted")


@pytest.mark.parametrize(
    ("name", "type", "problem"),
    [
        ("Application Form.docx", FileType.EMPTY, "damaged"),
        ("登记表.docx", FileType.UNKNOWN, "damaged"),
        ("登记表.docx", FileType.ZIP, "damaged"),
        ("登记表.jpg", FileType.JPEG, "scan"),
        ("登记表.pages", FileType.UNKNOWN, "unsupported"),
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
    assert set(READERS) == {
        FileType.DOCX,
        FileType.XLSX,
        FileType.PDF,
        FileType.TEXT,
        FileType.HTML,
        FileType.OLE,
        FileType.RTF,
        FileType.ODT,
    }
