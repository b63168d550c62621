"""Straighten WordprocessingML before python-docx reads it: what it would not see, or would see wrongly (field-notes 6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from intake.forms.read.package import XmlElement
from intake.forms.read.safe_tree import safe_tree
from intake.model.problems import FileProblem, Problem

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
STRICT = {  # ISO 29500 strict names, which python-docx does not know
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
UNWRAPPED = ("ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo")
DELETED = ("del", "moveFrom")
TICKED = {0x50, 0x52, 0x53, 0x54, 0xFC, 0xFD, 0xFE}  # low bytes in Wingdings, Wingdings 2
UNTICKED = {0x6F, 0x71, 0x72, 0xA3, 0xA8}
MAX_TEXT_BOXES = 2000
OVERSTRUCK = re.compile(r"^\s*eq\b.*\\o.*\\up\s*-?\d+\s*\([^)]*\)\s*[,;，；]\s*([^)]*)\)", re.IGNORECASE | re.DOTALL)


def straighten_text(data: bytes) -> XmlElement:
    """Return the tree of word/document.xml with every text a person sees in plain runs; raises FileProblem damaged."""
    for strict, usual in STRICT.items():
        data = data.replace(strict, usual)
    root = safe_tree(data)
    if root.find(_w("body")) is None:
        raise FileProblem(Problem.DAMAGED)
    for step in STEPS:
        step(root)
    return root


def _w(name: str) -> str:
    return f"{{{W}}}{name}"


def _drop_fallbacks(root: XmlElement) -> None:
    """Keep one of the two copies of a drawing; the second would double its text."""
    for choice in list(root.iter(f"{{{MC}}}AlternateContent")):
        fallback = choice.find(f"{{{MC}}}Fallback")
        if fallback is not None and choice.find(f"{{{MC}}}Choice") is not None:
            choice.remove(fallback)


def _tracked_changes(root: XmlElement) -> None:
    """Accept all changes: deletions, also of rows and cells, go; insertions stay."""
    for name, owner in (("del", "trPr"), ("cellDel", "tcPr")):
        for mark in list(root.iter(_w(name))):
            if mark.getparent().tag == _w(owner):
                _remove(mark.getparent().getparent())
    for name in DELETED:
        for element in list(root.iter(_w(name))):
            _remove(element)


def _struck_out(root: XmlElement) -> None:
    """Drop text that is struck through: people cross out the choice that is not theirs."""
    for mark in list(root.iter(_w("strike"), _w("dstrike"))):
        run = mark.getparent().getparent()
        if mark.get(_w("val"), "1") not in {"0", "false", "off"} and run is not None and run.tag == _w("r"):
            _remove(run)


def _content_controls(root: XmlElement) -> None:
    """Put the content of each control in the control's place; placeholders become empty, check boxes ☑ or ☐."""
    for control in reversed(list(root.iter(_w("sdt")))):
        settings, content = control.find(_w("sdtPr")), control.find(_w("sdtContent"))
        if settings is not None and content is not None:
            box = settings.find(f"{{{W14}}}checkbox")
            if box is not None:
                checked = box.find(f"{{{W14}}}checked")
                on = checked is not None and checked.get(f"{{{W14}}}val") in {"1", "true", "on"}
                _replace_text(content, "☑" if on else "☐")
            elif settings.find(_w("showingPlcHdr")) is not None:
                _replace_text(content, "")
        _unwrap(control, content)


def _unwrap_others(root: XmlElement) -> None:
    for name in UNWRAPPED:
        for element in reversed(list(root.iter(_w(name)))):
            _unwrap(element, element)


def _symbols(root: XmlElement) -> None:
    """Turn Wingdings check marks into ☑ and ☐, as w:sym or as a private-use character in a run."""
    for symbol in list(root.iter(_w("sym"))):
        try:
            code = int(symbol.get(_w("char"), "0"), 16) & 0xFF
        except ValueError:
            code = 0
        text = etree.SubElement(symbol.getparent(), _w("t"))
        text.text = _tick(code) or "•"
        symbol.getparent().replace(symbol, text)
    for text in root.iter(_w("t")):
        if text.text and re.search("[\uf020-\uf0ff]", text.text):
            text.text = re.sub("[\uf020-\uf0ff]", lambda found: _tick(ord(found[0]) & 0xFF), text.text)


def _readings(root: XmlElement) -> None:
    """Keep what a reading (拼音指南, furigana) stands over, and drop the reading; in old files it is a field, "EQ \\o\\ad(…,白)"."""
    for ruby in list(root.iter(_w("ruby"))):
        base = ruby.find(_w("rubyBase"))
        text = etree.Element(_w("t"))
        text.text = "".join(item.text or "" for item in base.iter(_w("t"))) if base is not None else ""
        ruby.getparent().replace(ruby, text)
    for run, code in _field_codes(root):
        under = OVERSTRUCK.search(code)
        if under:
            extra = etree.Element(_w("r"))
            etree.SubElement(extra, _w("t")).text = under[1].strip()
            run.addprevious(extra)


def _field_codes(root: XmlElement) -> Iterator[tuple[XmlElement, str]]:
    """Yield (its last run, code) for every field whose code stands in runs, the inner ones of nested fields first."""
    open_codes: list[list[str]] = []
    for item in list(root.iter(_w("fldChar"), _w("instrText"))):
        kind = item.get(_w("fldCharType"), "") if item.tag == _w("fldChar") else "code"
        if kind == "begin":
            open_codes.append([])
        elif kind == "code" and open_codes:
            open_codes[-1].append(item.text or "")
        elif kind == "end" and open_codes:
            yield item.getparent(), "".join(open_codes.pop())


def _tick(code: int) -> str:
    return "☑" if code in TICKED else "☐" if code in UNTICKED else ""


def _legacy_fields(root: XmlElement) -> None:
    """Write out what legacy check boxes and drop-down lists show (w:ffData)."""
    for data in list(root.iter(_w("ffData"))):
        run = next((item for item in data.iterancestors(_w("r"))), None)
        shown = _legacy_value(data)
        if run is not None and shown:
            extra = etree.Element(_w("r"))
            etree.SubElement(extra, _w("t")).text = shown
            run.addnext(extra)


def _legacy_value(data: XmlElement) -> str:
    box, choices = data.find(_w("checkBox")), data.find(_w("ddList"))
    if box is not None:
        state = box.find(_w("checked"))
        state = state if state is not None else box.find(_w("default"))
        on = state is not None and state.get(_w("val"), "1") not in {"0", "false", "off"}
        return "☑" if on else "☐"
    if choices is not None:
        result = choices.find(_w("result"))
        entries = [entry.get(_w("val"), "") for entry in choices.findall(_w("listEntry"))]
        picked = result.get(_w("val"), "") if result is not None else ""
        return entries[int(picked)] if picked.isdecimal() and int(picked) < len(entries) else ""
    return ""


def _text_boxes(root: XmlElement) -> None:
    """Move what stands in a text box behind the paragraph that anchors it, where it is read in its cell."""
    for _ in range(MAX_TEXT_BOXES):
        box = next(root.iter(_w("txbxContent")), None)
        if box is None:
            return
        anchor = next((item for item in box.iterancestors(_w("p"))), None)
        box.getparent().remove(box)
        if anchor is not None:
            for child in reversed(box):
                anchor.addnext(child)


def _replace_text(content: XmlElement, text: str) -> None:
    """Empty every text of a control and put one text into the first, making a run when there is none."""
    texts = [item for name in ("t", "sym") for item in content.iter(_w(name))]
    for index, item in enumerate(texts):
        item.tag, item.text = _w("t"), text if index == 0 else ""
    if not texts and text:
        etree.SubElement(etree.SubElement(content, _w("r")), _w("t")).text = text


def _unwrap(element: XmlElement, content: XmlElement | None) -> None:
    for child in list(content) if content is not None else ():
        if not str(child.tag).endswith(("Pr", "Mark")) or child.tag in {_w("rPr")}:
            element.addprevious(child)
    _remove(element)


def _remove(element: XmlElement) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


STEPS: tuple[Callable[[XmlElement], None], ...] = (
    _drop_fallbacks,
    _tracked_changes,
    _struck_out,
    _content_controls,
    _unwrap_others,
    _symbols,
    _readings,
    _legacy_fields,
    _text_boxes,
)
