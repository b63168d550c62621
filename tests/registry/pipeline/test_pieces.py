"""Documents and films through the real pipeline: what a call asks of them is looked at, told, and kept for asking again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.entries import read_entry
from registry.whatif.compare import judged_again
from reports.demo import mails
from reports.demo.mime import File
from tests.builders import document_files as files
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene
from tests.builders.video_samples import Film, cut, film

TERMS = {
    "title": {"zh": "宣传材料", "en": "publicity material"},
    "reference": "PM",
    "language": "zh",
    "window": {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
    "subject_words": [],
    "slots": {
        "article": {
            "kind": "document", "count": "1-", "title": {"zh": "新闻稿件", "en": "news article"}, "names": ["稿件", "article"], "editable": True,
            "formats": ["DOCX", "DOC", "WPS"],
            "rules": {"text-topics": {"topics": [["活动安排", "日程"], ["往届成果"]]}, "text-length": {"counts": "characters", "least": 50, "most": 2000}},
        },
        "clip": {
            "kind": "video", "count": "0-", "title": {"zh": "视频", "en": "video"}, "names": ["视频", "clip"],
            "rules": {"video-resolution": {"least": 720}, "video-duration": {"most": "3s"}},
        },
    },
}  # fmt: skip
GOOD = File(
    name="新闻稿件.docx",
    data=files.word("一、活动安排", files.ARTICLE, "二、往届成果", files.ARTICLE),
    type="application/octet-stream",
)
CLIP = Film(width=1280, height=720, seconds=2)


def clip(data: bytes, name: str = "视频.mp4") -> File:
    return File(name=name, data=data, type="video/mp4")


def paper(data: bytes, name: str = "新闻稿件.docx") -> File:
    return File(name=name, data=data, type="application/octet-stream")


def judged(
    tmp_path: Path, *attached: File, text: str = "各位老师好：\n\n宣传材料请见附件，谢谢。", terms: dict[str, Any] = TERMS
) -> dict[str, Any]:
    """Send one mail with these files; return its entry, whose findings what-if finds again."""
    scene = tiny_scene(3, INSIDE)
    draft = mails.plain(scene.draft(*attached, text=text, subject="宣传材料"))
    path = tmp_path / "mail.eml"
    path.write_bytes(draft)
    with a_desk(tmp_path, mailboxes={"photo": {"calls": ["material"]}}, calls={"material": terms}) as desk:
        import_paths(desk, [path], None, INSIDE.isoformat())
        process_pending(desk)
        (reference,) = documents.messages(desk.db)[-1]["references"]
        entry = documents.entry(desk.db, reference)
        assert entry is not None
        assert judged_again(desk, reference) == read_entry(desk.db, reference).findings
    return entry


def told(entry: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return (rule, slot, severity) of what an entry was found to have."""
    return [(item["rule"], item["slot"], item["severity"]) for item in entry["findings"]]


def test_what_is_asked_for_is_accepted(tmp_path: Path) -> None:
    entry = judged(tmp_path, GOOD, clip(film(CLIP)))
    assert (entry["state"], told(entry)) == ("accepted", [])
    assert [item["role"] for item in entry["materials"]] == ["article", "clip"]


@pytest.mark.parametrize(
    ("attached", "state", "expected"),
    [
        pytest.param(lambda: [paper(files.pdf([files.SENTENCE * 9]), "新闻稿件.pdf")], "incomplete", [("document-format", "article", "error"), ("text-topics", "article", "warning")], id="a PDF"),
        pytest.param(lambda: [paper(files.word("", pictures=2))], "incomplete", [("document-format", "article", "error")], id="pictures of pages in Word"),
        pytest.param(lambda: [paper(files.with_macros(GOOD.data))], "held", [("document-unreadable", "article", "hold")], id="macros"),
        pytest.param(lambda: [paper(files.word("一、活动安排", files.ARTICLE))], "accepted", [("text-topics", "article", "warning")], id="a topic missing"),
        pytest.param(lambda: [paper(files.word("活动安排", "往届成果"))], "incomplete", [("text-length", "article", "error")], id="too short"),
        pytest.param(lambda: [GOOD, clip(cut(film(CLIP), 0.6))], "incomplete", [("video-damaged", "clip", "error")], id="a cut film"),
        pytest.param(lambda: [GOOD, clip(film(Film(seconds=6)))], "incomplete", [("video-resolution", "clip", "error"), ("video-duration", "clip", "error")], id="small and long"),
        pytest.param(lambda: [GOOD, clip(film(Film(ending="avi", width=1280, height=720, seconds=1)))], "incomplete", [("video-format", "clip", "error")], id="an AVI named .mp4"),
        pytest.param(lambda: [GOOD, clip(b"")], "incomplete", [("video-damaged", "clip", "error")], id="an empty film"),
    ],
)  # fmt: skip
def test_what_is_not_as_asked_for(
    tmp_path: Path, attached: Callable[[], list[File]], state: str, expected: list[tuple[str, str, str]]
) -> None:
    entry = judged(tmp_path, *attached())
    assert (entry["state"], told(entry)) == (state, expected)


POST = {
    "kind": "link",
    "count": "1-",
    "title": {"zh": "新媒体推文", "en": "post"},
    "names": ["推文"],
    "hosts": ["mp.weixin.qq.com"],
}
PAGE = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        pytest.param(f"各位老师好，推文链接：{PAGE}", "accepted", [], id="lasting"),
        pytest.param(f"各位老师好，推文链接：{PAGE}?tempkey=MQ", "incomplete", [("link-host", "post", "error")], id="a preview"),
        pytest.param(
            "各位老师好，推文：https://www.example.com/1", "incomplete", [("link-host", "post", "error")], id="another house"
        ),
        pytest.param("各位老师好，稿件见附件。", "incomplete", [("slot-count", "post", "error")], id="none"),
    ],
)
def test_a_link_that_is_asked_for(tmp_path: Path, text: str, state: str, expected: list[tuple[str, str, str]]) -> None:
    entry = judged(tmp_path, GOOD, text=text, terms={**TERMS, "slots": {"article": TERMS["slots"]["article"], "post": POST}})
    assert (entry["state"], told(entry)) == (state, expected)


H5 = {
    "h5": {"kind": "link", "count": "0-", "title": {"zh": "原创H5", "en": "H5 page"}, "names": ["H5"], "rules": {"link-qr": {"slot": "h5_qr"}}},
    "h5_qr": {"kind": "photo", "count": "0-", "title": {"zh": "H5二维码", "en": "QR code"}, "names": ["二维码"], "formats": ["PNG", "JPEG"], "rules": {"photo-page": False}},
}  # fmt: skip
SHOW = "https://h5.example.com/show?id=7"


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        pytest.param(f"H5链接：{SHOW}", SHOW, [], id="one page"),
        pytest.param(f"H5链接：{SHOW}", SHOW + "1", [("link-qr", "h5", "warning")], id="two pages"),
        pytest.param(f"H5链接：{SHOW}", "", [("link-qr", "h5", "warning")], id="no code"),
        pytest.param("稿件见附件。", SHOW, [("link-qr", "h5", "warning")], id="a code alone"),
        pytest.param("稿件见附件。", "", [], id="neither"),
    ],
)
def test_a_code_that_comes_with_its_link(tmp_path: Path, text: str, code: str, expected: list[tuple[str, str, str]]) -> None:
    attached = [GOOD, *([File(name="二维码.png", data=files.code(code), type="image/png")] if code else [])]
    entry = judged(tmp_path, *attached, text=text, terms={**TERMS, "slots": {"article": TERMS["slots"]["article"], **H5}})
    assert (entry["state"], [item for item in told(entry) if item[2] != "info"]) == ("accepted", expected)


FIGURES = {"kind": "document", "count": "1", "title": {"zh": "表", "en": "table"}, "names": ["表"], "editable": True}


@pytest.mark.parametrize(
    ("attached", "expected"),
    [
        pytest.param(lambda: paper(files.pdf([files.Scan(files.scan())]), "统计表.pdf"), [("document-format", "table", "error")], id="a scan"),
        pytest.param(lambda: paper(b"", "统计表.docx"), [("document-unreadable", "table", "hold")], id="empty"),
        pytest.param(lambda: paper(cut(files.word("统计表"), 0.7), "统计表.docx"), [("document-unreadable", "table", "hold")], id="cut"),
        pytest.param(lambda: paper(files.locked(files.pdf(["x"])), "统计表.pdf"), [("document-unreadable", "table", "hold")], id="locked"),
        pytest.param(lambda: paper(files.pdf([files.SENTENCE]) + files.word("x"), "统计表.pdf"), [("document-unreadable", "table", "hold"), ("document-format", "table", "error")], id="two-faced"),
    ],
)  # fmt: skip
def test_a_document_that_nobody_can_open(
    tmp_path: Path, attached: Callable[[], File], expected: list[tuple[str, str, str]]
) -> None:
    entry = judged(tmp_path, attached(), terms={**TERMS, "slots": {"table": FIGURES}})
    assert sorted(told(entry)) == sorted(expected)
