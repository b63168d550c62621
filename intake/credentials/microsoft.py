"""Microsoft 365 by msal: a person signs in once with a device code, then tokens are had anew from what msal keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msal

from intake.config.oauth import OAuth
from intake.credentials.faults import SignInAgain, TokensAway
from intake.credentials.token_file import TokenFile

# one resource, so one request may ask for both; msal adds offline_access by itself (field-notes 11)
SCOPES = ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"]


def renewed(oauth: OAuth, told: dict[str, Any], now: float, client: Any = None) -> dict[str, Any]:
    """Return what is to be kept, with a new access token in it; raises SignInAgain or TokensAway. `client`: msal's way to the net."""
    cache = _cache(told)
    app = _app(oauth, cache, client)
    accounts = app.get_accounts(username=oauth.username) or app.get_accounts()
    if not accounts:
        raise SignInAgain("nobody has signed in for this account yet")
    return _kept(cache, _asked(lambda: app.acquire_token_silent_with_error(SCOPES, accounts[0], force_refresh=True)), now)


def sign_in(oauth: OAuth, show: Callable[[str], None], now: float, client: Any = None) -> None:
    """Have a person sign in with a code, which is shown with where to type it; keep what comes. Raises SignInAgain or TokensAway."""
    file = TokenFile(oauth.kept_in)
    cache = _cache({})
    app = _app(oauth, cache, client)
    flow = _asked(lambda: app.initiate_device_flow(SCOPES))
    if "message" not in flow:
        raise SignInAgain(_words(flow))
    show(str(flow["message"]))
    told = _kept(cache, _asked(lambda: app.acquire_token_by_device_flow(flow)), now)
    with file.held():
        file.write(told)


def _cache(told: dict[str, Any]) -> Any:
    cache = msal.SerializableTokenCache()
    kept = told.get("cache")
    if isinstance(kept, str):
        cache.deserialize(kept)
    return cache


def _app(oauth: OAuth, cache: Any, client: Any) -> Any:
    authority = f"https://login.microsoftonline.com/{oauth.tenant}"
    more = {"instance_discovery": False, "http_client": client} if client is not None else {}
    return _asked(lambda: msal.PublicClientApplication(oauth.client_id, authority=authority, token_cache=cache, **more))


def _asked(question: Callable[[], Any]) -> Any:
    """Ask Microsoft; a line that breaks is no refusal."""
    try:
        return question()
    except OSError as error:  # what requests raises, all of it
        raise TokensAway(f"login.microsoftonline.com is not reached ({type(error).__name__})") from error
    except ValueError as error:  # msal's word for a tenant that there is not
        raise SignInAgain(" ".join(str(error).split())[:200]) from error


def _kept(cache: Any, answer: Any, now: float) -> dict[str, Any]:
    if not isinstance(answer, dict) or "access_token" not in answer:
        raise SignInAgain(_words(answer))
    return {
        "access_token": answer["access_token"],
        "ends": now + float(answer.get("expires_in", 3600)),
        "cache": cache.serialize(),
    }


def _words(answer: Any) -> str:
    """Return why Microsoft said no: its code and the first words."""
    if not isinstance(answer, dict):
        return "Microsoft gives no token for the account"
    told = " ".join(str(answer.get("error_description", "")).split())
    return f"Microsoft said {answer.get('error', 'no')}: {told[:160]}".rstrip(": ")
