"""One share of a mail that looks for its entry: what it is about, and what its sender may do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlite_utils import Database

from intake.assemble.dealing import candidates
from intake.assemble.people import People
from intake.assemble.unit import Keys, unit_of
from intake.assemble.unit_rows import unit_rows
from intake.config.models import Call
from intake.model.submission import Dossier, FormState, InboundMessage, RegistrationForm, SenderDoubt, Submission
from registry.pipeline.rights import LedBy, SenderRight, may
from registry.read.dossier import brings_wanted, dossier
from registry.store import dossiers
from validators.timing import Timing

Placed = tuple[Submission, Dossier | None]


@dataclass(frozen=True)
class Search:
    """One share of a mail that looks for its entry."""

    db: Database
    call: Call
    message: InboundMessage
    submission: Submission
    taken: frozenset[str]

    @property
    def people(self) -> People:
        """Return what tells the call's people, or units, apart."""
        return People.of(self.call)

    @cached_property
    def key(self) -> str:
        """Return the key of the unit that the mail is about, '' where it tells none or the call's entries stand for none."""
        return unit_of(self.call, self.submission.forms, self.submission.named, unit_rows(self.submission, self.call)).key

    def may_be_of(self, dossier: Dossier) -> bool:
        """Tell whether the mail may be about an entry that it points at: its author by name or address, or its unit."""
        if not self.call.unit_fields:
            return self.people.same_author(filled(dossier), self.form)
        keys = Keys.of(self.call)
        return not keys.conflict(dossier.unit_key, self.key) or keys.alike(dossier.unit_key, self.key)

    def agrees(self, dossier: Dossier) -> bool:
        """Tell whether the mail does not clearly speak of somebody, or of a unit, that the entry is not about."""
        if self.call.unit_fields:
            return not Keys.of(self.call).conflict(dossier.unit_key, self.key)
        return self.people.names_agree(filled(dossier), self.form)

    @property
    def closed(self) -> bool:
        """Tell whether the mail arrived after the call's end."""
        return self.submission.received_at >= self.call.window.ends

    def is_open(self, reference: str) -> bool:
        """Tell whether an entry may be added to: within the call, or until the last end of what it is asked for."""
        if not self.closed:
            return True
        opened, until, accepted = dossiers.own_terms(self.db, reference)
        timing, arrival = Timing(opened=opened, until=until, accepted=accepted), self.submission.received_at
        return arrival < timing.ends(self.call, arrival)

    @property
    def any_open(self) -> bool:
        """Tell whether some entry may be added to though the call is closed: a slot closes later, or staff gave a date of its own."""
        arrival, window = self.submission.received_at, self.call.window
        last = Timing(opened=window.opens, accepted=True).ends(self.call, arrival)
        return arrival < last or dossiers.any_open(self.db, self.submission.call, arrival)

    @property
    def sender(self) -> str:
        """Return the sender's address."""
        return self.message.sender.email if self.message.sender else ""

    @property
    def form(self) -> RegistrationForm | None:
        """Return the share's form if it says anything."""
        form = self.submission.form
        return form if form is not None and form.state is FormState.FILLED else None

    def dossiers(self, references: Iterable[str], found: LedBy, wanted: SenderRight) -> list[Dossier]:
        """Return the entries, of those found so, to which the sender's mail may do that."""
        free = [
            name
            for name in references
            if name not in self.taken and self.is_open(name) and may(self.db, name, found, self.sender) is wanted
        ]
        return [held for name in free if (held := dossier(self.db, name))]

    def doubted(self, doubt: SenderDoubt, references: Iterable[str]) -> Placed:
        """Return the share as an entry of its own that is held, naming others."""
        return replace(self.submission, unverified=doubt, claims=" ".join(dict.fromkeys(references))), None

    def given(self, chosen: Dossier | None, fitting: Iterable[Dossier]) -> Placed:
        """Return the share with the entry it adds to; where none is chosen, as an entry that is held and names those it may belong to."""
        return (self.submission, chosen) if chosen else self.doubted(SenderDoubt.SEVERAL, (item.reference for item in fitting))

    def wanting(self, fitting: Sequence[Dossier]) -> Dossier | None:
        """Return the only one of several entries that lacks what a mail brings."""
        unsure = (item for item in self.submission.materials if item.doubtful)
        doubtful = frozenset(name for item in unsure for name in candidates(item, self.call))
        wanting = [item for item in fitting if brings_wanted(item, self.submission, doubtful)]
        return wanting[0] if len(wanting) == 1 else None


def filled(dossier: Dossier) -> RegistrationForm | None:
    """Return a dossier's form if it says anything."""
    return dossier.form if dossier.form and dossier.form.state is FormState.FILLED else None
