"""Why a file fills the slot it fills."""

from __future__ import annotations

from enum import StrEnum


class SlotReason(StrEnum):
    """What told a file's slot, in the order in which it is asked: the reason of a material in a slot, for staff to read."""

    NAME = "name"
    FOLDER = "folder"
    ARCHIVE = "archive"
    BESIDE = "beside"  # it lies beside what it belongs to: the pictures of a post
    LISTED = "form"  # the form lists it
    FORMAT = "format"  # one slot alone asks for its format
    KIND = "kind"  # one slot alone is of its kind
    SUBJECT = "subject"  # the mail's subject claims it: in doubt all the same, for a subject speaks of the whole mail
    LABELS = "labels"  # it was read as that form
    STAFF = "staff"  # a person said so
    TYPED = "typed"  # its lines stood in the mail itself
    DOUBT = "size and shape"  # nothing told: dealt in the author's favour, anew with each mail
