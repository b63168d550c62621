"""A call for sheets of needs, and mails that bring them."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from tests.builders.season import Season, season
from tests.builders.sheet_samples import SLOT
from tests.builders.small_documents import attached

CALL = {
    "title": {"zh": "供需信息征集", "en": "Offers and needs"},
    "reference": "ND2022",
    "language": "zh,en",
    "window": {"opens": "2022-01-01T00:00:00+08:00", "closes": "2023-01-01T00:00:00+08:00"},
    "office": {"zh": "供需信息组", "en": "The offers and needs office"},
    "one_per": ["unit"],
    "slots": {"table": {**SLOT}},
}
FIRST = "ND2022-0001"


def mail(text: str = "请查收附件。", sender: str = "wang@example.org", number: int = 1, **files: bytes) -> bytes:
    """Return a mail with sheets; `files`: name -> bytes; another number is another mail."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"王小明 <{sender}>", "photo@example.org", "供需信息征集表"
    message["Message-ID"] = f"<{number}.{abs(hash((text, sender, *files.items())))}@example.org>"
    message.set_content(text)
    return attached(message, files)


@contextmanager
def needs_desk(folder: Path, smtp=None, **more) -> Iterator[Season]:
    """Give a desk whose only served call asks for sheets."""
    with season(folder, {**CALL, **more}, smtp=smtp) as here:
        yield here
