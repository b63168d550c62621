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

GUESSES = ("utf-8", "gb18030", "big5", "latin-1")


def decode(data: bytes, declared: str | None = None) -> str:
    """Return text from bytes: a byte-order mark first, then the declared charset, UTF-8, GB18030, Big5, Latin-1."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace")
    for name in dict.fromkeys(((declared or "").strip("\"' \t"), *GUESSES)):
        try:
            if name and name.lower() not in {"us-ascii", "ascii", "unknown-8bit"}:
                return data.decode(name)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("latin-1")


def mend(text: str) -> str:
    """Return a header value whose raw 8-bit bytes were kept as surrogates, decoded by the usual guesses."""
    if any("\udc80" <= char <= "\udcff" for char in text):
        return decode(text.encode("utf-8", "surrogateescape"))
    return text


def clean(text: str, limit: int = 0) -> str:
    """Return text in NFC without control, bidi or zero-width characters, line breaks as spaces; cut to `limit`."""
    text = re.sub(r"[\r\n\t\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", text))
    text = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return text[:limit] if limit else text
