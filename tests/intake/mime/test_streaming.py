"""The splitter: the parts' bytes equal what the standard library's parser gives, or it declines."""

import base64
import email
import email.policy
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.assemble.message import read
from intake.config.models import Limits
from intake.mime.streaming import LARGE, split_mail
from intake.model.submission import SpooledMessage
from tests.builders.breadth import mostly_rarely
from tests.corpus.cases import CORPUS, raw_of

LINES = st.sampled_from([b"\r\n", b"\n"])
SIZES = st.integers(0, 3 * LARGE)


def mail_of(sizes, newline, width, tail, epilogue, seed):
    """Build a multipart mail: Base64 parts of these sizes, lines of `width`, odd text after the last one."""
    chance = random.Random(seed)
    parts = [chance.randbytes(size) for size in sizes]
    lines = [
        b"From: a@example.org",
        b"Subject: parts",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/mixed; boundary="bound"',
        b"",
    ]
    for number, data in enumerate(parts):
        encoded = base64.b64encode(data)
        body = [encoded[at : at + width] for at in range(0, len(encoded), width)]
        lines += [
            b"--bound",
            b"Content-Type: image/jpeg",
            b"Content-Transfer-Encoding: base64",
            b"X-N: %d" % number,
            b"",
            *body,
            tail,
        ]
    return newline.join([*lines, b"--bound--", epilogue, b""]), parts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(SIZES, min_size=1, max_size=3), LINES, st.sampled_from([76, 60, 73, 998]), st.sampled_from([b"", b"=", b"no base64 !"]),
    st.sampled_from([b"", b"after -- all"]), st.integers(0, 9),
)  # fmt: skip
def test_leaves_equal_the_standard_librarys(tmp_path_factory, sizes, newline, width, tail, epilogue, seed):
    raw, _ = mail_of(sizes, newline, width, tail, epilogue, seed)
    assert leaves_by_splitter(raw, tmp_path_factory.mktemp("s")) == leaves_by_library(raw)


def leaves_by_splitter(raw: bytes, folder: Path) -> list[bytes]:
    (folder / "mail.eml").write_bytes(raw)
    parts = split_mail(folder / "mail.eml", folder)
    found = leaves_by_library(parts.skeleton.read_bytes())
    return [parts.leaves[data].path.read_bytes() if data in parts.leaves else data for data in found]


def leaves_by_library(raw: bytes) -> list[bytes]:
    parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
    return [part.get_payload(decode=True) for part in parsed.walk() if not part.is_multipart()]


# The library does not decode a mail that is encoded as a whole; test_carriers.py looks at what comes out of it.
@pytest.mark.parametrize(
    "case", mostly_rarely((case for case in CORPUS if case.name != "forwarded-base64"), 4), ids=lambda case: case.name
)
def test_every_corpus_mail_is_split_without_loss(case, tmp_path):
    raw = raw_of(case.name)
    assert leaves_by_splitter(raw, tmp_path) == leaves_by_library(raw)


def test_a_large_part_is_not_in_the_skeleton(tmp_path):
    raw, parts = mail_of([200_000], b"\r\n", 76, b"", b"", 1)
    (tmp_path / "mail.eml").write_bytes(raw)
    made = split_mail(tmp_path / "mail.eml", tmp_path)
    assert [leaf.path.read_bytes() for leaf in made.leaves.values()] == parts
    assert made.skeleton.stat().st_size < 1000


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 500, b"Subject: x", b"\r\n\r\n", b"From: a\r\nFrom: b@example.org\r\n\r\nhi"])
def test_what_is_no_mail_is_read_without_an_error(raw, tmp_path):
    (tmp_path / "m.eml").write_bytes(raw)
    now = CORPUS[0].received_at
    spooled = SpooledMessage(path=tmp_path / "m.eml", sha256="s", size=len(raw), mailbox="photo", received_at=now, fetched_at=now)
    message = read(spooled, tmp_path, Limits())
    assert (message.sender, message.attachments) == (None, ())
