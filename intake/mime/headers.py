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

from intake.mime.charsets import clean_text, decode, mend_header, storable, unmixed
from intake.model.addresses import canonical
from intake.model.submission import Address

WORD = re.compile(r"=\?([^?\s*]*)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)(?:\?=|\??$)")  # the end may be lost
ID = re.compile(r"<[^<>\s]+>")
CHARSET = re.compile(r"([\w.:-]*)'[\w-]*'|(utf-?8|gb\w+|big5)'", re.IGNORECASE)  # of RFC 2231; some leave one "'" out
ADDRESS = re.compile(
    r'(?:[^@\s<>()\[\],;:"\\\x00-\x1f]{1,64}|"(?:[^"\\\x00-\x1f\x7f]|\\[ -~]){1,62}")'
    r"@(?:[A-Za-z0-9\u0080-\U0010ffff](?:[A-Za-z0-9\u0080-\U0010ffff.-]{0,253}[A-Za-z0-9\u0080-\U0010ffff])?|\[[0-9A-Fa-f.:IPv]{3,60}\])"
)
UNSEEN = re.compile("[\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
ENCODING = re.compile(r"[\s\"']*(?:x-)?(base-?64|quoted-?printable)\b", re.IGNORECASE)
MAX_VALUE = 60_000


def raw_values(part: email.message.Message, name: str) -> list[str]:
    """Return every value of a header as it came, bytes above ASCII as surrogates: `part[name]` has lost them already."""
    return [str(value) for key, value in part.raw_items() if key.lower() == name]


def raw_value(part: email.message.Message, name: str) -> str:
    """Return the first value of a header as it came, '' if there is none."""
    return next(iter(raw_values(part, name)), "")


def encoding_in(value: str) -> str:
    """Return the encoding that a Content-Transfer-Encoding names, '' for none that is to be undone: programs put blanks, a comment or
    an x- around the word."""
    found = ENCODING.match(value)
    return "" if not found else "base64" if found[1][0] in "bB" else "quoted-printable"


def plain_encoding(part: email.message.Message) -> None:
    """Write a part's encoding as the parser knows it."""
    value = raw_value(part, "content-transfer-encoding")
    name = encoding_in(value)
    if name and value.lower() != name:
        part.replace_header("content-transfer-encoding", name)


def decoded(value: object) -> str:
    """Return a header value with its encoded words decoded, clean."""
    return clean_text(unmixed(as_sent(str(value)))).strip()


def as_sent(value: str) -> str:
    """Return a header value with its encoded words decoded and nothing else changed.

    Adjoining words are joined as bytes first, because senders split inside a character.
    """
    text = mend_header(value)[:MAX_VALUE]
    text = re.sub(r"(\?=)\s+(?==\?)", r"\1", re.sub(r"\r?\n[ \t]+", " ", text))
    result, position = [], 0
    words = list(WORD.finditer(text))
    index = 0
    while index < len(words):
        first = index
        while (
            index + 1 < len(words)
            and words[index + 1].start() == words[index].end()
            and words[index + 1][1].lower() == words[first][1].lower()
        ):
            index += 1
        result.append(text[position : words[first].start()])
        result.append(decode(_bytes(words[first : index + 1]), words[first][1]))
        position = words[index].end()
        index += 1
    return storable("".join([*result, text[position:]]))


def _bytes(words: list[re.Match[str]]) -> bytes:
    """Return the bytes of adjoining words; base64 that was cut anywhere is put together before it is decoded."""
    if all(word[2] in "bB" for word in words) and any(len(_digits(word[3])) % 4 and "=" not in word[3] for word in words[:-1]):
        return _base64("".join(_digits(word[3]) for word in words))
    return b"".join(_base64(word[3]) if word[2] in "bB" else _quoted(word[3]) for word in words)


def _digits(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9+/]", "", text)


def _base64(text: str) -> bytes:
    digits = _digits(text)
    try:
        return base64.b64decode(digits[: len(digits) - (len(digits) % 4 == 1)] + "=" * (-len(digits) % 4))
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")


def _quoted(text: str) -> bytes:
    return quopri.decodestring(text.replace("_", " ").encode("utf-8", "replace"), header=False)


def addresses(value: str) -> tuple[Address, ...]:
    """Return the addresses of a To, Cc or From value, decoded, in their canonical form; what is no address is left out."""
    plain = mend_header(value)[:MAX_VALUE]
    try:
        found = getaddresses([plain], strict=True) if _strict() else getaddresses([plain])
    except (RecursionError, ValueError, IndexError, TypeError):  # thousands of brackets within each other name nobody
        return ()
    return tuple(Address(name=decoded(name), email=canonical(spec)) for name, spec in found if is_address(spec))


def _strict() -> bool:
    import inspect

    return "strict" in inspect.signature(getaddresses).parameters


def is_address(text: str) -> bool:
    """Tell whether a text is one usable addr-spec (RFC 5322 3.4.1); the local part may be quoted, the domain a literal."""
    return ADDRESS.fullmatch(text) is not None and (text.startswith('"') or ".." not in text) and not UNSEEN.search(text)


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
        if name := _parameter(raw_value(part, header), key):
            return name
    return ""


def charset(part: email.message.Message) -> str:
    """Return the charset that a part's type names, as it came; '' if none."""
    return _parameter(raw_value(part, "content-type"), "charset")[:100]


def _parameter(header: str, key: str) -> str:
    header = re.sub(r"\r?\n[ \t]*", " ", header)[:MAX_VALUE]
    pieces = re.findall(rf'(?i);\s*{key}\*(\d+)?(\*?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)', header)
    if pieces and (name := _continued(pieces).strip()):
        return name
    header = mend_header(header)  # as a whole: the second byte of a GBK character may be a backslash
    plain = re.search(rf'(?i);\s*{key}\s*=\s*(?:"((?:[^"\\]|\\.)*)"|((?:&#?\w{{1,8}};|[^;])*))', header)
    if plain is None:
        return ""
    if plain[1] is not None:
        return as_sent(re.sub(r'\\(["\\])', r"\1", plain[1])).strip()
    return as_sent(plain[2].strip().strip('"')).strip()


def _continued(pieces: list[tuple[str, str, str]]) -> str:
    """Join RFC 2231 continuations as bytes, then decode: a character may be split between them."""
    ordered = sorted(pieces, key=lambda piece: int(piece[0][:6] or 0))
    charset, data = "", b""
    for position, (_, star, value) in enumerate(ordered):
        value = re.sub(r'\\(["\\])', r"\1", value[1:-1]) if value.startswith('"') else value
        encoded = bool(star) or not ordered[0][0]
        labelled = CHARSET.match(value) if position == 0 and encoded else None
        if labelled:
            charset, value = labelled[1] or labelled[2] or "", value[labelled.end() :]
        raw = value.encode("utf-8", "surrogateescape")
        data += unquote_to_bytes(raw) if encoded else raw
    text = storable(decode(data, charset))
    return as_sent(text) if "=?" in text else text
