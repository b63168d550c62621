"""What workers do with strangers' bytes: the libraries are loaded where the work is done, not where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from intake.config.allowance import Allowance
from intake.config.models import Call, Limits
from intake.model.our_mark import OurMark
from intake.model.submission import FileType, InboundMessage, SpooledMessage, Submission

if TYPE_CHECKING:
    from intake.automatic.delivery_report import Bounce


def read(
    spooled: SpooledMessage, workdir: Path, limits: Limits, trusted_authserv: str | None = None, mark: OurMark | None = None
) -> InboundMessage:
    """Read a raw mail; raises MessageError over a limit (intake.assemble.message)."""
    from intake.assemble import message

    return message.read(spooled, workdir, limits, trusted_authserv, mark)


def gather(message: InboundMessage, call_id: str, call: Call, workdir: Path, allowed: Allowance) -> tuple[Submission, ...]:
    """Make submissions of a message (intake.assemble.submissions)."""
    from intake.assemble import submissions

    return submissions.gather(message, call_id, call, workdir, allowed)


def with_pictures(documents: Sequence[tuple[str, Path, FileType]], workdir: Path, seconds: float) -> tuple[str, ...]:
    """Name the documents that hold pictures, each looked through behind its wall (intake.assemble.pasted_pictures)."""
    from intake.assemble import pasted_pictures
    from intake.isolate.walls import Walls

    return pasted_pictures.with_pictures(documents, Walls(workdir, seconds))


def read_bounce(path: Path) -> Bounce | None:
    """Read a delivery report, None when the mail is none (intake.automatic.delivery_report)."""
    from intake.automatic import delivery_report

    return delivery_report.read_bounce(path)
