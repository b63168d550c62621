"""Read the parts of an Office or OpenDocument file as they stream by: bounded, no DOCTYPE, nothing linked is followed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from lxml import etree

from intake.forms.read.package import DOCTYPE, XmlElement
from intake.mime.packages import inner
from intake.model.problems import FileProblem, Problem

MOST_PARTS = 20_000
MOST_BYTES = 300_000_000  # of one part, unpacked
MOST_HEAD = 2_000_000  # of a small part that is read whole
PROLOG = 4096
PICTURE = re.compile(r"(word|xl|ppt)/media/[^/]+|pictures/[^/]+", re.IGNORECASE)
LEAST_PICTURE = 40_000  # bytes; smaller ones are logos


class Bounded:
    """A part that ends with an error where it unpacks to too much."""

    def __init__(self, source: IO[bytes], head: bytes) -> None:
        self._source, self._head, self._left = source, head, MOST_BYTES

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raises FileProblem unsupported."""
        data, self._head = (self._head, b"") if self._head else (self._source.read(size), b"")
        self._left -= len(data)
        if self._left < 0:
            raise FileProblem(Problem.UNSUPPORTED)
        return data


class OfficeParts:
    """An opened package: names compared as packages compare them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Look at the list of parts alone; raises FileProblem encrypted | unsupported."""
        entries = archive.infolist()
        if len(entries) > MOST_PARTS:
            raise FileProblem(Problem.UNSUPPORTED)
        if any(entry.flag_bits & 1 for entry in entries):
            raise FileProblem(Problem.ENCRYPTED)
        self._archive = archive
        self.entries = {inner(entry.filename): entry for entry in entries}

    @property
    def pictures(self) -> int:
        """Return how many pictures of some size it holds."""
        return sum(bool(PICTURE.fullmatch(name)) and entry.file_size >= LEAST_PICTURE for name, entry in self.entries.items())

    def small(self, name: str) -> bytes:
        """Return a small part whole, b'' where there is none."""
        entry = self.entries.get(name)
        if entry is None or entry.file_size > MOST_HEAD:
            return b""
        with self._archive.open(entry) as source:
            return source.read(MOST_HEAD)

    def elements(self, name: str, events: tuple[str, ...] = ("start", "end")) -> Iterator[tuple[str, XmlElement]]:
        """Yield (event, element) of a part; raises FileProblem where it has a DOCTYPE, unpacks to too much, or is no XML."""
        with self._archive.open(self.entries[name]) as source:
            head = source.read(PROLOG)
            if DOCTYPE.search(head):
                raise FileProblem(Problem.UNSUPPORTED)
            try:
                yield from etree.iterparse(
                    Bounded(source, head), events, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                    remove_comments=True, remove_pis=True,
                )  # fmt: skip
            except etree.XMLSyntaxError as error:
                raise FileProblem(Problem.DAMAGED) from error


def open_package(path: Path) -> OfficeParts:
    """Open a package; raises zipfile.BadZipFile and FileProblem. It is closed with its last reference."""
    return OfficeParts(zipfile.ZipFile(path))


def without_namespace(element: XmlElement) -> str:
    """Return an element's name without its namespace; '' for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
