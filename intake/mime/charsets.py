"""Charsets as they are really used: gb2312 labels over GB18030 bytes, names nobody knows (field-notes 2).

Imported before any codec is resolved: it points gb2312, gbk and all their aliases at gb18030, for every parser alike.
"""

from __future__ import annotations

import codecs
import encodings.aliases
import re
import unicodedata

from intake.mime import charset_guess as guess
from intake.mime.charset_labels import codecs_of
from intake.mime.japanese import from_iso2022
from intake.mime.strangeness import strangeness

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

CARELESS = frozenset({"cp1252", "gb18030", "cp950"})  # what programs write that know no charset; any other label was meant
SAMPLE = 4000  # bytes by which a charset is guessed
CLEARLY, LEGIBLE, ODD = 0.3, 0.1, 0.4  # strangeness: of one reading more than of another, of a text, of none
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def decode(data: bytes, declared: str | None = None) -> str:
    """Return text from bytes: a byte-order mark first, then the declared charset, else the one in which it reads as a text.

    A declared charset is left only for one in which the bytes read clearly better. A text that is cut or hurt in a few
    places keeps its charset, and U+FFFD stands in those places.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return guess.loosely(data, name).lstrip("\ufeff")
    names = codecs_of(declared)
    if order := wide_order(data) or _labelled_order(data, names):
        return guess.loosely(data, order)
    if data.isascii():
        return _seven_bit(data, names)
    for name in names:
        if (text := guess.strictly(data, name)) is not None:
            return text if name == "utf-8" else _unless_better(data, text, name)
    if (text := guess.strictly(data, "utf-8")) is not None:
        return text if names else _guessed(data)
    nearly = next((text for name in names if (text := guess.nearly(data, name)) is not None), None)
    if nearly is None or (
        names != ("utf-8",) and (best := guess.best_reading(data)) and best.odd + LEGIBLE <= strangeness(_unhurt(nearly))
    ):
        return _guessed(data)
    return nearly


def page_charset(data: bytes) -> str:
    """Return the charset that an HTML or XML page names in its head, '' if it names none."""
    named = re.search(
        rb"""<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""", data[:SAMPLE], re.IGNORECASE
    )
    return named[1].decode("ascii", "ignore") if named else ""


def _seven_bit(data: bytes, names: tuple[str, ...]) -> str:
    """Decode what has no byte above 7F: plain ASCII, unless its escapes or its label say otherwise."""
    if re.search(rb"\x1b\$[@B]|\x1b\([JI]", data) and not {"hz", "iso2022_kr"} & set(names):
        return from_iso2022(data, "replace")
    name = next((name for name in names if name in guess.SEVEN_BIT), "ascii")
    text = guess.strictly(data, name)
    return text if text is not None else guess.nearly(data, name) or data.decode("ascii", "replace")


def wide_order(data: bytes) -> str:
    """Return which UTF-16 without a mark this is, by the ASCII in it; '' for none."""
    low, high = data[1:SAMPLE:2].count(0), data[0:SAMPLE:2].count(0)
    if max(low, high) < 4 or min(low, high):
        return ""
    return "utf-16-le" if low else "utf-16-be"


def _labelled_order(data: bytes, names: tuple[str, ...]) -> str:
    """Return in which order the bytes of a text labelled UTF-16 read better; '' where the label says otherwise."""
    if names != ("utf-16",) or (data.isascii() and b"\0" not in data):
        return ""
    return min(("utf-16-le", "utf-16-be"), key=lambda name: strangeness(data[:SAMPLE].decode(name, "replace"), name))


def _unhurt(text: str) -> str:
    return text.replace(guess.WRONG, "")


def _unless_better(data: bytes, text: str, name: str) -> str:
    """Return the text that the label gives, unless the bytes are plainly in another charset."""
    odd = strangeness(text, name)
    unicode = guess.strictly(data, "utf-8")
    if unicode is not None and strangeness(unicode, "utf-8") <= odd - (CLEARLY if name in guess.MULTI_BYTE else 0.0):
        return unicode
    many = name in CARELESS and sum(byte > 0x7F for byte in data[:SAMPLE]) >= 4
    if odd < ODD or not (many or re.search("[\x80-\x9f]", text)):
        return text
    other = guess.best_reading(data)
    return other.text if other and other.odd <= LEGIBLE and not re.search("[\x80-\x9f]", other.text) else text


def _guessed(data: bytes) -> str:
    """Return the text in the charset in which it reads best; where a few bytes are broken, with U+FFFD for them."""
    best = guess.best_reading(data)
    hurt = (guess.nearly(data, name) for name in ("utf-8", "gb18030") if len(data) > 8)
    nearly = next((text for text in hurt if text is not None), None) if best is None or best.odd > LEGIBLE else None
    if nearly is not None and (best is None or strangeness(_unhurt(nearly)) < best.odd):
        return nearly
    return best.text if best else data.decode("latin-1")


def mend_header(text: str) -> str:
    """Return a header value whose raw 8-bit bytes were kept as surrogates, decoded by the usual guesses."""
    if any("\udc80" <= char <= "\udcff" for char in text):
        return decode(text.encode("utf-8", "surrogateescape"))
    return text


def unmixed(text: str) -> str:
    """Return text that a program before us decoded in the wrong charset ("ä½œè€…", "×÷Õß") as it was meant; other text unchanged."""
    if text.isascii() or len(text) > SAMPLE or (odd := strangeness(text, "cp1252")) < ODD:
        return text
    try:
        raw = b"".join(char.encode("latin-1" if "\x80" <= char <= "\x9f" else "cp1252") for char in text)
    except UnicodeEncodeError:
        return text
    meant = guess.strictly(raw, "utf-8") or (guess.strictly(raw, "gb18030") if sum(byte > 0x7F for byte in raw) >= 4 else None)
    return meant if meant is not None and strangeness(meant) <= min(LEGIBLE, odd - CLEARLY) else text


def storable(text: str) -> str:
    """Return text that every store takes: halves of characters become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean_text(text: str, limit: int = 0) -> str:
    """Return text in NFC without control, bidi or zero-width characters, line breaks as spaces; cut to `limit`."""
    text = re.sub(r"[\r\n\t\x85\u2028\u2029]+", " ", unicodedata.normalize("NFC", text))
    text = "".join(char for char in text if _shown(char))
    return text[:limit] if limit else text


def _shown(char: str) -> bool:
    """Tell what may be shown; rare characters newer than this Python's Unicode stand in planes 2 and 3."""
    kind = unicodedata.category(char)
    return kind not in {"Cc", "Cf", "Cs", "Co", "Cn"} or (kind == "Cn" and "\U00020000" <= char <= "\U0003fffd")
