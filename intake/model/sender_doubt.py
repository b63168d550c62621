"""Why it cannot be said whose a mail or an entry is."""

from __future__ import annotations

from enum import StrEnum


class SenderDoubt(StrEnum):
    """Why an entry's sender cannot be trusted, or whose entry it is cannot be said."""

    NO_SENDER = "no-sender"
    FORGED = "forged"
    STRANGER = "stranger"  # names somebody else's entry or author
    BOTH = "both-wrote"  # two addresses have opened entries in one author's name
    LATE = "late"  # for an entry that is there, and after its end: staff say whether it still counts
    PASSED_ON = "passed-on"  # staff submitted it for its author, who has not confirmed it yet
    SEVERAL = "several"  # may belong to several entries of its sender
