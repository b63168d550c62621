"""The rule file-format."""

from pathlib import Path

import pytest

from intake.config.models import Slot
from intake.model.filetypes import FileType
from intake.model.slot_reason import SlotReason
from intake.model.submission import Material
from validators.facts import FilledSlot, SlotPiece
from validators.rules.file_format import FileFormat

SOUND = ("MP3", "WAV")


def found(name: str, kind: FileType, formats: tuple[str, ...] = SOUND, reason: str = SlotReason.NAME, kinds: object = "file"):
    item = Material(role="s", name=name, type=kind, size=9, sha256=name, path=Path(name), message="m", reason=reason)
    slot = Slot(id="s", kind=kinds, title={"en": "recording"})
    filled = FilledSlot(slot=slot, pieces=(SlotPiece(material=item, facts=None),))
    return [(said["reason"], said["format"]) for said in FileFormat(formats=formats).check(filled)]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("a.mp3", FileType.MP3, []),
        ("a.wav", FileType.MP3, []),
        ("a.m4a", FileType.M4A, [("format", "M4A")]),
        ("a.mp3", FileType.M4A, [("format", "M4A")]),
        ("a.zip", FileType.ZIP, []),
        ("a.mp3", FileType.UNKNOWN, []),
        ("a.mp3", FileType.EMPTY, [("empty", "EMPTY")]),
        ("cover.jpg", FileType.JPEG, [("format", "JPEG")]),
    ],
)
def test_file_format(name, kind, expected):
    assert found(name, kind) == expected


def test_what_is_not_judged():
    assert found("a.pdf", FileType.PDF, formats=()) == []
    assert found("font.ttf", FileType.PDF, reason=SlotReason.FOLDER) == []
    assert found("score.mscz", FileType.PACKAGE, formats=("MSCZ",)) == []  # known by its name alone
    assert found("a.m4a", FileType.MP4, formats=("M4A",)) == []  # as many phones record
