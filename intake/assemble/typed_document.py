"""A document that was typed into the mail itself: its lines become a text file of the mail, and are judged as any other."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from intake.assemble.slots import claimed
from intake.assemble.typed_file import typed_file
from intake.config.models import Call, Slot, SlotKind
from intake.kinds.table import KINDS
from intake.model.submission import Attachment, InboundMessage
from intake.words.authored import is_long

ORDINAL = 10_001  # behind those of real files, and a typed sheet's
LONGEST_HEADING = 40  # characters
ENDS_SENTENCE = re.compile(r"[。！？；，：.!?;,:]\s*$")


def with_typed_document(
    files: Sequence[Attachment], message: InboundMessage, call: Call, workdir: Path
) -> tuple[Attachment, ...]:
    """Return the files of a mail, and the document typed into it under a heading that names its slot, where no file is one."""
    documents = KINDS[SlotKind.DOCUMENT].types
    if any(item.type in documents for item in files):
        return tuple(files)
    slots = {name: slot for name, slot in call.of_kind(SlotKind.DOCUMENT).items() if not slot.is_a(SlotKind.TEXT)}
    slot, text = _headed(message.text, slots)
    if slot is None or not is_long(text):
        return tuple(files)
    made = typed_file(text.encode(), f"{call.said(slot.title, call.languages[0])}.txt", ORDINAL, workdir)
    return (*files, replace(made, typed=True))


def _headed(text: str, slots: Mapping[str, Slot]) -> tuple[Slot | None, str]:
    """Return the slot that a heading names, with the text from there on; a sentence is no heading."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        short = 0 < len(line.strip()) <= LONGEST_HEADING and not ENDS_SENTENCE.search(line)
        if short and (slot := claimed(line, slots.values())):
            return slot, "\n".join(lines[number:])
    return None, ""
