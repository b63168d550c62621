"""Header values decoded as mail programs meant them (RFC 2047, RFC 2231), and strict addresses (RFC 5322)."""

from __future__ import annotations

import base64
import binascii
import email.message
import quopri
import re
from datetime import datetime
from email.utils import getaddresses, parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from intake.charsets import clean, decode, mend
from intake.submission import Address

WORD = re.compile(r"=\?([^?\s]*?)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
ID = re.compile(r"<[^<>\s]+>")
MAX_VALUE = 60_000


def decoded(value: object) -> str:
    """Return a header value with its encoded words decoded; adjoining words are joined as bytes first,
    because senders split inside a character."""
    text = mend(str(value))[:MAX_VALUE]
    text = re.sub(r"(\?=)\s+(?==\?)", r"\1", re.sub(r"\r?\n[ \t]+", " ", text))
    result, position = [], 0
    words = list(WORD.finditer(text))
    index = 0
    while index < len(words):
        word = words[index]
        result.append(text[position : word.start()])
        raw, charset = _bytes(word), word[1]
        while (
            index + 1 < len(words)
            and words[index + 1].start() == words[index].end()
            and words[index + 1][1].lower() == charset.lower()
        ):
            index += 1
            raw += _bytes(words[index])
        position = words[index].end()
        result.append(decode(raw, charset))
        index += 1
    return clean("".join([*result, text[position:]])).strip()


def _bytes(word: re.Match[str]) -> bytes:
    if word[2] in "bB":
        data = re.sub(r"[^A-Za-z0-9+/]", "", word[3])
        try:
            return base64.b64decode(data + "=" * (-len(data) % 4))
        except (binascii.Error, ValueError):
            return word[3].encode("utf-8", "replace")
    return quopri.decodestring(word[3].replace("_", " ").encode("ascii", "replace"), header=False)


def addresses(value: str) -> tuple[Address, ...]:
    """Return the addresses of a To, Cc or From value, decoded, lower case; what is no address is left out."""
    plain = mend(value)[:MAX_VALUE]
    found = getaddresses([plain], strict=True) if _strict() else getaddresses([plain])
    return tuple(Address(name=decoded(name), email=spec.lower()) for name, spec in found if is_address(spec))


def _strict() -> bool:
    import inspect

    return "strict" in inspect.signature(getaddresses).parameters


def is_address(text: str) -> bool:
    """Tell whether a text is one usable addr-spec."""
    return (
        re.fullmatch(r"[^@\s<>()\[\],;:\"\\\x00-\x1f]{1,64}@[A-Za-z0-9\u0080-\U0010ffff.-]{1,255}", text) is not None
        and ".." not in text
    )


def sender(values: list[str]) -> Address | None:
    """Return the one author a From names; None unless exactly one From has exactly one address that reads back equal.

    `a@example.org)b@example.org` gives the first to a careless parser (CVE-2023-27043): the address must stand in the value
    as an addr-spec of its own, and no second '@' outside the display name.
    """
    if len(values) != 1:
        return None
    value = re.sub(r"\s+", " ", mend(values[0])).strip()
    spec = re.search(r"<\s*([^<>]*?)\s*>\s*$", value)
    if spec:
        name, address = value[: spec.start()].strip(), spec[1]
        if "<" in name or ">" in name:
            return None
    else:
        name, address = "", re.sub(r"\s*\([^()@]*\)\s*$", "", value)
    if not is_address(address):
        return None
    return Address(name=clean(decoded(name.strip('"').replace('\\"', '"')), 100).strip(), email=address.lower())


def ids(value: str) -> tuple[str, ...]:
    """Return the message ids in a Message-ID, In-Reply-To or References value, each once."""
    return tuple(dict.fromkeys(ID.findall(re.sub(r"\s+", " ", value))))[:50]


def date(value: str) -> datetime | None:
    """Return what a Date claims, None if it cannot be read or has no zone."""
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def file_name(part: email.message.Message) -> str:
    """Return a part's file name as its sender meant it: encoded words, raw bytes, RFC 2231, unquoted names; '' if none."""
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        raw = part.get(header)
        if raw is not None and (name := _parameter(mend(str(raw)), key)):
            return name
    return ""


def _parameter(header: str, key: str) -> str:
    header = re.sub(r"\r?\n[ \t]*", " ", header)
    pieces = re.findall(rf'(?i);\s*{key}\*(\d+)?(\*?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)', header)
    if pieces:
        return _continued(pieces)
    plain = re.search(rf'(?i);\s*{key}\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', header)
    return decoded(re.sub(r'\\(["\\])', r"\1", plain[1]) if plain[1] is not None else plain[2].strip()) if plain else ""


def _continued(pieces: list[tuple[str, str, str]]) -> str:
    """Join RFC 2231 continuations as bytes, then decode: a character may be split between them."""
    ordered = sorted(pieces, key=lambda piece: int(piece[0] or 0))
    charset, data = "", b""
    for position, (_, star, value) in enumerate(ordered):
        value = value[1:-1] if value.startswith('"') else value
        if position == 0 and (star or not ordered[0][0]) and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        data += unquote_to_bytes(value) if star or not ordered[0][0] else value.encode("utf-8", "surrogateescape")
    text = decode(data, charset)
    return decoded(text) if "=?" in text else clean(text)
