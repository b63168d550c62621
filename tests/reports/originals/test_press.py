"""What the press gets: names that say whose and what, bytes as sent, links in the index, nothing that cannot be used."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from reports.originals.out_folder import PlaceProblem
from reports.originals.press import PressPack, write_press
from tests.builders import document_files as files
from tests.builders.desks import a_desk
from tests.builders.video_samples import Film, film

ARRIVED = "2026-07-10T10:00:00+08:00"
TERMS = {
    "title": {"zh": "宣传资料征集", "en": "Publicity"},
    "reference": "PX2026",
    "language": "zh",
    "window": {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
    "one_per": ["block", "unit"],
    "naming": {"pattern": "宣传+{block}+{unit}"},
    "slots": {
        "article": {"kind": "document", "count": "1-", "title": {"zh": "新闻稿件", "en": "article"}, "names": ["稿件"]},
        "post": {"kind": "link", "count": "0-", "title": {"zh": "推文", "en": "post"}, "names": ["推文"], "hosts": ["mp.weixin.qq.com"]},
        "picture": {"kind": "photo", "count": "0-", "title": {"zh": "图片", "en": "picture"}, "names": ["图片"], "formats": ["PNG", "JPEG"]},
        "clip": {"kind": "video", "count": "0-", "title": {"zh": "视频", "en": "video"}, "names": ["视频"]},
        "source": {"kind": "file", "count": "0-", "title": {"zh": "源文件", "en": "source"}, "names": ["源文件"]},
    },
}  # fmt: skip
PAGE = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
ARTICLE, OTHER = files.word("活动安排", files.ARTICLE), files.word("往届成果", files.ARTICLE)


def mail(sender: str, subject: str, text: str, attached: dict[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = sender, "p@example.org", subject, f"<{len(text)}{sender}>"
    made.set_content(text)
    for name, data in attached.items():
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return made.as_bytes()


def test_the_press_gets_what_can_be_printed_under_names_that_say_whose_it_is(tmp_path: Path) -> None:
    clip = film(Film(width=1280, height=720, seconds=1))
    mails = [
        mail("a@example.org", "宣传+深圳论坛+海洋大学", f"老师好，推文：{PAGE}", {"新闻稿件1.docx": ARTICLE, "新闻稿件2.docx": OTHER, "图片.png": files.picture(1), "源文件.psd": b"8BPS" + bytes(90)}),
        mail("b@example.org", "宣传+展览/洽谈+北方公司", "老师好，材料见附件。", {"稿件.docx": ARTICLE, "视频.mp4": clip}),
        mail("c@example.org", "宣传+展览+南方公司", "老师好，没有稿件。", {"图片.png": files.picture(2)}),
    ]  # fmt: skip
    with a_desk(tmp_path, mailboxes={"photo": {"calls": ["material"]}}, calls={"material": TERMS}) as desk:
        for number, raw in enumerate(mails):
            (tmp_path / f"{number}.eml").write_bytes(raw)
            import_paths(desk, [tmp_path / f"{number}.eml"], None, ARRIVED)
        process_pending(desk)
        done = write_press(desk, "material", tmp_path / "press")
        with pytest.raises(PlaceProblem):
            write_press(desk, "material", tmp_path / "press")
    there = {path.name: path.read_bytes() for path in (tmp_path / "press").iterdir() if path.name != "index.xlsx"}
    assert there == {
        "深圳论坛_海洋大学_新闻稿件_01.docx": ARTICLE,
        "深圳论坛_海洋大学_新闻稿件_02.docx": OTHER,
        "深圳论坛_海洋大学_图片_01.png": files.picture(1),
        "展览 洽谈_北方公司_新闻稿件_01.docx": ARTICLE,
        "展览 洽谈_北方公司_视频_01.mp4": clip,
    }
    assert done == PressPack(entries=2, files=5, links=1)
    rows = list(openpyxl.load_workbook(tmp_path / "press" / "index.xlsx").active.iter_rows(values_only=True))
    assert [(row[0], row[1], row[2], row[3], row[4], row[7]) for row in rows[1:]] == [
        ("展览 洽谈_北方公司_新闻稿件_01.docx", "展览/洽谈", "北方公司", "新闻稿件", "DOCX", None),
        ("展览 洽谈_北方公司_视频_01.mp4", "展览/洽谈", "北方公司", "视频", "MP4", None),
        ("深圳论坛_海洋大学_新闻稿件_01.docx", "深圳论坛", "海洋大学", "新闻稿件", "DOCX", None),
        ("深圳论坛_海洋大学_新闻稿件_02.docx", "深圳论坛", "海洋大学", "新闻稿件", "DOCX", None),
        (None, "深圳论坛", "海洋大学", "推文", None, PAGE),
        ("深圳论坛_海洋大学_图片_01.png", "深圳论坛", "海洋大学", "图片", "PNG", None),
    ]
