"""What is said of documents, films and links, in both languages."""

from __future__ import annotations

import pytest

from intake.config.models import Call
from reports.letters.entry_part import grouped
from reports.letters.sentences import Sentence, sentence
from tests.builders.letters import finding, photo_call
from validators.finding import Finding, Severity

CALL = Call(
    title={"zh": "宣传材料", "en": "publicity material"},
    reference="PR2023",
    window={"opens": "2023-03-13T00:00:00+08:00", "closes": "2023-04-18T00:00:00+08:00"},
    slots={
        "article": {"kind": "document", "title": {"zh": "新闻稿件", "en": "news article"}},
        "clip": {"kind": "video", "title": {"zh": "视频", "en": "video"}},
        "film": {"kind": ["video", "link"], "title": {"zh": "短片", "en": "film"}, "hosts": ["vimeo.com", "bilibili.com"]},
        "logo": {"kind": "photo", "title": {"zh": "标志", "en": "logo"}},
        "post": {"kind": "link", "title": {"zh": "新媒体推文", "en": "post"}, "hosts": ["mp.weixin.qq.com"]},
    },
)
PAGE = "mp.weixin.qq.com …Uv?tempkey=1"


@pytest.mark.parametrize(
    ("rule", "slot", "subject", "values", "zh", "en"),
    [
        pytest.param(
            "document-format", "article", "稿件.pdf", {"format": "PDF", "formats": ["DOCX", "DOC"], "renamed": False, "reason": "format"},
            Sentence(problem="“稿件.pdf”是 PDF 格式，新闻稿件需要 DOCX或DOC 格式。", remedy="请用制作它的软件打开，另存为 DOCX或DOC 格式，再把新文件发来。"),
            Sentence(
                problem="“稿件.pdf” is a PDF file; the news article needs to be DOCX or DOC.",
                remedy="Please open it in the program that made it, save it as DOCX or DOC, and send us that file.",
            ),
        ),
        pytest.param(
            "document-format", "article", "稿件.pdf", {"format": "PDF", "formats": [], "renamed": False, "reason": "scan"},
            Sentence(problem="“稿件.pdf”里是页面的图片，新闻稿件需要可以编辑的文件。", remedy="请直接发来原来的文件（Word、WPS 或 Excel 格式），不必打印或扫描。"),
            Sentence(
                problem="“稿件.pdf” holds pictures of pages, and the news article needs to be a file that can be edited.",
                remedy="Please send us the file itself that it was made from (Word, WPS or Excel); there is no need to print or scan it.",
            ),
        ),
        pytest.param(
            "text-topics", "article", "article", {"topics": ["活动安排", "活动成果"]},
            Sentence(problem="新闻稿件里似乎还没有写到活动安排和活动成果。", remedy="如有遗漏，请补充后用原来的文件名重发；如果已经换了说法写到，就不用再回信。"),
            Sentence(
                problem="The news article does not seem to speak of 活动安排 and 活动成果 yet.",
                remedy="If something is missing, please add it and send the file again under the same name; if it is there in other words, there is no need to reply.",
            ),
        ),
        pytest.param(
            "video-format", "clip", "clip.mp4",
            {"format": "MP4", "formats": ["WEBM"], "codec": "h264", "codecs": [], "renamed": False, "reason": "format"},
            Sentence(
                problem="“clip.mp4”是 MP4 格式，需要 WEBM 格式的视频。",
                remedy="请用剪辑软件重新导出为 WEBM 格式，不要缩小画面，再把新文件发来。",
            ),
            Sentence(
                problem="“clip.mp4” is an MP4 file; WEBM is needed.",
                remedy="Please export it again from the program it was edited with, as WEBM, without making it smaller, and send us that file.",
            ),
        ),
        pytest.param(
            "photo-format", "logo", "logo.jpg", {"format": "JPEG", "formats": ["PNG", "SVG"], "renamed": False, "cause": "", "app": ""},
            Sentence(
                problem="“logo.jpg”是 JPG 格式，标志需要 PNG或SVG 格式。",
                remedy="请用制作或查看它的软件打开，另存为 PNG或SVG 格式，不要缩小尺寸，再把新文件发来。",
            ),
            Sentence(
                problem="“logo.jpg” is a JPG file; the logo needs to be PNG or SVG.",
                remedy="Please open it in the program that made or shows it, save it as PNG or SVG without making it smaller, and send us that file.",
            ),
        ),
        pytest.param(
            "video-duration", "clip", "clip.mp4", {"seconds": 495, "most": 480},
            Sentence(problem="“clip.mp4”时长 8 分钟 15 秒，最长不能超过 8 分钟。", remedy="请剪短后把新文件发来。"),
            Sentence(problem="“clip.mp4” runs 8 min 15 s; the limit is 8 min.", remedy="Please shorten it and send the new version."),
        ),
        pytest.param(
            "video-resolution", "clip", "clip.mp4", {"width": 544, "height": 960, "least": 720, "cause": "", "app": ""},
            Sentence(problem="“clip.mp4”的画面是 544 × 960 像素，短边至少需要 720 像素。", remedy="请发送原文件，或重新导出，短边不小于 720 像素。"),
            Sentence(
                problem="“clip.mp4” is 544 × 960 pixels; its shorter side needs to have at least 720.",
                remedy="Please send the original, or export it again with a shorter side of 720 pixels or more.",
            ),
        ),
        pytest.param(
            "video-damaged", "clip", "clip.mp4", {"problem": "truncated", "grade": "hard"},
            Sentence(problem="“clip.mp4”没有到结尾就断了，可能是在传送途中被截断。", remedy="请先在您那里确认能播放到结尾，再用原来的文件名重发一次。"),
            Sentence(
                problem="“clip.mp4” breaks off before its end; it was probably cut off on the way.",
                remedy="Please check that your own copy plays to its end, then send it again under the same name.",
            ),
        ),
        pytest.param(
            "link-host", "post", PAGE, {"host": "mp.weixin.qq.com", "hosts": ["mp.weixin.qq.com"], "reason": "expiring"},
            Sentence(problem=f"链接 {PAGE} 是临时预览，过一段时间就打不开了。", remedy="请发布后打开已发布的页面，选“复制链接”，把这个永久链接贴在回信正文里。"),
            Sentence(
                problem=f"The link {PAGE} is a temporary preview, which stops working after a while.",
                remedy="Please publish it, open the published page, choose “Copy link”, and paste that link into your reply.",
            ),
        ),
        pytest.param(
            "slot-count", "film", "film", {"count": 0, "minimum": 1, "maximum": 1},
            Sentence(problem="还没有收到短片。", remedy="请作为附件发来，或把链接（须是 vimeo.com或bilibili.com 上的）写在回信正文里。"),
            Sentence(
                problem="The film has not reached us yet.",
                remedy="Please send this as an attachment, or write its link (on vimeo.com or bilibili.com) into your reply.",
            ),
        ),
        pytest.param(
            "link-qr", "post", "qr.png", {"reason": "elsewhere", "code": "a.example.com …8", "link": "a.example.com …7"},
            Sentence(
                problem="二维码 qr.png 指向 a.example.com …8，与链接 a.example.com …7 不一致。",
                remedy="请核对哪一个是对的，把改好的链接或二维码发来；我们不会打开链接。",
            ),
            Sentence(
                problem="The QR code in qr.png leads to a.example.com …8; the link that reached us is a.example.com …7.",
                remedy="Please check which of the two is right and send us the corrected one; we never open such links.",
            ),
        ),
    ],
)  # fmt: skip
def test_what_is_said(rule: str, slot: str, subject: str, values: dict[str, object], zh: Sentence, en: Sentence) -> None:
    found = Finding(rule=rule, severity=Severity.ERROR, subject=subject, values=values, slot=slot)
    assert (sentence(found, "zh", CALL), sentence(found, "en", CALL)) == (zh, en)


@pytest.mark.parametrize(
    ("beside", "zh", "en"),
    [
        ((), "请再发来 2 至 4 幅。", "Please send"),
        (("cloud-link",), "如果就在信里提到的链接中", "behind the link named"),
        (("archive-unreadable",), "如果就在信里提到的那个文件中", "in the file named"),
        (("archive-unreadable", "cloud-link"), "如果就在信里提到的链接或文件中", "behind the link or in the file"),
    ],
)
def test_what_may_lie_behind_a_link_or_in_an_archive_is_asked_for_once(beside, zh, en):
    others = {
        "cloud-link": finding("cloud-link", links=["a.zip (QQ)"], providers=["QQ"]),
        "archive-unreadable": finding("archive-unreadable", subject="b.zip", problem="encrypted", wrapper="archive"),
    }
    few = finding("slot-count", subject="work", count=1, minimum=3, maximum=5, inside=[])
    many = finding("slot-count", subject="portrait", count=3, minimum=1, maximum=2, inside=[])
    for language, words in (("zh", zh), ("en", en)):
        points = grouped([few, many, *(others[name] for name in beside)], language, photo_call())
        assert words in points[0].remedy and ("请再发来" if language == "zh" else "Please send") in points[0].remedy
        assert points[1].remedy == grouped([many], language, photo_call())[0].remedy
