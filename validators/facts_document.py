"""What was measured in a document; rules compare these facts with their options."""

from __future__ import annotations

from dataclasses import dataclass

from intake.model.problems import UNSEEN, Problem


@dataclass(frozen=True, kw_only=True)
class DocumentFacts:
    """What the document probe measured in one file (bytes; words as probes/text_counts.py counts them)."""

    sha256: str
    file_bytes: int
    format: str = ""  # by content: PDF, DOCX, DOC, WPS, RTF, ODT, PPTX, PPT, XLSX, XLS, ET, TXT, …; '' unknown
    renamed: bool = False  # its name claims another format
    pages: int = 0  # counted in PDF, slides and pictures; elsewhere what the program that wrote it says; 0 unknown
    text: str = ""  # what its pages say, at most 100 000 characters; no header, footer, comment or deleted words
    more: bool = False  # there is more text than that
    english_words: int = 0  # of the whole text
    han: int = 0
    english: bool = False
    pictures: int = 0  # of some size, in it
    scanned: bool = False  # its pages are pictures or outlines: nobody but a person can read them
    editable: bool = False  # of an office program, and more than pictures of pages
    changes: bool = False  # open tracked changes or comments: perhaps not the last version
    active: tuple[str, ...] = ()  # what would run or be fetched if it were opened: macros | script | dde | launch | template
    second_face: str = ""  # what it is as well, to another program: '' | zip | pdf | rar | 7z | exe
    signatures: int = 0  # digital ones
    personal: bool = False  # it names an author
    software: str = ""
    problem: str = ""  # '' | empty | encrypted | damaged | unsupported | needs-office | xfa | time | memory | crashed

    @property
    def characters(self) -> int:
        """Return 字: every Han character 1, every Latin word 1."""
        return self.english_words + self.han

    @property
    def blank(self) -> bool:
        """Tell whether it opens and holds nothing."""
        return not self.problem and not self.text and not self.pictures and not self.scanned

    @property
    def unseen(self) -> bool:
        """Tell whether looking at it took too much: a person looks, and nothing is said of the file."""
        return self.problem in UNSEEN | {Problem.NEEDS_OFFICE}
