"""What can be wrong with a mailbox, with one mail in it, and with the disk that is to keep it."""

from __future__ import annotations

from enum import StrEnum


class FetchFault(StrEnum):
    """Why one mail cannot be had now, though its mailbox can."""

    REFUSED = "refused"  # NO or BAD to its FETCH
    EMPTY = "empty"  # NIL, no text, or no answer at all
    UNDATED = "undated"  # no INTERNALDATE: when it arrived is not known
    GARBLED = "garbled"  # an answer that cannot be understood
    SIZE = "size"  # its size never fits what was announced
    STAND_IN = "stand-in"  # a far smaller text in place of the mail
    TOO_LARGE = "too-large"  # more than limits.message_bytes
    TOO_MUCH = "too-much"  # more bytes than were asked for
    SLOW = "slow"  # it did not come in its time
    BROKEN = "broken"  # the connection broke while it was fetched


BREAKS = frozenset({FetchFault.GARBLED, FetchFault.TOO_MUCH, FetchFault.SLOW, FetchFault.BROKEN})  # the conversation is over
PERHAPS_THE_LINE = frozenset({FetchFault.SLOW, FetchFault.BROKEN})  # the first time it need not be this mail's


class MailboxError(Exception):
    """Say what is wrong with a mailbox, for people; the next poll tries again and nothing is lost."""


class FolderMissing(MailboxError):  # noqa: N818 - a state, not a fault
    """Say that a folder of the settings is not there, and which are: only a person can help."""


class LoginRefused(MailboxError):  # noqa: N818 - it says what happened
    """Say that the server does not let us in: to try again at once would make it worse."""


class TokenRefused(LoginRefused):
    """Say that the server does not take a token: another one may do."""

    def __init__(self, text: str, token: str) -> None:
        super().__init__(text)
        self.token = token


class Interrupted(MailboxError):  # noqa: N818 - a state, not a fault
    """Say that the connection was cut because the program is to end."""


class MessageGone(MailboxError):  # noqa: N818 - not a fault: a person moved it
    """Say that a message left the folder before it was fetched."""


class MessageFault(MailboxError):  # noqa: N818 - it has its code
    """Say why one message cannot be had now; the others can."""

    def __init__(self, code: FetchFault, text: str) -> None:
        super().__init__(text)
        self.code = code


class NotKept(Exception):  # noqa: N818 - told to people as it stands
    """Say that the disk cannot take in mail, and what to do; no mailbox is to blame."""
