"""The rule file-format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from intake.config.models import SlotKind
from intake.kinds.table import has_format
from intake.model.filetypes import ARCHIVES, FileType
from intake.model.problems import Unread
from intake.model.slot_reason import SlotReason
from intake.model.submission import Material
from validators.facts import FilledSlot
from validators.rule import Said

UNSURE = ARCHIVES | {FileType.UNKNOWN, FileType.DESIGN}  # may hold, or be, what is asked for


@dataclass(frozen=True, kw_only=True)
class FileFormat:
    """Say that a file which is kept whole is empty, or in none of the formats asked for, by content.

    Why: a recording, a program or a design's source is used as it is; what cannot be opened there is of no use.
    Options: `formats`: what is taken, as MP3, WAV, PSD; none named: any. A slot's own `formats` stand for it.
    Passes: an MP3 called song.mp3; an archive of what is asked for; a font in the folder of the design's source.
    Fails: a file of 0 bytes (`reason` empty); an M4A where MP3 and WAV are asked for, whatever its name (`reason` format).
    """

    name: ClassVar[str] = "file-format"
    examines: ClassVar[type] = FilledSlot
    kinds: ClassVar[tuple[SlotKind, ...]] = (SlotKind.FILE,)
    asks_for: ClassVar[str] = "file"
    says: ClassVar[tuple[str, ...]] = ("subject", "format", "formats", "reason")
    formats: tuple[str, ...] = ()

    def check(self, facts: FilledSlot) -> Said:
        """Yield what is wrong."""
        whole = facts.slot.kind == (SlotKind.FILE,)
        for piece in facts.pieces:
            reason = self._reason(piece.material) if whole or piece.facts is None else ""
            if reason:
                kind = piece.material.type.value.upper()
                yield {"subject": piece.material.name, "format": kind, "formats": list(self.formats), "reason": reason}

    def _reason(self, item: Material) -> str:
        """Return why a file will not do, '' where it will."""
        if item.type is FileType.EMPTY:
            return Unread.EMPTY
        judged = bool(self.formats) and item.type not in UNSURE and item.reason != SlotReason.FOLDER
        return "format" if judged and not has_format(item, self.formats) else ""
