"""The lines of a quoted mail's head: `Label: value`, in whatever language."""

from __future__ import annotations

import re
from functools import lru_cache

from intake.words.quotewords import FROM, SENT, SUBJECT, TO

COLONS = ":：﹕∶፦፡៖։᠄"  # of Latin and Chinese type; Ethiopic, Khmer, Armenian and Mongolian ones
LABEL = re.compile(rf"^[\s>|*_]*([^\W\d_][^{COLONS}\n\t]{{0,28}}?)[\s*_]*[{COLONS}][\s*_\t]*(.*)$")
HEAD_LABELS = FROM | SENT | TO | SUBJECT
RUN_ON = re.compile(r"([-–—=_*]{3,}\s?((?=[^\W\d_])[^-–—=_*:]{3,60}[-–—=_*]{3,})?)?\s*(?P<rows>[^\W\d_].*)$")
LABELS = re.compile(
    rf"(?<![^\W\d_])({'|'.join(map(re.escape, sorted(FROM | SENT | TO | SUBJECT, key=len, reverse=True)))})\s?[{COLONS}]",
    re.IGNORECASE,
)
SEVERAL = 3  # labels in one line that make it a head
LONGEST_ROW = 1500  # characters of a line that may name recipients


@lru_cache(maxsize=64)
def row_of(line: str) -> tuple[str, str] | None:
    """Return (label, value) of a line, None where it has none; remembered, since a block is looked for from each of its lines."""
    row = LABEL.match(line) if len(line) < LONGEST_ROW else None
    return (_word(row[1]), row[2]) if row is not None else None


def is_head_label(row: tuple[str, str] | None) -> bool:
    """Tell whether a line's label is one that mail programs put above a quoted mail."""
    return row is not None and row[0] in HEAD_LABELS


def rows_in_one(line: str) -> str:
    """Return the rows of a head that stand in one line, '' for none: behind dashes, as in Yahoo's text (`----- Forwarded Message -----
    From: A <a@b.example>To: …`), or by themselves where a program took the breaks out of HTML."""
    found = RUN_ON.match(line) if len(line) < LONGEST_ROW else None
    if found is None or not is_head_label(row_of(found["rows"])):
        return ""
    several = len({word.lower() for word in LABELS.findall(found["rows"])}) >= SEVERAL
    return found["rows"] if found[1] or several else ""


def with_colon(line: str) -> str:
    """Return a line of a head with the colon that some programs leave out: `From "Anna" <anna@example.org>`, `日期[TAB]2026-08-10 09:05`."""
    plain = line.strip(" \t*_")
    label, _, value = plain.partition("\t" if "\t" in plain else " ")
    return f"{label}: {value}" if value and label.lower() in HEAD_LABELS and LABEL.match(label) is None else line


def _word(label: str) -> str:
    word = re.sub(r"[\s*_\u00a0\u3000]+", " ", label).strip().lower()
    if " " not in word or not word.isascii() or word in HEAD_LABELS:
        return word
    return re.sub(r"^(date|sent) .*", r"\1", word)
