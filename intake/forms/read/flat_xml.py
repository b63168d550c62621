"""Read documents that are one XML text: Word 2003 XML, a Word package written flat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from intake.forms.fields.grid import FormRow
from intake.forms.read import docx
from intake.forms.read.package import DOCTYPE, MAX_BYTES, MAX_MARKUP, XmlElement
from intake.forms.read.safe_tree import safe_tree
from intake.forms.read.word_xml import W
from intake.model.problems import FileProblem, Problem

WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
HINTS_2003 = "http://schemas.microsoft.com/office/word/2003/auxHint"
PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
WRAPPERS = ("sect", "sub-section", "pBdrGroup")  # of the hints: they hold what the body holds


def word_rows(path: Path) -> list[FormRow]:
    """Return the rows of a Word document in one XML file; raises FileProblem damaged | too-big | unsupported."""
    root = _tree(path)
    if root.tag == f"{{{PACKAGE}}}package":
        return docx.rows_of(dict(_parts(root)))
    for name in WRAPPERS:
        for wrapper in list(root.iter(f"{{{HINTS_2003}}}{name}")):
            for child in list(wrapper):
                wrapper.addprevious(child)
            wrapper.getparent().remove(wrapper)
    data = etree.tostring(root, encoding="UTF-8").replace(WORD_2003.encode(), W.encode())
    data = re.sub(rb"(</?\w+:)wordDocument\b", rb"\1document", re.sub(rb"(<\w+:)vmerge\b", rb"\1vMerge", data))
    return docx.rows_of({"word/document.xml": data})


def _tree(path: Path) -> XmlElement:
    if path.stat().st_size > MAX_BYTES:
        raise FileProblem(Problem.TOO_BIG)
    data = path.read_bytes().lstrip()
    if DOCTYPE.search(data):
        raise FileProblem(Problem.UNSUPPORTED)
    if data.count(b"<") > MAX_MARKUP:
        raise FileProblem(Problem.TOO_BIG)
    return safe_tree(data)


def _parts(root: XmlElement) -> Iterator[tuple[str, bytes]]:
    for part in root.iterfind(f"{{{PACKAGE}}}part"):
        content = part.find(f"{{{PACKAGE}}}xmlData")
        if content is not None and len(content):
            yield str(part.get(f"{{{PACKAGE}}}name", "")).lstrip("/"), etree.tostring(content[0], encoding="UTF-8")
