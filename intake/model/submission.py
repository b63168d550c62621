"""The nouns of the intake: one frozen value for every hop from the spool to a submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from intake.model.filetypes import ARCHIVES as ARCHIVES
from intake.model.filetypes import DOCUMENTS as DOCUMENTS
from intake.model.filetypes import PICTURES as PICTURES
from intake.model.filetypes import WITHOUT_READER as WITHOUT_READER
from intake.model.filetypes import FileType as FileType
from intake.model.form import FORM_WEIGHT as FORM_WEIGHT
from intake.model.form import FormState as FormState
from intake.model.form import FoundText as FoundText
from intake.model.form import RegistrationForm as RegistrationForm
from intake.model.form_parts import FormRest as FormRest
from intake.model.form_parts import FormValue as FormValue
from intake.model.named import Named as Named
from intake.model.rows import SheetFacts, SheetRow
from intake.model.sender_doubt import SenderDoubt as SenderDoubt


class MessageError(Exception):
    """Say that one message cannot be processed; the loop that shunts catches it."""


class StructureError(MessageError):
    """Say that a message is built as nobody's mail program builds one: no parser may come near it."""


TEXT, OTHER = "text", "other"  # roles of files in no slot: one that held a text, one that plays no part


@dataclass(frozen=True, kw_only=True)
class Address:
    """One mailbox of RFC 5322: a display name (may be empty) and an addr-spec in its canonical form (intake.model.addresses)."""

    name: str = ""
    email: str


@dataclass(frozen=True, kw_only=True)
class SpooledMessage:
    """One raw mail on disk, durable, with where and when it arrived (aware datetimes)."""

    path: Path
    sha256: str
    size: int
    mailbox: str
    folder: str = ""
    uidvalidity: int | None = None
    uid: int | None = None
    received_at: datetime
    fetched_at: datetime


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One file a person sent: a leaf of the mail, or a file out of an archive in it."""

    ordinal: int
    name_as_sent: str  # '' when the part had no name
    name: str  # safe to show: NFC, no path, no control or bidi characters, capped; never empty
    folder: str = ""  # path inside the archive(s), '/'-separated, cleaned; '' at top level
    container: str = ""  # shown name of the archive or forwarded mail it came out of
    declared_type: str = ""  # Content-Type as sent
    type: FileType
    size: int
    sha256: str
    path: Path
    inline: bool = False  # referenced by cid: or disposition inline
    decoration: bool = False  # logo, tracking pixel: kept, not counted
    pasted: bool = False  # decoration by its size alone, as photos are too that were put into a mail's text
    problem: str = ""  # a Problem, '' if none
    typed: bool = False  # made of lines that were typed into the mail itself


@dataclass(frozen=True, kw_only=True)
class CloudLink:
    """A link that stands where an attachment should be (field-notes 4). Never fetched."""

    provider: str  # as shown to people: 'QQ', '163', 'Google Drive', ...
    url: str
    name: str = ""
    size: int | None = None  # bytes
    expires_at: datetime | None = None
    code: str = ""  # extraction code
    slot: str = ""  # of the call, that the words of its mail tell; '' where they tell none


@dataclass(frozen=True, kw_only=True)
class Authentication:
    """The verdict of the trusted receiving server (RFC 8601): 'pass', 'fail', ... or ''."""

    authserv: str
    dmarc: str = ""
    spf: str = ""
    dkim: str = ""

    @property
    def forged(self) -> bool:
        """Tell whether the receiving server says the sender is not who it claims to be."""
        return self.dmarc == "fail"


@dataclass(frozen=True, kw_only=True)
class InboundMessage:
    """One mail, read: headers decoded, texts joined, every leaf on disk."""

    spooled: SpooledMessage
    message_id: str  # with angle brackets, '' if none
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address | None  # None: no From, or not exactly one usable address
    passed_by: Address | None = None  # one of staff, who submits for the author, the `sender`
    recipients: tuple[Address, ...] = ()  # To and Cc
    return_path: str | None = None  # None: header absent; '' : '<>'
    subject: str = ""
    date: datetime | None = None  # what the sender claims; never a deadline's measure
    headers: tuple[tuple[str, str], ...] = ()  # all, decoded, names lower case, in order
    content_type: str = "text/plain"
    text: str = ""  # what the person wrote; quoted mail and signature cut off
    texts: tuple[str, ...] = ()  # the same by mail: the mail's own, then those forwarded in it
    quoted: str = ""  # what was cut off
    linked: str = ""  # what the person wrote as HTML shows it, with the addresses that words lead to; '' where none do
    attachments: tuple[Attachment, ...] = ()
    archives: tuple[Attachment, ...] = ()  # that were opened: what they held is among the attachments
    unpacked: tuple[int, int] = (0, 0)  # bytes and entries that came out of them
    links: tuple[CloudLink, ...] = ()
    forwarded_from: tuple[Address, ...] = ()  # authors of message/rfc822 parts
    authentication: Authentication | None = None
    defects: tuple[str, ...] = ()

    @property
    def forged(self) -> bool:
        """Tell whether the receiving server says that the sender is not whom From names."""
        return self.authentication is not None and self.authentication.forged

    def header(self, name: str) -> str:
        """Return the first header of that name, '' if there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


@dataclass(frozen=True, kw_only=True)
class Material:
    """One file of an entry in its role."""

    role: str  # the slot it fills; TEXT, OTHER
    name: str
    name_as_sent: str = ""
    folder: str = ""
    title: str = ""
    type: FileType
    size: int
    sha256: str
    path: Path
    message: str  # sha256 of the mail that brought it
    reason: str = ""  # why this role: a SlotReason, or an Idle
    doubtful: bool = False  # the role is a guess; staff see it
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What an entry holds before a mail is added to it."""

    reference: str
    call: str
    author: Address | None
    opened_by: str  # address that opened the entry, canonical
    forms: Mapping[str, RegistrationForm | None]  # every form of the call, in its order
    texts: Mapping[str, FoundText]
    materials: tuple[Material, ...]
    links: tuple[CloudLink, ...]
    phrase_seen: bool
    messages: tuple[str, ...]
    faulty: frozenset[str] = frozenset()  # sha256 of materials the last letter asked to replace
    wanting: frozenset[str] = frozenset()  # form fields and texts the last letter asked for
    lacking: frozenset[str] = frozenset()  # roles in which it has too little, or something faulty
    unverified: str = ""  # as in Submission: a doubt about who opened the entry stays until staff lift it
    claims: str = ""
    unclaimed: tuple[str, ...] = ()
    automatic: str = ""
    named: Named = field(default_factory=Named)
    fields: Mapping[str, str] = field(default_factory=dict)  # what the fields that one_per and naming name say
    unit_key: str = ""  # what it stands for, folded
    rows: Mapping[str, tuple[SheetRow, ...]] = field(default_factory=dict)  # of each sheet slot
    bad_rows: frozenset[tuple[str, str, int, int]] = frozenset()  # places of those that are to be mended
    file_arrivals: Mapping[str, datetime] = field(default_factory=dict)  # sha256 of a file -> when it arrived first
    typed: Mapping[str, FormValue] = field(default_factory=dict)  # as in Submission: what no form has taken
    row_arrivals: Mapping[str, datetime] = field(default_factory=dict)  # sha256 of a file of rows -> when its mail arrived

    @property
    def form(self) -> RegistrationForm | None:
        """Return the call's first form, None where it is not there."""
        return next(iter(self.forms.values()), None)


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What one author has sent for one call so far, this mail included."""

    call: str
    message: str  # sha256 of the mail that made this revision
    received_at: datetime  # server arrival of that mail
    author: Address | None
    reply_to: Address | None  # whom the letter goes to: the sender of the latest mail
    forms: Mapping[str, RegistrationForm | None]  # every form of the call, in its order
    texts: Mapping[str, FoundText]
    materials: tuple[Material, ...]
    typed: Mapping[str, FormValue] = field(default_factory=dict)  # form lines in the body, too few to be a form
    only_answers: bool = False  # words alone: counts only where it adds to an entry
    unclaimed: tuple[str, ...] = ()  # names of files of a many-author mail that nobody's folder or name claims
    replaces: bool = False  # the mail says that its forms stand in place of earlier ones
    voids: bool = False  # its words say that it stands in place of an earlier mail
    links: tuple[CloudLink, ...] = ()
    phrase_seen: bool = True  # the call's phrase stands in subject, body or a file name
    adds_to: str = ""  # reference of the dossier this adds to; '' opens an entry
    unverified: str = ""  # a SenderDoubt: why the sender cannot be trusted
    claims: str = ""  # the references that the doubt is about, blanks between them
    automatic: str = ""  # the sign (machine_mail.Sign) that marks a mail with material as a machine's
    named: Named = field(default_factory=Named)  # what the names of its mails and files tell
    rows: Mapping[str, tuple[SheetRow, ...]] = field(default_factory=dict)  # of each sheet slot
    sheets: Mapping[str, SheetFacts] = field(default_factory=dict)  # by sha256: what this mail's sheets came to

    @property
    def form(self) -> RegistrationForm | None:
        """Return the call's first form, None where it is not there."""
        return next(iter(self.forms.values()), None)

    def of(self, role: str) -> tuple[Material, ...]:
        """Return the materials in one role, in order."""
        return tuple(material for material in self.materials if material.role == role)
