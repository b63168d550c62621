"""Read the plain text of a document: what people attach as a description or a biography."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from intake.forms.grid import Row
from intake.invisible import seen

MAX_BYTES = 200_000  # of text kept, as UTF-8
MAX_FILE = 2_000_000  # bytes of a text file looked at
ACCENTED = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüê—‘’“”…·×°")  # letters and marks that GB 2312 has beside Han characters
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def text_of(rows: Sequence[Row]) -> str:
    """Return rows as text in order: cells of a table parted by tabs, merged cells once."""
    lines = ["\t".join(cell.text for cell in row.cells if not cell.carried and (cell.text or not row.table)) for row in rows]
    return capped(seen("\n".join(lines)).strip())


def decoded(path: Path) -> str:
    """Return a text file decoded: by its byte order mark, as UTF-8, as GB18030, else by what it looks like."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _clean(data.decode(encoding, "replace"))
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(data) - 4 or len(data) < MAX_FILE:
                continue
            text = data.decode(encoding, "ignore")  # only the last character is cut in two
        if encoding == "utf-8" or _looks_chinese(text):
            return _clean(text)
    best = from_bytes(data[:MAX_BYTES]).best()
    return _clean(str(best) if best else data.decode("utf-8", "replace"))


def capped(text: str) -> str:
    """Return the text cut to 200 kB at a character."""
    data = text.encode("utf-8", "ignore")
    return text if len(data) <= MAX_BYTES else data[:MAX_BYTES].decode("utf-8", "ignore")


def _looks_chinese(text: str) -> bool:
    """Tell Chinese from Western letters read as GB18030: nearly any bytes are valid there."""
    beyond = [char for char in text if ord(char) > 0x7F]
    known = sum(
        "\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef" or char in ACCENTED
        for char in beyond
    )
    alone, together = _neighbours(text)
    return known * 10 >= len(beyond) * 9 and together >= alone


def _neighbours(text: str) -> tuple[int, int]:
    """Count Han characters alone, and beside another one as they are in Chinese and not in a misread "caf茅"."""
    han = ["\u4e00" <= char <= "\u9fff" for char in text]
    beside = [left or right for left, here, right in zip([False, *han], han, [*han[1:], False], strict=False) if here]
    return len(beside) - sum(beside), sum(beside)


def _clean(text: str) -> str:
    return capped(seen(text.replace("\r\n", "\n").replace("\r", "\n")))
