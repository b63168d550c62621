"""Where in a mail's text another mail begins: told by structure first, by the words of mail programs second (field-notes 6).

A head is one of: up to three wrapped lines with an address or a date that end in a colon; a block of `Label: value` lines one of which has an
address and one a date; a line of dashes with such a block below; or what the HTML itself marks. The desk's own sentences are
another's work (`written.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.words.head_rows import COLONS, is_head_label, row_of, rows_in_one, with_colon
from intake.words.our_sentences import begins_ours
from intake.words.quotewords import FORWARDED, FROM, ORIGINAL, SENT, SUBJECT, TO, WROTE, WROTE_LAST

OPEN, CLOSE, REST = "\ue000", "\ue001", "\ue002"  # lines that stand for quote marks of HTML: begin, end, all that follows
MARKS = frozenset({OPEN, CLOSE, REST})
QUOTED = re.compile(r"\s*[>＞]")
ADDRESS = re.compile(r"[\w.+'=-]+[@＠][\w-]+(\.[\w-]+)+")
TIME = re.compile(r"\d{1,2}\s?[:.：時时시h]\s?\d{2}")
YEAR = re.compile(r"(?<!\d)(20|25|14)\d\d(?!\d)")
DATE = re.compile(
    r"\d{4}\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}|(?<!\d)\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2,4}(?!\d)|"
    r"\d{1,2}\.?\S{0,2}\s+(de |of |tháng |thg )?[^\W\d]{2,15}\.?,?\s+(de |năm )?\d{4}|[^\W\d]{3,15}\.?\s+\d{1,2},?\s+\d{4}",
    re.IGNORECASE,
)
RULES = "-–—=_*~"  # what lines are drawn of
RULE = re.compile(r"^\s*[-–—=_*]{8,}\s*$")
CONTACT = re.compile(r"phone|mobile|tel\b|fax|wechat|nationality|电话|手机|微信|国籍|性别|作品", re.IGNORECASE)
FIELD = re.compile(r"^\s*[^\d:：@＠<]{1,40}[:：]\s*\S")  # a line of a form: a label, and what it says
MOST_WRAPPED = 3
MOST_SAID = 160  # characters of words in a line of dashes
MOST_ANNOUNCED = 60  # and in a line that ends in a colon


class QuoteKind(StrEnum):
    """What a head looks like."""

    LINE = "line"  # on … wrote:
    BLOCK = "block"  # From: … Sent: … To: …
    RULED = "ruled"  # ---- Original message ----
    MARKED = "marked"  # HTML's mark, or ">"
    OURS = "ours"  # the desk's own sentence


@dataclass(frozen=True)
class Head:
    """Where a quoted mail begins: its lines `start`..`end` (excluded) name who wrote it, when, to whom."""

    start: int
    end: int
    kind: QuoteKind
    text: str = ""

    @property
    def forwards(self) -> bool:
        """Tell whether the head itself says that a mail is passed on."""
        return FORWARDED.search(self.text) is not None

    @property
    def author(self) -> str:
        """Return the first address in it, '' where there is none."""
        found = ADDRESS.search(self.text)
        return found[0].replace("＠", "@").lower() if found else ""

    @property
    def subject(self) -> str:
        """Return the subject it names, '' where it names none."""
        rows = map(row_of, self.text.split("\n"))
        return next((row[1] for row in rows if row and row[0] in SUBJECT), "")


def first_head(lines: Sequence[str]) -> Head | None:
    """Return the first head in the lines, None where nothing is quoted under one."""
    for place, line in enumerate(lines):
        if (head := _head_at(lines, place, line)) is not None:
            return head
    return None


def is_quoted(line: str) -> bool:
    """Tell whether a line bears the mark of quoted text."""
    return QUOTED.match(line) is not None


def _head_at(lines: Sequence[str], place: int, line: str) -> Head | None:
    if not line.strip() or line in MARKS:
        return None
    if (ruled := _ruled(lines, place, line)) is not None:
        return ruled
    if (block := _block(lines, place)) is not None:
        return block
    return _attribution(lines, place)


def _ruled(lines: Sequence[str], place: int, line: str) -> Head | None:
    """Return the head that a line of dashes (with words or without) opens."""
    line = re.sub(r"^[\s>＞]+", "", line)
    if (rows := rows_in_one(line)) and ADDRESS.search(rows) and YEAR.search(rows):
        return Head(place, place + 1, QuoteKind.RULED, line)
    said = _said_in_rule(line)
    if not said and RULE.match(line) is None and not _announces(line):
        return None
    after = _next(lines, place + 1)
    below = None
    if after is not None:
        unmarked = [with_colon(re.sub(r"^[\s>＞]+", "", each)) for each in lines[after : after + 40]]
        below = _block(unmarked, 0, ruled=True, told=FORWARDED.search(line) is not None)
        below = below if below is not None else _attribution(unmarked, 0)
    if below is not None and after is not None:
        return Head(place, after + below.end, QuoteKind.RULED, f"{line}\n{below.text}")
    if said and ADDRESS.search(said) and DATE.search(said) and WROTE.search(said):
        return Head(place, place + 1, QuoteKind.LINE, said)
    told = FORWARDED.search(line) or (said and ORIGINAL.search(said) and re.match(r"^\s*-{3,}", line))
    if told and len(line) <= 90:
        return Head(place, place + 1, QuoteKind.RULED, line)
    return None


def _announces(line: str) -> bool:
    """Tell a line without dashes that says what follows is passed on ("Anfang der weitergeleiteten Nachricht:")."""
    plain = line.strip(" >*\t")
    return FORWARDED.match(plain) is not None or (
        len(plain) <= MOST_ANNOUNCED and plain.endswith(tuple(COLONS)) and FORWARDED.search(plain) is not None
    )


def _said_in_rule(line: str) -> str:
    """Return the words in a line of dashes ("---- Original message ----"), '' where it is none; in one pass, however long it is."""
    drawn = line.strip()
    said = drawn.strip(RULES + " \t")
    if len(drawn) < 2 or drawn[0] not in RULES or drawn[1] not in RULES or not 0 < len(said) <= MOST_SAID:
        return ""
    return said if re.search(r"[^\W\d_]", said.split()[0]) else ""


def _block(lines: Sequence[str], place: int, *, ruled: bool = False, told: bool = False) -> Head | None:
    """Return the head made of `Label: value` lines that begins here; HTML may have set each in a paragraph of its own.

    `ruled`: below a line of dashes; `told`: which says that a mail is passed on.
    """
    rows: list[tuple[str, str]] = []
    index = end = place
    if not ruled and not (
        is_head_label(row_of(lines[place])) or any("@" in line or "＠" in line for line in lines[place : place + 5])
    ):
        return None  # what _is_block asks of the first two rows: a known label, or an address
    while index < len(lines) and len(rows) < 9:
        line = lines[index]
        row = row_of(line)
        if row is not None and (is_head_label(row) or (not _complete(rows) and (index == end or len(rows) < 4))):
            rows.append(row)
        elif (line.strip() and not (rows and rows[-1][0] in TO | FROM and ADDRESS.search(line))) or (
            not line.strip() and (not rows or not _goes_on(lines, index, spaced=len(rows) < 4))
        ):  # a long list of recipients goes on
            break
        index += 1
        end = index if line.strip() else end
    return Head(place, end, QuoteKind.BLOCK, "\n".join(lines[place:end])) if _is_block(rows, ruled, told) else None


def _goes_on(lines: Sequence[str], blank: int, *, spaced: bool) -> bool:
    """Tell whether a head goes on below a blank line: with a label it may have, or where all its lines stand apart."""
    after = _next(lines, blank)
    row = row_of(lines[after]) if after is not None and after <= blank + 3 else None
    return row is not None and (spaced or is_head_label(row))


def _complete(rows: Sequence[tuple[str, str]]) -> bool:
    """Tell whether a head has all four of its lines, so that an unknown label below belongs to the mail."""
    labels = {word for word, _ in rows}
    return all(labels & words for words in (FROM, SENT, TO, SUBJECT))


def _is_block(rows: Sequence[tuple[str, str]], ruled: bool, told: bool) -> bool:
    """Tell a mail's head from lines of a form: known labels, or an address near the top and a moment somewhere."""
    if not rows:
        return False
    labels = [word for word, _ in rows]
    known = {name for name, words in (("from", FROM), ("sent", SENT), ("to", TO), ("subject", SUBJECT)) if words & set(labels)}
    address = any(ADDRESS.search(value) for _, value in rows)
    moment = any((DATE.search(value) or YEAR.search(value)) and TIME.search(value) for _, value in rows)
    first = labels[0] in FROM and bool(rows[0][1].strip())
    if ruled and first and (address or len(known) > 1):
        return True
    if (
        (first or (len(known) >= 3 and labels[0] in SENT | SUBJECT | TO))
        and len(known) >= 2
        and (address or moment or len(known) > 2)
    ):
        return True
    if len(rows) < 3 or not moment or any(CONTACT.search(label) for label in labels):
        return False
    return any(ADDRESS.search(value) for _, value in (rows if told else rows[:2]))


def _attribution(lines: Sequence[str], place: int) -> Head | None:
    """Return the head of one to three lines that ends in a colon: who wrote, and when; HTML may have put blank lines between."""
    if is_quoted(lines[place]):
        return None
    said, index = "", place
    for _ in range(MOST_WRAPPED):
        line = lines[index]
        bracket = said.count("<") > said.count(">")  # the line was broken in an address, and begins with its ">" now
        if line in MARKS or (is_quoted(line) and not bracket) or len(line) > 250:
            return None  # an answer with a date in it leads into no quotation
        said = f"{said} {line.strip()}".strip()
        if said.endswith(tuple(COLONS)) or (index == place and WROTE_LAST.search(said)):
            headed = len(said) <= 400 and not _answer_above(lines[place : index + 1]) and _attributes(said, lines, index + 1)
            return Head(place, index + 1, QuoteKind.LINE, said) if headed else None
        if (
            FIELD.match(line)
            or not any(pattern.search(said) for pattern in (ADDRESS, DATE, YEAR, TIME))
            or said.endswith(("。", "!", "！", "?", "？", "."))
        ):
            return None
        after = _next(lines, index + 1)
        if after is None or after > index + 2:
            return None
        index = after
    return None


def _answer_above(lines: Sequence[str]) -> bool:
    """Tell whether the first of some lines is an answer that names a year or a time: what stands below says all by itself."""
    below = " ".join(lines[1:])
    dated = DATE.search(below) or (YEAR.search(below) and TIME.search(below))
    return bool(dated and (ADDRESS.search(below) or WROTE.search(below)) and not ADDRESS.search(lines[0]))


def _attributes(said: str, lines: Sequence[str], after: int) -> bool:
    address, wrote = ADDRESS.search(said) is not None, WROTE.search(said) is not None
    dated = DATE.search(said) is not None or (YEAR.search(said) is not None and TIME.search(said) is not None)
    if address and (dated or (wrote and "<" in said)):
        return True
    if dated and wrote and (TIME.search(said) or YEAR.search(said) or re.search(r"\d[./-]\d", said)):
        return True
    following = _next(lines, after)
    marked = following is not None and (lines[following] in MARKS or is_quoted(lines[following]) or begins_ours(lines, following))
    return marked and (address or dated or wrote)


def _next(lines: Sequence[str], place: int) -> int | None:
    """Return the place of the next line that is not blank, None where there is none."""
    return next((index for index in range(place, len(lines)) if lines[index].strip(" \t>＞")), None)
