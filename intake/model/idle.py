"""Why a file plays no part in an entry."""

from __future__ import annotations

from enum import StrEnum


class Idle(StrEnum):
    """Why a file plays no part: the reason of a material in the role `other`, for staff to read."""

    UNREADABLE = "unreadable"  # a finding tells
    UNCLAIMED = "unclaimed"  # no author's folder or name claims it
    UNKNOWN = "unknown-type"
    EMPTY = "empty"
    NO_TEXT = "nothing-asked-for"  # a document that holds nothing the call asks for
    NOT_ASKED = "not-asked"  # of a kind that the call does not ask for
    CALLED = "called-otherwise"  # its name is that of a slot that takes no such file
    PICTURED = "text-in-picture"  # its name is that of a text
    CV = "cv"  # about the author, beside the form
    SECOND = "second-form"
    SPARE = "spare-text"  # long prose beside a text that counts
    PAGE = "page"
    GIVEN_UP = "given-up"  # by its author, or by staff
    DECORATION = "decoration"
