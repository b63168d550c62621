"""Real documents and pictures that exhaust or break their reader: each is named, the rest of its mail is judged, the next mail too."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

import pytest

from intake.model.problems import Problem
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails
from reports.demo.mime import File
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene
from tests.torture.bomb_files import DOCX_PART, LAUGHS, REL, XLSX_PART, S, W, _office, _pdf, chunk

LIMITS = {"file_seconds": 0.8, "probe_seconds": 3.0, "reading_memory": "800 MB", "probe_memory": "800 MB"}
DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>{{}}</w:body></w:document>'
TEXT = DOCUMENT.format("<w:p><w:r><w:t>{}</w:t></w:r></w:p>")
BOOK = f'<workbook xmlns="{S}" xmlns:r="{REL}"><sheets><sheet name="a" sheetId="1" r:id="s1"/></sheets></workbook>'
HELD = f'<Relationship Id="s1" Type="{REL}/worksheet" Target="sheet1.xml"/>'
UNREADABLE = "document-unreadable"


def docx(xml: str) -> bytes:
    return _office("word/document.xml", DOCX_PART, xml)


def xlsx(rows: str, before: str = "") -> bytes:
    sheet = f'{before}<worksheet xmlns="{S}"><sheetData>{rows}</sheetData></worksheet>'
    return _office("xl/workbook.xml", XLSX_PART, BOOK, {"xl/sheet1.xml": sheet.encode()}, HELD)


def huge_member() -> bytes:
    """Return a Word file of 300 kB whose text would be 300 MB."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(300):
            part.write(bytes(1_000_000))
    return out.getvalue()


def pages_in_a_circle() -> bytes:
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 99999/Kids[2 0 R 2 0 R 2 0 R]/Parent 2 0 R>>"])


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def forms_in_forms(levels: int = 30) -> bytes:
    """Return a PDF whose page draws a form that draws the next one twice, and so on: some milliard words on one page."""
    font = b"/Font<</F 4 0 R>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R/Resources<<%s/XObject<</X 6 0 R>>>>>>" % font
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page]
    objects += [b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", stream(b"", b"/X Do /X Do")]
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<<%s" % font
    for number in range(7, 7 + levels):
        objects.append(stream(head + b"/XObject<</X %d 0 R>>>>" % number, b"/X Do /X Do"))
    return _pdf([*objects, stream(head + b">>", b"BT /F 9 Tf 9 9 Td (Name) Tj ET")])


def tiff(width: int, height: int) -> bytes:
    tags = (
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 200),
        (278, 4, height),
        (279, 4, 1),
    )
    directory = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return (b"II*\0\x08\0\0\0" + directory + bytes(4)).ljust(40_000, b"\0")


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@dataclass(frozen=True)
class Killer:
    """One culprit, the rule that names it, and what may be said of it."""

    name: str
    data: bytes
    rule: str
    problem: str


LAUGHING = TEXT.format("&a11;")


def killers() -> tuple[Killer, ...]:
    return (
        Killer("letter.docx", docx(LAUGHS + LAUGHING), UNREADABLE, Problem.UNSUPPORTED),
        Killer("Application Form 2.docx", docx(LAUGHS + LAUGHING), UNREADABLE, Problem.UNSUPPORTED),
        Killer("laughs.xlsx", xlsx('<row><c t="inlineStr"><is><t>&a11;</t></is></c></row>', LAUGHS), UNREADABLE, Problem.UNSUPPORTED),
        Killer("cells.xlsx", xlsx(("<row>" + "<c><v>1</v></c>" * 200 + "</row>") * 10_000), UNREADABLE, Problem.TOO_BIG),
        Killer("deep.docx", docx(DOCUMENT.format("<w:tbl><w:tr><w:tc>" * 100_000)), UNREADABLE, Problem.DAMAGED),
        Killer("member.docx", huge_member(), UNREADABLE, Problem.TOO_BIG),
        Killer("page.html", b"<table><tr><td>" * 60_000 + b"x", UNREADABLE, Problem.TIME),
        Killer("tree.pdf", pages_in_a_circle(), UNREADABLE, Problem.DAMAGED),
        Killer("list.pdf", forms_in_forms(), UNREADABLE, Problem.MEMORY),
        Killer("Work 4.tiff", tiff(60_000, 60_000), "photo-format", Problem.TOO_MANY_PIXELS),
        Killer("Work 4.png", png(65_500, 65_500), "photo-format", Problem.TOO_MANY_PIXELS),
    )  # fmt: skip


@pytest.mark.thorough
def test_each_culprit_is_named_and_nothing_else_is_hurt(tmp_path):
    raws, culprits = [], killers()
    for number, killer in enumerate(culprits, 1):
        scene = tiny_scene(number)
        raws.append(mails.plain(scene.draft(*scene.parcel(), File(name=killer.name, data=killer.data))))
    raws.append(parcel_mail(len(culprits) + 1))
    with a_desk(tmp_path, limits=LIMITS) as desk:
        for number, raw in enumerate(raws):
            (tmp_path / f"{number}.eml").write_bytes(raw)
            import_paths(desk, [tmp_path / f"{number}.eml"], None, INSIDE.isoformat())
        shunted = process_pending(desk)
        entries = [documents.entry(desk.db, f"IF2026-{number:04}") for number in range(1, len(raws) + 1)]
    assert (shunted, [named(entry) for entry in entries]) == (
        0,
        [*([(killer.rule, killer.name, str(killer.problem))] for killer in culprits), []],
    )
    forms = [entry["form"].get("email", "") for entry in entries]
    assert "" not in forms and len(set(forms)) == len(raws)


def named(entry) -> list[tuple[str, str, str]]:
    """Return what is said of files, and the problem that the file has."""
    problems = {item["filename"]: item["problem"] for item in entry["materials"]}
    if problems.get("list.pdf") == Problem.TIME:  # its time or its memory, whichever is used up first
        problems["list.pdf"] = str(Problem.MEMORY)
    return [
        (item["rule"], item["subject"], problems.get(item["subject"], ""))
        for item in entry["findings"]
        if item["rule"] in {UNREADABLE, "photo-format", "photo-damaged", "form-unreadable", "photo-suspect"}
    ]
