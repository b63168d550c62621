"""Where links stand: beside their codes, hidden, broken over lines, quoted, forwarded, signed; and hostile mail is read in time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from intake.links.finder import find_links
from intake.links.providers import PROVIDERS, provider_of
from intake.model.submission import CloudLink
from tests.builders.link_samples import exmail, netease, page

CHINA = ZoneInfo("Asia/Shanghai")
NETEASE_1 = "https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&file=mEzP1"
DAY = "2026年08月22日 17:33 到期"


def of_page(*blocks: str) -> tuple[CloudLink, ...]:
    return find_links([], [page(*blocks)])


def link(provider: str, url: str, name: str = "", code: str = "") -> CloudLink:
    return CloudLink(provider=provider, url=url, name=name, code=code)


def china(*when: int) -> datetime:
    return datetime(*when, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("链接: https://pan.baidu.com/s/1aBcD 提取码: k7m2", "k7m2"),
        ("链接：https://pan.baidu.com/s/1aBcD\n提取码：k7m2\n复制这段内容后打开百度网盘手机App", "k7m2"),
        ("提取码k7m2\nhttps://pan.baidu.com/s/1aBcD", "k7m2"),
        ("访问码：k7m2，地址 https://pan.baidu.com/s/1aBcD 谢谢", "k7m2"),
        ("https://pan.baidu.com/s/1aBcD（密码：k7m2）", "k7m2"),
        ("https://pan.baidu.com/s/1aBcD password: k7m2", "k7m2"),
        ("https://pan.baidu.com/s/1aBcD", ""),
        ("pan.baidu.com/s/1aBcD 提取码 k7m2", "k7m2"),
    ],
)
def test_extraction_codes(text, code):
    assert find_links([text], []) == (link("百度网盘", "https://pan.baidu.com/s/1aBcD", code=code),)


def test_code_in_the_address_is_part_of_the_same_link():
    text = "https://pan.baidu.com/s/1aBcD?pwd=k7m2 and again https://pan.baidu.com/share/init?surl=aBcD"
    assert find_links([text], []) == (link("百度网盘", "https://pan.baidu.com/s/1aBcD?pwd=k7m2", code="k7m2"),)


@pytest.mark.parametrize(
    "text",
    [
        "1 https://pan.quark.cn/s/aaaa11 提取码：AAAA\n2 https://pan.quark.cn/s/bbbb22 提取码：BBBB",
        "提取码：AAAA https://pan.quark.cn/s/aaaa11\n提取码：BBBB https://pan.quark.cn/s/bbbb22",
    ],
)
def test_each_link_has_its_own_code(text):
    assert find_links([text], []) == (
        link("夸克网盘", "https://pan.quark.cn/s/aaaa11", code="AAAA"),
        link("夸克网盘", "https://pan.quark.cn/s/bbbb22", code="BBBB"),
    )


def test_code_beside_an_anchor():
    html = '<div>我的照片：<a href="https://pan.baidu.com/s/1aBcD">点此下载</a></div><div>提取码：<b>k7m2</b></div>'
    assert find_links([], [html]) == (link("百度网盘", "https://pan.baidu.com/s/1aBcD", code="k7m2"),)


def test_hidden_nodes_count():
    html = '<div style="display:none"><a href="https://we.tl/t-AbCdEf">Work 1.jpg</a></div>'
    assert of_page(html) == (link("WeTransfer", "https://we.tl/t-AbCdEf", "Work 1.jpg"),)


@pytest.mark.parametrize(
    "text",
    [
        "Photos:\n<https://www.dropbox.com/scl/fi/abcdefghijklmnopqrstuv/Work1.jpg\n?rlkey=q1w2e3r4&dl=0>\n",
        "Photos:\nhttps://www.dropbox.com/scl/fi/abcdefghijklmnopqrstuv/Work1.jpg?rlkey= \nq1w2e3r4&dl=0\nRegards",
        "Photos:\nhttps://www.dropbox.com/scl/fi/abcdefghijklmnopqrstuv/Work1.jpg?\r\nrlkey=q1w2e3r4&dl=0\r\nRegards",
    ],
)
def test_addresses_broken_over_lines(text):
    url = "https://www.dropbox.com/scl/fi/abcdefghijklmnopqrstuv/Work1.jpg?rlkey=q1w2e3r4&dl=0"
    assert [item.url for item in find_links([text], [])] == [url]


def test_the_next_line_is_no_part_of_an_address():
    text = "https://www.dropbox.com/scl/fi/abcdefghijklmnopqrstuv/Work1.jpg?rlkey=q1w2e3r4\nRegards\nMarta"
    assert [item.url for item in find_links([text], [])] == [text.split("\n")[0]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("(expires on 12 Sep 2026)", china(2026, 9, 12)),
        ("(expires September 12, 2026 7:18 PM)", china(2026, 9, 12, 19, 18)),
        ("（有效期至 2026-09-12 19:18）", china(2026, 9, 12, 19, 18)),
        ("有效时间到：2026-09-12 19:18", china(2026, 9, 12, 19, 18)),
        ("2026/09/12 前有效", china(2026, 9, 12)),
        ("taken on 2026-05-01 in Suzhou", None),
        ("到期时间：2026年13月45日", None),
        ("永久有效", None),
    ],
)
def test_ends_in_words(words, expected):
    (found,) = find_links([f"https://pan.quark.cn/s/aaaa11 {words}"], [])
    assert found.expires_at == expected


def test_an_end_in_the_address():
    (found,) = find_links(["https://download.cloud.189.cn/file/downloadFile.action?dt=51&expired=1789211907000"], [])
    assert found.expires_at == datetime.fromtimestamp(1789211907, UTC)


def test_a_size_in_prose_is_no_file_size():
    (found,) = find_links(["Each photo is over 3M, here they are: https://we.tl/t-AbCdEf"], [])
    assert found == link("WeTransfer", "https://we.tl/t-AbCdEf")


@pytest.mark.parametrize("words", ["视频较大（约2GB），请从网盘下载：", "视频约2G，请下载：", "成片共 2 GB："])
def test_how_large_a_film_is_said_to_be(words):
    (found,) = find_links([f"老师好，{words}https://pan.baidu.com/s/1aBcDeFgHiJkLmNoPq 提取码：ab12"], [])
    assert (found.size, found.code) == (2**31, "ab12")


OLD = netease(("old.jpg", "12.3M", DAY))


@pytest.mark.parametrize(
    "html",
    [
        f"<div>New files attached.</div><blockquote type='cite'>{OLD}</blockquote>",
        f"<div>New.</div><div>在 2026-07-10 10:00:00，\"Photo\" &lt;photo@example.org&gt; 写道：</div><blockquote id='isReplyContent'>{OLD}</blockquote>",
        f"<div>New.</div><div class='gmail_quote'><div class='gmail_attr'>On Fri, 10 Jul 2026, Photo wrote:</div>{OLD}</div>",
        f"<div>New.</div><div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>发件人: x</div>{OLD}",
        f"<div>New.</div><hr><div><b>From:</b> Marta &lt;marta@example.com&gt;<br><b>Sent:</b> Friday<br></div>{OLD}",
    ],
)
def test_links_in_quoted_mail_are_old(html):
    text = f"New.\n\n-----Original Message-----\nFrom: x\n\nold.jpg (12.3M, {DAY})\n{NETEASE_1}"
    assert (find_links([], [html]), find_links([text], []), find_links([f"New.\n{NETEASE_1}"], [html])) == ((), (), ())


def test_new_block_below_quoted_mail_counts():
    netease_reply = f"<div>New.</div><div>在 2026-07-10，\"Photo\" 写道：</div><blockquote id='isReplyContent'>{OLD}</blockquote>"
    new = netease(("a.jpg", "1M", "无限期"), ("new.jpg", "9M", "无限期"))
    qq = f"<div>New.</div><div>------------------&nbsp;Original&nbsp;------------------</div><div>From: x</div>{exmail(('new.jpg', '9M', '无限期', '0'))}"
    found = find_links([], [netease_reply + new])
    assert ([item.name for item in found], [item.name for item in find_links([], [qq])]) == (["a.jpg", "new.jpg"], ["new.jpg"])


@pytest.mark.parametrize(
    "html",
    [
        f"<div>Please see below.</div><div class='gmail_quote'>---------- Forwarded message ---------<br>From: Marta &lt;m@example.com&gt;<br>Date: Fri<br><br>{OLD}</div>",
        f"<blockquote id='isForwardContent'>-------- 转发邮件信息 --------<br>发件人：Marta<br>发送日期：2026-07-10<br>{OLD}</blockquote>",
        f"<blockquote type='cite'><div>Begin forwarded message:</div><br><div>From: Marta &lt;m@example.com&gt;</div><div>Date: Fri</div>{OLD}</blockquote>",
    ],
)
def test_links_in_forwarded_mail_count(html):
    assert [item.name for item in find_links([], [html])] == ["old.jpg"]


def test_below_a_signature_only_large_files_count():
    signed = "My entry.\n\n-- \nMarta\nMy portfolio: https://www.dropbox.com/sh/abc/x"
    phone = f"My entry.\n\n发自我的iPhone\n\nWork 1.jpg (12.3M, {DAY})\n{NETEASE_1}"
    assert len(find_links([phone.replace("发自我的iPhone", "Enviado desde mi iPhone")], [])) == 1
    assert (find_links([signed], []), [item.name for item in find_links([phone], [])]) == ((), ["Work 1.jpg"])


PIECES = some.sampled_from(
    [
        *("<div id=QQMailBigAttach>", "<a href='http://[/download/abcdefgh?x' file-size=", "</div>", "<a href='", "'>", "<!--[if x]>", "<![endif]-->", "<blockquote>", "<includetail>", "\x00", "\n"),
        *("https://pan.baidu.com/s/1abc", "https://1drv.ms/x", "http://[", "提取码", "abcd", "2026年99月99日到期", "99999999999999M", "&#xD800;"),
        *("expiretime=9999999999", "\ud800", "-----原始邮件-----", "?url=http://", "safelinks.protection.outlook.com/", "<?xml version='1.0' encoding='x'?>"),
    ]
)  # fmt: skip


@pytest.mark.long
@settings(max_examples=150, deadline=None)
@given(some.lists(some.one_of(PIECES, some.text(max_size=20)), max_size=30).map("".join))
def test_never_raises(content):
    found = find_links([content], [content])
    assert all(item.provider == provider_of(item.url) or item.provider in {each.name for each in PROVIDERS} for item in found)


HOSTILE = {
    "many links": "<div><a href='https://pan.baidu.com/s/1{}'>x</a></div>",
    "one link again": "<a href='https://pan.baidu.com/s/1abc'>x</a>",
    "nested": "<div>https://pan.baidu.com/s/1",
    "quotes": "<blockquote><a href='https://1drv.ms/x'>",
    "open": "https://pan.baidu.com/s/1<<<<((((",
    "digits": "1.1.1 2026年1 ",
    "breaks": "https://drive.google.com/file/d/1AbCdEfGhIj/viewviewview?=\nab=cdef\n",
    "spaces": "https://1drv.ms/x" + " " * 300,
    "words": "提取码提取码 a.a.a.jp https://1drv.ms/x",
    "letters": "https://1drv.ms/a" * 3,
}


@pytest.mark.long
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(("length", "seconds"), [(400_000, 4), pytest.param(2_000_000, 20, marks=pytest.mark.thorough)])
def test_long_hostile_text_is_read_in_seconds(kind, length, seconds):
    piece = HOSTILE[kind]
    content = "".join(piece.replace("{}", str(number)) for number in range(length // len(piece) + 1))[:length]
    begun = time.process_time()
    find_links([content], [content])
    assert time.process_time() - begun < seconds
