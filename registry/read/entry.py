"""One entry, whole: the noun that everything which looks at the registry is a view of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum

from intake.model.submission import Address, CloudLink, FormValue, FoundText, Material, Named, RegistrationForm
from registry.store.codes import Action, LetterKind, LetterState
from registry.store.rows import HeldRows, RowCounts
from registry.store.score_mean import ScoreSummary
from validators.disposition import Disposition
from validators.facts import PhotoFacts, TextFacts
from validators.facts_video import VideoFacts
from validators.finding import Finding


@dataclass(frozen=True, kw_only=True)
class EntryFile(Material):
    """One file of an entry, with what was measured where it is a picture or a film, and when its bytes came first."""

    facts: PhotoFacts | None = None
    film: VideoFacts | None = None
    received_at: datetime | None = None  # None: no mail brought it

    @property
    def fault(self) -> str:
        """Return why it could not be opened, read or measured, '' where it could."""
        return self.problem or (self.facts.problem if self.facts else "")

    @property
    def has_small(self) -> bool:
        """Tell whether a small picture was made of it: of a film, a still."""
        return any(seen is not None and bool(seen.thumbnail) for seen in (self.facts, self.film))

    @property
    def format(self) -> str:
        """Return its format as people call it: what was measured, else what its bytes say."""
        return self.facts.format if self.facts and self.facts.format else self.type.upper()

    @property
    def material(self) -> Material:
        """Return it as a submission knows it."""
        return Material(**{item.name: getattr(self, item.name) for item in fields(Material)})


@dataclass(frozen=True, kw_only=True)
class EntryText:
    """One text of an entry, with what was counted in it."""

    found: FoundText
    facts: TextFacts


@dataclass(frozen=True, kw_only=True)
class EntryMail:
    """A mail of an entry: the revision it made, and what its sender wrote (the first of it)."""

    sha256: str
    revision: int
    received_at: datetime
    words: str = ""


class Returned(StrEnum):
    """What a mail server reported of a letter last."""

    DELAYED = "delayed"
    BOUNCED = "bounced"
    PERHAPS = "perhaps bounced"  # the report is not proved to be about it


@dataclass(frozen=True, kw_only=True)
class EntryLetter:
    """A letter about an entry; one about several stands under each, with this entry's own kind and revision."""

    number: int  # of the outbox
    kind: LetterKind
    revision: int
    language: str
    recipient: str  # an address
    state: LetterState
    message_id: str
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None = None
    code: int | None = None  # the SMTP server's last answer
    error: str = ""
    note: str = ""  # staff's words in it
    returned: Returned | None = None
    status: str = ""  # the enhanced code of that report
    name: str = ""  # of an announcement


@dataclass(frozen=True, kw_only=True)
class EntryDecision:
    """What staff decided on a revision: by whom, in which words, until when the entry may be added to."""

    revision: int
    action: Action
    by: str
    note: str
    remark: str
    until: datetime | None
    undone: datetime | None = None  # when it was taken back
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One thing that happened to an entry."""

    at: datetime
    what: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class EntryRevision:
    """A revision: the mail that made it, or who, and the state the rules gave it."""

    revision: int
    message: str  # sha256
    state: Disposition
    created_at: datetime
    by: str = ""  # who made it by hand, '' where a mail did


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry whole, as its newest revision stands. Times are aware; nothing in it is ever changed in place."""

    reference: str
    call: str
    state: Disposition
    revision: int
    language: str = ""
    author: Address | None = None
    opened_by: str = ""  # the address that opened it, in its one spelling
    received_at: datetime
    updated_at: datetime
    until: datetime | None = None  # a date of its own that staff gave it
    accepted_at: datetime | None = None  # when it was accepted first
    judged_at: datetime | None = None  # as of when its revision was judged, None: as of its mail's arrival
    arrived: Mapping[str, datetime] = field(default_factory=dict)  # slot of a form or text -> its first arrival
    message: str = ""  # sha256 of the mail that made the revision
    reply_to: Address | None = None  # whom its letters go to
    forms: Mapping[str, RegistrationForm | None] = field(default_factory=dict)  # every form of the call, in its order
    texts: Mapping[str, EntryText] = field(default_factory=dict)
    files: tuple[EntryFile, ...] = ()
    links: tuple[CloudLink, ...] = ()
    findings: tuple[Finding, ...] = ()  # in the rules' order
    phrase_seen: bool = True
    unverified: str = ""  # a SenderDoubt
    claims: str = ""
    automatic: str = ""
    unclaimed: tuple[str, ...] = ()
    names: Named = field(default_factory=Named)  # what the names of its mails and files tell
    typed: Mapping[str, FormValue] = field(default_factory=dict)  # form lines of its mails that no form has taken
    fields: Mapping[str, str] = field(default_factory=dict)  # what the fields that one_per and naming name say
    unit_key: str = ""  # what it stands for, folded; '' for an author or a mail
    mails: tuple[EntryMail, ...] = ()  # by the revision they made
    letters: tuple[EntryLetter, ...] = ()  # oldest first, and so the next three
    decisions: tuple[EntryDecision, ...] = ()
    revisions: tuple[EntryRevision, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    rows: RowCounts = field(default_factory=RowCounts)
    held_rows: HeldRows = field(
        default_factory=HeldRows, compare=False, repr=False
    )  # for judging; outputs ask registry/read/rows.py
    joined: str = ""  # the entry it was joined to
    holds: tuple[str, ...] = ()  # the entries that were joined to it
    award: str = ""  # its id in the call
    awarded_at: datetime | None = None
    shortlisted: bool = False
    standing: ScoreSummary = field(default_factory=ScoreSummary)  # what its scores amount to
    votes: int | None = None

    @property
    def form(self) -> RegistrationForm | None:
        """Return the call's first form, None where it is not there."""
        return next(iter(self.forms.values()), None)

    def written(self, field_id: str) -> str:
        """Return a field as names of mails and files tell it, else as the first form that fills it in, else a sheet; '' where none does."""
        written = next((text for form in self.forms.values() if form and (text := form.text(field_id))), "")
        return self.names.told.get(field_id, "") or written or self.told_fields.get(field_id, "")

    @property
    def told_fields(self) -> Mapping[str, str]:
        """Return what the entry stands for as far as that may be said: not what confidential rows alone tell (contract.md ruling 17)."""
        if not self.rows.all_confidential:
            return self.fields
        said = {name for form in self.forms.values() if form for name in form.values} | set(self.names.told)
        return {name: text if name in said else "" for name, text in self.fields.items()}

    def named(self, field_ids: Iterable[str] | None) -> str:
        """Return the first of some fields that is written, '' where none is."""
        return next((text for field_id in field_ids or () if (text := self.written(field_id))), "")

    def said(self, *severities: str) -> tuple[Finding, ...]:
        """Return the findings of these severities."""
        return tuple(item for item in self.findings if item.severity in severities)

    def files_in(self, *roles: str) -> tuple[EntryFile, ...]:
        """Return the files in these roles, role by role."""
        return tuple(item for role in roles for item in self.files if item.role == role)

    @property
    def last_mail(self) -> EntryMail | None:
        """Return the mail that arrived last."""
        return max(self.mails, key=lambda mail: (mail.received_at, mail.revision), default=None)

    @property
    def last_mail_at(self) -> datetime:
        """Return when the last of its mails arrived."""
        return self.last_mail.received_at if self.last_mail else self.received_at

    @property
    def as_of(self) -> datetime:
        """Return the moment that what is missing was judged by: its last mail's arrival, or a later look."""
        return max(self.last_mail_at, self.judged_at or self.last_mail_at)

    @property
    def author_name(self) -> str:
        """Return its author's name as their mail gives it, '' where it gives none."""
        return self.author.name if self.author else ""

    @property
    def author_email(self) -> str:
        """Return its author's address, '' where it is not known."""
        return self.author.email if self.author else ""

    @property
    def ruling(self) -> EntryDecision | None:
        """Return the last decision since its last mail: what staff change by hand leaves it as it is."""
        by_mail = max((item.revision for item in self.revisions if not item.by), default=0)
        return next((item for item in reversed(self.decisions) if item.revision >= by_mail and not item.undone), None)

    @property
    def decided(self) -> EntryDecision | None:
        """Return the last decision on the revision that stands; one that was taken back is none."""
        return next((item for item in reversed(self.decisions) if item.revision == self.revision and not item.undone), None)

    @property
    def moves(self) -> int:
        """Return how often it was decided on, and a decision taken back."""
        return len(self.decisions) + sum(item.undone is not None for item in self.decisions)
