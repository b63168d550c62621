"""One mail with the folders or archives of several units: each unit's files and forms are its own (contract.md ruling 26)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intake.assemble.documents import ReadDocuments
from intake.assemble.named import read_subject, told_of
from intake.assemble.several_forms import as_one, forms_in
from intake.assemble.unit import unit_key
from intake.config.models import Call, SlotKind
from intake.model.submission import Attachment, InboundMessage, RegistrationForm


@dataclass
class UnitShare:
    """What a mail brings of one unit: what names tell of it, its files; `leads`: the mail's own words are about it."""

    told: Mapping[str, str]
    files: list[Attachment] = field(default_factory=list)
    leads: bool = False

    def forms(self, reading: ReadDocuments, call: Call) -> dict[str, RegistrationForm | None]:
        """Return the forms that were read from its files, by slot; one that is typed is about the unit that leads."""
        own = {item.sha256 for item in self.files} | ({""} if self.leads else set())
        read = [form for form, _ in (*reading.forms, *reading.further.values()) for form in forms_in(form)]
        return {
            slot: as_one(mine) if (mine := [form for form in read if form.slot == slot and form.source_sha256 in own]) else None
            for slot in call.of_kind(SlotKind.FORM)
        }


def unit_shares(message: InboundMessage, call: Call, files: Sequence[Attachment]) -> tuple[UnitShare, ...]:
    """Return the shares of the units in whose folders or archives files lie; () where that is one unit at most.

    Files in no unit's folder belong to the unit that the subject names; where it names none, to nobody.
    """
    if not call.unit_fields:
        return ()
    shares: dict[str, UnitShare] = {}
    loose = []
    for item in files:
        told = told_of(item, call)
        if key := unit_key(call, told):
            shares.setdefault(key, UnitShare(told)).files.append(item)
        else:
            loose.append(item)
    if len(shares) < 2:
        return ()
    subject = read_subject(message, call)
    named = unit_key(call, subject)
    if named and (loose or named in shares):
        shares.setdefault(named, UnitShare(subject)).files += loose
    next(share for key, share in shares.items() if key == named or named not in shares).leads = True
    return tuple(shares.values())
