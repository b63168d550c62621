"""What was measured, once per file or text; rules compare these facts with their options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from intake.model.filetypes import named_document
from intake.model.submission import DOCUMENTS, Material, Role, Submission
from validators.finding import Values


@dataclass(frozen=True, kw_only=True)
class PhotoFacts:
    """What the photo probe measured in one file (sizes in bytes; pixels after EXIF orientation)."""

    sha256: str
    file_bytes: int
    image_bytes: int = 0  # SOI .. end of the primary image's EOI without padding; file size for other formats
    trailing: str = ""  # bytes after the image: '' | 'mpf' | 'motion' | 'vendor' | 'padding'; 'inside': padding before its end
    format: str = ""  # JPEG, MPO, PNG, HEIC, AVIF, WEBP, TIFF, GIF, BMP; '' unknown
    width: int = 0
    height: int = 0
    decodable: bool = False
    problem: str = ""  # '' | truncated | undecodable | too-many-pixels | time | memory | crashed
    missing_bytes: bool = False  # decodes once an EOI is appended: only the last bytes are missing
    suspect: str = ""  # the decoder's complaint, '' if none
    hashes: tuple[str, ...] = ()  # dHash, 16 hex digits: as is, rotated 90/180/270, and each mirrored (8)
    thumbnail: str = ""  # path of a small JPEG, '' if none could be made
    make: str = ""
    model: str = ""
    taken: str = ""  # DateTimeOriginal as written
    software: str = ""
    has_exif: bool = False
    ai_label: str = ""  # the AI mark found, '' if none
    likely_cause: str = (
        ""  # why it may be small: '' | screenshot | document | exported | chat-app | mail-app, some with '/' and the app
    )
    colourless: bool = False  # nearly no saturation: a page rather than a picture
    pagelike: bool = False  # a scan or photo of paper: blank margins, lines of small signs (probes/page.py)


@dataclass(frozen=True, kw_only=True)
class TextFacts:
    """What was counted in one text. Words as Word counts them (field-notes 6)."""

    name: str  # 'description', 'biography', ...
    place: str
    english_words: int  # tokens with a letter or digit; of a bilingual text its English part
    han: int  # Han characters and kana, each 1, and what a bilingual text has besides its English part
    english: bool  # at least 60 % of its letters are Latin (a bilingual text's English part counts)

    @property
    def characters(self) -> int:
        """Return 字: every Han character 1, every Latin word 1."""
        return self.english_words + self.han


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture together with its facts."""

    material: Material
    facts: PhotoFacts

    @property
    def portrait(self) -> bool:
        """Tell whether it is a photo of the author."""
        return self.material.role is Role.PORTRAIT

    @property
    def told(self) -> Values:
        """Return how findings name it: its shown name, and its role where it is no work."""
        return {"subject": self.material.name} | ({"role": self.material.role.value} if self.portrait else {})


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """When the mail arrived, and the call's window (first instant in, last out; contract.md ruling 2)."""

    received_at: datetime
    opens: datetime
    closes: datetime


@dataclass(frozen=True, kw_only=True)
class Resemblance:
    """One photo of this entry that resembles a photo of another entry."""

    name: str
    reference: str  # the other entry
    other_name: str
    distance: int  # Hamming distance of 64; 0 and exact=True for the same bytes
    exact: bool


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything the rules may look at for one submission."""

    submission: Submission
    arrival: Arrival
    works: tuple[Photo, ...] = ()
    portraits: tuple[Photo, ...] = ()
    others: tuple[Photo, ...] = ()  # measured pictures in other roles
    texts: Mapping[str, TextFacts] = field(default_factory=dict)
    elsewhere: tuple[Resemblance, ...] = ()
    pages: tuple[str, ...] = ()  # names of pictures that show a page and are in no role
    maybe_missing: tuple[str, ...] = ()  # names of files in no role that could be what is missing
    with_pictures: tuple[str, ...] = ()  # names of documents that pictures are pasted into


def is_document(item: Material) -> bool:
    """Tell a document, by its content or, where it is damaged, by its name."""
    return item.type in DOCUMENTS or named_document(item.type, item.name)
