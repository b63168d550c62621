"""A new access token for a refresh token: one POST (RFC 6749, 6), as Google and most others want it."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from intake.config.oauth import OAuth
from intake.credentials.faults import SignInAgain, TokensAway

TIMEOUT = 30.0  # seconds
MOST = 1 << 20  # bytes of an answer
PASSING = {408, 425, 429}  # refusals of the moment


def refreshed(oauth: OAuth, refresh_token: str, now: float) -> dict[str, Any]:
    """Return access_token, ends (seconds since 1970) and refresh_token; raises SignInAgain or TokensAway."""
    fields = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": oauth.client_id}
    if oauth.client_secret is not None:
        fields["client_secret"] = oauth.client_secret.get_secret_value()
    told = _posted(oauth.token_url, fields)
    token = told.get("access_token")
    if not isinstance(token, str) or not token:
        raise TokensAway(f"{oauth.token_url} gave no token")
    seconds = told.get("expires_in")
    return {
        "access_token": token,
        "ends": now + (float(seconds) if isinstance(seconds, int | float | str) and str(seconds).isdecimal() else 3600.0),
        "refresh_token": told.get("refresh_token") or refresh_token,
    }


def _posted(url: str, fields: dict[str, str]) -> dict[str, Any]:
    request = urllib.request.Request(url, urllib.parse.urlencode(fields).encode())  # noqa: S310 - https, or loopback: the model looks
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            told = _json(answer.read(MOST))
    except urllib.error.HTTPError as error:
        code = str(_json(error.read(MOST)).get("error", ""))[:60]
        if error.code >= 500 or error.code in PASSING:
            raise TokensAway(f"{url} answered {error.code}") from error
        raise SignInAgain(f"{url} refused the refresh token ({error.code} {code})".rstrip()) from error
    except (OSError, ValueError) as error:
        raise TokensAway(f"{url} is not reached ({getattr(error, 'reason', error)})") from error
    return told


def _json(raw: bytes) -> dict[str, Any]:
    try:
        told = json.loads(raw)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
