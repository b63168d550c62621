"""The judging pack of calls that judge something else than pictures: documents, films and recordings stand in it without tags."""

import io
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import av
import docx
import openpyxl
import pypdf
import pytest
from pypdf.annotations import Text

from intake.config.models import Limits
from intake.model.submission import FileType
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read.entry import EntryFile
from reports.demo import pictures
from reports.pack.clean_documents import cleaned_paper
from reports.pack.clean_films import cleaned_film, tags
from reports.pack.clean_pictures import NotCleanedError
from reports.pack.files import file_cleaner
from reports.pack.pack import FOR_VOTERS, MissingItem, write_pack
from tests.builders import document_files as files
from tests.builders.desks import a_desk
from tests.builders.small_documents import attached
from tests.builders.video_samples import Film, film

AUTHOR = "Marta Lindqvist"
SECRET = AUTHOR.encode()
CALL = {
    "title": {"zh": "一条河的故事", "en": "The story of a river"},
    "reference": "RV2026",
    "window": {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
    "slots": {
        "essay": {"kind": ["document", "text"], "count": "1-4", "title": {"zh": "征文", "en": "essay"}, "names": ["essay"], "judged": True},
        "clip": {"kind": "video", "title": {"zh": "短片", "en": "film"}, "judged": True},
        "consent": {"kind": "photo", "count": "0-1", "title": {"zh": "同意书", "en": "consent"}},
    },
}  # fmt: skip


def told_docx() -> bytes:
    """Return a Word file that says in every corner who wrote it."""
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = AUTHOR
    run = made.add_paragraph("The river was wide, and in summer one heard the opera from the far bank. " * 4).runs
    made.add_comment(run, text="shorter?", author=AUTHOR, initials="ML")
    made.add_picture(io.BytesIO(pictures.photo(3, 0.3, 40_000)))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def told_pdf() -> bytes:
    """Return a PDF with an author, an attachment, a comment, and a photo as a camera wrote it."""
    pages = files.pdf(["The river was wide. " * 20, files.Scan(pictures.photo(4, 0.3, 40_000))])
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pages))
    writer.add_metadata({"/Author": AUTHOR, "/Creator": "Word"})
    writer.add_attachment(f"{AUTHOR}.txt", SECRET)
    writer.add_annotation(0, Text(rect=(10, 10, 40, 40), text="a note", title_bar=AUTHOR))
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def told_film(folder) -> bytes:
    """Return a film, turned, with its author and the place where it was taken."""
    (folder / "plain.mp4").write_bytes(film(Film(width=192, height=144, turned=90, sound=True)))
    with av.open(str(folder / "plain.mp4")) as plain, av.open(str(folder / "told.mp4"), "w") as told:
        told.metadata.update({"artist": AUTHOR, "location": "+30.1+120.2/"})
        streams = {each.index: told.add_stream_from_template(each) for each in plain.streams}
        for packet in plain.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream.index]
                told.mux(packet)
    return (folder / "told.mp4").read_bytes()


def parts(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(package.read(name) for name in package.namelist())


def first_picture(path):
    with av.open(str(path)) as opened:
        stream = opened.streams.video[0]
        return stream.width, stream.height, next(opened.decode(stream)).rotation, stream.frames, len(opened.streams)


def test_a_word_file_and_a_pdf_show_the_same_and_say_nothing_of_their_author():
    word, pdf = told_docx(), told_pdf()
    assert (SECRET in parts(word), SECRET in pdf, b"Aster" in pdf) == (True, True, True)
    bare, ending = cleaned_paper(word, FileType.DOCX, "docx")
    assert (ending, SECRET in parts(bare), b"Aster" in parts(bare)) == ("docx", False, False)
    assert [each.text for each in docx.Document(io.BytesIO(bare)).paragraphs] == [
        each.text for each in docx.Document(io.BytesIO(word)).paragraphs
    ]
    bare, ending = cleaned_paper(pdf, FileType.PDF, "pdf")
    read = pypdf.PdfReader(io.BytesIO(bare))
    assert (ending, SECRET in bare, b"Aster" in bare, read.metadata, dict(read.attachments)) == ("pdf", False, False, None, {})
    assert [page.extract_text() for page in read.pages] == [
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
    ]
    assert cleaned_paper(pdf, FileType.PDF, "pdf")[0] == bare


def test_a_film_keeps_pictures_sound_and_turn_and_loses_its_tags(tmp_path):
    (tmp_path / "a.mp4").write_bytes(told_film(tmp_path))
    assert tags(tmp_path / "a.mp4")["artist"] == AUTHOR
    cleaned_film(tmp_path / "a.mp4", FileType.MP4, tmp_path / "b.mp4")
    assert (tags(tmp_path / "b.mp4"), first_picture(tmp_path / "b.mp4")) == ({}, first_picture(tmp_path / "a.mp4"))
    (tmp_path / "c.mp4").write_bytes(b"no film")
    with pytest.raises(NotCleanedError):
        cleaned_film(tmp_path / "c.mp4", FileType.MP4, tmp_path / "d.mp4")


def endless_docx() -> bytes:
    """Return a small file whose one part takes long to read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b"<b/>" * 3_000_000 + b"</a>")
    return out.getvalue()


def test_a_file_that_breaks_or_outlasts_its_worker_leaves_nothing_in_the_pack(tmp_path, monkeypatch):
    monkeypatch.setattr("reports.pack.files.SECONDS", 0.5)
    clip, slow = tmp_path / "a.mp4", tmp_path / "b.docx"
    clip.write_bytes(told_film(tmp_path))
    slow.write_bytes(endless_docx())
    sent = EntryFile(role="clip", name="a.mp4", type=FileType.MP4, size=1, sha256="a", path=clip, message="m")
    with file_cleaner(tmp_path / "pack", Limits(workers=1)) as cleaner:
        assert cleaner.add(clip, sent, "C-1").files == ("files/C/C-1.mp4",)
        for path, kind, name in ((clip, FileType.AAC, "C-2"), (slow, FileType.DOCX, "C-3")):
            with pytest.raises(NotCleanedError):
                cleaner.add(path, replace(sent, type=kind), name)
    assert [path.name for path in (tmp_path / "pack" / "files" / "C").iterdir()] == ["C-1.mp4"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (files.locked(files.pdf(["x"])), FileType.PDF),
        (files.with_macros(files.word("x")), FileType.DOCX),
        (b"PK\3\4cut", FileType.DOCX),
        (b"\xd0\xcf\x11\xe0" + bytes(600), FileType.OLE),
    ],
    ids=["locked", "macros", "cut", "old Word"],
)
def test_what_cannot_be_freed_of_its_author_is_refused(data, kind):
    with pytest.raises(NotCleanedError):
        cleaned_paper(data, kind, "docx")


def test_a_call_of_essays_and_films_is_packed_and_says_what_it_could_not_clean(tmp_path):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"{AUTHOR} <marta@example.org>", "photo@example.org", "river"
    message.set_content("My essays and my film.")
    sent = {
        "essay.docx": told_docx(),
        "essay 2.pdf": told_pdf(),
        "essay 3.rtf": files.rich("The river. " * 30),
        "me.mp4": told_film(tmp_path),
    }
    (tmp_path / "mail.eml").write_bytes(attached(message, sent))
    with a_desk(tmp_path, calls={"river": CALL}, mailboxes={"photo": {"calls": ["river"]}}) as desk:
        import_paths(desk, [tmp_path / "mail.eml"], None, "2026-07-10T10:00:00+08:00")
        process_pending(desk)
        done = write_pack(desk, "river", tmp_path / "pack")
        voting = write_pack(desk, "river", tmp_path / "web", FOR_VOTERS)
    (code,) = {path.name for path in (tmp_path / "pack" / "files").iterdir()}
    assert (done.entries, done.photos, done.files, done.leaks, voting.files) == (1, 0, 3, [], 3)
    assert (list(done.missing), done.needs_person) == ([MissingItem(f"{code}-3", "not-cleaned", "rtf")], True)
    names = sorted(path.relative_to(tmp_path / "pack").as_posix() for path in (tmp_path / "pack" / "files").rglob("*.*"))
    assert names == [f"files/{code}/{code}-{name}" for name in ("1.docx", "2.pdf", "4.mp4")]
    row = [cell.value for cell in openpyxl.load_workbook(tmp_path / "pack" / "score-sheet.xlsx").worksheets[0][3]]
    assert row[:3] == [code, "\n".join(names), 3]
    readme = (tmp_path / "pack" / "README.txt").read_text(encoding="utf-8")
    assert [word for word in ("照片", "photos", "Photos", "contact-sheet", "screen/") if word in readme] == []
    assert f'<a href="files/{code}/{code}-4.mp4">' in (tmp_path / "web" / "index.html").read_text(encoding="utf-8")
