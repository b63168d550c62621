"""XOAUTH2, the login with a token instead of a password (Google's protocol, which Microsoft and others speak as well)."""

from __future__ import annotations

import json


class Answers:
    """Answers a server's challenges: the first with the token, a second, which says why not, with nothing."""

    def __init__(self, username: str, token: str) -> None:
        self._first = f"user={username}\x01auth=Bearer {token}\x01\x01"
        self._asked = False
        self.refusal = ""  # what the server said against it

    def __call__(self, challenge: bytes | None = None) -> str:
        """Return the answer to a challenge; None asks for the first one, before any challenge."""
        if not self._asked:
            self._asked = True
            return self._first
        self.refusal = _status(challenge or b"")
        return ""


def _status(challenge: bytes) -> str:
    """Return the status that a refusal tells, in JSON; its other words are of no use to a person."""
    try:
        told = json.loads(challenge)
    except ValueError:
        return ""
    return str(told.get("status", ""))[:20] if isinstance(told, dict) else ""
