"""The key: which code is whose. It lies apart from the pack and opens only when the judging is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from intake.config.models import Call
from reports.pack.entries import JudgedEntry
from reports.pack.folder import sha256_of
from reports.pack.pictures import MissingItem, Picture
from reports.workbook.rows import country, nationality
from reports.workbook.sheet import Sheet
from reports.workbook.steadyzip import save_book
from reports.workbook.style import Column

ENTRIES = (
    Column("code", "编号（评审用）", "Code", 12),
    Column("reference", "登记编号", "Reference", 14),
    Column("name_zh", "中文姓名", "Name (Chinese)", 18),
    Column("name_en", "英文姓名", "Name (English)", 26),
    Column("country", "国家/地区", "Country/region", 20),
    Column("email", "电子邮箱", "Email", 30),
    Column("mobile", "手机", "Mobile", 20),
    Column("sender_name", "来信人", "Sender", 22),
    Column("sender_email", "来信邮箱", "Sender's address", 30),
    Column("title", "作品名称", "Title", 34),
)
FILES = (
    Column("photo", "编号", "Photo", 13),
    Column("reference", "登记编号", "Reference", 14),
    Column("file", "作者的文件", "Author's file", 36),
    Column("bytes", "文件字节", "File bytes", 13, "number"),
    Column("sha256", "原文件指纹 SHA-256", "SHA-256 as received", 66),
    Column("packed", "包内文件", "File in the pack", 36),
    Column("packed_sha256", "包内文件指纹 SHA-256", "SHA-256 in the pack", 66),
    Column("missing", "缺失", "Missing", 20),
)
MASKED = (
    Column("code", "编号", "Code", 12),
    Column("reference", "登记编号", "Reference", 14),
    Column("place", "位置", "Place", 16),
    Column("words", "遮去的文字", "What was covered", 60),
)


def write_key(
    path: Path,
    pack: Path,
    call: Call,
    office: str,
    entries: Sequence[JudgedEntry],
    shown: Mapping[str, Sequence[Picture | MissingItem]],
) -> None:
    """Write the key (0600)."""
    book = Workbook(write_only=True)
    sheets = (Sheet(book, "Key", ENTRIES), Sheet(book, "Files", FILES), Sheet(book, "Covered", MASKED))
    for entry in entries:
        sheets[0].append(_entry(call, entry))
        for item, source in zip(shown[entry.code], entry.works, strict=True):
            told = {"photo": item.name, "reference": entry.entry.reference, "file": source.name, "bytes": source.size}
            packed = item.files[0] if isinstance(item, Picture) else ""
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
    save_book(book, path, office, call.title.said("en"))


def _entry(call: Call, judged: JudgedEntry) -> dict[str, object]:
    entry = judged.entry
    return {
        "code": judged.code,
        "reference": entry.reference,
        "country": country(nationality(call, entry)) or entry.written("nationality"),
        **{name: entry.written(name) for name in ("name_zh", "name_en", "email", "mobile")},
        "sender_name": entry.author_name,
        "sender_email": entry.author_email,
        "title": entry.written("photo_name"),
    }
