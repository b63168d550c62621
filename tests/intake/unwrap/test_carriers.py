"""What wraps files is opened, and nothing ever leaves its folder: values that an entry's state alone would not show."""

from __future__ import annotations

import hashlib
import io
import os
import resource
import struct
import zipfile
from base64 import encodebytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.assemble.message import read
from intake.config.models import Limits
from intake.mime.filenames import numbered, shown_folder, shown_name
from intake.mime.streaming import Leaf
from intake.model.submission import FileType, InboundMessage, SpooledMessage
from intake.unwrap.archives import open_archive
from intake.unwrap.budget import Budget
from intake.unwrap.smime import unwrap
from intake.unwrap.tnef import TnefError, read_winmail
from reports.demo import mails, mime, oddities
from reports.demo.mime import File
from tests.builders import carrier_samples as carriers
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene
from tests.corpus.carriers import CARRIERS, deep, encoded_whole, files, hostile_paths, linked_tar, wrapped

CONTENT = {hashlib.sha256(data).hexdigest() for _, data in files()}
SMALL = [("作品 1.jpg", b"one" * 5000), ("Form.docx", b"two" * 300)]


PACKED = {
    FileType.ZIP: oddities.zipped,
    FileType.RAR: carriers.rar,
    FileType.SEVENZIP: carriers.seven,
    FileType.GZIP: carriers.tar,
    FileType.BZIP2: lambda files: carriers.tar(files, "bz2"),
    FileType.XZ: lambda files: carriers.tar(files, "xz"),
    FileType.TAR: lambda files: carriers.tar(files, ""),
}


def reading(raw: bytes, room: Path, limits: Limits | None = None) -> InboundMessage:
    """Read a mail with all it holds below `room`."""
    path = room / "mail.eml"
    path.write_bytes(raw)
    work = room / "work"
    work.mkdir()
    sha256 = hashlib.sha256(raw).hexdigest()
    spooled = SpooledMessage(sha256=sha256, path=path, size=len(raw), received_at=INSIDE, fetched_at=INSIDE, mailbox="photo")
    return read(spooled, work, limits or Limits())


def opened(data: bytes, kind: FileType, room: Path, limits: Limits | None = None, name: str = "archive"):
    """Open an archive below `room`: (name, bytes) of each file, or the problem."""
    path = room / name
    path.write_bytes(data)
    work = room / "work"
    work.mkdir()
    leaf = Leaf(path=path, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    found = open_archive(leaf, kind, name, work, Budget(limits or Limits()))
    return found if isinstance(found, str) else [(inner, item.path.read_bytes()) for inner, item in found]


def kept(message: InboundMessage) -> set[str]:
    return {item.sha256 for item in message.attachments if not item.decoration}


@pytest.mark.parametrize(
    "case",
    [case for case in CARRIERS if case.expected.state == "accepted" and "shown" not in case.name],
    ids=lambda case: case.name,
)
def test_every_file_comes_out_byte_for_byte(case, tmp_path):
    assert kept(reading(case.raw(), tmp_path)) >= CONTENT


@pytest.mark.parametrize("build", [hostile_paths, linked_tar], ids=["paths", "links"])
def test_nothing_is_written_outside_its_folder(build, tmp_path):
    raw = build()
    inside = tmp_path / "inside"
    inside.mkdir()

    message = reading(raw, inside)

    assert {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*")} == {"inside"}
    assert {path.name for path in inside.iterdir()} == {"mail.eml", "work"}
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))
    assert all(
        ".." not in f"{item.folder}/{item.name}".split("/") and not item.folder.startswith("/") for item in message.attachments
    )


def test_authors_of_forwarded_mails_are_told_from_the_sender(tmp_path):
    message = reading(deep(1)(), tmp_path)

    assert (message.sender.email, [author.email for author in message.forwarded_from]) == (
        tiny_scene(4).draft().email,
        [tiny_scene(3).draft().email],
    )


def test_each_mail_in_a_mail_has_its_own_text(tmp_path):
    inner = mails.plain(tiny_scene(3).draft(text="My story.\n\n-- \nYara\nTea House 7"))
    outer = mails.forwarded(tiny_scene(4).draft(text="See below.\n\nSent from my iPhone"), inner)

    assert reading(outer, tmp_path).texts == ("See below.", "My story.")


@pytest.mark.parametrize("forward", [deep(1), encoded_whole("base64", encodebytes)], ids=["plain", "base64"])
def test_a_mail_that_goes_too_deep_is_kept_whole(forward, tmp_path):
    message = reading(forward(), tmp_path, Limits(forward_depth=0))

    (item,) = (each for each in message.attachments if not each.decoration)
    assert (item.type, item.problem) == (FileType.EMAIL, "too-big")
    again = tmp_path / "again"
    again.mkdir()
    assert kept(reading(item.path.read_bytes(), again)) == CONTENT


def test_a_picture_that_stands_in_a_mail_twice_is_sent_twice(tmp_path):
    photo = File(name="small.jpg", data=tiny_scene().work_bytes(1), type="image/jpeg")
    parts = (mime.part(photo, disposition="inline", cid=f"{place}@x") for place in (1, 2))

    message = reading(mime.mail(tiny_scene().draft(), mime.multipart("mixed", *parts)), tmp_path)

    assert [(item.name, item.decoration) for item in message.attachments] == [("small.jpg", False), ("small.jpg", False)]


def test_files_of_one_name_are_told_apart(tmp_path):
    parts = [mime.part(File(name="image.jpg", data=bytes([place]) * 9, type="image/jpeg")) for place in (1, 2, 3)]

    message = reading(mime.mail(tiny_scene().draft(), mime.multipart("mixed", *parts)), tmp_path)

    assert [(item.name_as_sent, item.name) for item in message.attachments] == [
        ("image.jpg", "image.jpg"),
        ("image.jpg", "image (2).jpg"),
        ("image.jpg", "image (3).jpg"),
    ]


def test_winmail_is_read_as_an_independent_reader_reads_it(tmp_path):
    from tnefparse import TNEF

    data = carriers.winmail(SMALL, html="<p>你好</p>")
    path = tmp_path / "winmail.dat"
    path.write_bytes(data)

    found, theirs = read_winmail(path, tmp_path), TNEF(data)

    ours = [(found.name_of(item), item.leaf.path.read_bytes()) for item in found.files]
    assert ours == SMALL
    assert [(item.long_filename(), bytes(item.data)) for item in theirs.attachments] == SMALL
    assert (found.html, theirs.htmlbody) == ("<p>你好</p>", "<p>你好</p>")


@pytest.mark.parametrize("keep", [10, 200, 12_000, -3])
def test_a_winmail_that_was_cut_says_so(keep, tmp_path):
    path = tmp_path / "winmail.dat"
    path.write_bytes(carriers.winmail(SMALL)[:keep])

    with pytest.raises(TnefError):
        read_winmail(path, tmp_path)


@pytest.mark.parametrize("pieces", [1, 7])
def test_a_signed_mail_gives_back_what_was_signed(pieces, tmp_path):
    entity = parcel_mail(3)
    path = tmp_path / "smime.p7m"
    path.write_bytes(carriers.signed_mail(entity, pieces=pieces))

    leaf = unwrap(path, tmp_path / "out")

    assert (leaf.path.read_bytes(), leaf.sha256, leaf.size) == (entity, hashlib.sha256(entity).hexdigest(), len(entity))


@given(cut=st.integers(1, 400), change=st.integers(0, 255), place=st.integers(0, 399))
def test_hurt_signatures_and_winmails_raise_nothing_else(cut, change, place):
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        for number, data in enumerate((carriers.encrypted_mail(), carriers.winmail([("a.jpg", b"x" * 40)]))):
            hurt = bytearray(data[:cut])
            hurt[place % len(hurt)] = change
            path = room / f"{number}"
            path.write_bytes(hurt)
            assert isinstance(unwrap(path, room / "out"), str | Leaf)
            try:
                read_winmail(path, room)
            except TnefError as error:
                assert str(error)


@pytest.mark.parametrize("kind", PACKED, ids=str)
class TestEveryKindOfArchive:
    """The same promises for each kind."""

    def test_gives_its_files(self, kind, tmp_path):
        assert opened(PACKED[kind](SMALL), kind, tmp_path) == SMALL

    def test_cut_anywhere_is_damaged_never_half(self, kind, tmp_path):
        data = PACKED[kind](SMALL)
        whole = len(data)
        for place, keep in enumerate((whole // 3, whole // 2, whole * 3 // 4)):
            room = tmp_path / f"{place}"
            room.mkdir()
            assert opened(data[:keep], kind, room) in ("damaged", "unsupported")

    def test_stops_at_the_limits(self, kind, tmp_path):
        for place, limits in enumerate((Limits(archive_bytes=9_000), Limits(archive_files=1))):
            room = tmp_path / f"{place}"
            room.mkdir()
            assert opened(PACKED[kind](SMALL), kind, room, limits) == "too-big"


def test_a_file_compressed_alone_is_named_by_its_archive(tmp_path):
    import gzip

    assert opened(gzip.compress(b"one"), FileType.GZIP, tmp_path, name="Work 1.jpg.gz") == [("Work 1.jpg", b"one")]


def test_sizes_that_an_archive_tells_of_itself_are_not_believed(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.jpg", bytes(40_000_000))
    data = bytearray(out.getvalue())
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)  # the central directory says: ten bytes

    assert opened(bytes(data), FileType.ZIP, tmp_path) in ("too-big", "damaged")
    assert sum(path.stat().st_size for path in (tmp_path / "work").iterdir()) < 20_000_000


def test_what_ails_the_machine_is_no_fault_of_the_archive(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(oddities.zipped(SMALL))
    (tmp_path / "work").mkdir()
    free = os.dup(0)
    os.close(free)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + 1, hard))  # the archive can be opened, and no file beside it
    try:
        with pytest.raises(OSError, match="Too many open files"):
            open_archive(Leaf(path=path, sha256="", size=1), FileType.ZIP, "a.zip", tmp_path / "work", Budget(Limits()))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Yara\\照片.jpg", "照片.jpg"),
        ("a\u0000b\u202egpj.exe", "abgpj.exe"),
        ("e\u0301te\u0301.jpg", "été.jpg"),
        ("NUL", "_NUL"),
        ("com1.jpg", "_com1.jpg"),
        ('what?<"*>.jpg', "what_____.jpg"),
        ("...", "unnamed-4.jpg"),
        ("", "unnamed-4.jpg"),
        ("长" * 300 + ".jpg", "长" * 116 + ".jpg"),
    ],
)
def test_names_to_show(sent, shown):
    assert shown_name(sent, 4, FileType.JPEG) == shown


@pytest.mark.parametrize(
    ("path", "folder"),
    [("../../a/b/x.jpg", "a/b"), ("/etc/x", "etc"), ("C:\\Windows\\x", "Windows"), ("aux/朱/x", "_aux/朱"), ("x.jpg", "")],
)
def test_folders_to_show(path, folder):
    assert shown_folder(path) == folder


def test_numbered_names():
    assert [numbered("a.jpg", 1), numbered("a.jpg", 2), numbered("a", 3), numbered(".x", 2)] == [
        "a.jpg",
        "a (2).jpg",
        "a (3)",
        ".x (2)",
    ]


def test_an_encrypted_mail_goes_to_a_person(tmp_path):
    raw = wrapped("application/pkcs7-mime; smime-type=enveloped-data", "smime.p7m", lambda _: carriers.encrypted_mail())()

    (item,) = reading(raw, tmp_path).attachments

    assert (item.type, item.problem, item.decoration) == (FileType.SMIME, "encrypted", False)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (FileType.ZIP, b"PK\5\6" + bytes(18)),  # what Windows makes as a new compressed folder
        (FileType.ZIP, oddities.zipped([("photos/", b"")])),
        (FileType.SEVENZIP, carriers.seven([])),
    ],
    ids=["zip", "folders alone", "7z"],
)
def test_an_archive_without_files_opens_and_is_not_damaged(kind, data, tmp_path):
    assert opened(data, kind, tmp_path) == "hollow"
