"""The desk's own letters, known by their sentences wherever they stand: quoted by any program, in any language, with marks or without."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.config.our_letter_patterns import our_letters

INDENT = re.compile(r"^[\s>]+")


def begins_ours(lines: Sequence[str], place: int) -> bool:
    """Tell whether a sentence of ours begins in this line, be it wrapped over three."""
    line = lines[place]
    if not line.strip() or len(line) > 2000:
        return False
    part = [INDENT.sub("", each) for each in lines[place : place + 3]]
    known = our_letters().sentence
    for joined in (" ".join(part), "".join(part)):
        found = known.search(joined)
        if found and found.start() < max(len(part[0]), 1):
            return True
    return False
