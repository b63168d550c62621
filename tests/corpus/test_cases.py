"""The generated mails are what they claim to be: real pictures, readable documents, mails the standard library reads."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from email import message_from_bytes
from io import BytesIO

import numpy as np
import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from reports.demo import documents, mails, oddities, pictures
from reports.demo.cases import CASES, arrival, generate, scene_of
from reports.demo.people import person
from reports.demo.scene import FULL, LIGHT, TINY, Scale
from tests.builders.factories import CLOSES, INSIDE, OPENS, CorpusCase, sample_call, tiny_scene
from tests.builders.kept import FOLDER
from tests.corpus.cases import CORPUS, raw_of


def difference_hash(data: bytes) -> np.ndarray:
    """Return the 64 bits of a picture's dHash."""
    with Image.open(BytesIO(data)) as image:
        grey = np.asarray(image.convert("L").resize((9, 8), Image.Resampling.BOX), dtype=int)
    return (grey[:, 1:] > grey[:, :-1]).ravel()


def opened(data: bytes) -> tuple[str | None, str]:
    """Return a picture's format and mode; it must decode whole."""
    with Image.open(BytesIO(data)) as image:
        image.load()
        return image.format, image.mode


@pytest.mark.parametrize("scale", [FULL, LIGHT, TINY], ids=["full", "light", "tiny"])
def test_a_work_reaches_its_size_and_hardly_exceeds_it(scale: Scale) -> None:
    size = len(pictures.photo(1, scale.megapixels, scale.work))

    assert scale.work <= size <= scale.work * pictures.TOLERANCE


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (pictures.photo, ("JPEG", "RGB")),
        (pictures.progressive, ("JPEG", "RGB")),
        (pictures.cmyk, ("JPEG", "CMYK")),
        (pictures.mpo, ("MPO", "RGB")),
        (pictures.motion_photo, ("JPEG", "RGB")),
    ],
)
def test_kinds_of_jpeg_open_as_themselves(make: Callable[[int, float, int], bytes], expected: tuple[str, str]) -> None:
    assert opened(make(2, 0.3, 90_000)) == expected


def test_other_formats_open_as_themselves() -> None:
    made = [opened(data)[0] for data in (pictures.png(2, 40_000), pictures.webp(2, 40_000), pictures.logo())]

    assert made == ["PNG", "WEBP", "PNG"]


def test_a_camera_photo_tells_camera_and_date_and_a_chat_photo_nothing() -> None:
    with Image.open(BytesIO(pictures.photo(3, 0.3, 40_000))) as camera:
        exif = camera.getexif()
        told = exif[0x010F], exif[0x0110], exif.get_ifd(0x8769)[0x9003]
    with Image.open(BytesIO(pictures.chat_photo(3))) as chat:
        chat_size, chat_exif = chat.size, dict(chat.getexif())

    assert told == (pictures.MAKE, pictures.MODEL, "2026:07:05 08:30:00")
    assert (chat_size, chat_exif) == ((1440, 1920), {})


def test_pictures_of_different_seeds_differ_to_the_eye() -> None:
    hashes = [difference_hash(pictures.photo(seed, 0.1, 16_000)) for seed in range(40)]

    nearest = min(int((one != other).sum()) for place, one in enumerate(hashes) for other in hashes[:place])

    assert nearest > 12


def test_broken_pictures_are_broken() -> None:
    whole = pictures.photo(4, 0.3, 40_000)

    with pytest.raises(OSError, match="truncated"):
        opened(pictures.truncated(whole))
    assert opened(pictures.padded(whole, 60_000)) == ("JPEG", "RGB")
    assert len(pictures.padded(whole, 60_000)) == 60_000
    assert len(pictures.scratched(whole)) == len(whole)


def test_a_size_no_picture_can_have_is_refused() -> None:
    with pytest.raises(pictures.PictureError):
        pictures.photo(1, 0.1, 5_000_000)


def test_heic_is_made_or_missing() -> None:
    made = pictures.heic(1, 30_000)

    assert made is None or made[4:12] == b"ftypheic"


def test_the_form_stands_as_in_the_notice() -> None:
    values = person(0).form(pieces="4")

    table = Document(BytesIO(documents.registration_form(values))).tables[0]

    rows = [list(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]
    assert rows[:5] == [
        ["Name", "Chinese", values["name_zh"]],
        ["Name", "English", values["name_en"]],
        ["Sex", values["sex"], "Nationality", values["nationality"]],
        ["Mobile Number", values["mobile"], "Email Address", values["email"]],
        ["Photo Name", values["photo_name"], "4 pieces"],
    ]
    assert rows[5] == [f"{documents.DESCRIPTION_LABEL}\n{values['description']}"]
    assert [row[0] for row in rows[6:]] == [documents.UNIT_LINE, "姓名", "手机/微信", "地址"]


def test_a_controlled_form_hides_its_answers_from_python_docx() -> None:
    table = Document(BytesIO(documents.controlled_form(person(0).form()))).tables[0]

    assert {row.cells[1].text for row in table.rows} == {""}


def test_a_workbook_form_holds_the_values() -> None:
    sheet = load_workbook(BytesIO(documents.form_workbook(person(0).form()))).active

    assert sheet is not None
    assert (sheet["C4"].value, sheet["D7"].value) == (person(0).name_en, "3")


@pytest.mark.parametrize("write", [documents.registration_form, documents.controlled_form, documents.form_workbook])
def test_documents_are_the_same_bytes_again(write: Callable[[dict[str, str]], bytes]) -> None:
    assert write(person(1).form()) == write(person(1).form())


def test_an_encrypted_document_is_ole() -> None:
    assert documents.encrypted_document()[:8].hex() == "d0cf11e0a1b11ae1"


def test_people_differ_and_write_texts_of_the_wanted_length() -> None:
    people = [person(number) for number in range(600)]

    assert len({each.email for each in people}) == len({each.name_en for each in people}) == 600
    assert all(95 <= len(each.description.split()) <= 120 for each in people)
    assert all(60 <= len(each.biography.split()) <= 110 for each in people)


@pytest.mark.parametrize(
    "program",
    [
        mails.plain, mails.outlook, mails.apple_mail, mails.qq_mail, mails.netease_mail, mails.gmail, mails.iphone,
        mails.octet_streams, mails.apple_double, mails.raw_headers,
    ],
)  # fmt: skip
def test_every_program_carries_the_photos_whole(program: mails.Program) -> None:
    scene = tiny_scene()

    message = message_from_bytes(program(scene.draft(*scene.works(2))))

    carried = [leaf.get_payload(decode=True) for leaf in message.walk() if not leaf.is_multipart()]
    assert [data for data in carried if isinstance(data, bytes) and data[:3] == b"\xff\xd8\xff"] == [
        scene.work_bytes(1),
        scene.work_bytes(2),
    ]
    assert str(message["Message-ID"]).endswith(f"@{scene.person.email.partition('@')[2]}>")


def test_mails_have_crlf_lines_of_bearable_length() -> None:
    raw = mails.plain(tiny_scene().draft(*tiny_scene().parcel()))

    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_header_is_dropped_with_its_continuation() -> None:
    raw = b"A: 1\r\nFrom: a\r\n b\r\nC: 3\r\n\r\nFrom: body"

    assert mails.without_header(raw, "From") == b"A: 1\r\nC: 3\r\n\r\nFrom: body"


def test_zip_names_lack_the_utf8_flag_and_are_gbk() -> None:
    archive = zipfile.ZipFile(BytesIO(oddities.zipped([("作品/1.jpg", b"x")], gbk_names=True)))

    assert [entry.filename.encode("cp437").decode("gbk") for entry in archive.infolist()] == ["作品/1.jpg"]


def test_an_encrypted_zip_asks_for_a_password() -> None:
    archive = zipfile.ZipFile(BytesIO(oddities.zipped([("1.jpg", b"x" * 40)], encrypted=True)))

    with pytest.raises(RuntimeError, match="encrypted"):
        archive.read("1.jpg")


def test_arrivals_keep_to_the_window() -> None:
    call = sample_call()

    inside = [arrival(call, "inside", number) for number in (0, 50, 9_000)]

    assert [OPENS <= each < CLOSES for each in inside] == [True, True, True]
    assert (arrival(call, "early") < OPENS, arrival(call, "late") >= CLOSES) == (True, True)


def test_generated_mails_are_the_same_bytes_again_and_other_with_another_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER)

    def first(seed: int) -> list[bytes]:
        pictures.photo.__wrapped__.cache_clear()
        return [mail.raw for mail in generate(sample_call(), 1, seed, TINY)]

    once, again, other = first(1), first(1), first(2)

    assert (once == again, once == other) == (True, False)


def test_the_demo_shows_every_state_and_needs_few_names() -> None:
    assert len(CASES) == len({case.name for case in CASES}) == 21
    assert {case.expected.state for case in CASES} == {"", "accepted", "incomplete", "held", "rejected"}
    assert {case.expected.outcome for case in CASES} == {"entered", "merged", "ignored", "set_aside"}


def test_a_second_mail_comes_from_the_same_author_in_every_round() -> None:
    cases = {case.name: case for case in CASES}
    pairs = []
    for turn in (0, len(CASES)):
        first = scene_of(cases["no-portrait"], sample_call(), turn + CASES.index(cases["no-portrait"]))
        second = scene_of(cases["portrait-follows"], sample_call(), turn + CASES.index(cases["portrait-follows"]))
        pairs.append((first.person == second.person, first.arrives < second.arrives))

    assert pairs == [(True, True), (True, True)]


SALTED = {  # made by programs that put time or chance into them
    "smime-opaque", "7z", "7z-locked", "zip-bomb", "form-list-of-authors", "document-damaged-beside-the-rest",
}  # fmt: skip


@pytest.mark.parametrize("case", CORPUS[::5], ids=lambda case: case.name)
def test_corpus_mails_are_small_and_the_same_again(case: CorpusCase) -> None:
    raw = raw_of(case.name)

    assert raw == case.raw() or case.name in SALTED
    assert 100 < len(raw) < 6_000_000


def test_corpus_names_are_unique() -> None:
    assert len({case.name for case in CORPUS}) == len(CORPUS)


def test_a_small_photo_lies_between_nothing_and_the_floor() -> None:
    scene = tiny_scene(arrives=INSIDE)
    small, borderline = len(scene.small_work("a.jpg").data), len(pictures.photo(scene.seed(4), 0.3, TINY.borderline))

    assert (small < 25_000 <= borderline < 30_000 <= len(scene.work_bytes(1))) is True
