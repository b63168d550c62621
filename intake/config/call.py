"""The frozen models of one call: window, slots, identity, rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WrapValidator, field_validator, model_validator

from intake.config.base import Model as Model
from intake.config.base import Zone
from intake.config.fields import FieldKind, FieldSettings, with_further
from intake.config.identity import Identity, wrong_names
from intake.config.languages import chosen_in_order, chosen_languages
from intake.config.naming import NamingPattern
from intake.config.quantities import not_none, parse_duration
from intake.config.selection import Announcements, Awards, Certificate, Judges, Judging
from intake.config.slot_closing import instant, wrong_times
from intake.config.slots import FILED, Names, Slot, SlotKind, Slots
from intake.config.words import LocalWords

Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Interval = Annotated[Duration, AfterValidator(not_none)]  # a wait that must not be none
Languages = Annotated[str, AfterValidator(chosen_languages)]  # zh,en: first one first
Prefix = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]  # IF2026 -> IF2026-0001

AUTHOR, MAIL = "author", "mail"  # what one entry stands for, where no field names it
USUAL_LEAD = timedelta(days=3)
SHORTEST_RETENTION = timedelta(days=30)  # judging, certificates and fees come after the close


class Office(LocalWords):
    """Who signs the letters; with a number to call, '' for none."""

    phone: str = ""


class Window(Model):
    """When a call takes submissions: includes `opens`, excludes `closes` (contract.md ruling 2)."""

    opens: datetime
    closes: datetime
    grace: Duration = timedelta(0)

    @model_validator(mode="after")
    def _ordered(self) -> Window:
        if self.opens.tzinfo is None or self.closes.tzinfo is None:
            raise ValueError("give the zone, as in 2026-09-01T00:00:00+08:00")
        if self.closes <= self.opens:
            raise ValueError("closes must be later than opens")
        return self

    @property
    def ends(self) -> datetime:
        """Return the first instant that is late, the grace included."""
        return self.closes + self.grace


class Call(Model):
    """One call for submissions, with everything that is particular to it."""

    title: LocalWords
    reference: Prefix
    former_references: tuple[Prefix, ...] = ()  # that older entries bear
    phrase: str = ""
    language: Languages = "zh,en"
    timezone: Zone = "Asia/Shanghai"
    window: Window
    reminder: Duration | None = None  # so long before an end entries that lack something are reminded once; null: never
    retention: Duration | None = None  # so long after the close its entries are forgotten (registry/forget/erase.py); None: kept
    subject_words: Names = ()  # where a mailbox serves several calls: words that choose this one
    office: Office | None = None  # None: the top-level one
    slots: Slots = Field(min_length=1)  # in the order letters and tables list them
    one_per: Names = (AUTHOR,)  # who or what one entry stands for: author, mail, or the fields that name it
    naming: NamingPattern | None = None  # how mails, archives, folders and files are named
    identity: Identity = Field(default=Identity(), validate_default=True)  # which fields say who it is
    rules: dict[str, Any] = Field(default={})  # over defaults.rules; a slot's own stand over these
    acceptance: Literal["rules", "staff"] = "rules"
    reply_to: str = ""  # the address letters name for questions and replies; default: the sender's
    wording: dict[str, LocalWords] = Field(default={})  # sentences of the call's own (docs/operators.md)
    judges: Judges = ()  # whose score sheets are taken in by mail
    judging: Judging = Judging()
    awards: Awards = Field(default={})  # that organisers may give, by id
    announcements: Announcements = Field(default={})  # letters to many, by name
    certificate: Certificate = Certificate()
    exports: dict[str, dict[str, str]] = Field(default={})  # for `rows --profile`: columns and what another system calls them

    @field_validator("retention")
    @classmethod
    def _not_by_mistake(cls, value: timedelta | None) -> timedelta | None:
        if value is not None and value < SHORTEST_RETENTION:
            raise ValueError("at least 30d after the close, or null to keep: what is forgotten cannot be had back")
        return value

    @field_validator("slots")
    @classmethod
    def _know_their_ids(cls, value: dict[str, Slot]) -> dict[str, Slot]:
        return {name: slot.model_copy(update={"id": name}) for name, slot in value.items()}

    @field_validator("exports")
    @classmethod
    def _known_columns(cls, value: dict[str, dict[str, str]], info: ValidationInfo) -> dict[str, dict[str, str]]:
        slots: Mapping[str, Slot] = info.data.get("slots", {})
        known = dict.fromkeys(name for slot in slots.values() for name in slot.columns)
        for name, columns in value.items():
            for column in columns:
                if column not in known:
                    raise ValueError(
                        f"{name}: no sheet of the call has a column '{column}'; there are: {', '.join(known) or 'none'}"
                    )
        return value

    @field_validator("identity")
    @classmethod
    def _whole_identity(cls, value: Identity, info: ValidationInfo) -> Identity:
        slots: Mapping[str, Slot] = info.data.get("slots", {})
        forms = [slot.fields for slot in slots.values()] + [slot.columns for slot in slots.values()]
        naming: NamingPattern | None = info.data.get("naming")
        fields = {name: item for fields in reversed(forms) for name, item in fields.items()}
        return value.among(fields, naming.names if naming else ())

    @model_validator(mode="after")
    def _none_is_an_answer(self) -> Self:
        who = {*self.told_fields, *(name for names in self.identity.model_dump().values() for name in names or ())}
        texts = {slot.field for slot in self.texts.values()}
        for slot in self.slots.values():
            for name, item in slot.fields.items():
                if item.required and item.kind is FieldKind.TEXT and name not in who | texts:
                    item.take_none()
        return self

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Return what references of this call may begin with, today's first."""
        return (self.reference, *self.former_references)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of a letter, first one first."""
        return chosen_in_order(self.language)

    def own_end(self, slot: Slot) -> datetime | None:
        """Return the first instant that is late by a slot's own time, None where it has none: then the call's counts."""
        if slot is not self.slots.get(slot.id):
            return self._worked_out(slot)
        if slot.id not in self.own_ends:
            self.own_ends[slot.id] = self._worked_out(slot)
        return self.own_ends[slot.id]

    def end_of(self, slot: Slot) -> datetime:
        """Return the first instant that is late for a slot: by its own time, else by the call's."""
        return self.own_end(slot) or self.window.closes

    @cached_property
    def own_ends(self) -> dict[str, datetime | None]:
        """Return what own_end was asked for so far: a look asks thousands of times."""
        return {}

    def _worked_out(self, slot: Slot) -> datetime | None:
        return instant(slot.closes, self.timezone) if slot.closes is not None else None

    @property
    def timed(self) -> bool:
        """Tell whether something is asked for at a time of its own."""
        return any(slot.timed for slot in self.slots.values())

    @property
    def lead(self) -> timedelta | None:
        """Return how long before an end a reminder goes out; where nothing is said of it, only before times of slots' own."""
        unsaid = "reminder" not in self.model_fields_set
        return USUAL_LEAD if unsaid and self.timed else self.reminder

    def said(self, words: LocalWords, language: str) -> str:
        """Return words in a language; where they are not written in it, in the call's first language that they are written in."""
        return words.said(language, self.languages)

    def of_kind(self, *kinds: SlotKind) -> dict[str, Slot]:
        """Return the slots of some kinds, in order."""
        if kinds not in self.by_kinds:
            self.by_kinds[kinds] = {name: slot for name, slot in self.slots.items() if slot.is_a(*kinds)}
        return dict(self.by_kinds[kinds])

    @cached_property
    def by_kinds(self) -> dict[tuple[SlotKind, ...], dict[str, Slot]]:
        """Return what of_kind was asked for so far."""
        return {}

    @property
    def form(self) -> Slot | None:
        """Return the first form that the call asks for, None when it asks for none."""
        return next(iter(self.of_kind(SlotKind.FORM).values()), None)

    @property
    def filed(self) -> dict[str, Slot]:
        """Return the slots that files fill."""
        return self.of_kind(*FILED)

    @property
    def judged(self) -> dict[str, Slot]:
        """Return the pictures that judges see; where nothing is said to be judged, all that are asked for."""
        photos = self.of_kind(SlotKind.PHOTO)
        chosen = any(slot.judged for slot in self.slots.values())
        return {name: slot for name, slot in photos.items() if slot.judged or not chosen}

    @property
    def unit_fields(self) -> tuple[str, ...]:
        """Return the fields that name what an entry stands for; () where it stands for an author or a mail."""
        return () if self.one_per in ((AUTHOR,), (MAIL,)) else self.one_per

    @property
    def per_mail(self) -> bool:
        """Tell whether each mail is an entry of its own."""
        return self.one_per == (MAIL,)

    @property
    def told_fields(self) -> tuple[str, ...]:
        """Return the fields that one_per and naming name."""
        return tuple(dict.fromkeys((*self.unit_fields, *(self.naming.names if self.naming else ()))))

    def field(self, name: str) -> FieldSettings | None:
        """Return a field of a form, else a column of a sheet; None where neither has one of that name."""
        columns = (slot.columns[name] for slot in self.slots.values() if name in slot.columns)
        return self.fields.get(name) or next(columns, None)

    @property
    def texts(self) -> dict[str, Slot]:
        """Return the texts that the call asks for."""
        return self.of_kind(SlotKind.TEXT)

    @property
    def fields(self) -> dict[str, FieldSettings]:
        """Return the fields of all forms; where two forms have one of a name, the first form's."""
        found: dict[str, FieldSettings] = {}
        for slot in self.of_kind(SlotKind.FORM).values():
            found = {**slot.fields, **found}
        return found


def _whole(value: Any, handler: Any) -> Any:
    return with_further(value, handler, chain(wrong_names(value), wrong_times(value)) if isinstance(value, Mapping) else iter(()))


AnyCall = Annotated[Call, WrapValidator(_whole)]
