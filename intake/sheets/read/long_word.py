"""Read the tables of a long Word text part by part: the whole of it as a tree would take gigabytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from intake.forms.fields.grid import FormRow
from intake.forms.read.docx import rows_in_parts
from intake.mime.unpacking import BLOCK
from intake.model.problems import FileProblem, Problem
from intake.sheets.read.package import Attributes, Package, guarded, without_prefix

TEXT = "word/document.xml"
LONG = 4_000_000  # bytes of the text; a shorter one is read whole
ROWS = 500  # of a part
Part = tuple[bool, bytes]  # whether its table begins, a document with rows of it


def is_long(path: Path) -> bool:
    """Tell whether a Word file's text is too long to be read whole; raises FileProblem."""
    with Package(path) as package:
        return package.size(_text_of(package)) > LONG


def read_rows(path: Path) -> Iterator[FormRow]:
    """Yield the rows of a Word file's tables, what stands between them left out; raises FileProblem."""
    with Package(path) as package:
        yield from rows_in_parts(_Cutter().parts(package, _text_of(package)))


def _text_of(package: Package) -> str:
    """Name the part with the text: what the package says, else what it is usually called."""
    return next((target for kind, _, target in package.relations("") if kind == "officeDocument"), "") or TEXT


class _Cutter:
    """The rows of the outermost tables while the text is unpacked; a table in a cell stays in its row."""

    def __init__(self) -> None:
        self._parser = guarded()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._kept = bytearray()  # what was unpacked last, from the byte `_from` on
        self._from = 0
        self._names: dict[str, str] = {}  # declarations of namespaces outside rows
        self._tables = self._twice = 0  # that are open; copies of drawings for old programs that are open
        self._row = -1  # where the row that is open begins
        self._begins = True
        self._rows: list[bytes] = []
        self._done: list[Part] = []

    def parts(self, package: Package, name: str) -> Iterator[Part]:
        """Yield the tables in parts of some rows; raises FileProblem."""
        try:
            for block in package.blocks(name):
                self._kept += block
                self._parser.Parse(block, False)
                yield from self._taken()
                self._let_go()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FileProblem(Problem.DAMAGED) from error
        yield from self._taken()

    def _taken(self) -> list[Part]:
        done, self._done = self._done, []
        return done

    def _let_go(self) -> None:
        """Forget the bytes of rows that are through; a tag may go from one block to the next."""
        until = self._from + len(self._kept) - BLOCK
        gone = (until if self._row < 0 else min(until, self._row)) - self._from
        if gone > 0:
            del self._kept[:gone]
            self._from += gone

    def _start(self, tag: str, values: Attributes) -> None:
        name = without_prefix(tag)
        self._twice += name == "Fallback"
        if self._twice:
            return
        if self._row < 0:
            self._names |= {key: value for key, value in values.items() if key == "xmlns" or key.startswith("xmlns:")}
        if name == "tbl":
            self._tables += 1
            self._begins = self._begins or self._tables == 1
        elif name == "tr" and self._tables == 1:
            self._row = self._parser.CurrentByteIndex

    def _end(self, tag: str) -> None:
        name = without_prefix(tag)
        self._twice -= name == "Fallback"
        if self._twice:
            return
        prefix = tag[: -len(name)]
        if name == "tbl":
            self._tables -= 1
            if not self._tables:
                self._close(prefix)
        elif name == "tr" and self._tables == 1:
            start, at = self._row - self._from, self._parser.CurrentByteIndex - self._from
            self._rows.append(bytes(self._kept[start : self._kept.index(b">", at) + 1]))
            self._row = -1
            if len(self._rows) >= ROWS:
                self._close(prefix)

    def _close(self, prefix: str) -> None:
        """End a part: a document of its own with the rows since the last."""
        if self._rows:
            names = " ".join(f"{key}={quoteattr(value)}" for key, value in self._names.items())
            head = f"<{prefix}document {names}><{prefix}body><{prefix}tbl>".encode()
            tail = f"</{prefix}tbl></{prefix}body></{prefix}document>".encode()
            self._done.append((self._begins, b"".join([head, *self._rows, tail])))
            self._rows, self._begins = [], False
