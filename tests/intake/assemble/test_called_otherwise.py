"""A file whose own name is that of another slot never fills a slot by its format alone: every pair of slots of every shipped call."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from intake.assemble.called_otherwise import called_otherwise
from intake.assemble.slots import FileHints, claimed, in_slot
from intake.config.loading import load
from intake.config.models import Call, Slot, SlotKind
from intake.model.filetypes import FileType
from intake.model.idle import Idle
from intake.model.slot_reason import SlotReason
from intake.model.submission import OTHER
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.small_documents import document
from tests.builders.unit_mails import raw_mail
from tests.builders.video_samples import film
from tests.intake.assemble.test_slots import call_of, file

ENDINGS = {
    FileType.JPEG: ".jpg", FileType.PNG: ".png", FileType.HEIC: ".heic", FileType.TIFF: ".tif", FileType.SVG: ".svg",
    FileType.TEXT: ".txt", FileType.DOCX: ".docx", FileType.OLE: ".doc", FileType.PDF: ".pdf", FileType.PPTX: ".pptx",
    FileType.XLSX: ".xlsx", FileType.HTML: ".html", FileType.MP4: ".mp4", FileType.DESIGN: ".psd", FileType.ZIP: ".zip",
    FileType.EMPTY: ".jpg", FileType.UNKNOWN: ".docx",
}  # fmt: skip


PASSWORDS = {f"{name}_PASSWORD": "secret" for name in ("PHOTO", "JOBS", "ESSAYS", "FAIR", "SPEAKERS", "CLIPS")}
CALLS = load([ROOT / "config.yaml", *sorted((ROOT / "docs" / "calls").glob("*.yaml"))], PASSWORDS).calls
SHAPES = ("{}", "上海馆-{}", "{} (1)", "3_{}_final", "大会{}")


def _files(call: Call) -> Iterator[tuple[Slot, str, FileType]]:
    """Yield files that are called as a slot is, whatever they are."""
    for slot in call.slots.values():
        for word, shape, (kind, ending) in product(slot.names, SHAPES, ENDINGS.items()):
            name = shape.format(word) + ending
            if claimed(name, call.slots.values()) is slot and (shape != SHAPES[-1] or not word.isascii()):
                yield slot, name, kind


def _speaks_of(slot: Slot, name: str, meant: Slot) -> bool:
    """Tell whether a slot's name holds what a file is called: 推文.jpg is 推文配图."""
    return any(word in own for own in slot.names for word in meant.names if word in name)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_every_pair_of_slots_of_every_shipped_call(call):
    silent, tried = [], set()
    for meant, name, kind in _files(call):
        found = in_slot(file(name, kind), call, FileHints(), "m")
        if found is None or found.role == meant.id:
            continue
        tried.add((meant.id, found.role))
        (told,) = called_otherwise([found], call)
        kept = (told.role, told.reason) == (OTHER, Idle.CALLED) or told.role == meant.id
        if not kept and not _speaks_of(call.slots[told.role], name, meant):
            silent.append((name, told.role))
    assert silent == []
    assert tried or not call.of_kind(SlotKind.PHOTO, SlotKind.DOCUMENT, SlotKind.VIDEO)


SLOTS = {
    "essay": Slot(kind="document", count="1-2", title={"zh": "文", "en": "essay"}, names=["征文"]),
    "cover": Slot(kind="photo", count="0-", title={"zh": "封面", "en": "cover"}, names=["封面"]),
    "source": Slot(kind="file", title={"zh": "源", "en": "source"}, names=["源文件"], formats=["PSD", "AI"]),
}


@pytest.mark.parametrize(
    ("name", "kind", "goes"),
    [
        pytest.param(
            "源文件.txt", FileType.TEXT, ("source", SlotReason.NAME), id="there is a slot of files: file-format says what will do"
        ),
        pytest.param("征文.jpg", FileType.JPEG, (OTHER, Idle.CALLED), id="a picture is no essay, and no cover"),
        pytest.param("封面.docx", FileType.DOCX, (OTHER, Idle.CALLED), id="a document is no cover, and no essay"),
        pytest.param("征文 封面.docx", FileType.DOCX, ("essay", SlotReason.NAME), id="it is called both"),
        pytest.param("征文配的图片.jpg", FileType.JPEG, ("cover", SlotReason.KIND), id="it says that it is a picture"),
        pytest.param("我的封面故事.docx", FileType.DOCX, ("essay", SlotReason.KIND), id="a word inside a title"),
        pytest.param("海大封面.docx", FileType.DOCX, (OTHER, Idle.CALLED), id="whose cover it is stands before"),
        pytest.param("海边.docx", FileType.DOCX, ("essay", SlotReason.KIND), id="its name claims nothing"),
    ],
)
def test_what_a_name_says_besides(name, kind, goes):
    call = call_of(SLOTS)
    (found,) = called_otherwise([in_slot(file(name, kind), call, FileHints(), "m")], call)
    assert (found.role, found.reason) == goes


@pytest.mark.parametrize("reason", [SlotReason.STAFF, SlotReason.FOLDER, SlotReason.LISTED])
def test_what_says_more_than_a_format_stands(reason):
    call = call_of(SLOTS)
    found = replace(in_slot(file("封面.docx", FileType.DOCX), call, FileHints(), "m"), reason=str(reason))
    assert called_otherwise([found], call) == (found,)


def test_its_author_is_asked_and_nothing_is_lost(tmp_path):
    prose = ("海边的论坛将迎来三百位嘉宾。" * 9,)
    files = {
        "源文件.txt": prose[0].encode(),
        "海报.docx": document(*prose),
        "新闻稿.mp4": film(),
        "新闻稿.docx": document(*prose),
    }
    with a_desk(tmp_path) as desk:
        (tmp_path / "1.eml").write_bytes(
            raw_mail("li@example.org", "宣传+主论坛+海岸大学", "见附件。", "2023-03-20T10:00", **files)
        )
        (tmp_path / "2.eml").write_bytes(
            raw_mail("wu@example.org", "宣传+主论坛+山城大学", "见附件。", "2023-03-20T10:00", **{"海报.docx": document(*prose)})
        )
        import_paths(desk, sorted(tmp_path.glob("*.eml")), "publicity", "2023-03-20T10:00+08:00")
        process_pending(desk)
        entry, alone = documents.entries(desk.db)
    assert {item["filename"]: (item["role"], item["reason"]) for item in entry["materials"]} == {
        "源文件.txt": ("poster_source", "name"),
        "海报.docx": ("other", "called-otherwise"),
        "新闻稿.mp4": ("other", "called-otherwise"),
        "新闻稿.docx": ("article", "name"),
    }
    said = [(item["rule"], item["subject"], item["values"].get("why")) for item in entry["findings"]]
    assert ("file-format", "源文件.txt", None) in said
    (asked,) = [item for item in entry["findings"] if item["rule"] == "files-unclaimed"]
    assert (entry["state"], asked["values"]) == ("held", {"files": ["海报.docx", "新闻稿.mp4"], "why": "called"})
    assert (alone["state"], [item["role"] for item in alone["materials"]]) == ("held", ["other"])  # an entry, no silence
