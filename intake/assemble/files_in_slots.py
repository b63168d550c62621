"""Give each file of a mail its slot; what has none is kept and shown as other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from intake.assemble.called_otherwise import called_otherwise
from intake.assemble.documents import ReadDocuments
from intake.assemble.idle import idle_for, is_second_form
from intake.assemble.link_slots import asked_links
from intake.assemble.people import form_says
from intake.assemble.pictured_texts import without_pictured_texts
from intake.assemble.sheets import stays_idle
from intake.assemble.slots import (
    FileHints,
    archives_doubted,
    claimed,
    fitting,
    in_other_formats,
    in_slot,
    material_of,
    papers_in_pictures,
)
from intake.assemble.unfit_sheets import for_a_sheet
from intake.config.models import Call, Slot, SlotKind
from intake.model.idle import Idle
from intake.model.submission import (
    ARCHIVES,
    DOCUMENTS,
    OTHER,
    TEXT,
    Attachment,
    InboundMessage,
    Material,
    RegistrationForm,
)


@dataclass(frozen=True)
class Share:
    """What of a mail is one author's: files, and forms by slot (None where one is not there); `alone`: all of the mail."""

    files: Sequence[Attachment]
    forms: Mapping[str, RegistrationForm | None]
    alone: bool


def files_in_slots(
    share: Share, reading: ReadDocuments, call: Call, message: InboundMessage, places: Set[str]
) -> tuple[Material, ...]:
    """Give each file its slot; what has none is kept and shown as other, unreadable archives with their problem."""
    files, forms = share.files, share.forms
    read = {**reading.sheets.known, **_form_files(forms, reading)}
    headed = reading.file_texts.keys() - reading.unheaded
    mail, said_of = message.spooled.sha256, _said(files, forms, call, message)
    materials: list[Material] = []
    for item in _once(files):
        if item.sha256 in read:
            materials.append(material_of(item, read[item.sha256], mail))
        elif item.sha256 in headed or (item.sha256 in reading.unheaded and item.name in places):
            materials.append(material_of(item, TEXT, mail))
        elif item.problem and item.type in DOCUMENTS | ARCHIVES:
            meant = for_a_sheet(item, call, message, reading.sheets)
            materials.append(meant or _claimed_or_idle(item, call, said_of, mail, reading))
        elif is_second_form(item, forms, reading, call):
            materials.append(material_of(item, OTHER, mail, Idle.SECOND))
        else:
            found = in_slot(item, call, said_of, mail)
            found = None if stays_idle(item, found, reading.sheets) else found
            found = found or for_a_sheet(item, call, message, reading.sheets)
            materials.append(found or material_of(item, OTHER, mail, idle_for(item, reading)))
    dealt = without_pictured_texts(papers_in_pictures(archives_doubted(materials, call), call), call, said_of.listed)
    told = called_otherwise(dealt, call)
    return in_other_formats(told, call)


def _form_files(forms: Mapping[str, RegistrationForm | None], reading: ReadDocuments) -> dict[str, str]:
    """Return sha256 -> slot of every file that was read as a form that counts, or as another copy of one."""
    found = {**reading.copies, **{item.sha256: form.slot for form, item in reading.forms if item}}
    found |= {form.source_sha256: name for name, form in forms.items() if form is not None}
    return {sha256: slot for sha256, slot in found.items() if sha256}


def _claimed_or_idle(item: Attachment, call: Call, said_of: FileHints, mail: str, reading: ReadDocuments) -> Material:
    """Return a file that nobody could open in the slot that its name claims; else it plays no part."""
    found = in_slot(item, call, said_of, mail) if item.type in DOCUMENTS else None
    return found if found and not found.doubtful else material_of(item, OTHER, mail, idle_for(item, reading))


def _said(
    files: Sequence[Attachment], forms: Mapping[str, RegistrationForm | None], call: Call, message: InboundMessage
) -> FileHints:
    """Return what speaks of the files: what the form calls the works, and the subject where all files are of one sort."""
    sorts = {tuple(fitting(item, call, item.declared_type)) for item in files} - {()}
    listed = next((text for form in forms.values() if (text := form_says(form, call.identity.title))), "")
    return FileHints(listed=listed, subject=message.subject if len(sorts) == 1 else "", beside=_beside(files, call, message))


def _beside(files: Sequence[Attachment], call: Call, message: InboundMessage) -> dict[tuple[str, str], Slot]:
    """Return the places of a mail whose papers, or else links, are all for one slot: pictures there belong to it."""
    papers = call.of_kind(SlotKind.DOCUMENT, SlotKind.LINK).values()
    found: dict[tuple[str, str], set[str]] = {("", ""): set()}
    for item in files:
        if item.type in DOCUMENTS:
            slot = claimed(item.name, papers) or claimed(item.folder, papers)
            found.setdefault((item.container, item.folder), set()).add(slot.id if slot else "")
    found["", ""] = found["", ""] or set(asked_links(message.text, call))
    return {
        place: call.slots[next(iter(names))] for place, names in found.items() if len(names) == 1 and names <= call.slots.keys()
    }


def _once(files: Sequence[Attachment]) -> list[Attachment]:
    """Drop a file sent again with the same bytes under the same name; another name stays, for the duplicate rule."""
    return list({(item.sha256, item.name.casefold()): item for item in files}.values())
