"""The processes that read mails and measure files: for one pass, or kept from pass to pass."""

from __future__ import annotations

from intake.config.models import Limits
from intake.isolate.workers import Workers

SHARED = (
    "intake.assemble.message",
    "intake.assemble.submissions",
    "intake.assemble.pasted_pictures",
    "validators.probes.photo",
    "validators.probes.warm",
    "intake.assemble.warm",
)  # what workers share


def readers_for(limits: Limits) -> Workers:
    """Return workers within these limits; their processes start at the first job."""
    return Workers(limits.workers, limits.reading_memory, SHARED)
