"""Corpus: descriptions and biographies wherever people write them, in whatever language."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from openpyxl import Workbook

from reports.demo import documents, mails
from reports.demo.mime import File
from reports.demo.scene import DOCX, XLSX
from tests.builders.factories import CorpusCase, expect, tiny_scene
from tests.corpus.contents import CHINESE, description_file, entry, text_file

DESCRIPTION = tiny_scene().person.description
FRENCH = (
    "Le vieux quartier au petit matin : les voisins se retrouvent pour boire le thé et parler de la pluie. Depuis dix ans je "
    "photographie leurs mains et leurs rires avec le même appareil, dans la même rue, et ils me demandent toujours des nouvelles "
    "de ma mère. Une tasse de thé suffit pour que la langue ne soit plus un mur entre nous."
)
RUSSIAN = "Утро на чайном рынке. Старики перебирают свежий чай под лампами, а я снимаю их руки и пар над чашками. " * 3
ARABIC = "سوق الشاي في الصباح الباكر حيث يجلس الشيوخ تحت المصابيح ويفرزون الأوراق الجديدة بهدوء كبير. " * 4
JAPANESE = "早朝のお茶の市場。老人たちは灯りの下で新茶を選び、私はその手と湯気を写真に残します。" * 2


def split(text: str, pieces: int = 3) -> list[str]:
    """Return a text in so many pieces of whole words."""
    words = text.split()
    step = -(-len(words) // pieces)
    return [" ".join(words[place : place + step]) for place in range(0, len(words), step)]


def in_body(text: str) -> bytes:
    """Return an entry whose form has no description, with this body."""
    return entry(text=f"Dear organisers,\n\n{text}\n\nBest regards,\nMarta Lindqvist\nSuzhou", description="")


def attached(*files: File) -> bytes:
    """Return an entry whose form has no description, with these files besides."""
    return entry(*files, description="")


def per_photo(labels: str) -> str:
    """Return the description in three pieces, each under a photo's label."""
    marks = labels.split("/")
    return "\n\n".join(f"{mark}{piece}" for mark, piece in zip(marks, split(DESCRIPTION), strict=True))


def described_in_table() -> File:
    """Return a Word file with a table: number, title, description."""
    document = Document()
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("No.", "Title", "Description"), strict=True):
        cell.text = text
    for number, piece in enumerate(split(DESCRIPTION), 1):
        for cell, text in zip(table.add_row().cells, (str(number), f"Tea {number}", piece), strict=True):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return File(name="texts.docx", data=documents.steady(out.getvalue()), type=DOCX)


def described_in_sheet() -> File:
    """Return a workbook: photo and its description, row by row, under Chinese heads."""
    book = Workbook()
    sheet = book.active
    sheet.append(["照片", "作品说明"])
    for number, piece in enumerate(split(DESCRIPTION), 1):
        sheet.append([f"{number}.jpg", piece])
    out = BytesIO()
    book.save(out)
    return File(name="texts.xlsx", data=documents.steady(out.getvalue()), type=XLSX)


def both_in_one() -> bytes:
    """Send biography and description in one document, each under its heading."""
    scene = tiny_scene()
    text = f"作者简介 Biography\n{scene.person.biography}\n\nPhoto description\n{DESCRIPTION}"
    file = File(name="Texts.docx", data=documents.text_document("", text), type=DOCX)
    return mails.plain(scene.draft(scene.form(description=""), file, *scene.works(3), scene.portrait()))


def quoted_only() -> bytes:
    """Answer a letter that quoted the author's earlier description: nothing of it is new."""
    return in_body(f"my entry.\n\nOn Fri, 10 Jul 2026, Photo wrote:\n> Description: {DESCRIPTION}")


NOT_ENGLISH = expect("incomplete", "text-language.description")
MISSING = expect("incomplete", "slot-count.description")
TEXT_CASES = (
    CorpusCase(name="text-heading-in-body", raw=lambda: in_body(f"【作品说明】\n{DESCRIPTION}")),
    CorpusCase(name="text-heading-with-remark", raw=lambda: in_body(f"Description in English (about 100 words):\n{DESCRIPTION}")),
    CorpusCase(name="text-photo-one-two-three", raw=lambda: in_body(per_photo("Photo 1: /Photo 2: /Photo 3: "))),
    CorpusCase(name="text-chinese-photo-labels", raw=lambda: in_body(per_photo("照片一：/照片二：/照片三："))),
    CorpusCase(name="text-description-of-each-photo", raw=lambda: in_body(per_photo("作品说明一：/作品说明二：/作品说明三："))),
    CorpusCase(name="text-table-in-word", raw=lambda: attached(described_in_table())),
    CorpusCase(name="text-table-in-excel", raw=lambda: attached(described_in_sheet())),
    CorpusCase(name="text-txt-under-chinese-heading", raw=lambda: attached(text_file("a.txt", f"文字说明：\n{DESCRIPTION}"))),
    CorpusCase(name="text-both-in-one-document", raw=both_in_one),
    CorpusCase(name="text-bilingual", raw=lambda: in_body(f"作品说明\n{CHINESE}\n{DESCRIPTION}")),
    CorpusCase(name="text-bilingual-form", raw=lambda: entry(description=f"{CHINESE}\n{DESCRIPTION}")),
    CorpusCase(
        name="text-english-part-too-short",
        raw=lambda: entry(description=f"{CHINESE}\n{' '.join(DESCRIPTION.split()[:30])}"),
        warnings=frozenset({"text-length.description"}),
    ),
    CorpusCase(name="text-french", raw=lambda: entry(description=FRENCH), expected=NOT_ENGLISH),
    CorpusCase(name="text-russian", raw=lambda: entry(description=RUSSIAN), expected=NOT_ENGLISH),
    CorpusCase(name="text-arabic", raw=lambda: entry(description=ARABIC), expected=NOT_ENGLISH),
    CorpusCase(name="text-japanese", raw=lambda: entry(description=JAPANESE), expected=NOT_ENGLISH),
    CorpusCase(
        name="text-200-words",
        raw=lambda: entry(description=" ".join((DESCRIPTION.split() * 4)[:200])),
        expected=expect("incomplete", "text-length.description"),
    ),
    CorpusCase(
        name="text-199-words",
        raw=lambda: entry(description=" ".join((DESCRIPTION.split() * 4)[:199])),
        warnings=frozenset({"text-length.description"}),
    ),
    CorpusCase(name="text-only-in-quoted-mail", raw=quoted_only, expected=MISSING),
    CorpusCase(
        name="text-question-is-none",
        raw=lambda: in_body("May I send you the description of my photos a little later, please?"),
        expected=MISSING,
    ),
)
# these need assemble.py to ask intake.texts.better and refers_elsewhere, and to hand the call's texts to prose
TEXT_CASES_ELSEWHERE = (
    CorpusCase(
        name="text-field-says-see-attached", raw=lambda: entry(description_file(), description="Please see the attached Word file.")
    ),
    CorpusCase(name="text-field-is-chinese-file-is-english", raw=lambda: entry(description_file(), description=CHINESE)),
    CorpusCase(
        name="text-biography-is-no-description",
        raw=lambda: in_body("About the author\nMarta Lindqvist has taught chemistry in Suzhou for nine years and photographs her street every single "
                            "morning before school begins, whatever the weather may be like."),
        expected=MISSING,
        warnings=frozenset({"text-length.biography"}),
    ),
)  # fmt: skip
