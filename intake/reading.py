"""What workers do with strangers' bytes: the libraries are loaded where the work is done, not where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intake.ourmark import OurMark
from intake.settings import Call, Limits
from intake.submission import FileType, InboundMessage, SpooledMessage, Submission

if TYPE_CHECKING:
    from intake.bounce import Bounce


def read(
    spooled: SpooledMessage, workdir: Path, limits: Limits, trusted_authserv: str | None = None, mark: OurMark | None = None
) -> InboundMessage:
    """Read a raw mail; raises MessageError over a limit (intake.message)."""
    from intake import message

    return message.read(spooled, workdir, limits, trusted_authserv, mark)


def gather(message: InboundMessage, call_id: str, call: Call, workdir: Path, seconds: float) -> tuple[Submission, ...]:
    """Make submissions of a message (intake.assemble)."""
    from intake import assemble

    return assemble.gather(message, call_id, call, workdir, seconds)


def with_pictures(documents: Sequence[tuple[str, Path, FileType]]) -> tuple[str, ...]:
    """Name the documents that hold pictures (intake.embedded)."""
    from intake import embedded

    return embedded.with_pictures(documents)


def read_bounce(path: Path) -> Bounce | None:
    """Read a delivery report, None when the mail is none (intake.bounce)."""
    from intake import bounce

    return bounce.read_bounce(path)
