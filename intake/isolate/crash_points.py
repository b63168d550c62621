"""Named durable steps: a test may end the program, as a power cut would, right at one of them."""

from __future__ import annotations

import os
import signal

CRASH_AT = "INTAKE_DESK_CRASH_AT"  # name of a step, or name:N for its Nth time; for tests only


def crash_point(name: str) -> None:
    """Pass a durable step; where the environment names it, end this process at once, as kill -9 does."""
    wanted = os.environ.get(CRASH_AT)
    if wanted and _reached(name, wanted):
        os.kill(os.getpid(), signal.SIGKILL)


_passed: dict[str, int] = {}


def _reached(name: str, wanted: str) -> bool:
    step_name, _, times = wanted.partition(":")
    if name != step_name:
        return False
    _passed[name] = _passed.get(name, 0) + 1
    return _passed[name] == int(times or 1)
