"""The judging pack: nothing of the author stays, nothing of the picture is lost, the same bytes each time, whole or not at all."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise

import numpy as np
import openpyxl
import pypdf
import pytest
import typer
from PIL import Image, ImageCms, ImageOps
from typer.testing import CliRunner

from intake.model.problems import Problem
from intake.model.submission import FileType
from registry.select import neutral_codes
from registry.store.codec import facts_from_json, facts_to_json
from registry.store.whole_file import FolderProblem
from reports.commands import judges
from reports.demo import pictures
from reports.pack import folder as packfolder
from reports.pack import icc
from reports.pack.clean_pictures import NotCleanedError, cleaned
from reports.pack.copies import copied
from reports.pack.pack import FOR_VOTERS, MissingItem, key_of, write_pack
from tests.builders import photo_samples as ps
from tests.builders.desks import ROOT, a_desk
from tests.builders.pack_samples import AUTHOR, CALL, a_registry, own_profile, say, secret_photo, segments, srgb_profile

GPS_TAG, INTEL_GPS_TAG = b"\x88\x25", b"\x25\x88"  # 0x8825, either way round
TELLS = (b"Marta", b"Lindqvist", AUTHOR.encode("utf-16-le"), AUTHOR.encode("utf-16-be"), b"Aster", b"A12", b"xmp", b"Photoshop", b"jumb",
         b"c2pa", b"MPF", b"ftyp", b"JFXX", b"2026:07")  # fmt: skip


def pixels(data):
    return np.asarray(Image.open(io.BytesIO(data)))


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A registry of ten entries, four of them accepted, its pack and its voting set."""
    folder = tmp_path_factory.mktemp("pack")
    with a_desk(folder) as desk:
        a_registry(desk)
        done = write_pack(desk, CALL, folder / "pack")
        voted = write_pack(desk, CALL, folder / "vote", FOR_VOTERS)
        yield desk, folder / "pack", done, folder / "vote", voted


def codes_by_number(desk):
    return {int(reference[-4:]): code for reference, code in neutral_codes.entry_codes(desk.db, CALL).items()}


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_an_original_keeps_its_pixels_its_orientation_and_its_colours_and_nothing_else(orientation):
    data = secret_photo(orientation=orientation)
    clean = cleaned(data, FileType.JPEG)
    assert (clean.ending, clean.rewritten) == ("jpg", False)
    assert np.array_equal(pixels(clean.data), pixels(data))
    assert [tell for tell in TELLS if tell not in data] == []
    assert [tell for tell in TELLS if tell in clean.data] == []
    assert any(GPS_TAG in body for marker, body in segments(data) if marker == 0xE1)
    head = clean.data[: clean.data.index(b"\xff\xda")]
    assert (GPS_TAG in head, INTEL_GPS_TAG in head) == (False, False)
    kept = segments(clean.data)
    upright = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([orientation]) + bytes(6)
    assert [body for marker, body in kept if marker == 0xE1] == ([upright] if orientation != 1 else [])
    assert b"".join(body[14:] for marker, body in kept if marker == 0xE2) == srgb_profile()
    assert {marker for marker, _ in kept} - {0xE1} == {0xE0, 0xE2, 0xDB, 0xC0, 0xC4, 0xD9}
    assert [body for marker, body in kept if marker in {0xE0, 0xD9}] == [b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0", b""]


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_finds_nothing_of_the_author(tmp_path):
    (tmp_path / "a.jpg").write_bytes(cleaned(secret_photo(), FileType.JPEG).data)
    told = json.loads(
        subprocess.run(["exiftool", "-j", "-G", "-a", "-u", tmp_path / "a.jpg"], capture_output=True, check=True).stdout
    )[0]
    groups = {name.partition(":")[0] for name in told}
    assert groups <= {"SourceFile", "ExifTool", "File", "JFIF", "EXIF", "ICC_Profile", "Composite"}
    assert {name for name in told if name.startswith("EXIF:")} <= {"EXIF:Orientation"}


@pytest.mark.parametrize(
    "data",
    [
        pictures.mpo(1, 0.3, 32_000), pictures.motion_photo(1, 0.3, 32_000), pictures.progressive(1, 0.3, 32_000), ps.ultra_hdr(),
        ps.samsung_motion(), ps.huawei_live(), ps.micro_video(), ps.saved(ps.drawn(2, 320, 240).convert("CMYK"), quality=80),
        ps.saved(ps.drawn(2, 320, 240).convert("L"), quality=80),
    ],
    ids=["mpo", "motion", "progressive", "ultra-hdr", "samsung", "huawei", "micro-video", "cmyk", "grey"],
)  # fmt: skip
def test_every_kind_of_jpeg_decodes_as_before_and_ends_where_its_picture_ends(data):
    clean = cleaned(data, FileType.JPEG).data
    assert np.array_equal(pixels(clean), pixels(data))
    assert segments(clean)[-1] == (0xD9, b"")
    assert {marker for marker, _ in segments(clean)} & {0xE1, 0xEB, 0xED, 0xFE} == set()


def test_a_profile_of_ones_own_screen_keeps_its_colours_and_loses_its_name():
    mine = own_profile()
    neutral = icc.kept(mine)
    image = ps.drawn(1, 64, 48)
    target = ImageCms.createProfile("sRGB")
    seen = [ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(p)), target).tobytes() for p in (mine, neutral)]
    assert seen[0] == seen[1] != image.tobytes()
    assert "Martas".encode("utf-16-be") in mine
    assert "Martas".encode("utf-16-be") not in neutral
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(neutral))).strip() == "Colour profile"
    assert icc.kept(srgb_profile()) == srgb_profile()
    assert icc.kept(srgb_profile(), lambda data: b"XYZ" in data) != srgb_profile()
    assert icc.kept(b"no profile at all" * 20) == b""


def test_a_png_keeps_pixels_and_profile_and_loses_its_texts():
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", AUTHOR)
    told.add_itxt("XML:com.adobe.xmp", AUTHOR)
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, AUTHOR
    data = ps.saved(ps.drawn(1, 64, 48), "PNG", pnginfo=told, exif=exif, icc_profile=srgb_profile())
    clean = cleaned(data, FileType.PNG)
    image = Image.open(io.BytesIO(clean.data))
    assert (clean.ending, image.getexif().get(0x0112), image.info["icc_profile"]) == ("png", 6, srgb_profile())
    assert dict(image.getexif()) == {0x0112: 6}
    assert np.array_equal(np.asarray(image), pixels(data))
    assert b"Marta" not in clean.data
    assert re.findall(rb"IHDR|iCCP|eXIf|IDAT|IEND|tEXt|iTXt", clean.data) == [b"IHDR", b"iCCP", b"eXIf", b"IDAT", b"IEND"]


@pytest.mark.parametrize("kind", [FileType.WEBP, FileType.TIFF, FileType.BMP, FileType.GIF])
def test_another_picture_is_written_anew_with_the_same_pixels(kind):
    image = ps.drawn(1, 64, 48)
    options = {"lossless": True} if kind is FileType.WEBP else {}
    data = ps.saved(image, kind.value.upper(), **options)
    clean = cleaned(data, kind)
    assert (clean.ending, clean.rewritten) == ("png", True)
    assert np.array_equal(
        np.asarray(Image.open(io.BytesIO(clean.data)).convert("RGB")), np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    )


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"%PDF-1.4", FileType.PDF), (b"\xff\xd8\xff\xe1\xff\xff", FileType.JPEG), (b"\xff\xd8\xff\xd9", FileType.JPEG), (b"\x89PNG\r\n\x1a\n", FileType.PNG), (b"", FileType.TIFF)],
)  # fmt: skip
def test_what_cannot_be_cleaned_is_refused(data, kind):
    with pytest.raises(NotCleanedError):
        cleaned(data, kind)


def test_a_copy_is_upright_in_srgb_and_bare():
    data = secret_photo(orientation=6, profile=own_profile(), size=(2400, 1600))
    copy = copied(data, 1920)
    image = Image.open(io.BytesIO(copy.data))
    seen = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    right = ImageCms.profileToProfile(seen, ImageCms.ImageCmsProfile(io.BytesIO(own_profile())), ImageCms.createProfile("sRGB"))
    difference = np.abs(np.asarray(right.resize((32, 48))).astype(int) - np.asarray(image.resize((32, 48))).astype(int))
    assert image.size == (1280, 1920)
    assert difference.mean() < 3
    assert image.info["icc_profile"] == icc.srgb()
    assert [marker for marker, _ in segments(copy.data) if 0xE1 <= marker <= 0xEF or marker == 0xFE] == [0xE2]
    assert copied(ps.camera(), 10_000).image.size == Image.open(io.BytesIO(ps.camera())).size


def test_the_pack_holds_accepted_entries_under_their_codes_and_nothing_of_their_authors(packed):
    desk, folder, done, _, _ = packed
    names = codes_by_number(desk)
    accepted = sorted(names[number] for number in (1, 5, 6, 10))
    works = [f"{code}-{place}" for code in accepted for place in (1, 2, 3)]
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == sorted(
        ["README.txt", "SHA256SUMS.txt", "contact-sheet.pdf", "score-sheet.xlsx"]
        + [f"originals/{work[:6]}/{work}.jpg" for work in works]
        + [f"screen/{work[:6]}/{work}.jpg" for work in works]
    )
    assert (done.entries, done.photos, done.missing, done.leaks, done.masked, done.needs_person) == (4, 12, [], [], [], False)
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_dir()} == {0o700}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        if path.suffix == ".xlsx":
            archive = zipfile.ZipFile(path)
            data = b"".join(archive.read(name) for name in archive.namelist())
        assert [
            tell for tell in (b"Marta", b"Lindqvist", b"Tendai", b"IF2026-", b"Sweden", "林玛塔".encode()) if tell in data
        ] == [], path
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_list_of_hashes_is_that_of_every_file(packed):
    _, folder, *_ = packed
    listed = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS.txt").read_text().splitlines())
    there = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS.txt"
    }
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}


def test_the_key_lies_apart_is_sealed_and_says_who_is_who(packed):
    desk, folder, done, *_ = packed
    names = codes_by_number(desk)
    assert done.key == key_of(folder) == folder.with_name("pack-key.xlsx")
    assert done.key.stat().st_mode & 0o777 == 0o600
    assert hashlib.sha256(done.key.read_bytes()).hexdigest() in (folder / "README.txt").read_text()
    book = openpyxl.load_workbook(done.key)
    rows = {row[0]: row[1:4] for row in book["Key"].iter_rows(min_row=2, values_only=True)}
    assert list(rows) == sorted(rows)
    assert rows[names[1]] == ("IF2026-0001", f"{AUTHOR} / 林玛塔", "瑞典 Sweden")
    files = list(book["Files"].iter_rows(min_row=2, values_only=True))
    assert len(files) == 12
    assert all(hashlib.sha256((folder / row[5]).read_bytes()).hexdigest() == row[6] for row in files)


def test_score_sheet_and_contact_sheet_show_every_work(packed):
    desk, folder, *_ = packed
    accepted = sorted(codes_by_number(desk)[number] for number in (1, 5, 6, 10))
    sheet = openpyxl.load_workbook(folder / "score-sheet.xlsx")["Scores"]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in rows] == accepted
    assert rows[0][2:4] == (3, "The Bridge before Rain")
    assert rows[0][7] == "Steam, quiet voices and slow hands that sort the leaves."
    assert len(sheet._images) == 12
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["E3:E6", "G3:G6"]
    open_cells = [cell.coordinate for row in sheet for cell in row if not cell.protection.locked]
    assert (sheet["A1"].value, sheet.protection.sheet) == ("评委姓名\nJudge's name", True)
    assert open_cells == ["B1", *(f"{column}{row}" for row in range(3, 7) for column in "EFG")]
    told = pypdf.PdfReader(folder / "contact-sheet.pdf")
    assert re.findall(r"\w{6}-\d", told.pages[0].extract_text()) == [
        f"{code}-{place}" for code in accepted for place in (1, 2, 3)
    ]
    assert (len(told.pages[0].images), told.metadata) == (12, None)


def test_the_voting_set_has_web_copies_and_an_index(packed):
    desk, _, _, folder, done = packed
    accepted = sorted(codes_by_number(desk)[number] for number in (1, 5, 6, 10))
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert [entry["code"] for entry in index["entries"]] == accepted
    first = index["entries"][0]
    photo = folder / f"images/{accepted[0]}-1.jpg"
    assert {**first, "photos": first["photos"][:1]} == {
        "code": accepted[0],
        "title": "The Bridge before Rain",
        "texts": {"description": "Steam, quiet voices and slow hands that sort the leaves."},
        "photos": [
            {
                "file": f"images/{photo.name}",
                "width": 480,
                "height": 640,
                "sha256": hashlib.sha256(photo.read_bytes()).hexdigest(),
            }
        ],
    }
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.txt", "SHA256SUMS.txt", "images", "index.html", "index.json", "thumbs", "votes.xlsx",
    ]  # fmt: skip
    assert (done.photos, done.leaks, done.key) == (12, [], key_of(folder))


def test_web_copies_have_at_most_1600_pixels(tmp_path):
    with a_desk(tmp_path) as desk:
        a_registry(desk, 1, lambda seed: secret_photo(seed, size=(2000, 1000)))
        write_pack(desk, CALL, tmp_path / "vote", FOR_VOTERS)
    assert {Image.open(path).size for path in (tmp_path / "vote" / "images").iterdir()} == {(800, 1600)}


def test_the_same_registry_gives_the_same_bytes_anywhere(packed, tmp_path):
    _, folder, done, vote, _ = packed
    with a_desk(tmp_path) as desk:
        a_registry(desk)
        write_pack(desk, CALL, tmp_path / "pack")
        write_pack(desk, CALL, tmp_path / "vote", FOR_VOTERS)
    for mine, theirs in ((tmp_path / "pack", folder), (tmp_path / "vote", vote)):
        assert (mine / "SHA256SUMS.txt").read_bytes() == (theirs / "SHA256SUMS.txt").read_bytes()
    assert (tmp_path / "pack-key.xlsx").read_bytes() == done.key.read_bytes()


def test_codes_stay_tell_no_order_and_are_unlike_each_other(tmp_path):
    with a_desk(tmp_path) as desk:
        a_registry(desk, 40, lambda seed: b"")
        before = neutral_codes.entry_codes(desk.db, CALL)
        desk.db.conn.execute("UPDATE entries SET state = 'accepted', revision = 2, received_at = '2026-08-01T00:00:00+00:00'")
        assert neutral_codes.entry_codes(desk.db, CALL) == before
    listed = list(before.values())
    assert len(set(listed)) == 40
    assert all(re.fullmatch("([BCDFGHJKMNPQRTVWXZ][2-9]){3}", code) for code in listed)
    assert 8 < sum(first < second for first, second in pairwise(listed)) < 32


def test_two_entries_never_share_a_code(tmp_path, monkeypatch):
    monkeypatch.setattr(neutral_codes, "LENGTH", 1)
    with a_desk(tmp_path) as desk:
        a_registry(desk, len(neutral_codes.LETTERS), lambda seed: b"")
        assert sorted(neutral_codes.entry_codes(desk.db, CALL).values()) == sorted(neutral_codes.LETTERS)


def test_what_is_missing_is_listed_and_never_invented(tmp_path):
    with a_desk(tmp_path) as desk:
        a_registry(desk, 5)
        names = codes_by_number(desk)
        say(desk, "IF2026-0005", photo_name="", description="")
        shas = [
            row[0]
            for row in desk.db.conn.execute("SELECT sha256 FROM materials WHERE reference = 'IF2026-0001' ORDER BY ordinal")
        ]
        desk.media.path(shas[0], FileType.JPEG).unlink()
        desk.media.path(shas[1], FileType.JPEG).write_bytes(b"\xff\xd8\xff\xe0 broken")
        known = facts_from_json(desk.db.conn.execute("SELECT facts FROM photos WHERE sha256 = ?", [shas[2]]).fetchone()[0])
        desk.db.table("photos").update(shas[2], {"facts": facts_to_json(replace(known, problem=Problem.CRASHED))})
        done = write_pack(desk, CALL, tmp_path / "pack")
    one, five = names[1], names[5]
    expected = [
        MissingItem(f"{one}-1", "missing"),
        MissingItem(f"{one}-2", "not-cleaned", "jpeg"),
        MissingItem(f"{one}-3", "not-cleaned", "jpeg"),
        MissingItem(five, "no-text", "description"),
        MissingItem(five, "no-title"),
    ]
    assert (done.missing, done.photos, done.needs_person) == (sorted(expected, key=lambda gap: (gap.name, gap.why)), 3, True)
    readme = (tmp_path / "pack" / "README.txt").read_text(encoding="utf-8")
    for line in (
        f"{one}-1  文件已不在存储中 · the file is no longer where it was kept",
        f"{one}-2  无法去除元数据，未放入 · its metadata could not be removed, so it was left out",
        f"{five}  没有作品名称 · no title",
        f"{five}  没有文字：作品文字说明 · no text: Photo description",
    ):
        assert line in readme.splitlines()
    assert f"{one}-1  (missing)" in pypdf.PdfReader(tmp_path / "pack" / "contact-sheet.pdf").pages[0].extract_text()
    assert not (tmp_path / "pack" / "originals" / one / f"{one}-2.jpg").exists()


def test_a_call_without_accepted_entries_gives_a_pack_that_opens(tmp_path):
    with a_desk(tmp_path) as desk:
        done = write_pack(desk, CALL, tmp_path / "pack")
    assert (done.entries, done.needs_person) == (0, False)
    assert len(pypdf.PdfReader(tmp_path / "pack" / "contact-sheet.pdf").pages) == 1
    assert openpyxl.load_workbook(tmp_path / "pack" / "score-sheet.xlsx")["Scores"].max_row == 2


def test_an_older_pack_is_replaced_but_nothing_that_somebody_worked_in(tmp_path):
    out = tmp_path / "pack"
    with a_desk(tmp_path) as desk:
        a_registry(desk, 1)
        write_pack(desk, CALL, out)
        first = (out / "SHA256SUMS.txt").read_bytes()
        say(desk, "IF2026-0001", photo_name="Another title")
        write_pack(desk, CALL, out)
        assert (out / "SHA256SUMS.txt").read_bytes() != first
        (out / "score-sheet.xlsx").write_bytes(b"scores of a judge")
        with pytest.raises(FolderProblem, match=r"score-sheet\.xlsx"):
            write_pack(desk, CALL, out)
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "note.txt").write_text("mine")
        with pytest.raises(FolderProblem, match="holds no pack"):
            write_pack(desk, CALL, tmp_path / "full")
    assert (out / "score-sheet.xlsx").read_bytes() == b"scores of a judge"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full", "overlay.yaml", "pack", "pack-key.xlsx", "var"]


def test_a_failure_leaves_the_older_pack_and_nothing_else(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with a_desk(tmp_path) as desk:
        a_registry(desk, 1)
        write_pack(desk, CALL, tmp_path / "pack")
        before = {path: path.read_bytes() for path in (tmp_path / "pack").rglob("*.*") if path.is_file()}
        say(desk, "IF2026-0001", photo_name="Another title")
        monkeypatch.setattr("reports.pack.pack.write_sums", full)
        for name in ("pack", "new"):
            with pytest.raises(OSError, match="No space"):
                write_pack(desk, CALL, tmp_path / name)
    assert {path: path.read_bytes() for path in before} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["overlay.yaml", "pack", "pack-key.xlsx", "var"]


def test_the_command_keeps_the_contract(tmp_path):
    app = typer.Typer()

    @app.callback()
    def main(context: typer.Context):
        context.obj = [ROOT / "config.yaml", tmp_path / "overlay.yaml"]

    app.add_typer(judges.app)
    with a_desk(tmp_path) as desk:
        a_registry(desk, 1)
        sha = desk.db.conn.execute("SELECT sha256 FROM materials ORDER BY ordinal LIMIT 1").fetchone()[0]

    def run(*words):
        return CliRunner().invoke(app, ["pack", *map(str, words)], env={"PHOTO_PASSWORD": "x"})

    good = run(CALL, "--out", tmp_path / "a", "--json")
    told = json.loads(good.stdout)
    assert (good.exit_code, told["entries"], told["photos"], told["missing"], told["key"]) == (
        0,
        1,
        3,
        [],
        str(tmp_path / "a-key.xlsx"),
    )
    voting = run(CALL, "--out", tmp_path / "v", "--for", "voting")
    assert (voting.exit_code, voting.stdout) == (0, f"{tmp_path / 'v'}\n")
    assert (tmp_path / "v" / "index.json").is_file()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    wrong = [run("nonsense", "--out", tmp_path / "b"), run(CALL, "--out", tmp_path / "full"), run(CALL, "--out", tmp_path / "no" / "b"), run(CALL, "--out", tmp_path / "b", "--for", "fun"), run(CALL)]  # fmt: skip
    assert [result.exit_code for result in wrong] == [2] * 5
    assert "There is no call 'nonsense'" in wrong[0].stderr
    (tmp_path / "var" / "media" / sha[:2] / f"{sha}.jpg").unlink()
    lacking = run(CALL, "--out", tmp_path / "c")
    assert (lacking.exit_code, "missing" in lacking.stderr) == (1, True)


def test_the_thumbnail_in_a_jfif_header_goes_too():
    data = ps.saved(ps.drawn(1, 64, 48))
    bearing = data[:2] + b"\xff\xe0\x00\x13JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01RGB" + data[20:]
    assert segments(cleaned(bearing, FileType.JPEG).data) == segments(data)


def test_a_code_cannot_be_computed_without_the_mail_that_opened_its_entry(tmp_path):
    with a_desk(tmp_path) as desk:
        a_registry(desk, 2, lambda seed: b"")
        before = neutral_codes.entry_codes(desk.db, CALL)
        desk.db.conn.execute("UPDATE revisions SET message = 'another' WHERE reference = 'IF2026-0002'")
        after = neutral_codes.entry_codes(desk.db, CALL)
    assert (after["IF2026-0001"] == before["IF2026-0001"], after["IF2026-0002"] == before["IF2026-0002"]) == (True, False)


def test_the_older_pack_comes_back_where_the_new_one_cannot_take_its_place(tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "README.txt").write_text("old")
    with pytest.raises(FileNotFoundError):
        packfolder._swap(tmp_path / "never made", tmp_path / "pack", tmp_path / "old")
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["pack", "pack/README.txt"]
