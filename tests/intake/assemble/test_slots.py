"""Which slot a file goes to: each step of ruling 14, and what becomes of files that nothing tells apart."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake.assemble.dealing import deal_doubtful
from intake.assemble.slots import Demand, FileHints, archives_doubted, claimed, in_other_formats, in_slot, papers_in_pictures
from intake.config.models import Slot, Title
from intake.model.idle import Idle
from intake.model.submission import OTHER, Attachment, FileType
from tests.builders.factories import sample_call, shipped_call

T = Title(zh="材料", en="piece")
EXHIBITORS = {
    "licence": Slot(kind=["document", "photo"], title=T, names=["营业执照", "licence"], formats=["PDF", "JPEG", "PNG"]),
    "logo": Slot(kind="photo", count="0-1", title=T, names=["标志", "logo"], formats=["JPEG", "PNG"]),
    "poster": Slot(kind="photo", count="1-", title=T, names=["海报"]),
    "source": Slot(kind="file", count="1-", title=T, names=["海报源文件"], formats=["PSD", "AI", "PDF"]),
    "clip": Slot(kind="video", count="1", title=T),
}
PHOTO = shipped_call()
DEMANDS = {name: Demand(slot=slot, floor=2_800_000 if name == "work" else 0) for name, slot in PHOTO.slots.items()}


def call_of(slots):
    return sample_call().model_copy(
        update={"slots": {name: slot.model_copy(update={"id": name}) for name, slot in slots.items()}}
    )


FAIR = call_of(EXHIBITORS)


def file(name, kind=FileType.JPEG, **more):
    given = {"folder": "", "container": "", "size": 5_000_000, "sha256": f"{name}{more}", "path": Path(name), **more}
    return Attachment(ordinal=1, name_as_sent=name, name=name, type=kind, **given)


def slot_of(item, call=FAIR, said=FileHints()):  # noqa: B008 - frozen
    found = in_slot(item, call, said, "m")
    return (found.role, str(found.reason), found.doubtful) if found else None


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(file("a.mp4", FileType.MP4), ("clip", "kind", False), id="the only slot of its kind"),
        pytest.param(file("营业执照.pdf", FileType.PDF), ("licence", "name", False), id="its name"),
        pytest.param(file("1.jpg", folder="营业执照"), ("licence", "folder", False), id="its folder"),
        pytest.param(file("1.jpg", container="logo.zip"), ("logo", "archive", False), id="its archive"),
        pytest.param(file("海报源文件.psd", FileType.PSD), ("source", "name", False), id="the longer of two words"),
        pytest.param(file("x.psd", FileType.PSD), ("source", "kind", False), id="a format that one slot asks for"),
        pytest.param(file("1.jpg"), ("licence", "size and shape", True), id="nothing tells"),
        pytest.param(file("notes.zip", FileType.ZIP), None, id="no slot takes it"),
        pytest.param(
            file("海报.jpg", FileType.EMPTY, size=0), ("poster", "name", False), id="an empty file is what it claims to be"
        ),
    ],
)
def test_each_step(item, expected):
    assert slot_of(item) == expected


def test_what_the_form_lists_is_judged():
    assert slot_of(file("Tea market.jpg"), PHOTO, FileHints(listed="Tea Market; Rain")) == ("work", "form", False)


def test_a_subject_claims_and_leaves_a_doubt():
    assert slot_of(file("1.jpg"), FAIR, FileHints(subject="补交标志")) == ("logo", "subject", True)


def test_a_word_of_its_own_outweighs_the_kinds_and_a_tie_goes_to_the_slot_that_takes_fewer():
    photos = [PHOTO.slots["work"], PHOTO.slots["portrait"]]
    names = ["me photo.jpg", "作品作者.jpg", "author portrait.jpg", "photo 1.jpg", "DSC1.jpg"]
    assert [(slot := claimed(name, photos)) and slot.id for name in names] == ["portrait", "portrait", "portrait", "work", None]


def test_an_archive_called_photos_holds_all_kinds_of_them():
    inside = [in_slot(file(f"{n}.jpg", container="photos.zip"), PHOTO, FileHints(), "m") for n in range(4)]
    portrait = in_slot(file("me.jpg"), PHOTO, FileHints(), "m")
    assert [item.doubtful for item in archives_doubted(inside, PHOTO)] == [True] * 4
    assert [item.doubtful for item in archives_doubted([*inside, portrait], PHOTO)] == [False] * 5


def dealt(*files, call=PHOTO, demands=DEMANDS, certain=(), shapes=None):
    """Return how many files each slot got, and in which slot each unsure file is."""
    found = [in_slot(item, call, FileHints(), "m") for item in files]
    known = [replace(in_slot(item, call, FileHints(), "m"), role=role, doubtful=False) for item, role in certain]
    sizes = shapes or {item.sha256: (4000, 3000) for item in files}
    settled = deal_doubtful([*known, *found], call, demands, sizes)
    return [item.role for item in settled[len(known) :]]


def large(number):
    return [file(f"DSC{n}.jpg") for n in range(number)]


def test_bounds_come_first():
    assert dealt(*large(4)).count("portrait") == 1
    assert dealt(*large(7)).count("work") == 5
    assert dealt(*large(3), certain=[(file("me.jpg"), "portrait")]) == ["work"] * 3


def test_then_floors_a_small_picture_goes_where_there_is_none():
    small = [file("a.jpg", size=200_000), file("b.jpg", size=300_000)]
    assert dealt(*large(3), *small) == ["work"] * 3 + ["portrait"] * 2


def test_then_upright_pictures_then_the_order_of_the_mail():
    upright, wide = file("up.jpg", size=900_000), file("wide.jpg", size=100_000)
    shapes = {item.sha256: (4000, 3000) for item in (*large(3), wide)} | {upright.sha256: (900, 1600)}
    demands = {
        **DEMANDS,
        "portrait": replace(
            DEMANDS["portrait"], slot=PHOTO.slots["portrait"].model_copy(update={"count": PHOTO.slots["portrait"].count})
        ),
    }
    assert dealt(*large(3), wide, upright, shapes=shapes, demands=demands)[-1] == "portrait"
    assert dealt(*large(4)) == ["portrait", "work", "work", "work"]


def test_three_slots_are_dealt_together():
    slots = {
        "front": Slot(kind="photo", count="1", title=T),
        "back": Slot(kind="photo", count="1", title=T),
        "others": Slot(kind="photo", count="0-9", title=T),
    }
    call = call_of(slots)
    demands = {name: Demand(slot=slot) for name, slot in call.slots.items()}
    assert sorted(dealt(*large(4), call=call, demands=demands)) == ["back", "front", "others", "others"]


def test_of_too_many_ways_files_are_taken_in_mail_order():
    slots = {f"s{n}": Slot(kind="photo", count="1-9", title=T) for n in range(5)}
    call = call_of(slots)
    demands = {name: Demand(slot=slot) for name, slot in call.slots.items()}
    roles = dealt(*large(40), call=call, demands=demands)
    assert [roles.count(name) for name in slots] == [9, 9, 9, 9, 4]


def test_a_recording_and_what_nobody_knows_by_its_bytes():
    call = call_of({"song": Slot(kind="file", title=T, formats=["MP3", "WAV"])})
    assert slot_of(file("夜曲.mp3", FileType.MP3), call) == ("song", "kind", False)
    assert slot_of(file("夜曲.mp3", FileType.EMPTY, size=0), call) == ("song", "kind", False)
    assert slot_of(file("夜曲.ogg", FileType.OGG), call) is None
    plans = call_of({"plan": Slot(kind="file", title=T, formats=["DWG", "PY", "MSCZ"])})
    strange = [("a.dwg", FileType.UNKNOWN), ("a.py", FileType.TEXT), ("a.mscz", FileType.PACKAGE), ("a.step", FileType.UNKNOWN)]
    assert [bool(slot_of(file(*each), plans)) for each in strange] == [True, True, True, False]


def test_a_sound_in_another_format_is_the_recording_that_is_wanting_and_nothing_beside_a_whole_one():
    slots = {
        "song": Slot(kind="file", count="2-3", title=T, formats=["MP3", "WAV"]),
        "plan": Slot(kind="file", title=T, formats=["DWG"]),
    }
    call = call_of(slots)
    mp3, other, flac, font = (
        replace(in_slot(file("1.mp3", FileType.MP3), call, FileHints(), "m"), name=name, type=kind, role=role, reason=reason)
        for name, kind, role, reason in (
            ("1.mp3", FileType.MP3, "song", "kind"),
            ("2.mp3", FileType.MP3, "song", "kind"),
            ("2.flac", FileType.FLAC, OTHER, Idle.NOT_ASKED),
            ("a.ttf", FileType.UNKNOWN, OTHER, Idle.UNKNOWN),
        )
    )
    assert [item.role for item in in_other_formats((mp3, flac, font), call)] == ["song", "song", OTHER]
    assert [item.role for item in in_other_formats((mp3, other, flac), call)] == ["song", "song", OTHER]


def test_a_name_stands_over_a_format():
    slots = {
        "work": Slot(kind="photo", count="1-5", title=T, names=["作品"], judged=True),
        "portrait": Slot(kind="photo", title=T, names=["头像"], formats=["PNG"]),
    }
    call = call_of(slots)
    assert [slot_of(file(name), call)[0] for name in ("头像.jpg", "1.jpg", "作品头像说明.jpg")] == [
        "portrait",
        "work",
        "portrait",
    ]


def test_a_photo_of_a_paper_is_that_paper_where_it_is_called_so_and_wanted():
    slots = {
        "drawing": Slot(kind="photo", count="1-3", title=T, names=["画作"]),
        "consent": Slot(kind="document", title=T, names=["同意书"], formats=["PDF"]),
    }
    call = call_of(slots)

    def roles(*names, kind=FileType.JPEG):
        found = [in_slot(file(name, kind), call, FileHints(), "m") for name in names]
        return [(item.role, item.doubtful) for item in papers_in_pictures(found, call)]

    assert roles("同意书.jpg", "1.jpg") == [("consent", False), ("drawing", False)]
    assert roles("画作 同意书.jpg") == [("drawing", False)]  # the slot that such a file fits claims it too
    consent = in_slot(file("同意书.pdf", FileType.PDF), call, FileHints(), "m")
    photo = in_slot(file("同意书第二页.jpg"), call, FileHints(), "m")
    assert [item.role for item in papers_in_pictures([consent, photo], call)] == ["consent", "drawing"]
