"""What cannot be opened is told by a finding that names it, however it is wrapped: real bytes through a desk."""

import io
import zipfile
from hashlib import sha256

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails, mime
from reports.demo.mime import File
from tests.builders.accounting import unaccounted, untold
from tests.builders.carrier_samples import winmail
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4000


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def locked(*files: tuple[str, bytes]) -> bytes:
    """Return a ZIP whose entries say that they need a password."""
    data = bytearray(zipped(*files))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(mark, start + 1)) >= 0:
            data[start + offset] |= 1
    return bytes(data)


def nested(depth: int) -> bytes:
    data = b"text of the innermost file"
    for level in range(depth):
        data = zipped((f"level {level}.{'zip' if level else 'txt'}", data))
    return data


def attached(name: str, data: bytes, kind: str = "application/octet-stream") -> bytes:
    return mime.part(File(name=name, data=data, type=kind))


PICTURE = tiny_scene().works(1)[0].data
WHOLE = tiny_scene().form().data
CUT = winmail([("extra.jpg", PICTURE), ("more.jpg", PICTURE)])[: len(PICTURE) // 2]
PIECE = b'Content-Type: message/partial; id="a@example.org"; number=1; total=3\r\n\r\nSubject: the rest\r\n\r\nfirst piece\r\n'
OUTSIDE = (
    b'Content-Type: message/external-body; access-type=URL; URL="https://files.example.org/works.zip"\r\n\r\n'
    b"Content-Type: application/zip\r\n\r\n"
)


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param(attached("more.zip", locked(("a.jpg", PICTURE))), ["archive-unreadable: encrypted"], id="a locked ZIP"),
        pytest.param(attached("deep.zip", nested(6)), ["archive-unreadable: too-big"], id="archives too deep in one another"),
        pytest.param(
            attached("winmail.dat", CUT, "application/ms-tnef"), ["archive-unreadable: damaged"], id="a damaged winmail.dat"
        ),
        pytest.param(PIECE, ["archive-unreadable: partial"], id="a piece of a mail"),
        pytest.param(OUTSIDE, ["archive-unreadable: elsewhere"], id="a body that lies elsewhere"),
        pytest.param(
            attached("papers.zip", zipped(("notes.docx", WHOLE[:-900]))),
            ["document-unreadable: damaged"],
            id="a damaged file in a ZIP",
        ),
        pytest.param(
            attached("papers.zip", zipped(("notes.docx", OLE))), ["document-unreadable: encrypted"], id="a locked file in a ZIP"
        ),
        pytest.param(
            attached("papers.zip", zipped(("inner.zip", locked(("a.jpg", PICTURE))))),
            ["archive-unreadable: encrypted"],
            id="a locked ZIP in a ZIP",
        ),
    ],
)
def test_what_cannot_be_opened_is_told(extra, expected, tmp_path):
    scene = tiny_scene()
    raw = mails.with_part(scene.draft(*scene.parcel()), extra)
    (tmp_path / "mail.eml").write_bytes(raw)
    with a_desk(tmp_path) as desk:
        import_paths(desk, [tmp_path / "mail.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        (entry,) = documents.entries(desk.db)
        told = [
            f"{item['rule']}: {item['values']['problem']}" for item in entry["findings"] if item["rule"].endswith("-unreadable")
        ]
        assert (told, untold(entry), unaccounted(desk, raw)) == (expected, [], [])
    assert entry["messages"] == [sha256(raw).hexdigest()]


def test_a_file_that_could_not_be_opened_and_comes_again_whole_is_told_of_no_more(tmp_path):
    scene = tiny_scene(7)
    rest = (scene.form(), scene.portrait(), *scene.works(3))
    whole = scene.biography()
    cut = File(name=whole.name, data=whole.data[: len(whole.data) // 2], type=whole.type)
    with a_desk(tmp_path) as desk:
        for number, files in enumerate([(*rest, cut), (whole,)]):
            path = tmp_path / f"{number}.eml"
            path.write_bytes(mails.plain(scene.draft(*files, text="")))
            import_paths(desk, [path], None, INSIDE.isoformat())
            process_pending(desk)
        entry = documents.entry(desk.db, "IF2026-0001")
    named = [item["sha256"] for item in entry["materials"] if item["filename"] == whole.name]
    assert (named, [item["subject"] for item in entry["findings"] if item["rule"] == "document-unreadable"]) == (
        [sha256(whole.data).hexdigest()],
        [],
    )
