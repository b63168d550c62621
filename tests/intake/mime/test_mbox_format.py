"""Files of several mails, as mail programs write them, and texts that only look like one."""

import pytest

from intake.mime.mbox_format import begins_mailbox, holds_several, lines_of_mails
from intake.mime.sniff import sniff
from intake.model.submission import FileType

MAIL = b"From: anna@example.org\nSubject: works\n\nFirst line\n>From the river\n>>From afar\n"
ABOVE = (
    b"From anna@example.org Fri Jul 10 10:00:00 2026\n",
    b"From 1745123456789012345@xxx Fri Jul 10 02:00:00 +0000 2026\n",
    b"From anna@example.org Fri, 10 Jul 2026 10:00:00 +0800\n",
    b"From - Fri Jul 10 10:00:00 2026\n",
    b"From - \n",
    b"From \n",
)


def mails(path) -> list[bytes]:
    found = [b""]
    for line, begins in lines_of_mails(path):
        found += [b""] if begins else []
        found[-1] += line
    return found[1:]


@pytest.mark.parametrize("above", ABOVE, ids=lambda above: above.decode().strip())
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_each_mail_stands_below_its_line(above, end, tmp_path):
    path = tmp_path / "box"
    path.write_bytes((above + MAIL + b"\n" + above + MAIL).replace(b"\n", end))
    one = MAIL.replace(b">From", b"From").replace(b"\n", end)
    assert (mails(path), holds_several(path)) == ([one + end, one], True)
    assert [sniff(path, name, declared) for name, declared in (("all.mbox", "application/mbox"), ("a.txt", "text/plain"))] == [
        FileType.EMAIL
    ] * 2


@pytest.mark.parametrize(
    "text",
    [
        b"From Monday on at 10:00 in 2026\nthe gallery is open.\n",
        b"From my window\nSubject: none\n",
        b"Dear all,\n\nFrom anna@example.org Fri Jul 10 10:00:00 2026\nFrom: anna@example.org\n",
        b"",
    ],
)
def test_a_text_is_none(text, tmp_path):
    (tmp_path / "a").write_bytes(text)
    assert (begins_mailbox(text), holds_several(tmp_path / "a")) == (False, False)


@pytest.mark.parametrize(
    "inside", [b"\nFrom then on at 10:00 in 2026\nall was well\n", b"words\nFrom - Fri Jul 10 10:00:00 2026\nNote: x\n"]
)
def test_a_line_of_a_mail_s_own_divides_nothing(inside, tmp_path):
    (tmp_path / "a").write_bytes(ABOVE[0] + MAIL + inside)
    assert (len(mails(tmp_path / "a")), holds_several(tmp_path / "a")) == (1, False)
