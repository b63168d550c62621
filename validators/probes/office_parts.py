"""Read the parts of an Office or OpenDocument file as they stream by: bounded, no DOCTYPE, nothing linked is followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from intake.forms.read.package import DOCTYPE, XmlElement
from intake.mime.unpacking import ZipParts
from intake.model.problems import FileProblem, Problem

MOST_PARTS = 20_000
MOST_BYTES = 300_000_000  # unpacked, of all parts that are read
MOST_HEAD = 2_000_000  # of a small part that is read whole
PROLOG = 4096
PICTURE = re.compile(r"(word|xl|ppt)/media/[^/]+|pictures/[^/]+", re.IGNORECASE)
LEAST_PICTURE = 40_000  # bytes; smaller ones are logos


class OfficeParts(ZipParts):
    """An opened package; raises FileProblem damaged, encrypted or too-big."""

    def __init__(self, path: Path) -> None:
        """Look at the list of parts alone."""
        super().__init__(path, MOST_BYTES, MOST_PARTS)

    @property
    def pictures(self) -> int:
        """Return how many pictures of some size it holds."""
        return sum(bool(PICTURE.fullmatch(name)) and entry.file_size >= LEAST_PICTURE for name, entry in self.entries.items())

    def small(self, name: str) -> bytes:
        """Return a small part whole, b'' where there is none."""
        entry = self.entries.get(name)
        return self.head(name, MOST_HEAD) if entry is not None and entry.file_size <= MOST_HEAD else b""

    def elements(self, name: str, events: tuple[str, ...] = ("start", "end")) -> Iterator[tuple[str, XmlElement]]:
        """Yield (event, element) of a part; raises FileProblem where it has a DOCTYPE, unpacks to too much, or is no XML."""
        try:
            yield from etree.iterparse(
                _Stream(self.blocks(name)), events, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                remove_comments=True, remove_pis=True,
            )  # fmt: skip
        except etree.XMLSyntaxError as error:
            raise FileProblem(Problem.DAMAGED) from error


class _Stream:
    """A part as a file that is read in the blocks in which it comes; raises FileProblem unsupported where it begins with a DOCTYPE."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._begun = blocks, False

    def read(self, _: int = -1) -> bytes:
        """Return the next block, b'' behind the last."""
        block = next(self._blocks, b"")
        if not self._begun and DOCTYPE.search(block[:PROLOG]):
            raise FileProblem(Problem.UNSUPPORTED)
        self._begun = True
        return block


def without_namespace(element: XmlElement) -> str:
    """Return an element's name without its namespace; '' for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
