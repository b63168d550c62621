"""The rule cloud-link."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.model.submission import CloudLink
from reports.letters.sentences import sentence
from tests.builders.letters import finding, photo_call
from tests.builders.rule_facts import CLOSES, OPENS, case, link, photo
from validators.rules.cloud_link import CloudLinkInstead

SAID = {
    "subject": "",
    "links": ["works.zip (QQ)"],
    "places": [{"size": 0, "host": "mail.qq.com"}],
    "providers": ["QQ"],
    "expires": "",
    "expired": False,
    "closes": CLOSES.isoformat(),
    "film": "",
    "large": False,
}
NAMELESS = replace(link(), name="", provider="百度网盘")
ONLINE = CloudLink(provider="腾讯文档", url="https://docs.qq.com/doc/DQWxYbG5kYWxv")
DOCUMENT = {
    **SAID,
    "links": ["腾讯文档"],
    "places": [{"size": 0, "host": "docs.qq.com"}],
    "providers": ["腾讯文档"],
    "online": True,
}
PAGE = CloudLink(provider="优酷", url="https://v.youku.com/v_show/id_XNDM4.html")
LATER = OPENS + timedelta(days=30)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="none"),
        pytest.param(case(links=(link(CLOSES),)), [{**SAID, "expires": CLOSES.isoformat()}], id="one"),
        pytest.param(case(links=(link(),)), [SAID], id="no expiry"),
        pytest.param(case(links=(link(OPENS),)), [{**SAID, "expires": OPENS.isoformat(), "expired": True}], id="expired"),
        pytest.param(
            case(links=(link(CLOSES), NAMELESS, NAMELESS, link(LATER))),
            [
                {
                    **SAID,
                    "links": ["works.zip (QQ)", "百度网盘"],
                    "places": [{"size": 0, "host": "mail.qq.com"}] * 2,
                    "providers": ["QQ", "百度网盘"],
                    "expires": LATER.isoformat(),
                }
            ],
            id="the first end of several",
        ),
        pytest.param(case(links=(link(),), materials=(photo("Works.ZIP").material,)), [], id="came as an attachment too"),
        pytest.param(
            case(links=(link(),), materials=(replace(photo("works.zip").material, problem="damaged"),)), [SAID], id="came damaged"
        ),
        pytest.param(
            case(links=(PAGE,)),
            [{**SAID, "links": ["优酷"], "places": [{"size": 0, "host": "v.youku.com"}], "providers": ["优酷"], "film": "page"}],
            id="a page that shows a film",
        ),
        pytest.param(case(links=(ONLINE,)), [{**DOCUMENT, "grade": "hard"}], id="a document online, and something is missing"),
        pytest.param(
            case(links=(replace(ONLINE, slot="work"),)), [{**DOCUMENT, "grade": "soft"}], id="a document online for what is there"
        ),
        pytest.param(
            case(links=(replace(ONLINE, slot="work"),), works=0),
            [{**DOCUMENT, "grade": "hard"}],
            id="a document online for what is not there",
        ),
        pytest.param(
            case(links=(link(), ONLINE)), [SAID, {**DOCUMENT, "grade": "hard"}], id="a document online beside another link"
        ),
    ],
)
def test_cloud_link(facts, expected):
    assert list(CloudLinkInstead().check(facts)) == expected


@pytest.mark.parametrize(
    ("provider", "zh", "en"),
    [
        ("QQ", "点“添加附件”", "add them with “添加附件”"),
        ("163", "合计不超过 30 MB", "30 MB"),
        ("Google Drive", "回形针", "paper clip"),
        ("OneDrive", "以副本形式附加", "Attach as a copy"),
        ("iCloud Mail Drop", "邮件投递", "Mail Drop"),
        ("百度网盘", "先把文件下载", "download the files first"),
    ],
)
def test_how_to_resend_depends_on_the_program(provider, zh, en):
    item = finding("cloud-link", **{**SAID, "links": [f"a.jpg ({provider})"], "providers": [provider]})
    remedies = [sentence(item, language, photo_call()).remedy for language in ("zh", "en")]
    assert [(zh in remedies[0]), (en in remedies[1])] == [True, True]
    assert ["2026年8月31日24:00" in remedies[0], "24:00 on 31 August 2026" in remedies[1]] == [True, True]


def test_expired_is_said():
    item = finding(
        "cloud-link",
        **{**SAID, "places": [{"size": 52_428_800, "host": "mail.qq.com"}], "expires": OPENS.isoformat(), "expired": True},
    )
    problems = [sentence(item, language, photo_call()).problem for language in ("zh", "en")]
    assert problems == [
        "以下内容是以云盘或“超大附件”链接发来的：works.zip（QQ 邮箱, 52.4 MB, mail.qq.com）；其中有链接已于2026年6月30日24:00（北京时间）失效。",
        "This came as a cloud link or “large attachment” link: works.zip (QQ Mail, 52.4 MB, mail.qq.com); a link expired at 24:00 on 30 June 2026 (Beijing time).",
    ]
