"""What of a mail's text a person wrote for us: an answer above, between or below what it quotes, or what a forward passes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.config.our_letter_patterns import our_letters
from intake.words.head_rows import LABEL, is_head_label, row_of
from intake.words.our_sentences import begins_ours
from intake.words.quotes import (
    ADDRESS,
    DATE,
    MARKS,
    OPEN,
    REST,
    RULE,
    YEAR,
    Head,
    QuoteKind,
    first_head,
    is_quoted,
)
from intake.words.quotewords import DISCLAIMER, FORWARD_PREFIX, REPLY_PREFIX, SENT_FROM, WROTE

UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")  # marks of direction: no word of anybody's
DEEPEST = 6  # forwards in forwards that are followed
LEAST_RULE = re.compile(r"^\s*[-–—=_*~]{4,}\s*$")
LONG_DASHES = frozenset({"—", "——", "––"})  # what programs make of "--"
DASHES = re.compile(r"^\s*--\s?$")
REACH = re.compile(
    r"tel|phone|mobile|cell|fax|e-?mail|web|www|address|wechat|whatsapp|qq|skype|电话|手机|邮箱|地址|网址|传真|微信|邮编",
    re.IGNORECASE,
)
ANY_PREFIX = re.compile(  # what a program puts before a subject, in whatever language: short, or in no script of our subjects
    r"\s*([a-zà-ɏ]{1,5}|(?![a-zà-ɏ\u3400-\u9fff])[^\W\d_](?:(?![a-zà-ɏ\u3400-\u9fff])[^:：\n]){0,24})[:：]", re.IGNORECASE
)
LONGEST_SENT_FROM = 90  # characters of a mail program's own line
SENTENCE = re.compile(r"^(?=(\S+\s+){5}|.*[\u3400-\u9fff]{8}).*[.。!！?？]$")  # words of somebody, and no name, office or number
MOST_SIGNED = 10  # lines that a signature below a line of dashes has at most


@dataclass(frozen=True)
class Setting:
    """What a mail's headers say of its text: its subject, whether it answers a mail, and one of ours, to whom it goes."""

    subject: str = ""
    answers: bool = True
    answers_us: bool = False
    recipients: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SplitBody:
    """What was written, by mail (the mail's own words, then those it passes on), and what was cut off."""

    written: tuple[str, ...]
    quoted: str
    cut: bool = False  # another mail was found below

    @property
    def text(self) -> str:
        """Return the written words as one text."""
        return "\n\n".join(part for part in self.written if part.strip())


def split_body(text: str, setting: Setting | None = None, depth: int = 0) -> SplitBody:
    """Split a body into what was written and what is quoted; a forward's words are written, by its author."""
    setting = setting or Setting()
    text = UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = text.split("\n")
    if not any(line.strip() for line in _unmarked(lines)) and any(line.strip() and line not in MARKS for line in lines):
        lines = [line for line in lines if line not in MARKS]  # all of it is indented: then it is no quote
    found = _first(lines)
    if found is not None and depth < DEEPEST and _passes_on(found, lines, setting):
        return _forwarded(lines, found, setting, depth)
    own, quoted = _answer(lines, found)
    written, signature = _signed(own)
    return SplitBody((_plain(written),), _plain([*signature, *quoted]), cut=bool(quoted))


def _first(lines: Sequence[str]) -> Head | None:
    """Return where the first other mail begins: a head, HTML's mark, or a letter of ours."""
    head = first_head(lines)
    ours = _ours_from(lines)
    marked = next((place for place, line in enumerate(lines) if line in (OPEN, REST)), None)
    places = [
        head.start if head else len(lines),
        ours if ours is not None else len(lines),
        marked if marked is not None else len(lines),
    ]
    first = min(places)
    if first == len(lines):
        return None
    if head and head.start == first:
        return head
    inside = first_head(lines[first:])
    if ours == first:
        return Head(first, first, QuoteKind.OURS, inside.text if inside and inside.start < 4 else "")
    near = inside is not None and not any(line.strip() and line not in MARKS for line in lines[first : first + inside.start])
    if inside is not None and near:  # the head stands inside the marked part
        return Head(first, first + inside.end, inside.kind if inside.forwards else QuoteKind.MARKED, inside.text)
    return Head(first, first + 1, QuoteKind.MARKED)


def _passes_on(head: Head, lines: Sequence[str], setting: Setting) -> bool:
    """Tell a forward from a reply: its author is not us, and the head, the subject, or what is missing says so."""
    if head.kind is QuoteKind.OURS or (head.author and head.author in setting.recipients):
        return False
    body = [line.lstrip(" >") for line in lines[head.end :] if line not in MARKS]
    ours = _ours_from(body)
    if ours is not None and not any(line.strip() for line in body[:ours]):
        return False  # what is passed on is a letter of ours
    if head.forwards:
        return True
    passed, answered = FORWARD_PREFIX.match(setting.subject), REPLY_PREFIX.match(setting.subject)
    if passed and not answered:
        return head.kind is not QuoteKind.MARKED or bool(head.author) or not setting.answers_us
    if setting.answers_us or (answered and not passed) or not setting.recipients or not head.author:
        return False  # a prefix may be both: "VS:" passes on in Danish and answers in Finnish
    if setting.answers and not ANY_PREFIX.match(setting.subject):
        return False
    return head.kind in {QuoteKind.BLOCK, QuoteKind.RULED, QuoteKind.MARKED}


def _forwarded(lines: Sequence[str], head: Head, setting: Setting, depth: int) -> SplitBody:
    """Return the words above a forward and those it passes on, each without its signature."""
    above, signature = _signed([line for line in lines[: head.start] if line not in MARKS and not is_quoted(line)])
    body = [line for line in lines[head.end :] if line not in MARKS]
    filled = [line for line in body if line.strip()]
    if filled and sum(map(is_quoted, filled)) * 2 > len(filled):
        body = [re.sub(r"^\s*[>＞] ?", "", line) for line in body]
    headless = head.kind is QuoteKind.MARKED and not head.author  # HTML's mark alone: who is passed on stands further below
    within = setting if headless else replace(setting, subject=head.subject, answers=True, answers_us=False)
    inner = split_body("\n".join(body), within, depth + 1)
    quoted = "\n".join(part for part in (_plain(signature), _plain(lines[head.start : head.end]), inner.quoted) if part)
    return SplitBody((_plain(above), *inner.written), quoted, cut=True)


def _answer(lines: Sequence[str], head: Head | None) -> tuple[list[str], list[str]]:
    """Return (own lines, quoted lines) of a reply: above the head, and between and below what is marked."""
    place, end = (head.start, head.end) if head else (len(lines), len(lines))
    own = [line for line in lines[:place] if not is_quoted(line)]
    quoted = [*filter(is_quoted, lines[:place]), *lines[place:end]]
    told = lines[end:]
    if (
        head is not None
        and head.kind is not QuoteKind.OURS
        and _all_marked([*(line for line in lines[place:end] if line in MARKS), *told])
    ):
        depths = _depths(lines)[end:]
        own += [line for line, depth in zip(told, depths, strict=True) if not depth and line not in MARKS and not is_quoted(line)]
        quoted += [line for line, depth in zip(told, depths, strict=True) if depth or line in MARKS or is_quoted(line)]
    else:
        quoted += told
    ours = _ours_from(own) if head or len(own) < len(lines) else None  # where nothing was taken out it was looked for already
    return (own, quoted) if ours is None else (own[:ours], [*quoted, *own[ours:]])


def _all_marked(told: Sequence[str]) -> bool:
    """Tell whether the first words below a head bear a mark, so that what bears none is an answer."""
    first = next((line for line in told if line.strip()), "")
    return first in MARKS or is_quoted(first)


def _depths(lines: Sequence[str]) -> list[int]:
    """Return for each line in how many of HTML's quote marks it stands."""
    depth = 0
    found: list[int] = []
    for line in lines:
        if line in MARKS:
            depth = depth + 1 if line == OPEN else (1 << 30 if line == REST else max(depth - 1, 0))
        found.append(depth)
    return found


def _unmarked(lines: Sequence[str]) -> list[str]:
    """Return the lines outside HTML's quote marks."""
    return [line for line, depth in zip(lines, _depths(lines), strict=True) if not depth and line not in MARKS]


def _signed(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return (text, signature): from "-- ", from a mail program's own line, or from a line of dashes above a few short lines."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    if filled and _stands_above(lines[filled[0]], [lines[place] for place in filled[1:]]):
        text, signature = _signed(lines[filled[0] + 1 :])
        return text, [lines[filled[0]], *signature]
    low = filled[-MOST_SIGNED - 1] if len(filled) > MOST_SIGNED else 0  # a signature below dashes begins no higher
    for place, line in enumerate(lines):
        if signs(line):
            return list(lines[:place]), list(lines[place:])
        if place >= low and (LEAST_RULE.match(line) or line.strip() in LONG_DASHES) and _is_signature(lines[place + 1 :]):
            return list(lines[:place]), list(lines[place:])
    return list(lines), []


def _stands_above(line: str, below: Sequence[str]) -> bool:
    """Tell whether a mail program's own line stands above what was typed, and not above a legal footer alone."""
    typed = next((each for each in below if not LEAST_RULE.match(each)), "")
    return bool(typed) and SENT_FROM.fullmatch(line) is not None and DISCLAIMER.search(typed) is None


def signs(line: str) -> bool:
    """Tell whether a line by itself begins a signature: "-- ", or what a mail program writes of itself."""
    return DASHES.match(line) is not None or (len(line) < LONGEST_SENT_FROM and SENT_FROM.fullmatch(line) is not None)


def _is_signature(lines: Sequence[str]) -> bool:
    """Tell whether a few short lines are a name, an office and how to reach it, and no form and no text; a legal footer may follow."""
    filled = [line.strip() for line in lines if line.strip()]
    ruled = next((place for place, line in enumerate(filled) if LEAST_RULE.match(line)), len(filled))
    filled, footer = filled[:ruled], " ".join(filled[ruled + 1 :])
    if not filled or len(filled) > MOST_SIGNED or (footer and not DISCLAIMER.search(footer)):
        return False
    rows = [row for row in map(LABEL.match, filled) if row]
    if any(not REACH.search(row[1]) for row in rows):
        return False
    return all(len(line) <= 90 and len(line.split()) <= 12 and not SENTENCE.search(line) for line in filled)


def _ours_from(lines: Sequence[str]) -> int | None:
    """Return the place where a letter of the desk begins, its greeting and the head above it included; None where none does."""
    place = next((index for index in range(len(lines)) if begins_ours(lines, index)), None)
    if place is None:
        return None
    while place and _leads(lines[place - 1]):
        place -= 1
    while place < len(lines) and not lines[place].strip():
        place += 1
    return place


def _leads(line: str) -> bool:
    """Tell whether a line above our letter belongs to it: blank, greeting, a mark, who wrote when."""
    plain, ours = line.strip(" >|\t"), our_letters()
    if not plain or line in MARKS or ours.greeting.match(line) or ours.sentence.search(line) or RULE.match(plain):
        return True
    headed = plain.endswith((":", "：")) and (
        ADDRESS.search(plain) or DATE.search(plain) or YEAR.search(plain) or WROTE.search(plain)
    )
    row = row_of(line)
    return bool(headed) or (row is not None and is_head_label(row) and bool(row[1].strip()))


def _plain(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line not in MARKS).strip()
