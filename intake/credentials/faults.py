"""Why there is no token: a person must sign in again, or the provider is not reached."""

from __future__ import annotations


class SignInAgain(Exception):  # noqa: N818 - it says what to do
    """Say that the provider no longer lets us in by itself."""


class TokensAway(OSError):  # noqa: N818 - a state of the network
    """Say that the provider's token server is not reached or answers nothing usable; it is tried again."""
