"""What was measured, once per file or text; rules compare these facts with their options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from intake.config.models import Slot, SlotKind
from intake.model.filetypes import named_document
from intake.model.links import Link
from intake.model.named import NameFaults
from intake.model.rows import SheetFacts
from intake.model.submission import DOCUMENTS, Material, RegistrationForm, Submission
from validators.facts_qr import SeenCodes
from validators.facts_sheet import JudgedRow


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
    pagelike: bool = False  # a scan or photo of paper: blank margins, lines of small signs (probes/page.py)


@dataclass(frozen=True, kw_only=True)
class TextFacts:
    """What was counted in one text. Words as Word counts them (field-notes 6)."""

    name: str  # the slot it fills
    place: str
    english_words: int  # tokens with a letter or digit; of a bilingual text its English part
    han: int  # Han characters and kana, each 1, and what a bilingual text has besides its English part
    text: str = field(default="", repr=False, compare=False)  # what was counted
    english: bool  # at least 60 % of its letters are Latin (a bilingual text's English part counts)

    @property
    def characters(self) -> int:
        """Return 字: every Han character 1, every Latin word 1."""
        return self.english_words + self.han


Measured = TypeVar("Measured")


@dataclass(frozen=True, kw_only=True)
class SlotPiece(Generic[Measured]):
    """A file of a slot together with what was measured in it; nothing where its kind is not measured."""

    material: Material
    facts: Measured


Photo = SlotPiece[PhotoFacts]


class SlotDue(StrEnum):
    """Whether what a slot asks for may still come."""

    NOT_YET = "not-yet"  # it is asked for later
    OPEN = "open"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """When the mail arrived, and the call's window (first instant in, last out; contract.md ruling 2)."""

    received_at: datetime
    opens: datetime
    closes: datetime
    known: bool = False  # it is for an entry that is there: staff decide, nobody is refused


@dataclass(frozen=True, kw_only=True)
class Resemblance:
    """One photo of this entry that resembles a photo of another entry."""

    name: str
    reference: str  # the other entry
    other_name: str
    distance: int  # Hamming distance of 64; 0 and exact=True for the same bytes
    exact: bool


@dataclass(frozen=True)
class Late:
    """Something of a slot that arrived after the slot's end: a file's shown name, or the slot itself for a form, text or link."""

    subject: str
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class FilledSlot:
    """What an entry holds of one slot: what the rules look at."""

    slot: Slot
    pieces: tuple[SlotPiece[Any], ...] = ()
    form: RegistrationForm | None = None
    text: TextFacts | None = None
    sources: tuple[SlotPiece[Any], ...] = ()  # files that its form was read from, where their format matters
    links: tuple[Link, ...] = ()
    codes: tuple[SeenCodes, ...] = ()  # what stands in the pictures of the entry, where links are asked for with their codes
    rows: tuple[JudgedRow, ...] = ()  # of its sheets, those of earlier mails too
    replaced_rows: tuple[JudgedRow, ...] = ()  # of this mail, that a later one of the same key replaces
    due: SlotDue = SlotDue.OPEN
    closes: datetime | None = None  # when it is due
    late: tuple[Late, ...] = ()
    wanted: bool = True  # False: it is asked for beside another slot, and that one is empty
    earlier: tuple[Photo, ...] = ()  # the photos of the slots before it
    pictured: tuple[str, ...] = ()  # names of pictures that are called as this text is, which is missing
    pages: tuple[str, ...] = ()  # names of pictures that show a page, might have been for it and are in no slot
    with_pictures: tuple[str, ...] = ()  # names of documents that pictures are pasted into
    elsewhere: tuple[Resemblance, ...] = ()  # where else its photos were seen

    @property
    def photos(self) -> tuple[Photo, ...]:
        """Return the pieces that are pictures."""
        return tuple(piece for piece in self.pieces if isinstance(piece.facts, PhotoFacts))

    @property
    def blank(self) -> tuple[str, ...]:
        """Return the names of sheets in which no row is filled in."""
        pieces = (piece for piece in self.pieces if isinstance(piece.facts, SheetFacts))
        return tuple(piece.material.name for piece in pieces if piece.facts.blank)

    @property
    def have(self) -> int:
        """Return how much of it is there: files, one for a form or a text, links."""
        said = int(self.text is not None and self.text.characters > 0)
        filled = [piece for piece in self.pieces if not (isinstance(piece.facts, SheetFacts) and piece.facts.blank)]
        if self.rows and not filled:
            return 1  # the newest sheet is empty, and rows of an earlier one stand
        return len(filled) + (1 + len(self.form.others) if self.form else 0) + len(self.links) or said


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything the rules may look at for one submission."""

    submission: Submission
    arrival: Arrival
    slots: Mapping[str, FilledSlot]  # every slot of the call, in its order
    texts: Mapping[str, TextFacts] = field(default_factory=dict)  # every text, of a slot that is no more as well
    others: tuple[Photo, ...] = ()  # measured pictures in no slot for photos
    maybe_missing: tuple[str, ...] = ()  # names of files in no slot that could be what is missing
    called_otherwise: tuple[str, ...] = ()  # names of files in no slot that bear the name of one that takes no such file
    names: NameFaults = field(default_factory=NameFaults)  # what is wrong with the names of its mails and files
    by_staff: bool = False  # staff accept what has no fault

    def is_form(self, item: Material) -> bool:
        """Tell whether a file is one of the entry's forms."""
        slot = self.slots.get(item.role)
        return slot is not None and slot.slot.is_a(SlotKind.FORM)

    def slot_of(self, item: Material) -> str:
        """Return the slot that a file is in, '' for none."""
        return item.role if item.role in self.slots else ""


def is_document(item: Material) -> bool:
    """Tell a document, by its content or, where it is damaged, by its name."""
    return item.type in DOCUMENTS or named_document(item.type, item.name)
