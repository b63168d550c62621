"""Charsets as they are really used: gb2312 labels over GB18030 bytes, names nobody knows (field-notes 2).

Imported before any codec is resolved: it points gb2312, gbk and all their aliases at gb18030, for every parser alike.
"""

from __future__ import annotations

import codecs
import encodings.aliases
import re
import unicodedata

_OLD = {"gb2312", "gbk"}


def _widen() -> None:
    table = encodings.aliases.aliases
    for alias, target in list(table.items()):
        if target in _OLD:
            table[alias] = "gb18030"
    for name in (*_OLD, "gb_2312_80", "x_gbk", "x_gb18030"):
        table[name] = "gb18030"
    encodings._cache.clear()

    def find(name: str) -> codecs.CodecInfo | None:
        plain = re.sub(r"[^a-z0-9]", "", name.lower())
        wide = plain in {"gb2312", "gbk", "xgbk", "gb231280", "xgb2312", "cngb", "936", "cp936", "ms936", "windows936"}
        return codecs.lookup("gb18030") if wide else None

    codecs.register(find)


_widen()
if codecs.lookup("gb2312").name != "gb18030":
    raise ImportError("gb2312 was resolved before intake.charsets was imported")

GUESSES = ("utf-8", "gb18030", "big5")
WESTERN = {"iso8859-1": "cp1252", "latin-1": "cp1252"}  # the label is used for Windows' charset, with its quotation marks
NO_CHARSET = {"", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default", "8bit", "binary", "punycode", "idna", "undefined"}
WRONG = "\ufffd"
MOST_WRONG = 50  # characters of a text for each one that may be unreadable: more, and the charset is another one


def decode(data: bytes, declared: str | None = None) -> str:
    """Return text from bytes: a byte-order mark first, then the declared charset, UTF-8, GB18030, Big5, Windows' western one.

    A text that is cut or hurt in a few places keeps its charset, and U+FFFD stands in those places.
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    named = _known(declared)
    strict = _strictly(data, named) if named else None
    if strict is not None and not (named in {"gb18030", "big5"} and _really_utf8(data)):
        return strict
    if strict is None and named and (mended := _nearly(data, named)) is not None:
        return mended
    return _guessed(data)


def _known(declared: str | None) -> str:
    """Return the codec a label names, '' when it names none that decodes texts."""
    label = (declared or "").strip("\"' \t").lower()
    if label in NO_CHARSET:
        return ""
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return ""
    return WESTERN.get(found.name, found.name) if found._is_text_encoding else ""


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, ValueError):
        return None


def _nearly(data: bytes, name: str) -> str | None:
    """Return the text when only few characters cannot be read, at least one in a short text; None otherwise."""
    try:
        text = data.decode(name, "replace")
    except (UnicodeDecodeError, ValueError):
        return None
    wrong, foreign = text.count(WRONG), sum(char > "\x7f" for char in text)
    return text if wrong < foreign and wrong <= 1 + foreign // MOST_WRONG else None


def _guessed(data: bytes) -> str:
    western = _likely_western(data)
    for name in GUESSES:
        if name == "utf-8" or not (western or (name == "gb18030" and _likely_big5(data))):
            text = _strictly(data, name)
            if text is not None:
                return text
    nearly = (_nearly(data, name) for name in GUESSES[:2] if len(data) > 8 and not western)
    text = next((text for text in nearly if text is not None), None)
    return text if text is not None else _strictly(data, "cp1252") or data.decode("latin-1")


def _likely_western(data: bytes) -> bool:
    """Tell a western text ("Z\xfcrich", "it\x92s"): its few foreign bytes stand alone among letters."""
    foreign = len(re.findall(rb"[\x80-\xff]", data[:4000]))
    return 0 < foreign * 3 < len(data[:4000]) and re.search(rb"[\x80-\xff]{2}", data[:4000]) is None


def _really_utf8(data: bytes) -> bool:
    """Tell UTF-8 that is labelled as GBK or Big5: it reads as UTF-8, and as GB18030 it is none but rare characters."""
    text = _strictly(data, "utf-8")
    if text is None or not any("\u4e00" <= char <= "\u9fff" for char in text):
        return False
    return _share(data, "gb18030", _common_gb) < 0.5


def _likely_big5(data: bytes) -> bool:
    """Tell Big5 from GB18030, which decodes most of it too: by how many characters are common ones in each."""
    if _strictly(data, "big5") is None or _strictly(data, "utf-8") is not None:
        return False
    return _share(data, "big5", _common_big5) > _share(data, "gb18030", _common_gb)


def _share(data: bytes, name: str, common: frozenset[int]) -> float:
    """Return how many of a text's foreign characters are among a charset's common ones (by their first byte)."""
    foreign = [raw for char in data[:4000].decode(name, "ignore") if char > "\x7f" and len(raw := char.encode(name)) >= 2]
    told = sum(raw[0] in common and (name == "big5" or raw[1] >= 0xA1) for raw in foreign)
    return told / len(foreign) if foreign else 0.0


_common_gb = frozenset({0xA1, 0xA3, *range(0xB0, 0xD8)})  # punctuation, full-width forms, the 3755 most used characters
_common_big5 = frozenset(range(0xA1, 0xC7))  # the same of Big5: 5401 characters


def mend(text: str) -> str:
    """Return a header value whose raw 8-bit bytes were kept as surrogates, decoded by the usual guesses."""
    if any("\udc80" <= char <= "\udcff" for char in text):
        return decode(text.encode("utf-8", "surrogateescape"))
    return text


def storable(text: str) -> str:
    """Return text that every store takes: halves of characters become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean(text: str, limit: int = 0) -> str:
    """Return text in NFC without control, bidi or zero-width characters, line breaks as spaces; cut to `limit`."""
    text = re.sub(r"[\r\n\t\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", text))
    text = "".join(char for char in text if _shown(char))
    return text[:limit] if limit else text


def _shown(char: str) -> bool:
    """Tell what may be shown; rare characters newer than this Python's Unicode stand in planes 2 and 3."""
    kind = unicodedata.category(char)
    return kind not in {"Cc", "Cf", "Cs", "Co", "Cn"} or (kind == "Cn" and "\U00020000" <= char <= "\U0003fffd")
