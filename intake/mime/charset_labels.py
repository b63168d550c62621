"""What a charset label means: the WHATWG table of what is really sent, and the names that only old programs use.

Every codec here is the widest that bears the name: euc-kr is cp949, shift_jis cp932, tis-620 cp874 (https://encoding.spec.whatwg.org).
"""

from __future__ import annotations

import codecs
import re

import webencodings

NO_CHARSET = frozenset(
    {
        "",
        "usascii",
        "ascii",
        "ansix341968",
        "ansix341986",
        "iso646us",
        "unknown8bit",
        "unknown",
        "xunknown",
        "default",
        "8bit",
        "7bit",
    }
    | {
        "binary",
        "none",
        "null",
        "ansi",
        "xuserdefined",
        "undefined",
        "punycode",
        "idna",
        "unicodeescape",
        "rawunicodeescape",
        "charset",
    }
)
ALIASES = {  # letters and digits of a label -> codecs, the likeliest first
    **dict.fromkeys(
        ("utf8mb4", "utf8mb3", "65001", "cp65001", "windows65001", "unicode11utf8", "utf8unix", "al32utf8"), ("utf-8",)
    ),
    **dict.fromkeys(
        ("utf7", "unicode11utf7", "unicode20utf7", "xunicode20utf7", "65000", "cp65000", "csunicode11utf7"), ("utf-7",)
    ),
    **dict.fromkeys(
        ("utf16", "utf16le", "utf16be", "ucs2", "iso10646ucs2", "unicode", "unicodefffe", "1200", "cp1200"), ("utf-16",)
    ),
    **dict.fromkeys(
        ("big5", "cnbig5", "big5hkscs", "big5eten", "xxbig5", "950", "cp950", "ms950", "windows950"), ("cp950", "big5hkscs")
    ),
    **dict.fromkeys(("xmacchinesetrad", "macchinesetrad", "10002"), ("cp950", "big5hkscs")),
    **dict.fromkeys(("xmacchinesesimp", "macchinesesimp", "10008", "54936", "cp54936"), ("gb18030",)),
    **dict.fromkeys(
        ("xmacjapanese", "macjapanese", "932", "cp932", "ms932", "windows932", "ibm943", "cp943", "xmscp932"), ("cp932",)
    ),
    **dict.fromkeys(("xmackorean", "mackorean", "949", "cp949", "ms949", "windows949", "xwindows949", "uhc"), ("cp949",)),
    **dict.fromkeys(("eucjp", "xeucjp", "cp51932", "51932", "eucjpms", "eucjpwin", "ujis"), ("euc-jp-ms",)),
    **dict.fromkeys(
        ("iso2022jp", "iso2022jpms", "cp50220", "cp50221", "cp50222", "50220", "50221", "50222", "jis"), ("iso-2022-jp-ms",)
    ),
    **dict.fromkeys(
        ("iso2022jp1", "iso2022jp2", "iso2022jp3", "iso2022jp2004", "iso2022jpext", "csiso2022jp"), ("iso-2022-jp-ms",)
    ),
    **dict.fromkeys(("hz", "hzgb2312", "hzgb", "52936"), ("hz",)),
    **dict.fromkeys(("xmacthai", "macthai", "874", "cp874", "ibm874", "xwindows874", "tis6202529"), ("cp874",)),
    **dict.fromkeys(("xmacce", "xmaccentraleurroman", "maccentraleurope", "10029"), ("mac-latin2",)),
    **dict.fromkeys(("xmacgreek", "10006"), ("mac-greek",)),
    **dict.fromkeys(("xmacturkish", "10081"), ("mac-turkish",)),
    **dict.fromkeys(("xmacicelandic", "10079"), ("mac-iceland",)),
    **dict.fromkeys(("xmaccroatian", "10082"), ("mac-croatian",)),
    **dict.fromkeys(("xmacromanian", "10010"), ("mac-romanian",)),
    **dict.fromkeys(("xmacarabic", "10004"), ("mac-arabic",)),
    "xmacfarsi": ("mac-farsi",),
    "xmachebrew": ("cp1255",),
    "iso88598": ("iso8859-8", "cp1255"),
    "iso88598i": ("iso8859-8", "cp1255"),
    "iso88598e": ("iso8859-8", "cp1255"),
    "iso88596i": ("iso8859-6", "cp1256"),
    "iso88596e": ("iso8859-6", "cp1256"),
    "johab": ("johab",),
    "1361": ("johab",),
    "tcvn": ("cp1258",),
}
PREFIXES = (
    ("utf8", "utf-8"),
    ("gb18030", "gb18030"),
    ("gbk", "gb18030"),
    ("gb2312", "gb18030"),
    ("euccn", "gb18030"),
    ("big5", "cp950"),
)


def codecs_of(label: str | None) -> tuple[str, ...]:
    """Return the codecs that a label may mean, the likeliest first; () when it names none that texts are written in.

    Quotation marks, "charset=" and what stands behind a semicolon or blank are no part of the label.
    """
    bare = re.sub(r"^\s*[\"'<=]*\s*(charset\s*=)?[\s\"']*", "", (label or "")[:200].lower())
    bare = re.split(r"[;,\s\"'>]", bare)[0]
    plain = re.sub(r"[^a-z0-9]", "", bare)
    if plain in NO_CHARSET:
        return ()
    if plain in ALIASES:
        return ALIASES[plain]
    return (
        _named(bare)
        or _named(plain)
        or _numbered(plain)
        or tuple(name for start, name in PREFIXES if plain.startswith(start))[:1]
    )


def _named(label: str) -> tuple[str, ...]:
    """Look a label up: among what browsers know first, because Python takes names at their narrow word."""
    web = webencodings.lookup(label)
    if web is not None and web.name not in {"replacement", "x-user-defined", "gbk", "gb18030"}:
        return (web.codec_info.name,)
    try:
        found = codecs.lookup(label)
    except (LookupError, ValueError):
        return ()
    return (found.name,) if found._is_text_encoding else ()


def _numbered(plain: str) -> tuple[str, ...]:
    """Return the code page that a label ends in: "cp-850", "windows1252", "dos-437", "ibm-00858", "iso8859_15"."""
    iso = re.fullmatch(r"x?(?:cs)?iso?8859(\d{1,2})", plain)
    if iso:
        return _named(f"iso-8859-{int(iso[1])}")
    page = re.fullmatch(r"(?:x?windows|xcp|cp|ms|dos|ibm|oem|codepage|win|ccsid|msdos)?0*(\d{3,5})", plain)
    return _named(f"cp{page[1]}") if page else ()
