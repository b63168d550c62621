"""Take out of a text what nobody sees: marks of direction, joiners, byte order marks, selectors of an emoji's looks."""

from __future__ import annotations

import re

NEVER_SEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u20e3\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e007f"
)
JOINERS = "\u200c\u200d"
VARIANTS = "\U000e0100-\U000e01ef"  # of Han characters: a name may need them
ANY = re.compile(f"[{NEVER_SEEN}{JOINERS}{VARIANTS}]")
DROPPED = re.compile(
    f"[{NEVER_SEEN}]|(?<![\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af])[{JOINERS}]|"
    f"[{JOINERS}](?![\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af])|(?<![\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[{VARIANTS}]"
)
HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2043\u2212\ufe58\ufe63\uff0d", "-"))


def seen(text: str) -> str:
    """Return what a person sees of a text; joiners stay where the script needs them (Persian, Hindi), variants with their Han."""
    return DROPPED.sub("", text) if ANY.search(text) else text


def without_invisible(text: str) -> str:
    """Return a text for reading an address or a number out of it: nothing unseen in it, every hyphen and minus a "-"."""
    return ANY.sub("", text).translate(HYPHENS)
