"""Logging in with tokens instead of a password: whose, and how they are had."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from intake.config.base import Model

GOOGLE = "https://oauth2.googleapis.com/token"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class TokenProvider(StrEnum):
    """Who gives the tokens."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"
    OTHER = "other"


class OAuth(Model):
    """How tokens are had for a mailbox or for delivery; a secret of it never stands in a message."""

    provider: TokenProvider
    client_id: str = Field(min_length=1)
    client_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None  # google, other
    tenant: str = "common"  # microsoft
    token_url: str = ""  # other; google has its own
    username: str = ""  # whose; filled in with the server's
    kept_in: Path = Path("tokens")  # filled in: a file in data_dir/tokens

    @model_validator(mode="before")
    @classmethod
    def _google_has_its_own(cls, written: object) -> object:
        if isinstance(written, dict) and written.get("provider") == TokenProvider.GOOGLE and not written.get("token_url"):
            return {**written, "token_url": GOOGLE}
        return written

    @model_validator(mode="after")
    def _what_each_needs(self) -> OAuth:
        if self.provider is TokenProvider.MICROSOFT:
            if self.refresh_token or self.token_url:
                raise ValueError("microsoft wants neither refresh_token nor token_url; `sign-in` has the tokens")
            return self
        if self.refresh_token is None:
            raise ValueError("refresh_token is missing; write ${NAME} and set it in the environment")
        there = urlsplit(self.token_url)
        if there.scheme != "https" and not (there.scheme == "http" and there.hostname in LOOPBACK):
            raise ValueError("token_url must begin with https://")
        return self
