"""The sign-in command: a person lets the desk into an account once, for providers that take no passwords."""

from __future__ import annotations

import time
from collections.abc import Callable

from intake.config.models import Config, Server
from intake.config.oauth import OAuth, TokenProvider
from intake.credentials.faults import SignInAgain


class NotHere(Exception):  # noqa: N818 - told to a person as it stands
    """Say why nobody can sign in so."""


def have_signed_in(config: Config, name: str, show: Callable[[str], None]) -> str:
    """Have a person sign in to the account of a mailbox or of delivery; return what to tell in the end.

    Raises NotHere, or OSError where the provider is not reached or the tokens cannot be kept.
    """
    oauth = _wanted(config, name)
    if oauth.provider is not TokenProvider.MICROSOFT:
        raise NotHere(
            f"{oauth.provider} needs no sign-in here: its refresh_token in the configuration is all; `check --connect` tries it."
        )
    from intake.credentials.microsoft import sign_in

    try:
        sign_in(oauth, show, time.time())
    except SignInAgain as error:
        raise NotHere(f"Nobody has signed in: {error}") from error
    return f"Signed in as {oauth.username}; the tokens are kept in {oauth.kept_in} and renewed from there. `check --connect` tries them."


def _wanted(config: Config, name: str) -> OAuth:
    servers: dict[str, Server] = {**config.polled, "delivery": config.delivery}
    by_token = {each: server.oauth for each, server in servers.items() if server.oauth is not None}
    if not by_token:
        raise NotHere("No mailbox logs in by token; write oauth: {provider: microsoft, client_id: …} for it first.")
    wanted = name or next(iter(by_token))
    if wanted not in by_token:
        raise NotHere(f"{wanted} does not log in by token; these do: {', '.join(by_token)}.")
    return by_token[wanted]
