"""The one door through which every mail leaves, so that nobody knocks at a server that has just refused the login."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from registry.desk.desk import Desk
from registry.letters.outbox import try_again
from registry.store.codes import LetterState
from reports.letters.smtp import DeliveryOutcome, Envelope, deliver

RESTS = "the login was refused a short while ago; it is not tried again yet"


def hand_over(desk: Desk, envelope: Envelope, on_phase: Callable[[str], None] = lambda _: None) -> DeliveryOutcome:
    """Deliver as deliver() does, unless the login was refused so lately that none is to be tried; remember a refusal, and its end."""
    if desk.letters_rest.on():
        return DeliveryOutcome(state=LetterState.DEFERRED, text=RESTS, alarm=True, refused=True)
    outcome = deliver(desk.config.delivery, envelope, on_phase, desk.lines.open())
    if outcome.refused:
        desk.letters_rest.refused()
    elif outcome.sent and desk.letters_rest.over():
        try_again(desk.db, datetime.now(UTC))
    return outcome
