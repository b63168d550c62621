"""What packages may unpack to: counted as it comes out, one allowance for all that a mail brings, whatever they are called."""

import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from intake.assemble.submissions import gather
from intake.config.models import Limits
from intake.forms.read.package import chunks, opendocument_kind, xml_parts
from intake.mime.unpacking import ZipParts, one_allowance, weigh
from intake.model.problems import FileProblem, Problem
from intake.sheets.read.package import Package
from tests.builders.factories import shipped_call
from tests.intake.unwrap.test_carriers import reading
from validators.probes.office_parts import OfficeParts

MB = 1_000_000
OPENDOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
WORD, SHEET, OPEN = "word/document.xml", "xl/worksheets/sheet1.xml", "content.xml"


def package(path: Path, *parts: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return path


def refusal(work) -> str:
    with pytest.raises(FileProblem) as told:
        work()
    return str(told.value)


def read_whole(parts: ZipParts) -> int:
    with parts:
        return sum(len(block) for entry in parts.listed for block in parts.blocks_of(entry))


def test_all_packages_of_a_mail_share_one_allowance_and_pay_once(tmp_path):
    one, two, three = (package(tmp_path / f"{name}.docx", (WORD, bytes(MB)), ("a.xml", b"")) for name in "abc")
    with one_allowance(2_500_000, 100) as left:
        for _ in range(3):  # the form's reader, the sheets', and the probe's, each opens it anew
            weigh(one, 5 * MB, 10)
        assert read_whole(Package(one)) + read_whole(OfficeParts(one)) == 2 * MB
        assert (left.left_bytes, left.left_entries) == (1_500_000, 98)
        weigh(two, 5 * MB, 10)
        assert refusal(lambda: weigh(three, 5 * MB, 10)) == Problem.TOO_BIG
        assert (left.left_bytes, left.left_entries) == (500_000, 96)  # what is refused costs the others nothing
        weigh(package(tmp_path / "d.docx", (WORD, bytes(500_000))), 5 * MB, 10)
    with one_allowance(5 * MB, 3):
        weigh(one, 5 * MB, 10)
        assert refusal(lambda: ZipParts(two, 5 * MB, 10)) == Problem.TOO_BIG  # four parts in both
    weigh(three, MB, 2)  # a file alone has its own limits, and they are back
    assert refusal(lambda: weigh(three, MB - 1, 2)) == Problem.TOO_BIG
    assert refusal(lambda: weigh(three, MB, 1)) == Problem.TOO_BIG


def test_each_reader_of_packages_counts_what_comes_out(tmp_path):
    huge = bytes(3 * MB)
    word = package(tmp_path / "a", ("[Content_Types].xml", b"<x/>"), (WORD, b"<x/>"), ("word/media/photo.jpg", huge))
    pieces = package(
        tmp_path / "b", ("word/_rels/document.xml.rels", b'<R Target="p.htm" Type="x/aFChunk"/>'), ("word/p.htm", huge)
    )
    marked = package(tmp_path / "c", ("mimetype", huge), (OPEN, b"<x/>"))
    with one_allowance(2 * MB, 100) as left:
        assert opendocument_kind(marked) == "text"
        assert left.left_bytes > MB // 2  # of a part that is short in any honest file no more than its beginning is read
    for work in (lambda: xml_parts(word), lambda: chunks(pieces)):
        work()
        with one_allowance(2 * MB, 100):
            assert refusal(work) == Problem.TOO_BIG


def test_documents_in_an_archive_are_refused_one_by_one_where_together_they_are_too_much(tmp_path):
    filled = b"<x>" + b" " * MB + b"</x>"
    names = {f"Form {number}.docx": ("[Content_Types].xml", WORD) for number in range(6)}
    names |= {"table.xlsx": ("[Content_Types].xml", "xl/workbook.xml", SHEET), "table.ods": ("mimetype", OPEN)}
    files = [
        (
            name,
            package(
                tmp_path / name,
                *((part, filled + name.encode() if part in {WORD, SHEET, OPEN} else OPENDOCUMENT) for part in parts),
            ).read_bytes(),
        )
        for name, parts in names.items()
    ]
    packed = package(tmp_path / "all.zip", *files).read_bytes()
    mail = b"From: anna@example.org\nTo: photo@example.org\nSubject: x\nContent-Type: application/zip; name=all.zip\n"
    raw = mail + b"Content-Transfer-Encoding: binary\n\n" + packed
    (tmp_path / "mail").mkdir()
    read = reading(raw, tmp_path / "mail")
    came = sum(len(data) for _, data in files)
    assert read.unpacked == (came, len(files))
    allowed = replace(
        Limits().allowance, unpacked_bytes=came + 3 * MB
    )  # the archive is paid for by the time that documents are read
    (found,) = gather(read, "photo-2026", shipped_call(), tmp_path / "mail" / "work", allowed)
    told = Counter(item.problem for item in found.materials)
    assert told == {Problem.DAMAGED: 2, Problem.TOO_BIG: 6}  # two were opened whole, and are no forms
