"""The page for web voting: works from a folder without any server, and the list in which votes come back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from reports.letters.sandbox import sandbox
from reports.pack.entries import JudgedEntry
from reports.pack.folder import write_durably
from reports.pack.pack_words import PackWords
from reports.pack.packed import PackedEntry
from reports.workbook.columns import Layout, laid_out
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.steadyzip import save_book
from reports.workbook.style import CellKind

TEMPLATES = Path(__file__).with_name("templates")
PAGE, COUNTS = "index.html", "votes.xlsx"
COLUMNS: Layout = (("code", 12), ("title", 60), ("votes", 14, CellKind.INPUT))


def write_voting_page(pack: Path, about: PackWords, packed: Sequence[PackedEntry]) -> None:
    """Write index.html and its small pictures (thumbs/), and votes.xlsx with every code and no votes."""
    environment = sandbox(TEMPLATES, escapes=True)
    shown = [_shown(pack, about, item) for item in packed]
    page = environment.get_template("voting.html.j2").render(
        languages=about.words.languages, titles=about.titles, offices=about.offices, words=about.words, entries=shown
    )
    write_durably(pack / PAGE, page.encode())
    _write_counts(pack / COUNTS, about, [item.entry for item in packed])


def _shown(pack: Path, about: PackWords, item: PackedEntry) -> dict[str, object]:
    """Return an entry as the page shows it, and write its small pictures."""
    entry, photos = item.entry, []
    for picture in item.pictures:
        small = f"thumbs/{picture.name}.jpg"
        write_durably(pack / small, picture.small)
        photos.append({"file": picture.files[0], "small": small, "width": picture.width, "height": picture.height})
    texts = [
        (about.call.texts[name].title.heading(about.words.languages[0], about.call.languages), text)
        for name, text in entry.texts.items()
    ]
    return {"code": entry.code, "title": entry.title, "texts": texts, "photos": photos, "files": item.places}


def _write_counts(path: Path, about: PackWords, entries: Sequence[JudgedEntry]) -> None:
    book, words = Workbook(write_only=True), about.words
    sheet = WorkbookSheet(book, words.first("titles", "votes"), laid_out(words, "votes", COLUMNS))
    for entry in entries:
        sheet.append({"code": entry.code, "title": entry.title})
    sheet.finish()
    save_book(book, path, about.office_name, about.title)
