"""Whatever the mail: the parts' bytes are those the standard library's parser gives, or the splitter is not believed.

The splitter's measures are made small here, so that every edge (a slice's end, a body just large enough, a header too
long) lies inside mails of a few hundred bytes, and hypothesis can build hundreds of them. test_splitter.py looks at every
corpus mail with the measures as they are.
"""

import base64
import email
import email.policy
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from intake.config.models import Limits
from intake.mime import streaming
from intake.mime.parser import parse
from intake.mime.streaming import Leaf, StreamedMail, split_mail
from intake.mime.walker import Source, Walker
from intake.unwrap.opener import read_tree
from tests.builders.breadth import mostly_rarely
from tests.corpus.cases import CORPUS, raw_of

LARGE, SLICE, MOST_LINE, HEADER = 48, 12, 7, 400
BOUNDARIES = ("b", "bb", "b--", "=_next")
ENCODINGS = (
    b"Content-Transfer-Encoding: base64", b"content-transfer-encoding:BASE64 ", b"Content-Transfer-Encoding: base64; x=y",
    b"Content-Transfer-Encoding:\r\n base64", b"Content-Transfer-Encoding: base64 (so)", b"Content-Transfer-Encoding: 8bit",
    b"Content-Transfer-Encoding: base64\r\nContent-Transfer-Encoding: 7bit", b"Content-Transfer-Encoding : base64",
    b"Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"",
)  # fmt: skip
TYPES = (b"image/jpeg", b"text/plain; charset=utf-8", b"text/html", b"application/octet-stream; name=a.jpg", b"message/rfc822",
         b"message/delivery-status", b"multipart/mixed", b"nonsense")  # fmt: skip
SIZES = (0, 9, 36, 39, 45, 48, 57, 90, 96, 144, 150, 200)
ODD_LINES = (b"", b" ", b"--", b"-- ", b"--b", b"--b--", b"--no", b"=", b"QUJD", b"QUJD=", b"QQ==", b"ICAg", b"no base64 !", b"A", b"x: y",
             b"Content-Transfer-Encoding: base64", b"\xff\xfe", b"-")  # fmt: skip
MAIL_HEAD = b"From: a@example.org\r\nSubject: parts\r\nMIME-Version: 1.0"


def mostly(usual, *odd):
    """Something usual, now and then something odd: a mail with one oddity shows more than one with ten."""
    return st.sampled_from([usual] * 12 + list(odd))


@st.composite
def bodies(draw):
    """Base64 of some bytes in lines, perhaps with odd lines before, between and behind."""
    data = random.Random(draw(st.integers(0, 99))).randbytes(draw(st.sampled_from(SIZES)))
    encoded = base64.b64encode(data)[: draw(mostly(None, -1, -2))]
    width = draw(st.sampled_from([4, 19, 60, 76, 1000]))
    lines = [encoded[at : at + width] for at in range(0, len(encoded), width)]
    for _ in range(draw(mostly(0, 1, 1, 2))):
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(ODD_LINES)))
    return b"\r\n".join([*lines, *draw(st.sampled_from([(), (b"",), (b"", b"")]))])


@st.composite
def leaves(draw):
    """A part that holds one body, with or without the empty line between."""
    head = [b"Content-Type: " + draw(mostly(*TYPES)), draw(mostly(*ENCODINGS))]
    head += [b"X-Long: " + b"x" * HEADER] if draw(mostly(False, True)) else []
    gap = draw(mostly(b"\r\n\r\n", b"\r\n \r\n", b"\r\n"))
    return b"\r\n".join(line for line in head if line) + gap + draw(bodies())


@st.composite
def multiparts(draw, inner):
    """A multipart of parts, its boundary perhaps another's beginning, perhaps never closed, with text around."""
    mark = draw(st.sampled_from(BOUNDARIES)).encode()
    parts = draw(st.lists(inner, min_size=1, max_size=3))
    head = b"Content-Type: multipart/mixed; boundary=" + b'"' + mark + b'"'
    head += draw(mostly(b"", b"\r\nContent-Transfer-Encoding: base64"))
    pieces = [head + b"\r\n", draw(mostly(b"", b"a preamble", b"QUJD" * 30))]
    pieces += [b"--" + mark + b"\r\n" + part for part in parts]
    pieces += [b"--" + mark + b"--"] if draw(mostly(True, False)) else []
    pieces += [draw(mostly(b"", b"QUJD" * 30, b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUJD" * 30))]
    return b"\r\n".join(pieces)


def enclosed(inner):
    """A mail in a mail."""
    return inner.map(lambda part: b"Content-Type: message/rfc822\r\n\r\n" + MAIL_HEAD + b"\r\n" + part)


PARTS = st.recursive(leaves(), lambda inner: st.one_of(multiparts(inner), enclosed(inner)), max_leaves=5)


@st.composite
def mails(draw):
    """A whole mail with one kind of line end, or two."""
    raw = MAIL_HEAD + b"\r\n" + draw(st.one_of(multiparts(PARTS), multiparts(PARTS), PARTS))
    kind = draw(st.sampled_from(["crlf", "crlf", "lf", "both"]))
    if kind == "lf":
        return raw.replace(b"\r\n", b"\n")
    return raw.replace(b"\r\n", b"\n", 3) if kind == "both" else raw


@pytest.fixture(scope="module", autouse=True)
def small_measures():
    """Make a body large, a slice full and a header too long within a few hundred bytes."""
    with pytest.MonkeyPatch.context() as patch:
        for name, small in (("LARGE", LARGE), ("SLICE", SLICE), ("MOST_LINE", MOST_LINE), ("MOST_HEADER", HEADER)):
            patch.setattr(streaming, name, small)
        yield


def by_library(raw: bytes) -> list[bytes]:
    parsed = email.message_from_bytes(raw, policy=email.policy.compat32)
    return [_decoded(part) for part in parsed.walk() if not part.is_multipart()]


def _decoded(part) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", "surrogateescape")


def by_splitter(raw: bytes, folder: Path) -> tuple[list[bytes] | None, int]:
    """Return the parts' bytes and how many were split off; None where a token did not come back whole."""
    (folder / "mail.eml").write_bytes(raw)
    made = split_mail(folder / "mail.eml", folder)
    found = by_library(made.skeleton.read_bytes())
    back = [data for data in found if data in made.leaves]
    if set(back) != set(made.leaves):
        return None, len(made.leaves)
    return [made.leaves[data].path.read_bytes() if data in made.leaves else data for data in found], len(back)


def walked(path: Path, folder: Path, *, whole: bool) -> list[object]:
    """Return what the program's own walk finds: texts of every letter, then name, declared type and bytes of every file.

    `whole`: without the splitter, the parser reading everything. Of a mail nested too deep its parts are told: it is
    written anew, and only what it holds is the sender's.
    """
    folder.mkdir()
    walker = Walker(workdir=folder, limits=Limits())
    start = Source(leaf=Leaf(path=path, sha256="", size=0))
    if whole:
        found = walker.walk(parse(path, Limits())[0], StreamedMail(skeleton=path, leaves={}), start)
    else:
        found = read_tree(path, folder, walker, start, forwarded=False)[1]
    letters: list[object] = [(letter.plain, letter.html) for letter in found.letters]
    files = [(item, item.leaf.path.read_bytes()) for item in found.sources]
    return letters + [(item.name, item.declared, by_library(data) if item.problem else data) for item, data in files]


IMAGE = MAIL_HEAD + b"\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
PADDED_WITHIN = IMAGE + b"QUJDQUJDQUI=" + b"QUJD" * 20  # padding at a slice's end, and more behind it
BLANKS_BEHIND = IMAGE + b"QUJD" * 30 + b"\r\n--\r\nICAg"  # a line that is no boundary, then blanks: they are bytes too
QUIETLY = settings(
    max_examples=350, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)  # fmt: skip


def test_parts_are_the_standard_librarys_or_the_splitter_is_not_believed():
    counted = {"taken": 0, "declined": 0}

    @QUIETLY
    @example(PADDED_WITHIN)
    @example(BLANKS_BEHIND)
    @given(mails())
    def put_to_the_test(raw):
        with tempfile.TemporaryDirectory() as folder:
            found, count = by_splitter(raw, Path(folder))
        counted["declined" if found is None else "taken"] += count
        assert found is None or found == by_library(raw)

    put_to_the_test()
    assert counted["taken"] > 60 < counted["declined"]


@settings(QUIETLY, max_examples=100)
@example(BLANKS_BEHIND)
@given(mails())
def test_the_programs_walk_finds_the_same_with_and_without_the_splitter(raw):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "mail.eml"
        path.write_bytes(raw)
        assert walked(path, Path(name) / "split", whole=False) == walked(path, Path(name) / "whole", whole=True)


@pytest.mark.parametrize("case", mostly_rarely(CORPUS[::6], 4), ids=lambda case: case.name)
def test_corpus_mails_keep_their_parts_when_nearly_every_part_is_split_off(case, tmp_path):
    raw = raw_of(case.name)
    found, count = by_splitter(raw, tmp_path)
    assert (found is None and count > 0) or found == by_library(raw)
    split_, whole = (walked(tmp_path / "mail.eml", tmp_path / name, whole=name == "whole") for name in ("split", "whole"))
    assert split_ == whole
