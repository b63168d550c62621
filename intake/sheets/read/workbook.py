"""What the parts of an xlsx around its sheets say: which sheets, which texts, which formats tell a date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from intake.model.problems import FileProblem, Problem
from intake.sheets.read.package import Attributes, Package, attribute

MAX_SHEETS = 50
MAX_TEXT = 200_000_000  # characters of all shared texts
CHINESE_DATES = frozenset({*range(27, 37), *range(50, 59)})  # built-in numbers of East Asian formats (ECMA-376 18.8.30)


@dataclass(frozen=True)
class SheetPart:
    """One sheet of the list: its name, whether it is shown, the part it is in."""

    name: str
    hidden: bool
    part: str


@dataclass(frozen=True)
class Format:
    """How a style shows numbers: as dates, with so many leading zeros, as per cent."""

    date: bool = False
    zeros: int = 0
    percent: bool = False


@dataclass(frozen=True)
class Frame:
    """Everything of a workbook that its sheets refer to."""

    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    formats: tuple[Format, ...]
    since_1904: bool


def frame(package: Package) -> Frame:
    """Read the list of sheets, the shared texts and the formats; raises FileProblem damaged where there is no sheet."""
    main = main_part(package)
    targets = {name: (kind, target) for kind, name, target in package.relations(main)}
    listed: list[Attributes] = []
    settings: list[Attributes] = []
    keep = {"sheet": listed, "workbookPr": settings}
    package.walk(main, lambda tag, values: keep[tag].append(values) if tag in keep else None, _pass, _pass)
    sheets = tuple(
        SheetPart(item.get("name", ""), item.get("state", "visible") != "visible", target)
        for item in listed
        if (target := targets.get(attribute(item, "id"), ("", ""))[1]) and package.has(target)
        if targets[attribute(item, "id")][0] == "worksheet"
    )[:MAX_SHEETS]
    parts = dict(targets.values())
    if not sheets:
        raise FileProblem(Problem.DAMAGED)
    return Frame(
        sheets=sheets,
        texts=_texts(package, parts.get("sharedStrings", "xl/sharedStrings.xml")),
        formats=_formats(package, parts.get("styles", "xl/styles.xml")),
        since_1904=any(item.get("date1904") in {"1", "true"} for item in settings),
    )


def main_part(package: Package) -> str:
    """Name the part with the list of sheets: what the package says, else what it is usually called."""
    declared = [target for kind, _, target in package.relations("") if kind == "officeDocument"]
    found = next((name for name in [*declared, "xl/workbook.xml"] if name and package.has(name)), "")
    if not found:
        raise FileProblem(Problem.DAMAGED)
    return found


def _texts(package: Package, part: str) -> tuple[str, ...]:
    """Return the shared texts in order; readings above words (rPh) are left out."""
    if not package.has(part):
        return ()
    texts: list[str] = []
    pieces: list[str] = []
    inside = {"rPh": 0, "t": 0}
    room = MAX_TEXT

    def start(tag: str, _: Attributes) -> None:
        if tag in inside:
            inside[tag] += 1
        elif tag == "si":
            pieces.clear()

    def end(tag: str) -> None:
        if tag in inside:
            inside[tag] -= 1
        elif tag == "si":
            texts.append(unescaped("".join(pieces)))

    def text(data: str) -> None:
        nonlocal room
        if inside["t"] and not inside["rPh"]:
            pieces.append(data)
            room -= len(data)
            if room < 0:
                raise FileProblem(Problem.TOO_BIG)

    package.walk(part, start, end, text)
    return tuple(texts)


def unescaped(text: str) -> str:
    """Return a text with its escapes (_x000D_) as what they stand for."""
    if "_x" not in text:
        return text
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def _formats(package: Package, part: str) -> tuple[Format, ...]:
    """Return the format of each cell style."""
    if not package.has(part):
        return ()
    own: dict[int, str] = {}
    used: list[int] = []
    where: list[str] = []

    def start(tag: str, values: Attributes) -> None:
        where.append(tag)
        if tag == "numFmt" and values.get("numFmtId", "").isdecimal():
            own[int(values["numFmtId"])] = values.get("formatCode", "")
        elif tag == "xf" and "cellXfs" in where:
            number = values.get("numFmtId", "0")
            used.append(int(number) if number.isdecimal() else 0)

    def end(_: str) -> None:
        where.pop()

    package.walk(part, start, end, _pass)
    return tuple(_format(number, own.get(number) or BUILTIN_FORMATS.get(number, "General")) for number in used)


def _format(number: int, code: str) -> Format:
    plain = re.sub(r'"[^"]*"|\\.|_.|\[[^\]]*\]', "", code.split(";")[0])
    return Format(
        date=number in CHINESE_DATES or bool(is_date_format(code)),
        zeros=len(plain) if re.fullmatch("0{2,20}", plain) else 0,
        percent=plain.endswith("%"),
    )


def _pass(*_: object) -> None:
    return None
