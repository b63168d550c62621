"""The common grid: rows of cells, however they were read, and what is understood of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intake.forms.fields.labels import Labels
from intake.forms.fields.normalise import certainty, chosen, normalise
from intake.model.submission import FormValue

BESIDE, AFTER_COLON, SPLIT, BELOW, LOOSE = 1.0, 0.95, 0.9, 0.8, 0.6  # how sure a reader is of where a value stands
DIGITS_LOST = 0.3
MAX_VALUE = 20_000  # characters kept of one value
MAX_UNREAD = 40
MAX_TITLE = 200  # characters; longer values are prose, no title with a number behind it
LABEL_LIKE = 40  # characters
PLACEHOLDER = re.compile(
    r"^(?:(?:单击|点击|轻点|单击或点击|单击或轻点)(?:或[^。，]{0,4})?此处.{0,16}|(?:click|tap)(?: or (?:tap|click))? here to .{0,40}|"
    r"choose an item\.?|选择一项。?|enter text here\.?|请输入.{0,12}|n/?a|nil|none|无|没有|[-—–/\\.]+)$",
    re.IGNORECASE,
)


class FormProblem(Exception):  # noqa: N818 - a word of its own: what a person must look at, not a fault of ours
    """Say why a form cannot be read: scan, encrypted, damaged, needs-office, unsupported."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell or line: its text, where it stands (short English), its first column; `carried` repeats a merged cell above."""

    text: str
    place: str
    column: int = 0
    carried: bool = False
    unsure: bool = False  # the reader doubts the text itself (a number that lost digits)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table (`table` >= 1), or one line of running text (`table` 0)."""

    cells: tuple[Cell, ...]
    table: int = 0


@dataclass
class Reading:
    """What was understood so far: values by field, every label recognised, label-like texts nobody claimed."""

    labels: Labels
    values: dict[str, FormValue] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)  # fields whose label was recognised
    unread: list[str] = field(default_factory=list)
    titled: bool = False  # the form's own title stands in it
    section: str = ""

    def keep(self, name: str, cell: Cell, text: str, sure: float) -> None:
        """Keep a value unless the field has one; placeholders and blanks leave it empty."""
        self.seen.add(name)
        value = clean(text, self.labels.kind(name))
        if value and name not in self.values:
            value, number = self._counted(name, value)
            sure = min(sure, certainty(self.labels.kind(name), value), DIGITS_LOST if cell.unsure else 1.0)
            self.values[name] = FormValue(text=value, place=cell.place, confidence=sure)
            if number:
                self.keep(number[0], cell, number[1], BELOW)

    def leave(self, text: str) -> None:
        """Note a text that looks like a label but is none of ours."""
        shown = text.strip().rstrip(":：")
        room = 1 < len(shown) <= LABEL_LIKE and len(self.unread) < MAX_UNREAD
        if room and shown not in self.unread and not self.labels.is_title(shown):
            self.unread.append(shown)

    def opens_section(self, text: str) -> bool:
        """Switch the section when the text is its heading; note the form's title."""
        self.titled = self.titled or self.labels.is_title(text)
        section = self.labels.heading(text)
        if section is not None:
            self.section = section
        return section is not None

    def pairs(self, text: str) -> list[tuple[str, str]]:
        """Return (field, value) for the labels in one text; [] when it holds none."""
        found = self.labels.segments(text, self.section)
        if found:
            return found
        if whole := self.labels.whole(text, self.section):
            return [(whole, "")]
        single = self.labels.opening(text, self.section) or self.labels.counted(text, self.section)
        return [single] if single else []

    def _counted(self, name: str, value: str) -> tuple[str, tuple[str, str] | None]:
        """Split "Spring, 3 pieces" in the field of a title into the title and the number of another field."""
        match = re.match(r"^(.*\S)[\s,，;；(（共]+([\d一二三四五两]{1,3}\s*[^\W\d]{1,10})[)）]?$", value, re.DOTALL)
        if not match or self.labels.kind(name) != "text" or len(value) > MAX_TITLE:
            return value, None
        number = self.labels.counted(match[2], self.section)
        return (match[1].rstrip(" ,，;；(（"), number) if number else (value, None)


def clean(text: str, kind: str = "text") -> str:
    """Return a value as written without blanks to write on (`[_\\s\\u3000]+`), placeholders and unticked options."""
    text = re.sub(r"[_＿]{3,}", " ", text.replace("\xa0", " ").replace("\u200b", ""))
    text = re.sub(r"[ \t\u3000]{3,}", " ", text).strip("_＿ \t\r\n\u3000\u2002")[:MAX_VALUE]
    if kind == "sex":
        text = chosen(text)
        if normalise("sex", text) is None and re.fullmatch(r"\W*(男|m|male)\W*(女|f|female)\W*", text, re.IGNORECASE):
            return ""
    elif re.search("[☑☒☐]", text):
        text = chosen(text)
    return "" if PLACEHOLDER.match(text) else text
