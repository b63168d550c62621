"""What the press gets: articles, posts, pictures and films under names that say whose and what each is, and an index."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from intake.config.models import Call, Slot, SlotKind
from intake.links.asked import links_in
from intake.model.links import LinkStanding
from registry.desk.desk import Desk
from registry.desk.pulse import OnStep
from registry.read.entries import AT_ONCE, read_entries, references
from registry.read.entry import Entry, EntryFile
from registry.store.measured import measured_facts
from registry.store.whole_file import whole_folder
from reports.letters import formats
from reports.letters.staff_words import StaffWords
from reports.originals.names import ending_of, safe, unlike
from reports.originals.out_folder import must_be_free, must_fit
from reports.workbook.columns import Layout, laid_out
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.steadyzip import save_book_of
from reports.workbook.style import Column
from validators.disposition import Disposition
from validators.facts_document import DocumentFacts

PRINTED = (SlotKind.DOCUMENT, SlotKind.TEXT, SlotKind.PHOTO, SlotKind.VIDEO, SlotKind.LINK)  # what the press can use
INDEX = "index.xlsx"
LONGEST_PART = 30  # characters of each part of a name


@dataclass(frozen=True, kw_only=True)
class PressPack:
    """What was written, and what is not there: (reference, file)."""

    entries: int
    files: int
    links: int
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Item:
    """One thing for the press: a file, a text or a link, in the order of the index."""

    entry: Entry
    slot: Slot
    name: str = ""  # in the pack; '' for a link
    file: EntryFile | None = None
    text: str = ""
    url: str = ""


def write_press(desk: Desk, call_id: str, out: Path, *, step: OnStep = lambda _: None) -> PressPack:
    """Write what accepted entries hold for the press to the folder `out`, new or empty; raises PlaceProblem and OSError."""
    out = Path(out.absolute())
    must_be_free(out)
    call = desk.config.calls[call_id]
    entries = list(read_entries(desk.db, references(desk.db, call_id, Disposition.ACCEPTED)))
    items = list(_items(call, sorted(entries, key=lambda entry: (_parts(entry, call), entry.reference))))
    there = [item for item in items if item.file is None or _source(desk, item.file).is_file()]
    must_fit(desk, out, sum(item.file.size for item in there if item.file))
    with whole_folder(out) as part:
        for item in there:
            _write(desk, item, part)
            step(item.name or item.url)
        _index(desk, call_id, there, part / INDEX)
    return PressPack(
        entries=len({item.entry.reference for item in there}),
        files=sum(not item.url for item in there),
        links=sum(bool(item.url) for item in there),
        missing=tuple((item.entry.reference, item.file.name) for item in items if item.file and item not in there),
    )


def _parts(entry: Entry, call: Call) -> tuple[str, ...]:
    """Return whose an entry is, as names of mails and forms say it: block and unit, or the author."""
    told = tuple(said for name in call.told_fields if (said := entry.written(name)))
    return told or (entry.named(call.identity.unit) or entry.named(call.identity.name) or entry.author_name or entry.reference,)


def _items(call: Call, entries: Sequence[Entry]) -> Iterator[_Item]:
    """Yield everything for the press, each kind of an entry numbered from 1; names are used once in the whole pack."""
    taken = {INDEX}
    for entry in entries:
        whose = [safe(part, LONGEST_PART) for part in _parts(entry, call)]
        for slot in call.of_kind(*PRINTED).values():
            kind = safe(slot.title.said(call.languages[0], call.languages), LONGEST_PART)
            for number, (file, text) in enumerate(_pieces(entry, slot), 1):
                ending = ending_of(file) if file else ".txt"
                name = unlike("_".join([*whose, kind, f"{number:02d}"]) + ending, taken)
                yield _Item(entry=entry, slot=slot, name=name, file=file, text=text)
            if slot.is_a(SlotKind.LINK) and slot.id in entry.texts:
                for link in links_in(entry.texts[slot.id].found.text):
                    if link.standing is LinkStanding.LASTING:
                        yield _Item(entry=entry, slot=slot, url=link.url)


def _pieces(entry: Entry, slot: Slot) -> Iterator[tuple[EntryFile | None, str]]:
    """Yield the files of a slot that can be used, and its text where it has one."""
    yield from ((file, "") for file in entry.files_in(slot.id) if not file.fault)
    if slot.is_a(SlotKind.TEXT) and slot.id in entry.texts:
        yield None, entry.texts[slot.id].found.text


def _source(desk: Desk, file: EntryFile) -> Path:
    return desk.media.path(file.sha256, file.type)


def _write(desk: Desk, item: _Item, folder: Path) -> None:
    if item.url:
        return
    target = folder / item.name
    if item.file is not None:
        shutil.copyfile(_source(desk, item.file), target)
    else:
        target.write_text(item.text, encoding="utf-8-sig")
    target.chmod(0o600)


def _index(desk: Desk, call_id: str, items: Sequence[_Item], path: Path) -> None:
    """Write the index: a line for each thing, with whose it is, what it is and how large."""
    call = desk.config.calls[call_id]
    words = StaffWords("originals", tuple(dict.fromkeys([*desk.config.staff_languages, *call.languages])))
    book = Workbook(write_only=True)
    sheet = WorkbookSheet(book, words.first("titles", "index"), _columns(call, words))
    files = [item.file.sha256 for item in items if item.file]
    papers: dict[str, DocumentFacts] = {}
    for first in range(0, len(files), AT_ONCE):
        papers |= measured_facts(desk.db, DocumentFacts, files[first : first + AT_ONCE])
    for item in items:
        sheet.append(_row(item, call, papers, words))
    sheet.finish()
    save_book_of(book, path, desk.config, call_id)


def _columns(call: Call, words: StaffWords) -> tuple[Column, ...]:
    fields = {name: call.field(name) for name in call.told_fields}
    own = [
        Column(f"field.{name}", "\n".join(dict.fromkeys(formats.own_words(field.labels, each) for each in words.languages)), 24)
        if field
        else Column(f"field.{name}", name, 24)
        for name, field in fields.items()
    ]
    before = laid_out(words, "index", [("name", 48)])
    rest: Layout = [
        ("kind", 18),
        ("format", 9),
        ("measure", 22),
        ("bytes", 13),
        ("url", 50),
        ("sent", 34),
        ("from", 22),
        ("reference", 14),
    ]
    return (*before, *own, *laid_out(words, "index", rest))


def _row(item: _Item, call: Call, papers: dict[str, DocumentFacts], words: StaffWords) -> dict[str, object]:
    file, entry = item.file, item.entry
    return {
        "name": item.name,
        **{f"field.{name}": entry.written(name) for name in call.told_fields},
        "kind": call.said(item.slot.title, words.languages[0]),
        "format": file.format if file else "",
        "measure": _measure(file, papers, words) if file else "",
        "bytes": file.size if file else None,
        "url": item.url,
        "sent": (file.name_as_sent or file.name) if file else "",
        "from": entry.author_name or entry.author_email,
        "reference": entry.reference,
    }


def _measure(file: EntryFile, papers: dict[str, DocumentFacts], words: StaffWords) -> str:
    """Return how large a picture, how long a film or a document is."""
    if file.film is not None:
        return f"{formats.span(file.film.seconds, words.languages[0])}, {formats.pixels(file.film.width, file.film.height)}"
    if file.facts is not None:
        return formats.pixels(file.facts.width, file.facts.height)
    paper = papers.get(file.sha256)
    return words.first("length", n=paper.characters) if paper and paper.characters else ""
