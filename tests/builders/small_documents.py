"""Word files of a few lines, and mails that carry files."""

from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO

import docx


def document(*paragraphs: str, table: dict[str, str] | None = None) -> bytes:
    """Return a Word file with paragraphs and, below them, a table of labels and values."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        grid = made.add_table(rows=0, cols=2)
        for label, value in table.items():
            cells = grid.add_row().cells
            cells[0].text, cells[1].text = label, value
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def attached(message: EmailMessage, files: Mapping[str, bytes]) -> bytes:
    """Return a mail with these files, name -> bytes, as it is sent."""
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
