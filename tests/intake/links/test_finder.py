"""Links in place of attachments: found wherever programs and people put them, with what is said of each file."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from intake.links.finder import find_links
from intake.model.submission import CloudLink
from tests.builders.link_samples import drive_chip, exmail, exmail_url, mail_drop, netease, owa, page, sirius

CHINA = ZoneInfo("Asia/Shanghai")
MIB = 2**20
QQ_PLAIN = "Hello\n\n从QQ邮箱发来的超大附件\n\n"


def of_page(*blocks: str) -> tuple[CloudLink, ...]:
    return find_links([], [page(*blocks)])


def link(provider: str, url: str, name: str = "", size: int | None = None, expires_at=None, code: str = "") -> CloudLink:
    return CloudLink(provider=provider, url=url, name=name, size=size, expires_at=expires_at, code=code)


def china(*when: int) -> datetime:
    return datetime(*when, tzinfo=CHINA)


def test_exmail_block_two_files():
    found = of_page(
        exmail(
            ("Work 1.jpg", "20.61M", "2026年09月12日 19:18", "1789211907"),
            ("照片 二.zip", "128.03M", "2026年09月13日 19:18", "1789298307"),
        )
    )
    first = f"{exmail_url(1)}&fid=72/ef3f"
    second = f"{exmail_url(2)}&fid=72/ef3f"
    assert found == (
        link("QQ", first, "Work 1.jpg", round(20.61 * MIB), datetime.fromtimestamp(1789211907, UTC)),
        link("QQ", second, "照片 二.zip", round(128.03 * MIB), datetime.fromtimestamp(1789298307, UTC)),
    )


def test_exmail_without_end():
    found = of_page(exmail(("Work 1.jpg", "20.61M", "无限期", "0")))
    assert found == (link("QQ", f"{exmail_url(1)}&fid=72/ef3f", "Work 1.jpg", round(20.61 * MIB)),)


def test_qq_plain_text_list():
    text = (
        QQ_PLAIN
        + "Work 1.jpg (128.03M, 2026年08月27日 21:59 到期)进入下载页面：https://wx.mail.qq.com/ftn/download?func=3&key=aa1&code=b1\n\n"
        "Work 2.jpg (9.5M, 无限期)进入下载页面：https://iwx.mail.qq.com/ftn/download?func=3&key=aa2&code=b2\n"
    )
    assert find_links([text], []) == (
        link(
            "QQ",
            "https://wx.mail.qq.com/ftn/download?func=3&key=aa1&code=b1",
            "Work 1.jpg",
            round(128.03 * MIB),
            china(2026, 8, 27, 21, 59),
        ),
        link("QQ", "https://iwx.mail.qq.com/ftn/download?func=3&key=aa2&code=b2", "Work 2.jpg", round(9.5 * MIB)),
    )


def test_text_and_html_of_one_mail_are_one_link():
    block = netease(("海.jpg", "12.3M", "2026年08月22日 17:33 到期"))
    text = f"海.jpg (12.3M, 2026年08月22日 17:33 到期)\n下载: {NETEASE_1}"
    assert find_links([text], [page(block)]) == of_page(block)


NETEASE_1 = "https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&file=mEzP1"
DAY = "2026年08月22日 17:33 到期"


@pytest.mark.parametrize("host", ["mail.163.com", "mail.126.com", "mail.yeah.net", "hw.mail.163.com"])
def test_netease_block(host):
    found = of_page(netease(("DSC_0041 (1).jpg", "12.3M", DAY), ("海.jpg", "9M", "无限期"), host=host))
    url = NETEASE_1.replace("mail.163.com", host)
    assert found == (
        link("163", url, "DSC_0041 (1).jpg", round(12.3 * MIB), china(2026, 8, 22, 17, 33)),
        link("163", url.replace("mEzP1", "mEzP2"), "海.jpg", 9 * MIB),
    )


@pytest.mark.parametrize("stamp", ["1789211907000", "1789211907"])
def test_netease_enterprise_end_in_seconds_or_milliseconds(stamp):
    found = of_page(sirius("works.zip", "31457280", stamp, "2026年09月12日 19:18"))
    url = "https://edisk.qiye.163.com/api/biz/attachment/download?identity=5b0c7a91"
    assert found == (link("NetEase 企业邮箱", url, "works.zip", 31_457_280, datetime.fromtimestamp(1789211907, UTC)),)


def test_drive_chips():
    assert of_page(drive_chip("Work 1.jpg", "1AbCdEfGhIjKlMn"), drive_chip("My photos", "1ZyXwVuTsRqPoNm")) == (
        link("Google Drive", "https://drive.google.com/file/d/1AbCdEfGhIjKlMn/view?usp=drive_web", "Work 1.jpg"),
        link("Google Drive", "https://drive.google.com/file/d/1ZyXwVuTsRqPoNm/view?usp=drive_web", "My photos"),
    )


@pytest.mark.parametrize("prefix", ["", "gmail-m_-12345_"])
@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://1drv.ms/i/s!AkZ9?e=x1", "OneDrive"),
        ("https://school-my.sharepoint.com/:i:/g/personal/marta_example_com/EaBc?e=4", "OneDrive"),
        ("https://files.example.com/download/EaBcDeFg?e=4", "OneDrive"),
    ],
)
def test_outlook_reference_attachments(prefix, hidden, url, provider):
    assert of_page(owa("Work 1.jpg", url, prefix, hidden)) == (link(provider, url, "Work 1.jpg"),)


def test_mail_drop():
    (found,) = of_page(mail_drop("Work 1.jpg", 31_000_111, 1789211907))
    assert (found.provider, found.name, found.size, found.expires_at) == (
        "iCloud Mail Drop",
        "Work 1.jpg",
        31_000_111,
        datetime.fromtimestamp(1789211907, UTC),
    )


def test_safe_link_and_escaped_ampersands():
    inner = "https://onedrive.live.com/redir?resid=A1!107&authkey=!AbC&ithint=file%2cjpg"
    wrapped = f"https://eur01.safelinks.protection.outlook.com/?url={quote(inner, safe='')}&amp;data=05%7C01&amp;reserved=0"
    expected = (link("OneDrive", inner),)
    assert (find_links([], [f'<p><a href="{wrapped}">here</a></p>']), find_links([wrapped], [])) == (expected, expected)


@pytest.mark.parametrize(
    "guard",
    [
        "https://www.google.com/url?q={}&source=gmail",
        "https://mail.qq.com/cgi-bin/readtemplate?t=safety&check=false&gourl={}",
        "https://wx.mail.qq.com/xmspamcheck/xmsafejump?url={}",
    ],
)
def test_other_guards(guard):
    inner = "https://www.dropbox.com/s/abc123/Work%201.jpg?dl=0"
    assert find_links([guard.format(quote(inner, safe=""))], []) == (link("Dropbox", inner),)


def test_url_defense():
    assert find_links(["https://urldefense.com/v3/__https://we.tl/t-AbCdEf__;!!x$"], []) == (
        link("WeTransfer", "https://we.tl/t-AbCdEf"),
    )


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://dashi.163.com/html/cloud-attachment-download/?key=a1b2", "163"),
        ("http://fs.163.com/fs/display/?p=X-NETEASE-HUGE-ATTACHMENT&file=a", "163"),
        ("https://drive.google.com/open?id=1AbCdEfGhIj", "Google Drive"),
        ("https://drive.google.com/drive/folders/1AbCdEfGhIj?usp=sharing", "Google Drive"),
        ("https://docs.google.com/document/d/1AbCdEfGhIj/edit?usp=drive_web", "Google Drive"),
        ("https://photos.app.goo.gl/AbCdEf1234567", "Google Photos"),
        ("https://1drv.ms/f/s!AkZ9", "OneDrive"),
        ("https://download.cloud.189.cn/file/downloadFile.action?dt=51&expired=1789211907000", "189"),
        ("https://cloud.189.cn/t/AbCdEf", "189"),
        ("http://mail.sina.com.cn/filecenter/download.php?id=77", "Sina"),
        ("https://www.alipan.com/s/AbCdEf", "阿里云盘"),
        ("https://www.aliyundrive.com/s/AbCdEf", "阿里云盘"),
        ("https://www.123pan.com/s/abc-def.html", "123 云盘"),
        ("https://wwi.lanzoup.com/iAbC12345", "蓝奏云"),
        ("https://115.com/s/sw3abc?password=b1c2", "115"),
        ("https://pan.xunlei.com/s/VNabc?pwd=ab12#", "迅雷云盘"),
        ("https://share.weiyun.com/AbCdEf12", "微云"),
        ("https://we.tl/t-AbCdEf", "WeTransfer"),
        ("https://www.dropbox.com/scl/fo/abc/h?rlkey=1&dl=0", "Dropbox"),
        ("https://disk.yandex.ru/d/AbCdEf", "Yandex Disk"),
    ],
)
def test_addresses(url, provider):
    assert [item.provider for item in find_links([f"Photos: {url}"], [])] == [provider]


@pytest.mark.parametrize(
    "url",
    [
        "https://drive.google.com/",
        "https://drive.google.com/drive/my-drive",
        "https://www.google.com/maps/place/Suzhou/@31.2,120.5",
        "https://www.instagram.com/marta.example/",
        "https://news.example.com/unsubscribe?u=1&id=2",
        "https://docs.google.com/",
        "https://docs.qq.com/desktop/",
        "https://www.feishu.cn/product/docs",
        "https://www.kdocs.cn/",
        "https://www.notion.so/product",
        "https://www.yuque.com/about/jobs",
        "https://www.wps.cn/",
        "https://mail.163.com/",
        "https://mail.qq.com/cgi-bin/loginpage",
        "https://www.dropbox.com/referrals/abc",
        "https://www.dropbox.com/",
        "https://onedrive.live.com/about/en-us/",
        "https://onedrive.live.com/",
        "https://www.icloud.com/",
        "https://pan.baidu.com/",
        "https://example.sharepoint.com/sites/school",
        "https://example.org/pan.baidu.com/s/1abc",
        "https://pan.baidu.com.example.org/s/1abc",
        "https://mega.nz/",
        "https://www.icloud.com/photos/",
        "https://yun.139.com/w/",
        "http://[::1",
    ],
)
def test_ordinary_links_are_none(url):
    assert find_links([f"See {url} for more"], [f'<p>See <a href="{url}">{url}</a></p>']) == ()


def test_style_and_words_alone_are_none():
    words = "<p>divNeteaseBigAttach QQMailBigAttach 超大附件 gmail_drive_chip</p><script>var u='https://pan.baidu.com/s/1abc'</script>"
    assert of_page(words, '<div id="divNeteaseBigAttach"><a href="https://mail.163.com/">163</a></div>') == ()


def test_advertisements_in_a_block_are_none():
    advertisement = '<a href="https://mail.163.com/dashi/dlpro.html?from=mail88">邮箱大师</a>'
    block = netease(("a.jpg", "9M", "无限期"))
    assert of_page(block.replace("</b>", f"</b>{advertisement}")) == of_page(block)


def test_a_page_indented_throughout_is_no_quote():
    html = "<html><body><blockquote><div>My photos: <a href='https://we.tl/t-AbCdEf'>here</a></div></blockquote></body></html>"
    assert find_links([], [html]) == (link("WeTransfer", "https://we.tl/t-AbCdEf"),)


def test_no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a link was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert (
        len(of_page(exmail(("a.jpg", "1M", "无限期", "0")), netease(("b.jpg", "1M", DAY)), drive_chip("c.jpg", "1AbCdEfGhIj")))
        == 3
    )
