"""Access tokens: kept until shortly before they end, then had anew from the provider, without a person."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from typing import Any

from intake.config.oauth import OAuth, TokenProvider
from intake.credentials.faults import SignInAgain
from intake.credentials.token_file import TokenFile

EARLY = 300.0  # seconds before its end that a token is no longer used


def access_token(oauth: OAuth, *, refused: str = "", clock: Callable[[], float] = time.time) -> str:
    """Return a token that lets us in; `refused` is one that the server would not have.

    Raises SignInAgain when only a person can help, TokensAway when the provider is not reached, OSError for the disk.
    """
    file = TokenFile(oauth.kept_in)
    with file.held():
        told = file.read()
        token = str(told.get("access_token", ""))
        fresh = token and told.get("for") == _mark(oauth) and float(told.get("ends", 0)) > clock() + EARLY
        if fresh and token != refused:
            return token
        renewed = _renewed(oauth, told, clock())
        file.write(renewed)
    return str(renewed["access_token"])


def _renewed(oauth: OAuth, told: dict[str, Any], now: float) -> dict[str, Any]:
    """Return what is to be kept, with a new token in it."""
    if oauth.provider is TokenProvider.MICROSOFT:
        from intake.credentials.microsoft import renewed

        return {**renewed(oauth, told, now), "for": _mark(oauth)}
    from intake.credentials.refreshing import refreshed

    ours = told.get("for") == _mark(oauth)  # a provider may give a new refresh token in place of the configured one
    refresh = str(told.get("refresh_token", "")) if ours else ""
    configured = oauth.refresh_token.get_secret_value() if oauth.refresh_token else ""
    if not (refresh or configured):
        raise SignInAgain("oauth.refresh_token is missing")
    return {**refreshed(oauth, refresh or configured, now), "for": _mark(oauth)}


def _mark(oauth: OAuth) -> str:
    """Return what tells that kept tokens belong to this configuration; no secret can be read from it."""
    configured = oauth.refresh_token.get_secret_value() if oauth.refresh_token else ""
    return hashlib.sha256(f"{oauth.provider} {oauth.client_id} {configured}".encode()).hexdigest()
