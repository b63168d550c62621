"""The codes that the registry's tables hold: each closed set spelled once (contract.md "JSON")."""

from __future__ import annotations

from enum import StrEnum


class MailOutcome(StrEnum):
    """What became of a mail."""

    PENDING = "pending"
    ENTERED = "entered"  # made an entry
    MERGED = "merged"  # added to one
    IGNORED = "ignored"  # a machine's
    SET_ASIDE = "set_aside"  # a person's, but nothing is submitted
    SHUNTED = "shunted"  # could not be processed
    STAFF = "staff"  # a decision or request of staff, whatever became of it


class LetterKind(StrEnum):
    """What a letter is for."""

    ACKNOWLEDGEMENT = "acknowledgement"
    CORRECTION = "correction"
    REJECTION = "rejection"
    RECEIPT = "receipt"
    REMINDER = "reminder"
    ANNOUNCEMENT = "announcement"  # to many: results, accounts; `name` says which


class LetterState(StrEnum):
    """How far a letter is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"  # refused for now, or held back by a cap of ours: tried again
    FAILED = "failed"
    UNKNOWN = "unknown"  # the connection broke after it was handed over: never resent by itself


class Action(StrEnum):
    """What staff decide."""

    ACCEPT = "accept"
    REJECT = "reject"
    ASK = "ask"
    HOLD = "hold"
    RELEASE = "release"
