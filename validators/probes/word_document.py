"""Look at Office and OpenDocument files part by part: text as its reader sees it, macros, pictures, who wrote it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from intake.model.problems import FileProblem, Problem
from validators.facts_document import DocumentFacts
from validators.probes.found_text import Gathered
from validators.probes.office_parts import OfficeParts, without_namespace

VBA = re.compile(r"(.*/)?vbaproject\.bin|(.*/)?macrosheets/.+|basic/[^/]+/.+|scripts/[^/]+/.+", re.IGNORECASE)
DDE = re.compile(r"\bDDE(AUTO)?\b")
EXTERNAL = re.compile(rb"<[^>]*/attachedTemplate\"[^>]*>")
SLIDE, SHEET = re.compile(r"ppt/slides/slide(\d+)\.xml"), re.compile(r"xl/worksheets/[^/]+\.(xml|bin)")
MAIN = re.compile(rb"<[^>]*/officeDocument\"[^>]*>")
LEAST = 50  # 字 of its own that make a document more than pictures of pages
HIDDEN_OFF = frozenset({"0", "false", "off"})
# of WordprocessingML: what is never shown, or stands there twice; what tells that changes are open; blanks
DROPPED = frozenset(
    {"del", "moveFrom", "Fallback", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange"}
)
OPEN = frozenset({"ins", "del", "moveFrom", "moveTo", "commentReference"})
BLANKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# of OpenDocument
ASIDE = frozenset({"annotation", "tracked-changes", "note"})


def look(path: Path, facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with what the package says; raises FileProblem."""
    with OfficeParts(path) as parts:
        return _looked(parts, facts)


def _looked(parts: OfficeParts, facts: DocumentFacts) -> DocumentFacts:
    text = Gathered()
    opendocument = b"opendocument" in parts.small("mimetype") or "content.xml" in parts.entries
    seen = _opendocument(parts, text) if opendocument else _office(parts, text)
    facts = replace(facts, **seen, **text.facts(), **_author(parts), pictures=parts.pictures)
    pictured = parts.pictures > 0 and facts.characters < LEAST and facts.format not in {"PPTX", "ODP", "XLSX", "XLSB", "ODS"}
    return replace(facts, scanned=pictured, editable=not pictured, active=_active(parts, facts.active))


def _active(parts: OfficeParts, found: tuple[str, ...]) -> tuple[str, ...]:
    """Return what would run or be fetched if the file were opened."""
    told = set(found)
    told |= {"macros"} if any(VBA.fullmatch(name) for name in parts.entries) else set()
    links = (parts.small(name) for name in parts.entries if name.endswith("settings.xml.rels"))
    told |= {"template"} if any(b"External" in link for data in links for link in EXTERNAL.findall(data)) else set()
    return tuple(sorted(told))


def _office(parts: OfficeParts, text: Gathered) -> dict[str, Any]:
    """Gather the text of a Word file, of slides in their order, or of a workbook's cells."""
    names = parts.entries
    slides = sorted((int(found[1]), name) for name in names if (found := SLIDE.fullmatch(name)))
    sheets = sum(SHEET.fullmatch(name) is not None for name in names)
    if slides:
        marks = [_words(parts, name, text) for _, name in slides]
        return {"format": "PPTX", "pages": len(slides), "active": _dde(marks)}
    if sheets:
        binary = any(name.endswith("workbook.bin") for name in names)
        marks = [_words(parts, "xl/sharedstrings.xml", text)] if "xl/sharedstrings.xml" in names else []
        return {"format": "XLSB" if binary else "XLSX", "pages": sheets, "active": _dde(marks)}
    marks = [_words(parts, _main(parts), text)]
    return {
        "format": "DOCX",
        "pages": _pages(parts.small("docprops/app.xml")),
        "changes": "changes" in marks[0],
        "active": _dde(marks),
    }


def _pages(about: bytes) -> int:
    """Return how many pages the program says that it laid out; one that counted no word laid out nothing."""
    said = {name: re.search(rb"<(?:\w+:)?%s>(\d{1,7})<" % name, about) for name in (b"Pages", b"Words", b"Characters")}
    words, characters = said[b"Words"], said[b"Characters"]
    counted = any(found is not None and int(found[1]) for found in (words, characters))
    return int(said[b"Pages"][1]) if said[b"Pages"] and counted else 0


def _dde(marks: list[set[str]]) -> tuple[str, ...]:
    return ("dde",) if any("dde" in each for each in marks) else ()


def _main(parts: OfficeParts) -> str:
    """Name the part with a Word file's text; raises FileProblem damaged."""
    declared = MAIN.search(parts.small("_rels/.rels"))
    target = re.search(rb"Target=\"/?([^\"]+)\"", declared[0]) if declared else None
    named = target[1].decode("utf-8", "replace").casefold() if target else ""
    found = next((name for name in (named, "word/document.xml") if name in parts.entries), "")
    found = found or next((name for name in parts.entries if name.endswith("/document.xml")), "")
    if not found:
        raise FileProblem(Problem.DAMAGED)
    return found


def _words(parts: OfficeParts, name: str, text: Gathered) -> set[str]:
    """Gather a part's paragraphs: insertions stand; deletions, hidden words, codes of fields and second copies do not.

    Return what was noticed besides: "changes" that are open, a "dde" field.
    """
    noticed: set[str] = set()
    lines: list[list[str]] = [[]]
    runs: list[list[str] | None] = []  # None: hidden
    dropped = 0
    for event, element in parts.elements(name):
        tag = without_namespace(element)
        if event == "start":
            dropped += tag in DROPPED
            noticed |= {"changes"} if tag in OPEN else set()
            if tag in {"p", "si"}:
                lines.append([])
            elif tag == "r":
                runs.append([])
            continue
        if tag in DROPPED:
            dropped -= 1
        elif tag == "r" and runs:
            lines[-1] += runs.pop() or []
        elif tag in {"p", "si"} and len(lines) > 1:
            text.add("".join(lines.pop()))
            _forget(element)
        elif not dropped:
            _piece(element, tag, (runs or lines), noticed)
        if text.full:
            break
    return noticed


def _piece(element: Any, tag: str, into: list[Any], noticed: set[str]) -> None:
    """Take what one element says into the run or line that is open."""
    if tag == "vanish" and next(iter(element.values()), "1") not in HIDDEN_OFF and _in_run(element):
        into[-1] = None
    elif tag == "instrText" and DDE.search(element.text or ""):
        noticed.add("dde")
    elif into[-1] is not None and (tag == "t" or tag in BLANKS):
        into[-1].append(element.text or "" if tag == "t" else BLANKS[tag])


def _in_run(element: Any) -> bool:
    above = element.getparent()
    return above is not None and above.getparent() is not None and without_namespace(above.getparent()) == "r"


def _forget(element: Any) -> None:
    """Let go of a paragraph and of those before it."""
    element.clear(keep_tail=True)
    above = element.getparent()
    while above is not None and element.getprevious() is not None and without_namespace(element.getprevious()) in {"p", "si"}:
        above.remove(element.getprevious())


def _opendocument(parts: OfficeParts, text: Gathered) -> dict[str, Any]:
    """Gather an OpenDocument file's paragraphs; raises FileProblem encrypted | damaged."""
    if b"encryption-data" in parts.small("meta-inf/manifest.xml"):
        raise FileProblem(Problem.ENCRYPTED)
    if "content.xml" not in parts.entries:
        raise FileProblem(Problem.DAMAGED)
    aside = drawn = tables = 0
    changes = False
    for event, element in parts.elements("content.xml"):
        tag = without_namespace(element)
        step = 1 if event == "start" else -1
        aside += step * (tag in ASIDE)
        changes |= tag in {"annotation", "changed-region"}
        if event == "end":
            drawn, tables = drawn + (tag == "page"), tables + (tag == "table")
            if tag in {"p", "h"} and not aside:
                text.add(_said(element))
            if tag in {"p", "h", "table-row"}:
                element.clear(keep_tail=True)
        if text.full:
            break
    mime = parts.small("mimetype")
    kind = "ODP" if b"presentation" in mime else "ODS" if b"spreadsheet" in mime else "ODT"
    said = re.search(rb"page-count=\"(\d{1,6})\"", parts.small("meta.xml"))
    pages = {"ODP": drawn, "ODS": tables}.get(kind, int(said[1]) if said else 0)
    return {"format": kind, "pages": pages, "changes": changes}


def _said(element: Any) -> str:
    """Return what a paragraph says: its own words and those of the spans in it."""
    said = [element.text or ""]
    for child in element:
        tag = without_namespace(child)
        blank = {"tab": " ", "line-break": "\n", "s": " "}.get(tag)
        said += [blank if blank is not None else "" if tag in ASIDE | {"p", "h"} else _said(child), child.tail or ""]
    return "".join(said)


def _author(parts: OfficeParts) -> dict[str, Any]:
    """Return whether the file names who wrote it, and the program."""
    core = parts.small("docprops/core.xml") + parts.small("meta.xml")
    program = re.search(
        rb"<(?:\w+:)?(?:Application|generator)>([^<]{1,120})<", parts.small("docprops/app.xml") + parts.small("meta.xml")
    )
    named = re.search(rb"<(?:\w+:)?(creator|lastModifiedBy|initial-creator)>[^<]*\S[^<]*<", core)
    return {"personal": named is not None, "software": program[1].decode("utf-8", "replace") if program else ""}
