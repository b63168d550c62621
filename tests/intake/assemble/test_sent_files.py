"""Pictures in a mail's text: photos where they are all that a first mail for the call brings, else a signature's."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake.assemble.sent_files import sent_files
from intake.model.submission import Attachment, FileType, InboundMessage, SpooledMessage
from tests.builders.factories import INSIDE, PHRASE, shipped_call

SPOOLED = SpooledMessage(path=Path("m"), sha256="m", size=1, mailbox="photo", received_at=INSIDE, fetched_at=INSIDE)


def file(name: str, kind: FileType = FileType.JPEG, *, pasted: bool = False) -> Attachment:
    return Attachment(ordinal=1, name_as_sent=name, name=name, type=kind, size=40_000, sha256=name, path=Path(name), decoration=pasted, pasted=pasted)  # fmt: skip


PASTED = tuple(file(f"image00{number}.jpg", pasted=True) for number in range(3))
FORM = file("Competition Application Form.docx", FileType.DOCX)
LOGO = replace(file("logo.png", FileType.PNG), decoration=True)


@pytest.mark.parametrize(
    ("files", "more", "sent"),
    [
        pytest.param((*PASTED, LOGO), {"subject": PHRASE}, 3, id="all that it brings"),
        pytest.param((*PASTED[:2], FORM), {}, 3, id="beside a form"),
        pytest.param(PASTED[:2], {"subject": PHRASE}, 0, id="two are a signature's"),
        pytest.param(PASTED, {"subject": "your invoice"}, 0, id="not for the call"),
        pytest.param((*PASTED, FORM, file("a.jpg"), file("b.jpg"), file("c.jpg")), {}, 4, id="beside as many attached photos"),
        pytest.param((*PASTED, FORM), {"in_reply_to": ("<a@b>",)}, 1, id="in an answer"),
    ],
)
def test_which_pictures_count(files, more, sent):
    message = InboundMessage(spooled=SPOOLED, message_id="<m@x>", sender=None, attachments=files, **more)
    assert len(sent_files(message, shipped_call())) == sent
