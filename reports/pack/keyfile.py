"""The key: which code is whose. It lies apart from the pack and opens only when the judging is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from intake.config.models import FieldKind
from reports.pack.entries import JudgedEntry
from reports.pack.folder import sha256_of
from reports.pack.pack_words import PackWords
from reports.pack.works import MissingItem, PackWork
from reports.workbook.columns import Layout, laid_out
from reports.workbook.countries import country
from reports.workbook.rows import nationality
from reports.workbook.sheet import WorkbookSheet
from reports.workbook.steadyzip import save_book

ENTRIES: Layout = (
    ("code", 12), ("reference", 14), ("name", 36), ("country", 20), ("email", 30), ("phone", 20),
    ("sender_name", 22), ("sender_email", 30), ("title", 34),
)  # fmt: skip
FILES: Layout = (
    ("photo", 13), ("reference", 14), ("file", 36), ("bytes", 13), ("sha256", 66), ("packed", 36), ("packed_sha256", 66),
    ("missing", 20),
)  # fmt: skip
COVERED: Layout = (("code", 12), ("reference", 14), ("place", 16), ("words", 60))
SHEETS = (("key", ENTRIES), ("files", FILES), ("covered", COVERED))


def write_key(
    path: Path, pack: Path, about: PackWords, entries: Sequence[JudgedEntry], shown: Mapping[str, Sequence[PackWork]]
) -> None:
    """Write the key (0600)."""
    book, words = Workbook(write_only=True), about.words
    sheets = [WorkbookSheet(book, words.first("titles", key), laid_out(words, key, layout)) for key, layout in SHEETS]
    for entry in entries:
        sheets[0].append(_entry(about, entry))
        for item, source in zip(shown[entry.code], entry.works, strict=True):
            told = {"photo": item.name, "reference": entry.entry.reference, "file": source.name, "bytes": source.size}
            packed = item.files[0] if not isinstance(item, MissingItem) else ""
            sheets[1].append(
                {
                    **told,
                    "sha256": source.sha256,
                    "packed": packed,
                    "packed_sha256": sha256_of(pack / packed) if packed else "",
                    "missing": item.why if isinstance(item, MissingItem) else "",
                }
            )
        for masking in entry.masked:
            told = {"code": entry.code, "reference": entry.entry.reference, "place": masking.place}
            sheets[2].append({**told, "words": "\n".join(masking.words)})
    for sheet in sheets:
        sheet.finish()
    save_book(book, path, about.office_name, about.title)


def _entry(about: PackWords, judged: JudgedEntry) -> dict[str, object]:
    entry, identity = judged.entry, about.call.identity
    return {
        "code": judged.code,
        "reference": entry.reference,
        "name": " / ".join(dict.fromkeys(text for name in identity.name or () if (text := entry.written(name)))),
        "country": country(nationality(about.call, entry), about.words.languages) or entry.named(identity.country),
        "email": entry.named(identity.email),
        "phone": entry.named(name for name, item in about.call.fields.items() if item.kind is FieldKind.PHONE),
        "sender_name": entry.author_name,
        "sender_email": entry.author_email,
        "title": entry.named(identity.title),
    }
