"""What a picture or film went through on its way: closed sets of what probes tell, rules weigh and letters explain."""

from __future__ import annotations

from enum import StrEnum


class Cause(StrEnum):
    """Why a picture or film is probably smaller than it was made."""

    SCREENSHOT = "screenshot"
    CHAT = "chat-app"
    MAIL = "mail-app"
    DOCUMENT = "document"
    EXPORTED = "exported"

    def by(self, app: str) -> str:
        """Return the code with the app behind '/', where it is known."""
        return f"{self}/{app}" if app else str(self)


class Trailing(StrEnum):
    """What the bytes of a picture are that no decoder needs."""

    MPF = "mpf"  # a second picture (CIPA DC-007)
    MOTION = "motion"  # the film of a moving picture
    VENDOR = "vendor"
    PADDING = "padding"
    INSIDE = "inside"  # padding before the image's end
