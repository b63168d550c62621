"""Look at a PDF with PDFium: its pages, their text, and whether they are pictures; nothing in it runs or is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from intake.model.problems import Problem
from validators.facts_document import DocumentFacts
from validators.probes.found_text import Gathered
from validators.probes.two_faces import last_of

MOST_PAGES = 3000  # whose text is read
BATCH = 20_000_000  # bytes of pages read before the document is opened anew
LOOKED_AT = 40  # pages that are looked at for pictures, spread over the whole
LARGEST = 0.8  # share of a page that a scan's picture covers
FEW = 50  # visible characters: a stamp or a page number on a scan
SOME = 0.05  # share of a page that makes a picture one of some size
GARBAGE, GARBAGE_SHARE = re.compile("[\ue000-\uf8ff\ufffd]|\\(cid:\\d+\\)"), 0.3
INVISIBLE = 3  # text render mode (ISO 32000-1, 9.3.6): what recognising a scan lays under it
MOST_OBJECTS = 5000  # of one page
SCANS = 0.5  # share of the pages looked at that makes a document a scan
FULL_XFA = 2  # a form that only Adobe's own reader shows
LAUNCH = b"/Launch"


def look(path: Path, facts: DocumentFacts) -> DocumentFacts:
    """Return the facts with what the PDF says; raises pdfium.PdfiumError where it cannot be opened, but for a password."""
    try:
        with _opened(path) as document:
            pages = len(document)
            facts = replace(facts, pages=pages, **_outside(document, path))
    except pdfium.PdfiumError as error:
        if error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            return replace(facts, problem=Problem.ENCRYPTED)
        raise
    if not pages:
        return replace(facts, problem=Problem.DAMAGED)
    text = Gathered()
    seen = [each for batch in _batches(pages, facts.file_bytes) for each in _pages(path, batch, pages, text)]
    return replace(facts, **_judged(text, seen))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    document = pdfium.PdfDocument(str(path))
    try:
        yield document
    finally:
        document.close()


def _batches(pages: int, size: int) -> Iterator[range]:
    """Yield the pages in runs of about so many bytes: PDFium keeps what it read until the document is closed."""
    most = min(pages, MOST_PAGES)
    step = max(min(BATCH * pages // max(size, 1), most), 1)
    return (range(first, min(first + step, most)) for first in range(0, most, step))


def _pages(path: Path, batch: range, pages: int, text: Gathered) -> list[tuple[bool, int, bool]]:
    """Gather the text of some pages; return what those that are looked at show, which are spread over the whole."""
    step = max(pages // LOOKED_AT, 1)
    with _opened(path) as document:
        seen = [_page(document, (number, number % step == 0), text) for number in batch]
    return [each for each in seen if each is not None]


def _page(document: Any, at: tuple[int, bool], text: Gathered) -> tuple[bool, int, bool] | None:
    """Gather a page's text; return whether it is a scan, its pictures of some size, and whether it holds anything drawn."""
    number, looked_at = at
    page = document[number]
    try:
        textpage = page.get_textpage()
        said = "" if text.full else textpage.get_text_bounded()
        garbled = len(GARBAGE.findall(said)) > GARBAGE_SHARE * max(len(said.split()), 1) and bool(said.strip())
        for line in said.splitlines() if not garbled else ():
            text.add(line)
        textpage.close()
        return _pictures(page, 0 if garbled else len("".join(said.split()))) if looked_at else None
    finally:
        page.close()


def _pictures(page: Any, characters: int) -> tuple[bool, int, bool]:
    whole = max(page.get_width() * page.get_height(), 1.0)
    shares, others, shown = [], 0, 0
    for count, item in enumerate(page.get_objects(max_depth=4)):
        if count >= MOST_OBJECTS:
            break
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            shares.append((right - left) * (top - bottom) / whole)
        elif item.type == raw.FPDF_PAGEOBJ_TEXT:
            shown += raw.FPDFTextObj_GetTextRenderMode(item) != INVISIBLE
        else:
            others += 1
    visible = characters if shown else 0
    covered = max(shares, default=0.0) >= LARGEST or sum(shares) >= LARGEST
    scan = visible < FEW and (covered or (not visible and not shares and others > FEW))  # a page of outlines
    return scan, sum(share >= SOME for share in shares), bool(shares or others)


def _judged(text: Gathered, seen: list[tuple[bool, int, bool]]) -> dict[str, Any]:
    scans = sum(scan for scan, *_ in seen)
    nothing = not text.some and any(drawn for *_, drawn in seen)
    return {
        **text.facts(),
        "scanned": nothing or (scans > 0 and scans >= SCANS * len(seen)),
        "pictures": sum(count for _, count, _ in seen),
    }


def _outside(document: Any, path: Path) -> dict[str, Any]:
    """Return what stands beside the pages: scripts, signatures, the author, a form that nothing else shows."""
    active = ["script"] if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 else []
    active += ["launch"] if last_of(path, LAUNCH) >= 0 else []
    told = document.get_metadata_dict()
    return {
        "active": tuple(active),
        "signatures": max(raw.FPDF_GetSignatureCount(document), 0),
        "personal": bool(told.get("Author")),
        "software": (told.get("Creator") or told.get("Producer") or "")[:120],
        "problem": Problem.XFA if document.get_formtype() == FULL_XFA else "",
    }
