"""The document probe on real files: every format, whole, locked, cut, scanned, with macros, with two faces."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from intake.forms.read import office
from reports.demo.documents import encrypted_document
from tests.builders import document_files as files
from tests.builders.breadth import rarely
from tests.builders.document_samples import PACKAGES, package
from tests.builders.form_samples import compound
from tests.builders.video_samples import cut
from validators.facts_document import DocumentFacts
from validators.probes.document import probe

ROOT = Path(__file__).resolve().parents[3]
TEXT_PDF = files.pdf([files.SENTENCE * 4] * 3)
WORD = files.word(files.ARTICLE)


def look(tmp_path: Path, data: bytes, name: str) -> DocumentFacts:
    """Probe a document under a name."""
    path = tmp_path / "file"
    path.write_bytes(data)
    return probe(path, tmp_path, name, "sha")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [  # format, pages, 字, scanned, editable
        ("a.docx", WORD, ("DOCX", 0, 85, False, True)),
        ("a.docx", files.word("短"), ("DOCX", 0, 1, False, True)),
        ("a.docx", files.word("", pictures=2), ("DOCX", 0, 0, True, False)),
        ("a.docx", files.word(files.ARTICLE, pictures=2), ("DOCX", 0, 85, False, True)),
        ("a.pdf", TEXT_PDF, ("PDF", 3, 180, False, False)),
        ("a.pdf", files.pdf([files.Scan(files.scan())] * 2), ("PDF", 2, 0, True, False)),
        ("a.pdf", files.pdf([files.Scan(files.scan()), files.Scan(files.scan(1)), files.SENTENCE * 9]), ("PDF", 3, 135, True, False)),
        ("a.pdf", files.pdf([files.Scan(files.scan(), "RECEIVED 12 April 2023")]), ("PDF", 1, 4, True, False)),
        ("a.pdf", files.pdf([files.Scan(files.scan(), files.SENTENCE * 5, under=True)]), ("PDF", 1, 75, True, False)),
        ("a.pdf", files.pdf([files.Scan(files.scan(), files.SENTENCE * 5)]), ("PDF", 1, 75, False, False)),
        ("a.pptx", files.slides(12), ("PPTX", 12, 204, False, True)),
        ("a.txt", files.ARTICLE.encode("gb18030"), ("TXT", 0, 85, False, True)),
        ("a.html", f"<html><body><p>{files.ARTICLE}</p></body></html>".encode(), ("HTML", 0, 85, False, True)),
        ("a.jpg", files.scan(), ("JPEG", 1, 0, True, False)),
        ("a.odt", files.opendocument("text", f"<office:text><text:h>题</text:h><text:p>{files.ARTICLE}</text:p></office:text>"), ("ODT", 7, 86, False, True)),
        ("a.odp", files.opendocument("presentation", "<draw:page><text:p>One</text:p></draw:page><draw:page/>"), ("ODP", 2, 1, False, True)),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_what_a_document_is(tmp_path: Path, name: str, data: bytes, expected: tuple[object, ...]) -> None:
    facts = look(tmp_path, data, name)
    assert (facts.format, facts.pages, facts.characters, facts.scanned, facts.editable) == expected
    assert (facts.problem, facts.renamed, facts.active, facts.second_face) == ("", False, (), "")


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.docx", b"", "empty"),
        ("a.docx", encrypted_document(), "encrypted"),
        ("a.pdf", files.locked(TEXT_PDF), "encrypted"),
        ("a.pdf", files.locked(TEXT_PDF, user=""), ""),
        ("a.docx", cut(WORD, 0.5), "damaged"),
        ("a.docx", cut(WORD, 0.99), "damaged"),
        ("a.pdf", cut(TEXT_PDF, 0.5), "damaged"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(500), "damaged"),
        ("a.docx", bytes(range(256)) * 40, "damaged"),
        ("a.docx", files.raw_word("<w:p><w:r><w:t>half"), "damaged"),
        ("a.docx", files.raw_word("", {"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "unsupported"),
        ("a.jpg", cut(files.scan(), 0.6), "damaged"),
        ("a.doc", compound("WordDocument", b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01"), "encrypted"),
        ("a.xls", compound("Workbook", b"\x09\x08\x04\x00" + bytes(4) + b"\x2f\x00\x02\x00\x00\x00"), "encrypted"),
        ("a.odt", files.opendocument("text", "", {"META-INF/manifest.xml": "<m:encryption-data/>"}), "encrypted"),
        ("a.pages", PACKAGES["form.pages"], "iwork"),
        ("a.ofd", PACKAGES["form.ofd"], "ofd"),
    ],
)
def test_what_nobody_can_look_into(tmp_path: Path, name: str, data: bytes, problem: str) -> None:
    assert look(tmp_path, data, name).problem == problem


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.docx", TEXT_PDF, "PDF"),
        ("a.pdf", WORD, "DOCX"),
        ("a.doc", WORD, "DOCX"),
        ("a.doc", f"<html><body>{files.ARTICLE}</body></html>".encode(), "HTML"),
        ("a.doc", compound("PowerPoint Document", b""), "PPT"),
    ],
)
def test_a_name_that_claims_another_format(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    facts = look(tmp_path, data, name)
    assert (facts.format, facts.renamed) == (kind, True)


ZIPPED = package({"a.exe": b"MZ" + bytes(40)})


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", TEXT_PDF + ZIPPED, ("PDF", "zip")),
        ("a.pdf", TEXT_PDF + b"Rar!\x1a\x07\x01\0" + bytes(50), ("PDF", "rar")),
        ("a.pdf", TEXT_PDF + b"7z\xbc\xaf\x27\x1c" + bytes(50), ("PDF", "7z")),
        ("a.pdf", TEXT_PDF + b"\n", ("PDF", "")),
        (
            "a.docx",
            package({"x": TEXT_PDF, "word/document.xml": f"<w:document {files.W}><w:body/></w:document>"}),
            ("DOCX", "pdf"),
        ),
        ("a.txt", b"notes\n" + TEXT_PDF, ("TXT", "pdf")),
        ("a.txt", "稿件说明。".encode() * 20 + ZIPPED, ("UNKNOWN", "zip")),
        ("a.docx", WORD, ("DOCX", "")),
    ],
)
def test_two_faces(tmp_path: Path, name: str, data: bytes, expected: tuple[str, str]) -> None:
    facts = look(tmp_path, data, name)
    assert (facts.format or "UNKNOWN", facts.second_face) == expected


FIELD = '<w:p><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p>'
TEMPLATE = '<Relationships><Relationship Id="r" Type="http://x/attachedTemplate" Target="http://example.com/t.dotm" TargetMode="External"/></Relationships>'


@pytest.mark.parametrize(
    ("name", "data", "active"),
    [
        ("a.docx", files.with_macros(WORD), ("macros",)),
        ("a.docm", files.with_macros(WORD), ("macros",)),
        ("a.docx", files.raw_word(FIELD), ("dde",)),
        ("a.docx", files.raw_word("<w:p/>", {"word/_rels/settings.xml.rels": TEMPLATE}), ("template",)),
        ("a.pdf", files.with_script(TEXT_PDF), ("script",)),
        ("a.pdf", TEXT_PDF.replace(b"/Type /Catalog", b"/OpenAction<</S/Launch>>/Type /Catalog"), ("launch",)),
        ("a.odt", files.opendocument("text", "<text:p>x</text:p>", {"Basic/Standard/Module1.xml": "<x/>"}), ("macros",)),
        ("a.ppt", compound("PowerPoint Document", b""), ()),
    ],
)
def test_what_would_run_is_named_and_never_run(tmp_path: Path, name: str, data: bytes, active: tuple[str, ...]) -> None:
    assert look(tmp_path, data, name).active == active


def run(text: str, about: str = "") -> str:
    return f"<w:r>{about}<w:t>{text}</w:t></w:r>"


SHOWN = run("显", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
MARKED = (
    f"<w:p>{run('字字')}<w:ins>{run('入')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom>{run('去')}</w:moveFrom>"
    f"<w:moveTo>{run('来')}</w:moveTo><w:sdt><w:sdtContent>{run('控')}</w:sdtContent></w:sdt>{run('隐', '<w:rPr><w:vanish/></w:rPr>')}"
    f"{SHOWN}<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    f"<w:tbl><w:tr><w:tc><w:p>{run('表')}</w:p></w:tc></w:tr></w:tbl>"
    f"<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent></mc:Choice>"
    f"<mc:Fallback><w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>外</w:t></w:r></w:p>"
)


def test_text_is_what_its_reader_sees(tmp_path: Path) -> None:
    facts = look(tmp_path, files.raw_word(MARKED, {"word/header1.xml": "<x/>"}), "a.docx")
    assert (facts.text, facts.characters, facts.changes) == ("字字入来控显\n表\n框\n外", 9, True)


@pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")
def test_old_formats_are_read_through_libreoffice(tmp_path: Path) -> None:
    facts = look(tmp_path, files.rich(files.ARTICLE, "The end"), "a.rtf")
    assert (facts.format, facts.characters, facts.editable, facts.problem) == ("RTF", 87, True, "")


def test_without_libreoffice_a_person_reads_an_old_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    facts = look(tmp_path, compound("WordDocument", b"\xec\xa5\xc1\x00"), "稿件.wps")
    assert (facts.format, facts.problem, facts.unseen) == ("WPS", "needs-office", True)


ALONE = """
import re, sys, time
from pathlib import Path
from validators.probes.document import probe
facts = probe(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[1])
most = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
print(facts.problem or "whole", facts.pages, facts.characters, time.process_time() < 5, most < 150_000_000)
"""


def large_pdf() -> bytes:
    """Return a PDF of 100 MB in 500 pages, each with a picture of 200 KB that nothing needs to decode."""
    picture = files.scan()
    return files.pdf([files.Scan(picture + bytes(200_000 - len(picture)))] * 500)


@pytest.mark.parametrize(
    ("name", "made", "expected"),
    [
        *rarely([("long.docx", lambda: files.long_word(500), ["whole", "0", "540000"])]),
        *rarely([("long.pdf", lambda: files.pdf([files.SENTENCE * 30] * 500), ["whole", "500", "225000"])]),
        *rarely([("large.pdf", large_pdf, ["whole", "500", "0"])]),
        ("large.docx", lambda: files.with_parts(files.word(files.ARTICLE), {f"word/media/i{n}.bin": bytes(5_000_000) for n in range(20)}), ["whole", "0", "85"]),
    ],
)  # fmt: skip
def test_a_document_of_500_pages_or_100_mb_takes_little(tmp_path: Path, name: str, made: object, expected: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(made())  # type: ignore[operator]
    told = subprocess.run(
        [sys.executable, "-c", ALONE, str(path), str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [*expected, "True", "True"]


def test_an_old_sheet_can_be_edited(tmp_path: Path) -> None:
    facts = look(tmp_path, compound("Workbook", b""), "成果统计表.et")
    assert (facts.format, facts.renamed, facts.editable, facts.problem) == ("XLS", False, True, "")
