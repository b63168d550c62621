"""Log in to a mailbox, by password or token; what the server says against it, in words."""

from __future__ import annotations

import imaplib
from typing import Any

from imapclient.exceptions import LoginError

from intake.config.models import MailboxSettings
from intake.credentials.faults import SignInAgain, TokensAway
from intake.credentials.secrets import NoSecret, secret_of
from intake.credentials.tokens import access_token
from intake.credentials.xoauth2 import Answers
from intake.fetch.diagnosis import server_said
from intake.fetch.faults import LoginRefused, MailboxError, TokenRefused

AWAY = ("[UNAVAILABLE]", "[INUSE]", "[SERVERBUG]")  # a NO to LOGIN that says nothing of the password (RFC 5530)


def pass_for(settings: MailboxSettings, where: str, refused: str) -> str:
    """Return the password, or a token other than one that was `refused`; raises MailboxError."""
    try:
        if settings.oauth is None:
            return secret_of(settings) or ""
        return access_token(settings.oauth, refused=refused)
    except SignInAgain as error:
        raise LoginRefused(f"{where}: {error}. Sign in again (`sign-in`), or give a new refresh_token") from error
    except (NoSecret, TokensAway) as error:
        raise MailboxError(f"{where}: {error}") from error
    except OSError as error:
        raise MailboxError(f"{where}: the tokens cannot be kept: {error}") from error


def log_in_imap(client: Any, settings: MailboxSettings, secret: str, where: str) -> None:
    """Log in; raises LoginRefused, TokenRefused where another token may help, MailboxError, or what the library raises."""
    if settings.oauth is not None:
        _by_token(client, settings.username, secret, where)
        return
    try:
        client.login(settings.username, secret)
    except LoginError as error:
        _refused(error.__context__ or error, where)
        raise LoginRefused(
            f"{where}: the login was refused ({server_said(error)}). Is the password the authorisation code, "
            "not the web password, and is IMAP switched on?"
        ) from error


def _by_token(client: Any, username: str, token: str, where: str) -> None:
    answers = Answers(username, token)
    try:
        client._imap.authenticate("XOAUTH2", answers)
    except imaplib.IMAP4.error as error:
        _refused(error, where)
        status = f", status {answers.refusal}" if answers.refusal else ""
        raise TokenRefused(
            f"{where}: the login by token was refused ({server_said(error)}{status}). Is IMAP switched on for this account, and did "
            "the same account sign in?",
            token,
        ) from error


def _refused(error: BaseException, where: str) -> None:
    """Raise what is no refusal: a line that broke, which libraries call one, or a server that says it is away."""
    if isinstance(error, imaplib.IMAP4.abort):
        raise error
    if any(code in str(error).upper() for code in AWAY):
        raise MailboxError(f"{where}: not reachable while logging in ({server_said(error)})") from error
