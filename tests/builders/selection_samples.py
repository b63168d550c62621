"""What the tests of the selection share: a registry of accepted entries, score sheets as judges fill them in, lists of votes."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from registry.select.neutral_codes import entry_codes
from tests.benchmarks.many_entries import fill
from tests.builders.pack_samples import CALL

HEAD = ("编号\nCode", "作品\nPhotos", "作品名称", "评分 0–100\nScore 0–100", "评语 Remarks", "回避\nConflict")


def accepted(desk, count: int) -> list[str]:
    """Fill a desk with accepted entries; return their codes in the order of their references."""
    fill(desk.db, CALL, count)
    desk.db.conn.execute("UPDATE entries SET state = 'accepted'")
    desk.db.conn.execute(
        "UPDATE revisions SET reply_to_email = 'author' || substr(reference, 8) || '@example.org', reply_to_name = 'A'"
    )
    return list(entry_codes(desk.db, CALL).values())


def sheet(path: Path, judge: object, rows, *, head=HEAD, above=()) -> Path:
    """Write a filled score sheet: the judge's name on top, then rows of (code, score[, remark[, conflict]])."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Scores"
    for row in above:
        page.append(row)
    page.append(["评委姓名\nJudge's name", judge])
    page.append(list(head))
    for code, score, *more in rows:
        remark, conflict = (*more, None, None)[:2]
        page.append([code, None, "A title", score, remark, conflict])
    book.save(path)
    return path


def votes(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a list of votes."""
    path.write_bytes(text.encode(encoding))
    return path
