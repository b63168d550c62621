"""Forms, whatever they are written in: one reader per format, one matcher for all (the table of readers is read/formats.py)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from intake.config.models import Slot
from intake.forms.fields.grid import FormReading, FormRow
from intake.forms.fields.labels import Labels
from intake.forms.match.form_likeness import PERSONAL, is_cv, is_own_form
from intake.forms.match.leftover import left_over
from intake.forms.match.rows_to_forms import MIN_LABELS, understand
from intake.forms.match.typed import TypedLines, typed_lines
from intake.forms.match.which_form import Which
from intake.forms.read import pdf, plain
from intake.forms.read.formats import read_rows
from intake.model.filetypes import OFFICE_NAME
from intake.model.problems import UNSEEN, FileProblem, Problem, Unread
from intake.model.submission import ARCHIVES, DOCUMENTS, WITHOUT_READER, Attachment, FileType, FormState, RegistrationForm
from intake.words.fold import mentions

__all__ = ["FileProblem", "read_body", "read_form", "read_forms", "read_text", "read_which"]

MIN_BLANK = 4  # labels that make an empty form ours even under a strange name
MIN_TYPED = 3  # labelled values that make a mail body a form
HALF = 2  # of the labels that are seen have no value, and there are drawings: the values are drawn


MAX_PROSE = 25  # words beside labels and values: more, and it is a text about a person with some labelled lines
WORD = re.compile(r"[一-鿿]|[^\W_一-鿿]+")
# never a form themselves
BUNDLES = ARCHIVES | {FileType.EMAIL, FileType.TNEF, FileType.SIGNATURE, FileType.CALENDAR}
OFFICE_FILES = DOCUMENTS - {FileType.PDF, FileType.TEXT, FileType.HTML}
# an office file that nobody could look into may be the form, whatever its name
ALWAYS = frozenset({Problem.ENCRYPTED, Problem.NEEDS_OFFICE, Problem.IWORK, Problem.OFD, Problem.XFA})


def read_form(attachment: Attachment, settings: Slot, workdir: Path) -> RegistrationForm | None:
    """Return the first form in a file; None when the file is no form at all."""
    return next(iter(read_forms(attachment, settings, workdir)), None)


def read_forms(attachment: Attachment, settings: Slot, workdir: Path) -> tuple[RegistrationForm, ...]:
    """Return the forms in a file, several where it lists several authors; () when it is no form at all.

    A file that should be a form by its name, but cannot be read, comes back UNREADABLE with its problem: scan, encrypted,
    damaged, needs-office, iwork, ofd, xfa, drawn, unsupported or no-labels. `workdir` is for files made on the way.
    """
    return tuple(form for _, form in read_which(attachment, [settings], workdir))


def read_which(attachment: Attachment, slots: Sequence[Slot], workdir: Path) -> tuple[tuple[str, RegistrationForm], ...]:
    """Return (slot, form) for the forms in a file, whichever of several forms it is, or its parts are; as `read_forms` does."""
    if not slots or (attachment.type in BUNDLES and not OFFICE_NAME.search(attachment.name)):
        return ()
    try:
        rows = read_rows(attachment, workdir)
        parts = Which(slots).parts_of(rows, attachment.name) if len(slots) > 1 else [(slots[0], rows)]
        return tuple((slot.id, form) for slot, part in parts for form in _forms_in(part, attachment, slot))
    except FileProblem as problem:
        code = str(problem)
    named = max(slots, key=lambda slot: _claims(slot, attachment.name))
    maybe = (
        code in UNSEEN
        or attachment.type in WITHOUT_READER
        or code == Problem.XFA
        or (attachment.type in OFFICE_FILES and code in ALWAYS)
    )
    return ((named.id, unreadable(attachment, code)),) if maybe or _claims(named, attachment.name) else ()


def _claims(slot: Slot, name: str) -> int:
    """Return how long the word is by which a file's name claims to be a form, 0 for none."""
    return max((len(word) for word in slot.names if mentions(name, word)), default=0)


def _forms_in(rows: Sequence[FormRow], attachment: Attachment, settings: Slot) -> tuple[RegistrationForm, ...]:
    """Return the forms of one kind in some rows of a file."""
    named = bool(_claims(settings, attachment.name))
    readings = understand(rows, Labels(settings))
    if not named and all(_tells_of_a_person(reading) for reading in readings) and _prose(rows, readings) > MAX_PROSE:
        return ()
    if not any(is_own_form(reading, named=named) for reading in readings) and is_cv(attachment.name, _texts(rows)):
        return ()
    forms = tuple(form for reading in readings if (form := _form(reading, attachment, named)))
    if forms and any(form.state is FormState.FILLED for form in forms):
        forms = (replace(forms[0], rest=left_over(rows, readings)), *forms[1:])
    if forms and _drawn(attachment, readings):
        return (unreadable(attachment, Unread.DRAWN),)
    lost = named or any(reading.titled for reading in readings)
    if len(forms) > 1:  # a list of several people is nobody's CV
        forms = tuple(replace(form, own=True) for form in forms)
    return forms or ((unreadable(attachment, "no-labels"),) if lost else ())


def read_body(text: str, settings: Slot) -> RegistrationForm | None:
    """Return the form typed into a mail body, None where it is none; see typed_form."""
    return typed_form(typed_lines(text, settings))


def typed_form(lines: TypedLines, least: int = MIN_TYPED) -> RegistrationForm | None:
    """Return the form that typed lines are; None with fewer than `least` labelled values that are no questions.

    Nor is it a form when they are but what a signature holds: names, numbers, addresses.
    """
    rows, reading = lines.rows, lines.reading
    told = {name for name, value in reading.values.items() if not value.text.endswith(("?", "？"))}
    signature = _tells_of_a_person(reading) and not {reading.labels.kind(name) for name in told} & {"nationality", "sex"}
    if len(told) < least or signature:
        return None
    own = is_own_form(reading, named=False)
    rest = left_over(rows, [reading], lines=False)
    unread = tuple(reading.unread)
    return RegistrationForm(state=FormState.FILLED, values=reading.values, source="body", unread=unread, rest=rest, own=own)


def read_text(attachment: Attachment, workdir: Path) -> str:
    """Return the plain text of a document, at most 200 kB; '' when there is none or it cannot be read."""
    try:
        return open_text(attachment, workdir)
    except FileProblem:
        return ""


def open_text(attachment: Attachment, workdir: Path) -> str:
    """Return the plain text of a document, at most 200 kB; '' when there is none. Raises FileProblem where it cannot be read."""
    if attachment.type is FileType.PDF:
        return plain.capped(pdf.read_text(attachment.path))
    if attachment.type is FileType.TEXT:
        return plain.decoded(attachment.path)
    return plain.text_of(read_rows(attachment, workdir))


def _drawn(attachment: Attachment, readings: Sequence[FormReading]) -> bool:
    """Tell a PDF whose values are ink, stamps or pictures: it would be called empty for what anyone can see."""
    empty = all(HALF * len(reading.values) <= len(reading.seen) for reading in readings)
    return attachment.type is FileType.PDF and empty and pdf.has_drawings(attachment.path)


def _form(reading: FormReading, attachment: Attachment, named: bool) -> RegistrationForm | None:
    known = named or reading.titled
    few = min(MIN_LABELS, len(reading.labels.settings.fields)) if known else MIN_LABELS
    if len(reading.seen) < few or (not reading.values and len(reading.seen) < MIN_BLANK and not named):
        return None
    return RegistrationForm(
        state=FormState.FILLED if reading.values else FormState.BLANK,
        values=reading.values,
        source=attachment.name,
        source_sha256=attachment.sha256,
        folder=attachment.folder,
        unread=tuple(reading.unread),
        own=is_own_form(reading, named=named),
    )


def _texts(rows: Sequence[FormRow]) -> Iterator[str]:
    return (line for row in rows for cell in row.cells for line in cell.text.split("\n"))


def _tells_of_a_person(reading: FormReading) -> bool:
    """Tell whether a reading holds only what a biography's head holds as well: nothing of the works, and not the form's title."""
    labels = reading.labels
    own = {name for name in reading.seen if not labels.section_of(name)}
    return not reading.titled and all(labels.kind(name) in PERSONAL for name in own)


def _prose(rows: Sequence[FormRow], readings: Sequence[FormReading]) -> int:
    """Count the words that stand outside labels and values."""
    values = sum(len(WORD.findall(value.text)) for reading in readings for value in reading.values.values())
    labels = sum(4 * len(reading.seen) for reading in readings)  # words of a label in two languages
    return sum(len(WORD.findall(cell.text)) for row in rows for cell in row.cells if not cell.carried) - values - labels


def unreadable(attachment: Attachment, problem: str) -> RegistrationForm:
    """Return what stands for a form that nobody could read."""
    return RegistrationForm(
        state=FormState.UNREADABLE,
        source=attachment.name,
        source_sha256=attachment.sha256,
        folder=attachment.folder,
        problem=problem,
    )
