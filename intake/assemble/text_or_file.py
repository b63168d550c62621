"""Slots that a text or a file fills: what a mail brings the one way stands for what came the other way before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from intake.config.models import Call, SlotKind
from intake.config.slots import FILED
from intake.model.submission import Dossier, FoundText, Material, Submission
from intake.words.authored import is_long


def without_remarks(texts: Mapping[str, FoundText], materials: Iterable[Material], call: Call) -> dict[str, FoundText]:
    """Return a mail's texts without what stands under the heading of a slot that a file of the mail fills: "Essay: see attachment"."""
    filled = {item.role for item in materials}
    return {
        name: text
        for name, text in texts.items()
        if not (name in filled and call.slots[name].is_a(*FILED) and not is_long(text.text))
    }


def newer_way(whole: Submission, dossier: Dossier, new: Submission, call: Call) -> Submission:
    """Return an entry with a mail's additions, each slot of both kinds filled one way.

    A text that was asked for stands for the file that would not do, a file for the text that would not do or where there is
    room for one alone. Beside a good file only a text too long for a covering letter counts.
    """
    texts, materials = dict(whole.texts), whole.materials
    for name, slot in call.of_kind(SlotKind.TEXT).items():
        if not slot.is_a(*FILED):
            continue
        files, text = new.of(name), new.texts.get(name)
        old = [item for item in materials if item.role == name and item not in new.materials]
        faulty = [item for item in old if item.sha256 in dossier.faulty]
        if files and text is None and name in dossier.texts and (name in dossier.wanting or slot.count.most == len(files)):
            del texts[name]
        elif text is not None and not files and faulty:
            materials = tuple(item for item in materials if item not in faulty)
        elif text is not None and not files and old and not is_long(text.text):
            del texts[name]
    return replace(whole, texts=texts, materials=materials)
