"""Why a file plays no part in an entry, by what was read in it."""

from __future__ import annotations

from collections.abc import Mapping

from intake.assemble.documents import ReadDocuments
from intake.assemble.slots import claimed
from intake.config.models import Call, SlotKind
from intake.model.idle import Idle
from intake.model.submission import DOCUMENTS, Attachment, FileType, FormState, RegistrationForm


def is_second_form(item: Attachment, forms: Mapping[str, RegistrationForm | None], reading: ReadDocuments, call: Call) -> bool:
    """Tell a document named like a form beside that form filled in: its stamped scan is no document that is asked for."""
    named = claimed(item.name, call.of_kind(SlotKind.FORM).values())
    form = forms.get(named.id) if named else None
    filled = form is not None and form.state is FormState.FILLED
    return filled and item.type in DOCUMENTS and item.sha256 in reading.seen


def idle_for(item: Attachment, reading: ReadDocuments) -> Idle:
    """Return why a file plays no part."""
    if item.problem:
        return Idle.UNREADABLE
    if item.sha256 in reading.asides:
        return Idle.CV
    if item.sha256 in reading.seen:
        return Idle.SECOND
    if item.sha256 in reading.unheaded:
        return Idle.SPARE
    kinds = {FileType.UNKNOWN: Idle.UNKNOWN, FileType.EMPTY: Idle.EMPTY}
    return kinds.get(item.type, Idle.NO_TEXT if item.type in DOCUMENTS else Idle.NOT_ASKED)
