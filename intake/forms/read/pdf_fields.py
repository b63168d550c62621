"""What lies over the pages of a PDF: fields, notes that people typed, and drawings. Runs in the limited child of intake.forms.read.pdf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from intake.model.problems import FileProblem, Problem

FILLING = frozenset({"/FreeText"})  # typed over a page: macOS Preview, WPS, Foxit's typewriter
DRAWN = frozenset(
    {"/Ink", "/Stamp", "/Line", "/Circle", "/Square", "/Polygon", "/PolyLine", "/Text", "/Caret", "/Highlight", "/Underline"}
)
UNSEEN = 0x02 | 0x20  # flags of an annotation that no screen shows (ISO 32000-1, 12.5.3)
PUSH_BUTTON = 1 << 16  # of a field's flags (12.7.4.2)
TAG = re.compile(r"<(?:br|/p|/div)[^>]*>")
MAX_TEXT = 20_000


@dataclass
class PagePiece:
    """A word or a filled-in field on a page, in points from the top left."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    filled: bool = False  # a field: always a cell of its own


def widgets(page: Any) -> list[PagePiece]:
    """Return the fields of a page, heights from the bottom; boxes become ☑ or ☐ beside their words."""
    found = []
    for item, (x0, y0, x1, y1) in _annotations(page):
        if item.get("/Subtype") != "/Widget":
            continue
        kind, value = _inherited(item, "/FT"), _inherited(item, "/V")
        if kind == "/Btn":
            if not int(_inherited(item, "/Ff") or 0) & PUSH_BUTTON:
                on = item.get("/AS", value) not in {None, "/Off"}
                found.append(PagePiece(x0, x1, y1, y0, "☑" if on else "☐"))
        elif kind != "/Sig":
            text = _chosen(item, value) if kind == "/Ch" else "" if value is None else _plain(value)
            found.append(PagePiece(x0, x1, y1, y0, text or _appearance(page, item), filled=True))
    return found


def notes(page: Any) -> list[PagePiece]:
    """Return what was typed over a page as notes, heights from the bottom."""
    return [
        PagePiece(x0, x1, y1, y0, text, filled=True)
        for item, (x0, y0, x1, y1) in _annotations(page)
        if item.get("/Subtype") in FILLING and (text := _said(page, item))
    ]


def drawn(page: Any) -> bool:
    """Tell whether something lies over a page that may be an answer and cannot be read: ink, stamps, marks, remarks."""
    return any(item.get("/Subtype") in DRAWN for item, _ in _annotations(page))


def refuse_xfa(reader: Any, fields: bool) -> None:
    """Refuse a form that only Adobe's own program can show (XFA): its pages say "Please wait"."""
    root = reader.trailer["/Root"]
    form = _resolved(root.get("/AcroForm"))
    if form and "/XFA" in form and not fields:
        raise FileProblem(Problem.XFA)


def _annotations(page: Any) -> Iterator[tuple[Any, tuple[float, float, float, float]]]:
    """Yield (annotation, its corners) for all that a screen shows."""
    for reference in _resolved(page.get("/Annots")) or []:
        item = _resolved(reference)
        try:
            x0, y0, x1, y1 = (float(_resolved(value)) for value in _resolved(item["/Rect"]))
            hidden = int(_resolved(item.get("/F", 0))) & UNSEEN
        except (KeyError, TypeError, ValueError, AttributeError):
            continue
        if not hidden:
            yield item, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _said(page: Any, item: Any) -> str:
    """Return the words of a note: plain, rich, or as it is drawn."""
    plain = _plain(item.get("/Contents") or "")
    rich = re.sub(r"<[^>]*>", "", TAG.sub("\n", _plain(item.get("/RC") or "")))
    return plain or rich.strip() or _appearance(page, item)


def _plain(value: Any) -> str:
    value = _resolved(value)
    raw = value.get_data().decode("utf-8", "replace") if hasattr(value, "get_data") else str(value)
    return raw.replace("\r\n", "\n").replace("\r", "\n").strip()[:MAX_TEXT]


def _chosen(item: Any, value: Any) -> str:
    """Return what a drop-down shows for its value, which may be a code of its own."""
    shown: dict[str, str] = {}
    for option in _resolved(_inherited(item, "/Opt")) or []:
        pair = _resolved(option)
        if isinstance(pair, list) and len(pair) == 2:
            shown[str(_resolved(pair[0]))] = str(_resolved(pair[1]))
    value = _resolved(value)
    values = [] if value is None else value if isinstance(value, list) else [value]
    picked = [str(_resolved(each)) for each in values]
    return ", ".join(shown.get(each, each) for each in picked).strip()


def _appearance(page: Any, item: Any) -> str:
    """Return the words that a field or note is drawn with, '' where it is drawn with none."""
    look = _resolved((_resolved(item.get("/AP")) or {}).get("/N"))
    if look is None or not hasattr(look, "get_data"):
        return ""
    try:
        return str(page.extract_xform_text(look)).strip()[:MAX_TEXT]
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):  # a look without fonts: it has no words then
        return ""


def _inherited(item: Any, key: str) -> Any:
    """Look a value up in the field or the parents that it belongs to (at most eight)."""
    for _ in range(8):
        if key in item:
            return _resolved(item[key])
        if "/Parent" not in item:
            return None
        item = item["/Parent"].get_object()
    return None


def _resolved(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
