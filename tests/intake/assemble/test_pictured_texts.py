"""A picture that is called as a text is fills no slot for photos, in any shipped call; its text is asked for by its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import product

import pytest

from intake.assemble.pictured_texts import without_pictured_texts
from intake.assemble.slots import FileHints, in_slot
from intake.config.models import Call, SlotKind
from intake.model.filetypes import FileType
from intake.model.idle import Idle
from intake.model.slot_reason import SlotReason
from intake.model.submission import OTHER
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails
from reports.demo.mime import File
from reports.letters.outbox_pass import send_due
from tests.builders.accounting import unaccounted
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, shipped_call, tiny_scene
from tests.intake.assemble.test_called_otherwise import CALLS
from tests.intake.assemble.test_slots import file

SHAPES = ("{}", "安娜-{}", "{} (1)", "3_{}_final")
GENERAL = ("个人简介", "作者简介", "创作说明", "嘉宾介绍", "作者自述", "artist statement", "biography")
OF_PERSONS = frozenset({"photo-2026", "speakers-2022", "cvs-2022"})  # calls that ask for words, or for a portrait alone


def placed(name: str, call: Call, listed: str = "") -> tuple[str, str] | None:
    found = in_slot(file(name, FileType.JPEG), call, FileHints(), "m")
    if found is None:
        return None
    (told,) = without_pictured_texts([found], call, listed)
    return told.role, told.reason


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_no_heading_of_a_text_makes_a_picture_a_photo(call):
    own = {word.casefold() for slot in call.of_kind(SlotKind.PHOTO).values() for word in slot.names}
    for slot, shape in product(call.texts.values(), SHAPES):
        for head in slot.heads:
            told = placed(f"{shape.format(head)}.jpg", call)
            photo = told is not None and call.slots[told[0]].is_a(SlotKind.PHOTO) if told and told[0] != OTHER else False
            assert photo is (told is not None and head.casefold() in own), (slot.id, shape, head)


@pytest.mark.parametrize("word", GENERAL)
@pytest.mark.parametrize("name", sorted(CALLS))
def test_nor_does_a_usual_name_of_a_text(name, word):
    told = [placed(f"{shape.format(word)}.jpg", CALLS[name]) for shape in SHAPES]
    pictured = [each == (OTHER, Idle.PICTURED) for each in told]
    assert pictured == [name in OF_PERSONS] * len(SHAPES)


@pytest.mark.parametrize(
    "name", ["作者照片.jpg", "作者.jpg", "bio.jpg", "作者简介和照片.jpg", "本人.png", "Work 1.jpg", "生平第一次.jpg"]
)
def test_photos_stay_photos(name):
    told = placed(name, shipped_call())
    assert told is not None and told[0] != OTHER


def test_a_title_that_the_form_lists_is_a_photo_s():
    assert placed("Statement.jpg", shipped_call(), "Statement, River") != (OTHER, Idle.PICTURED)


@pytest.mark.parametrize("reason", [SlotReason.STAFF, SlotReason.LISTED, SlotReason.LABELS])
def test_what_says_more_than_a_name_stands(reason):
    found = in_slot(file("作者简介.jpg", FileType.JPEG), shipped_call(), FileHints(), "m")
    assert without_pictured_texts([replace(found, reason=str(reason))], shipped_call(), "")[0].role == found.role


def at_desk(folder, smtp, *raws: bytes) -> tuple[dict, list[str]]:
    """Return the only entry after some mails, and the letters that left after each."""
    with a_desk(folder, None, smtp) as desk:
        for number, raw in enumerate(raws):
            (folder / f"{number}.eml").write_bytes(raw)
            import_paths(desk, [folder / f"{number}.eml"], None, (INSIDE + timedelta(hours=number)).isoformat())
            process_pending(desk)
            send_due(desk)
            assert unaccounted(desk, raw) == []
        (entry,) = documents.entries(desk.db)
    letters = [message_from_bytes(item.content, policy=policy.default) for item in smtp.received]
    return entry, [letter.get_body(("plain",)).get_content() for letter in letters]


def heavy(entry: dict) -> list[tuple[str, str]]:
    return [(item["rule"], item["slot"]) for item in entry["findings"] if item["severity"] in {"error", "hold"}]


def test_its_sender_hears_that_words_in_a_picture_are_not_read(smtp_server, tmp_path):
    scene = tiny_scene(3)
    form, _, *works, portrait = scene.parcel()
    page = File(name="作者简介.png", data=portrait.data, type="image/png")
    first = mails.plain(scene.draft(form, *works, page, text=""))
    entry, letters = at_desk(tmp_path, smtp_server, first)
    assert [(item["filename"], item["reason"]) for item in entry["materials"] if item["role"] == "other"] == [
        ("作者简介.png", "text-in-picture")
    ]
    assert (entry["state"], heavy(entry)) == (
        "held",
        [("slot-count", "portrait"), ("slot-count", "biography"), ("files-unclaimed", "")],
    )
    assert "作者简介.png是图片，里面的文字我们读不了，作者简介还没有收到。" in letters[0]
    assert "We cannot read words in a picture (作者简介.png), so the biography has not reached us yet." in letters[0]


def test_once_the_text_is_there_the_picture_stands_in_nobody_s_way(smtp_server, tmp_path):
    scene = tiny_scene(3)
    form, biography, *works, portrait = scene.parcel()
    page = File(name="个人简介.jpg", data=scene.portrait(place=51).data, type="image/jpeg")
    first = mails.plain(scene.draft(form, *works, portrait, page, text=""))
    second = mails.plain(scene.draft(biography, subject="Re: [IF2026-0001]", text=""))
    entry, _ = at_desk(tmp_path, smtp_server, first, second)
    assert (entry["state"], heavy(entry)) == ("accepted", [])
