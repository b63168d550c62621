"""Log in to the SMTP server, by password or token."""

from __future__ import annotations

import smtplib

from intake.config.models import DeliverySettings
from intake.config.oauth import OAuth
from intake.credentials.secrets import NoSecret, secret_of
from intake.credentials.tokens import access_token
from intake.credentials.xoauth2 import Answers

WITHOUT_A_START = {501, 504}  # servers that want to ask before they are told (RFC 4954, 4)


def log_in_smtp(client: smtplib.SMTP, settings: DeliverySettings, password: str | None = None) -> tuple[int, bytes]:
    """Log in as the settings say (`password`: in place of theirs) and return the answer.

    Raises smtplib's errors, SignInAgain where only a person can help, OSError for what is missing or out of reach.
    """
    username = settings.username or ""
    if settings.oauth is not None:
        return _by_token(client, username, settings.oauth)
    secret = password or secret_of(settings)
    if not secret:
        raise NoSecret("delivery.username is set, but there is no password")
    return client.login(username, secret)


def _by_token(client: smtplib.SMTP, username: str, oauth: OAuth) -> tuple[int, bytes]:
    """Log in with a token, and once more with a new one: it may have ended early."""
    token = access_token(oauth)
    try:
        return _told(client, username, token)
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code // 100 != 5:
            raise
        return _told(client, username, access_token(oauth, refused=token))


def _told(client: smtplib.SMTP, username: str, token: str) -> tuple[int, bytes]:
    try:
        return client.auth("XOAUTH2", Answers(username, token))
    except smtplib.SMTPAuthenticationError as error:
        if error.smtp_code not in WITHOUT_A_START:
            raise
        return client.auth("XOAUTH2", Answers(username, token), initial_response_ok=False)
