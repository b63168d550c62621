"""What names an author is covered in what judges read, and the leak check finds what is planted."""

import json
import time
import zipfile

import openpyxl
import pytest
from PIL import Image

from intake.model.submission import FileType
from registry.read.entries import read_entries, references
from registry.select.neutral_codes import entry_codes
from reports.pack import leaks
from reports.pack.clean_pictures import cleaned
from reports.pack.covered_names import MASK, PIECE, EveryName, common_words, names_covered, names_of
from reports.pack.entries import judged_entries
from reports.pack.leaks import Leak, remains
from reports.pack.pack import FOR_VOTERS, write_pack
from tests.builders import photo_samples as ps
from tests.builders.desks import a_desk
from tests.builders.pack_samples import AUTHOR, CALL, a_registry, own_profile, say, secret_photo, srgb_profile

CODE, OTHER, THIRD = "K7M4Q2", "B2C3D4", "D4F5G6"


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """Two authors: Marta Lindqvist 林玛塔, and Tomás Arrieta-Río whose secretary Li Na of the unit sent the mail; 𠮷田花, in Thai and Korean too."""
    with a_desk(tmp_path_factory.mktemp("names")) as desk:
        a_registry(desk, 3, lambda seed: b"")
        say(desk, "IF2026-0001", name_en=AUTHOR)
        say(desk, "IF2026-0003", name_en="สุมาลี ชัยวงศ์", name_zh="𠮷田花", contact_name="김 민수")
        say(
            desk,
            "IF2026-0002",
            name_en="Tomás Arrieta-Río",
            name_zh="",
            email="rio@example.org",
            mobile="",
            contact_name="李娜",
            employer="May University",
        )
        desk.db.conn.execute(
            "UPDATE entries SET submitter_name = 'Li Na', submitter_email = 'photo.club@example.org' WHERE reference = 'IF2026-0002'"
        )
        call = desk.config.calls[CALL]
        common = common_words(call, desk.config.office.en)
        entries = read_entries(desk.db, references(desk.db, CALL))
        yield {code: names_of(call, entry, common) for code, entry in zip((CODE, OTHER, THIRD), entries, strict=True)}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Photo by Marta Lindqvist.", f"Photo by {MASK}."),
        ("MARTA LINDQVIST, Lindqvist Marta, marta_lindqvist, MartaLindqvist", f"{MASK}, {MASK}, {MASK}, {MASK}"),
        ("Ｍａｒｔａ　Ｌｉｎｄｑｖｉｓｔ", MASK),
        ("I am Marta and my mother is Mrs Lindqvist", f"I am {MASK} and my mother is Mrs {MASK}"),
        ("a marta in lower case, Martathon, Smarta", "a marta in lower case, Martathon, Smarta"),
        ("我是林玛塔，大家叫我玛塔；林 玛 塔", f"我是{MASK}，大家叫我{MASK}；{MASK}"),
        ("write to Marta.Lindqvist@example.org!", f"write to {MASK}!"),
        ("call 138-1234-5678 or +86 138 1234 5678.", f"call {MASK} or {MASK}."),
        ("the tea of 2026 costs 138 yuan, 12345 people", "the tea of 2026 costs 138 yuan, 12345 people"),
        ("Steam and slow hands.", "Steam and slow hands."),
        ("", ""),
    ],
)
def test_a_name_is_covered_however_it_is_written(people, text, shown):
    assert names_covered(text, CODE, EveryName(people))[0] == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tomas Arrieta Rio and TOMÁS", f"{MASK} and {MASK}"),
        ("Tomás Río told Li Na, 李娜, and photo.club", f"{MASK} told {MASK}, {MASK}, and {MASK}"),
        ("In May the rio was full; Lina, Li and na sang", "In May the rio was full; Lina, Li and na sang"),
    ],
)
def test_accents_senders_and_unit_contacts_count_places_and_units_do_not(people, text, shown):
    assert names_covered(text, OTHER, EveryName(people))[0] == shown


def test_names_beyond_the_first_plane_and_with_vowels_as_marks_are_covered(people):
    text = "我是𠮷田花；สุมาลี ชัยวงศ์ と 김 민수。𠮷"
    assert names_covered(text, OTHER, EveryName(people))[0] == f"我是{MASK}；{MASK} と {MASK}。𠮷"


def test_a_name_is_found_anywhere_in_a_long_text_and_one_of_thousands_is_looked_for_once(people):
    crowd = EveryName({f"C{number}": people[CODE] for number in range(3000)})
    began = time.process_time()
    for before in range(0, 2 * PIECE, 47):
        text = "x-" * (before // 2) + " Marta  Lindqvist" + " tea and rain" * 200
        assert names_covered(text, OTHER, crowd)[1] == ["Marta  Lindqvist"]
    assert names_covered(f"{' tea' * PIECE}Marta Lindqvistova", OTHER, crowd)[1] == []
    assert time.process_time() - began < 3


def test_in_texts_of_others_only_the_whole_name_counts(people):
    text = "With Marta Lindqvist by the river; Marta rowed."
    assert names_covered(text, OTHER, EveryName(people)) == (f"With {MASK} by the river; Marta rowed.", [AUTHOR])


def test_the_pack_covers_names_and_says_where_but_not_what(tmp_path):
    with a_desk(tmp_path) as desk:
        a_registry(desk, 6)
        say(desk, "IF2026-0001", name_en=AUTHOR, photo_name="Marta's bridge", description="I, Marta, and 林玛塔.")
        say(desk, "IF2026-0005", name_en="Piotr Walkowiak", name_zh="", email="", mobile="", description=f"My friend {AUTHOR}.")
        done = write_pack(desk, CALL, tmp_path / "pack")
        vote = write_pack(desk, CALL, tmp_path / "vote", FOR_VOTERS)
        codes = entry_codes(desk.db, CALL)
        one, five = codes["IF2026-0001"], codes["IF2026-0005"]
        shown = {entry.code: (entry.title, entry.texts["description"]) for entry in judged_entries(desk, CALL)}
    assert (shown[one], shown[five][1]) == ((f"{MASK}'s bridge", f"I, {MASK}, and {MASK}."), f"My friend {MASK}.")
    assert {(item.code, item.place, item.words) for item in done.masked} == {
        (one, "title", ("Marta",)), (one, "description", ("Marta", "林玛塔")), (five, "description", (AUTHOR,)),
    }  # fmt: skip
    assert (done.leaks, vote.leaks, done.needs_person) == ([], [], False)
    readme = (tmp_path / "pack" / "README.txt").read_text(encoding="utf-8")
    assert f"{one}  作品文字说明 · Photo description: 2" in readme.splitlines()
    assert "Marta" not in readme
    covered = list(openpyxl.load_workbook(done.key)["Covered"].iter_rows(min_row=2, values_only=True))
    assert (one, "IF2026-0001", "description", "Marta\n林玛塔") in covered
    index = json.loads((tmp_path / "vote" / "index.json").read_text(encoding="utf-8"))
    assert {entry["code"]: entry["title"] for entry in index["entries"]}[one] == f"{MASK}'s bridge"


def plant(folder, name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_a_clean_folder_has_no_leaks(people, tmp_path):
    plant(tmp_path, f"originals/{CODE}/{CODE}-1.jpg", cleaned(secret_photo(), FileType.JPEG).data)
    plant(tmp_path, "README.txt", b"Martathon, a march in May")
    assert leaks.search(tmp_path, people) == []


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("Marta_Lindqvist-1.txt", b"", ("name", "Marta_Lindqvist")),
        ("林玛塔/1.txt", b"", ("name", "林玛塔")),
        (f"texts/{CODE}.txt", b"Marta's tea", ("text", "Marta")),
        ("index.json", b'{"title": "by TOMAS ARRIETA RIO"}', ("text", "TOMAS ARRIETA RIO")),
        (f"{CODE}-1.jpg", ps.saved(ps.drawn(1, 64, 48), comment=AUTHOR), ("metadata", AUTHOR)),
        (f"{CODE}-1.jpg", ps.with_segments(ps.camera(), (0xE7, AUTHOR.encode("utf-16-be"))), ("metadata", AUTHOR)),
        (f"{CODE}-1.jpg", ps.saved(ps.drawn(1, 64, 48), icc_profile=own_profile("Marta screen")), ("metadata", "Marta")),
    ],
    ids=["file name", "folder", "own first name", "whole name of anybody", "comment", "utf-16 segment", "colour profile"],
)  # fmt: skip
def test_a_planted_name_is_found(people, tmp_path, name, data, found):
    plant(tmp_path, name, data)
    assert Leak(name, *found) in leaks.search(tmp_path, people)


def test_names_in_workbooks_and_pdfs_are_found(people, tmp_path):
    book = openpyxl.Workbook()
    book.active["C7"] = f"see {AUTHOR}"
    book.properties.creator = "Lindqvist, Marta"
    book.save(tmp_path / "scores.xlsx")
    with zipfile.ZipFile(tmp_path / "album.docx", "w") as archive:
        archive.writestr("word/media/image1.jpg", ps.camera())
    Image.new("RGB", (40, 40)).save(tmp_path / "sheet.pdf", title=f"by {AUTHOR}")
    found = leaks.search(tmp_path, people)
    assert {(leak.file, leak.where) for leak in found} == {
        ("scores.xlsx", "text"),
        ("album.docx", "metadata"),
        ("sheet.pdf", "text"),
    }
    assert {leak.what for leak in found if leak.file != "album.docx"} == {AUTHOR, "Lindqvist, Marta"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (ps.saved(ps.drawn(1, 64, 48), icc_profile=srgb_profile()), []),
        (ps.turned(6, profile=True), []),
        (ps.saved(ps.drawn(1, 64, 48), comment="x"), ["JPEG comment", "COM"]),
        (ps.with_segments(ps.saved(ps.drawn(1, 64, 48)), (0xED, b"x")), ["APP13"]),
        (ps.saved(ps.drawn(1, 64, 48)) + b"clip", ["bytes behind the image"]),
        (b"nothing", ["not readable"]),
    ],
)
def test_metadata_that_remains_is_told(data, told):
    assert [item.partition(":")[0] if item.startswith("not") else item for item in remains(data)] == told


def test_place_and_time_of_a_photo_are_told():
    assert {"EXIF GPS GPSLatitude", "EXIF EXIF DateTimeOriginal", "EXIF block 34853"} <= set(remains(ps.camera()))


def test_a_leak_in_a_finished_pack_needs_a_person_and_stands_in_the_readme(tmp_path, monkeypatch):
    def careless(data, kind, personal):
        return cleaned(ps.camera(), kind).__class__(ps.camera(), "jpg")

    with a_desk(tmp_path) as desk:
        a_registry(desk, 1)
        monkeypatch.setattr("reports.pack.works.cleaned", careless)
        done = write_pack(desk, CALL, tmp_path / "pack")
        code = entry_codes(desk.db, CALL)["IF2026-0001"]
    assert (done.needs_person, {leak.file for leak in done.leaks}) == (
        True,
        {f"originals/{code}/{code}-{n}.jpg" for n in (1, 2, 3)},
    )
    assert (
        f"! originals/{code}/{code}-1.jpg  元数据 · metadata"
        in (tmp_path / "pack" / "README.txt").read_text(encoding="utf-8").splitlines()
    )
