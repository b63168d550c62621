"""Read the plain text of a document: what people attach as a description or a biography."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from intake.forms.fields.grid import FormRow
from intake.mime.charsets import decode, page_charset
from intake.mime.invisible import seen

MAX_BYTES = 200_000  # of text kept, as UTF-8
MAX_FILE = 2_000_000  # bytes of a text file looked at


def text_of(rows: Sequence[FormRow]) -> str:
    """Return rows as text in order: cells of a table parted by tabs, merged cells once."""
    lines = ["\t".join(cell.text for cell in row.cells if not cell.carried and (cell.text or not row.table)) for row in rows]
    return capped(seen("\n".join(lines)).strip())


def decoded(path: Path) -> str:
    """Return a text file decoded as a mail's body is, a page by the charset that it names itself."""
    with path.open("rb") as file:
        data = file.read(MAX_FILE)
    text = decode(data, page_charset(data))
    return capped(seen(text.replace("\r\n", "\n").replace("\r", "\n")))


def capped(text: str) -> str:
    """Return the text cut to 200 kB at a character."""
    data = text.encode("utf-8", "ignore")
    return text if len(data) <= MAX_BYTES else data[:MAX_BYTES].decode("utf-8", "ignore")
