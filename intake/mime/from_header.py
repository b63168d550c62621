"""The one author a From names: every form RFC 5322 allows, and what broken programs write where it can be read in one way only.

`a@example.org)b@example.org` gives the first to a careless parser (CVE-2023-27043): whatever could name two gives nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intake.mime.charsets import clean_text, mend_header
from intake.mime.headers import MAX_VALUE, WORD, as_sent, is_address
from intake.model.addresses import canonical
from intake.model.submission import Address

TEXT, QUOTED, COMMENT, ANGLE = "text", "quoted", "comment", "angle"
WIDE = str.maketrans("＠＜＞；，．（）", "@<>;,.()")
FIRST_HIDDEN = 0xF0000  # an encoded word is one private character while the value is taken apart: it may hold any sign
NAME_LENGTH, LONGEST = 100, 2000


@dataclass(frozen=True)
class _Piece:
    """A part of the value: running text, a quoted string, a comment, what stands in angle brackets (without their signs)."""

    kind: str
    text: str


def sender(values: list[str]) -> Address | None:
    """Return the one author a From names; None unless exactly one From has exactly one address."""
    if len(values) != 1:
        return None
    value = re.sub(r"\s+", " ", mend_header(values[0])[:MAX_VALUE]).strip()
    words = [match[0] for match in WORD.finditer(value)][:10_000]
    bare = WORD.sub("", value)
    if "@" not in bare:  # the whole of it is encoded, or it is written in full-width signs
        value, words = re.sub(r"\s+", " ", as_sent(value)), []
        value = value if "@" in value else value.translate(WIDE)
    if "<" not in value:
        value = value.translate(str.maketrans("＜＞", "<>"))
    hidden = iter(range(FIRST_HIDDEN, FIRST_HIDDEN + len(words)))
    value = WORD.sub(lambda match: chr(next(hidden)) if words else match[0], value)
    found = _address(list(_pieces(re.sub(r"<\s*<", "<", re.sub(r">\s*>", ">", value[:LONGEST])))))
    return Address(name=_shown(found[0], words), email=canonical(found[1])) if found else None


def _shown(name: str, words: list[str]) -> str:
    """Return a display name with its encoded words decoded and without the quotation marks around it."""
    for number, word in enumerate(words):
        name = name.replace(chr(FIRST_HIDDEN + number), word)
    return clean_text(as_sent(name)).strip(" \"'").strip()[:NAME_LENGTH].strip()


def _pieces(value: str) -> Iterator[_Piece]:
    """Take a value apart in one pass; what is opened and never closed is text, but for an angle bracket before an address."""
    start = place = 0
    comments = _comments(value)
    while place < len(value):
        kind, end = _opened(value, place, comments)
        if not kind:
            place += 2 if value[place] == "\\" else 1
            continue
        if start < place:
            yield _Piece(TEXT, value[start:place])
        inner = value[place + 1 : end]
        yield _Piece(kind, re.sub(r"\\(.)", r"\1", inner) if kind in {QUOTED, COMMENT} else inner)
        start = place = end + 1
    if start < len(value):
        yield _Piece(TEXT, value[start:])


def _opened(value: str, place: int, comments: dict[int, int]) -> tuple[str, int]:
    """Return (kind, place of its last sign) of what begins here; ('', 0) when it is ordinary text."""
    sign = value[place]
    if sign == '"':
        end = re.compile(r'"(?:[^"\\]|\\.)*"').match(value, place)
        return (QUOTED, end.end() - 1) if end else ("", 0)
    if sign == "(" and place in comments:
        return COMMENT, comments[place]
    if sign == "<":
        closed = value.find(">", place)
        if closed < 0:
            return ANGLE, len(value.rstrip(" ;,"))
        return ANGLE, closed
    return "", 0


def _comments(value: str) -> dict[int, int]:
    """Return where each comment ends, by where it begins; comments nest (RFC 5322 3.2.2)."""
    waiting: list[int] = []
    ends: dict[int, int] = {}
    for match in re.finditer(r"\\.|[()]", value):
        if match[0] == "(":
            waiting.append(match.start())
        elif match[0] == ")" and waiting:
            ends[waiting.pop()] = match.start()
    return ends


def _address(pieces: list[_Piece]) -> tuple[str, str] | None:
    """Return (display name, address) where there is exactly one address; None otherwise."""
    holding = [place for place, piece in enumerate(pieces) if piece.kind == ANGLE and "@" in piece.text]
    if len(holding) > 1 or _is_group(pieces):
        return None
    if not holding:
        return _bare(pieces)
    before, behind = pieces[: holding[0]], pieces[holding[0] + 1 :]
    address = _spec(pieces[holding[0]].text)
    if not address or any(piece.kind == TEXT and "@" in piece.text for piece in behind) or _several(before):
        return None
    return _name(before) or _name(behind, COMMENT), address


def _is_group(pieces: list[_Piece]) -> bool:
    """Tell a group ("Team: Anna <a@b>;"), which names a list."""
    text = "".join(piece.text if piece.kind == TEXT else "_" for piece in pieces)
    return re.search(r"^[^:]*[^:@]:[^:].*;\s*$", text) is not None


def _several(before: list[_Piece]) -> bool:
    """Tell whether addresses of their own stand before the one in brackets, parted by commas or more than one of them."""
    text = "".join(piece.text if piece.kind == TEXT else "_" for piece in before)
    parted = re.split(r"[,;，；]", text)
    return any(_spec(item) for item in parted[:-1]) or sum(_spec(item.strip("()[],;'")) != "" for item in text.split()) > 1


def _name(pieces: list[_Piece], kind: str = "") -> str:
    """Return the display name: what is written, else what a comment says."""
    wanted = {kind} if kind else {TEXT, QUOTED, ANGLE}
    name = "".join(
        f"<{piece.text}>" if piece.kind == ANGLE else piece.text if piece.kind in wanted else " " for piece in pieces
    ).strip(" ,;")
    return name if name or kind else _name(pieces, COMMENT)


def _bare(pieces: list[_Piece]) -> tuple[str, str] | None:
    """Read an address without brackets: alone, with comments, quoted as a whole, or behind a quoted or encoded name."""
    said = _name(pieces, COMMENT)
    plain = [piece for piece in pieces if piece.kind != COMMENT]
    whole = "".join(f'"{piece.text}"' if piece.kind == QUOTED else piece.text for piece in plain)
    if address := _spec(whole):
        return said, address
    if len(plain) == 1 and plain[0].kind == QUOTED:
        return (said, address) if (address := _spec(plain[0].text)) else None
    named = re.fullmatch(r"\s*([^@]*?)\s*(\S+@\S+)\s*", plain[-1].text if plain and plain[-1].kind == TEXT else "")
    lead = [*plain[:-1], _Piece(TEXT, named[1])] if named else []
    marked = any(piece.kind == QUOTED or max(piece.text, default=" ") >= "\u0080" for piece in lead)
    if named is None or not marked or any("@" in piece.text for piece in lead if piece.kind != QUOTED):
        return None
    return (_name(lead), address) if (address := _spec(named[2])) else None


def _spec(text: str) -> str:
    """Return the address a text is, without what may stand around it (comments, blanks, "mailto:", a route); '' if it is none."""
    text = re.sub(
        r"^[\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+", "", text
    )  # in the domain they stay, and make it none
    text = "".join(
        f'"{piece.text}"' if piece.kind == QUOTED else piece.text for piece in _pieces(text) if piece.kind in {TEXT, QUOTED}
    )
    text = re.sub(r"\s*([.@])\s*", r"\1", text).strip(" ;,'").removesuffix(".")
    text = re.sub(r"^(mailto:|(@[^@,:\s]+,)*@[^@,:\s]+:)", "", text, flags=re.IGNORECASE).strip()
    quoted = re.fullmatch(r'"([^"\\]*)"(@[^@]+)', text)
    if quoted and is_address(quoted[1] + quoted[2]):
        text = quoted[1] + quoted[2]
    return text if is_address(text) else ""
