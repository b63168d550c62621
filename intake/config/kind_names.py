"""The kinds of slots, what people call them, and when a slot is asked for."""

from __future__ import annotations

from enum import StrEnum

from intake.config.mistakes import meant


class SlotKind(StrEnum):
    """What fills a slot."""

    FORM = "form"
    TEXT = "text"
    PHOTO = "photo"  # any picture
    DOCUMENT = "document"
    VIDEO = "video"
    FILE = "file"  # any file, kept whole
    LINK = "link"
    SHEET = "sheet"


class WhenAsked(StrEnum):
    """When a slot is asked for."""

    AT_ONCE = "at-once"
    BY_DEADLINE = "by-deadline"  # missing only once its time is past
    ONCE_ACCEPTED = "once-accepted"  # by the letter of acceptance


ALL_KINDS = f"the kinds are {', '.join(SlotKind)}"
MEANT = {  # what people call a kind
    **dict.fromkeys(("audio", "sound", "music"), "sound is kept as a file: kind: file, formats: [MP3, WAV]"),
    **dict.fromkeys(("archive", "zip", "code"), "an archive is kept whole as a file: kind: file, formats: [ZIP]"),
    **dict.fromkeys(("image", "picture", "scan"), "did you mean photo?"),
    **dict.fromkeys(("film", "movie", "clip"), "did you mean video?"),
    **dict.fromkeys(("spreadsheet", "table", "excel"), "did you mean sheet?"),
    **dict.fromkeys(("pdf", "word", "powerpoint"), "did you mean document?"),
    **dict.fromkeys(("url", "website"), "did you mean link?"),
}


def no_such_kind(name: str) -> str:
    """Return what to say of a kind that there is not: what it is called here, the nearest one, else all of them."""
    return f"there is no kind '{name}'; {MEANT.get(name.lower()) or meant(name, SlotKind, ALL_KINDS)}"
