"""Seven judges as they are: each fills the sheet in by a program and with habits of their own; and the web's votes, line by line."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import openpyxl

NAMES = ("王建国", "Prof. Ana Østergård", "李晓梅", "陈 思远", "Jean-Luc Ménard", "赵敏", "周伟")
CODE, SCORE, REMARK, CONFLICT = "A", "E", "F", "G"
FIRST = 3  # the row of the first code
ADDRESS = "judge{n}@example.org"


@dataclass(kw_only=True)
class Filled:
    """What a judge sends, and what of it must count afterwards; `refused`: so many cells are told, and nothing is taken."""

    judge: int
    file: str
    data: bytes
    scores: dict[str, float] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    refused: int = 0


def soffice() -> str | None:
    """Return where LibreOffice is, None without it."""
    return shutil.which("soffice")


def converted(path: Path, ending: str) -> Path:
    """Save a workbook in another format, its formulas worked out, as a judge's own program does."""
    out = path.parent / ending
    home = f"-env:UserInstallation=file://{path.parent}/home"
    command = [soffice(), home, "--headless", "--convert-to", ending, "--outdir", out, path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return out / f"{path.stem}.{ending}"


class Desk:
    """The seven at work on one blank sheet, in a folder of their own; the same seed gives the same scores."""

    def __init__(self, blank: Path, folder: Path, seed: int = 17, *, others: bool = True) -> None:
        """Take the pack's sheet; `others`: some save it with LibreOffice as xls, et and ods, where it is installed."""
        self.blank, self.folder, self.chance = blank, folder, random.Random(seed)
        self.others = others and soffice() is not None
        page = openpyxl.load_workbook(blank)["Scores"]
        self.rows = {page[f"{CODE}{row}"].value: row for row in range(FIRST, page.max_row + 1)}

    def sent(self) -> list[Filled]:
        """Return every sheet in the order in which it is sent; three judges must send theirs again."""
        others = self.others
        plain = self._kept(0, {code: self._score() for code in self.rows}, "score-sheet.xlsx")
        old = self._kept(1, self._some(0.9, decimals=True), "评分表 (2) - 副本.xls", ending="xls" if others else "")
        et = self._kept(2, self._some(0.95), "lǐ 评分.et", ending="xls" if others else "")
        return [
            plain, old, et, *self._in_words(3), *self._with_rows(4), *self._by_formulas(5, others=others), *self._again(6)
        ]  # fmt: skip

    def _score(self, *, decimals: bool = False) -> float:
        return round(self.chance.uniform(40, 100), 1) if decimals else float(self.chance.randint(40, 100))

    def _some(self, share: float, *, decimals: bool = False) -> dict[str, float]:
        """Return scores of so many; the others stay empty."""
        return {code: self._score(decimals=decimals) for code in self.rows if self.chance.random() < share}

    def _kept(self, judge: int, scores: Mapping[str, float], file: str, ending: str = "", **more: Any) -> Filled:
        """Fill the sheet in and save it; `cells`: what stands in a cell instead, `below`: rows that were added."""
        book = openpyxl.load_workbook(self.blank)
        page = book["Scores"]
        page["B1"] = NAMES[judge]
        cells: Mapping[str, object] = more.get("cells", {})
        for code, number in scores.items():
            page[f"{SCORE}{self.rows[code]}"] = number
        for place, value in cells.items():
            page[place] = value
        for place, row in enumerate(more.get("below", ()), page.max_row + 1):
            for column, value in zip((CODE, SCORE, REMARK), row, strict=True):
                page[f"{column}{place}"] = value
        if more.get("unprotected"):
            page.protection.sheet = False
        path = self.folder / f"{judge}-{len(list(self.folder.glob('*.xlsx')))}.xlsx"
        book.save(path)
        made = converted(path, ending) if ending else path
        withdrawn = more.get("withdrawn", set())
        counted = {code: number for code, number in scores.items() if code not in withdrawn}
        return Filled(
            judge=judge, file=file, data=made.read_bytes(), scores=counted, withdrawn=withdrawn, refused=more.get("refused", 0)
        )

    def _in_words(self, judge: int) -> list[Filled]:
        """Scores typed as text in Chinese, remarks, withdrawals; first one score that is a word, then mended."""
        codes, scores = list(self.rows), {code: self._score() for code in self.rows}
        cells: dict[str, object] = {}
        for code in codes[::3]:
            cells[f"{SCORE}{self.rows[code]}"] = f"{scores[code]:g} 分"
        for code in codes[1::3]:
            cells[f"{SCORE}{self.rows[code]}"] = "".join(chr(ord(digit) + 0xFEE0) for digit in f"{scores[code]:g}")
            cells[f"{REMARK}{self.rows[code]}"] = "构图很好，光线略暗。"
        withdrawn = set(codes[2::9])
        cells |= {f"{CONFLICT}{self.rows[code]}": "是（我的学生）" for code in withdrawn}
        cells |= {f"{CONFLICT}{self.rows[code]}": "不回避" for code in codes[::9]}
        told = {"withdrawn": withdrawn, "unprotected": True}
        wrong = {**cells, f"{SCORE}{self.rows[codes[0]]}": "优", f"{SCORE}{self.rows[codes[4]]}": 101}
        return [
            self._kept(judge, scores, "评分.xlsx", cells=wrong, refused=2, **told),
            self._kept(judge, scores, "评分（改）.dat", cells=cells, **told),
        ]

    def _with_rows(self, judge: int) -> list[Filled]:
        """Rows added below: an empty one and a remark pass, a mean without a code does not."""
        scores = self._some(0.85)
        mean, note = (None, 77, "moyenne"), ("Merci !", None, "À bientôt")
        return [
            self._kept(judge, scores, "notes de Ménard.xlsx", below=[mean, note], refused=1),
            self._kept(judge, scores, "notes de Ménard.xlsx", below=[(None, None, None), note]),
        ]

    def _by_formulas(self, judge: int, *, others: bool) -> list[Filled]:
        """Sums as formulas: without their values refused, with them (saved by a program that works them out) taken."""
        scores = {code: self._score() for code in self.rows}
        formulas = {f"{SCORE}{self.rows[code]}": f"={number - 7:g}+7" for code, number in list(scores.items())[:5]}
        unworked = self._kept(judge, scores, "zhao.xlsx", cells=formulas, refused=5)
        ending = "ods" if others else ""
        return [unworked, self._kept(judge, scores, f"zhao.{ending or 'xlsx'}", cells=formulas if others else {}, ending=ending)]

    def _again(self, judge: int) -> list[Filled]:
        """A judge who thinks again: the later sheet counts."""
        first, second = self._some(1), self._some(0.5)
        return [self._kept(judge, first, "a.xlsx"), self._kept(judge, second, "a.xlsx")]


def mail_of(sheet: Filled) -> bytes:
    """Return the mail in which a judge sends a sheet."""
    mail = EmailMessage()
    mail["From"] = f"{NAMES[sheet.judge]} <{ADDRESS.format(n=sheet.judge)}>"
    mail["To"], mail["Subject"] = "photo@example.org", "评分表"
    mail["Message-ID"] = f"<{sheet.judge}-{sheet.refused}-{len(sheet.data)}@judges.example>"
    mail.set_content("您好，评分表见附件。")
    mail.add_attachment(sheet.data, maintype="application", subtype="octet-stream", filename=sheet.file)
    return mail.as_bytes(policy=SMTP)


def votes_with_times(codes: list[str], count: int, seed: int = 5) -> tuple[str, dict[str, int]]:
    """Return a list of single votes as csv, and each code's sum: one code jumps within an hour, one has many at one instant."""
    chance, counted = random.Random(seed), dict.fromkeys(codes, 0)
    start = datetime(2026, 11, 1, 8)
    lines = ["编号,时间,来源"]
    for number in range(count):
        code, when = chance.choice(codes), start + timedelta(seconds=chance.randrange(14 * 86_400))
        if number % 10 == 0:
            code, when = codes[0], start + timedelta(days=3, seconds=chance.randrange(3_000))
        elif number % 20 == 1:
            code, when = codes[1], start + timedelta(days=5)
        counted[code] += 1
        lines.append(f"{code},{when:%Y-%m-%d %H:%M:%S},web")
    return "\n".join(lines), {code: number for code, number in counted.items() if number}
