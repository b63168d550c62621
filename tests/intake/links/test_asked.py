"""Links that a slot asks for are read as people paste them, and judged by their address alone."""

from __future__ import annotations

import pytest

from intake.links.asked import links_in, read_link
from intake.model.links import LinkStanding

SHORT = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
LONG = "https://mp.weixin.qq.com/s?__biz=MzA3MTI4OTUyMQ==&mid=2650000001&idx=1&sn=0123456789abcdef0123456789abcdef"
LASTING, EXPIRING, CUT, NO_PAGE = LinkStanding.LASTING, LinkStanding.EXPIRING, LinkStanding.CUT, LinkStanding.NO_PAGE


@pytest.mark.parametrize(
    ("address", "standing"),
    [
        (SHORT, LASTING),
        (f"{SHORT}?scene=1", LASTING),
        (LONG, LASTING),
        (f"{LONG}&chksm=abc#rd", LASTING),
        (LONG.replace("&", "&amp;"), LASTING),
        (LONG.replace("?", "？").replace("=", "＝").replace("&", "＆"), LASTING),
        (f"{SHORT}?tempkey=MTIz", EXPIRING),
        ("https://mp.weixin.qq.com/s?__biz=MzA=&tempkey=MTA5&chksm=1", EXPIRING),
        ("https://mp.weixin.qq.com/s?src=11&timestamp=1690000000&ver=1&signature=abc", EXPIRING),
        ("https://mp.weixin.qq.com/mp/appmsg/show?__biz=1&appmsgid=2&preview=1", EXPIRING),
        ("https://mp.weixin.qq.com/cgi-bin/appmsg?t=media", EXPIRING),
        ("https://mp.weixin.qq.com/s?__biz=MzA3MTI4OTUyMQ==&mid=2650000001", CUT),
        ("https://mp.weixin.qq.com/s/AbCd", CUT),
        ("https://mp.weixin.qq.com/s/AbCdEf123456", LASTING),
        ("https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=1", NO_PAGE),
        ("https://mp.weixin.qq.com/", NO_PAGE),
        (
            "https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x&target_url=https%3A%2F%2Fmp.weixin.qq.com%2Fs%2FAbCdEfGhIjKlMnOpQrStUv",
            LASTING,
        ),
        ("https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x", CUT),
        ("https://h5.eqxiu.com/s/abc123", LASTING),
        ("https://store.eqxiu.com/template/preview/77", EXPIRING),
        ("https://h5.example.com/tempkey=1", LASTING),
    ],
)
def test_how_long_a_page_stays(address: str, standing: LinkStanding) -> None:
    link = read_link(address)
    assert link is not None
    assert link.standing is standing


@pytest.mark.parametrize("address", ["", "见附件", "https://localhost/x", "https://[::1", "javascript:alert(1)", "https:///s/x"])
def test_what_is_no_address(address: str) -> None:
    assert read_link(address) is None


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://mp.weixin.qq.com@example.com/s/AbCdEfGhIjKlMnOpQrStUv", "example.com"),
        ("https://mp.weixin.qq.com.example.com/s/AbCdEfGhIjKlMnOpQrStUv", "mp.weixin.qq.com.example.com"),
        ("HTTPS://MP.WEIXIN.QQ.COM:443/s/AbCdEfGhIjKlMnOpQrStUv", "mp.weixin.qq.com"),
        ("mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", "mp.weixin.qq.com"),
    ],
)
def test_the_host_is_the_one_that_would_answer(address: str, host: str) -> None:
    link = read_link(address)
    assert link is not None
    assert (link.host, link.is_of(("mp.weixin.qq.com",))) == (host, host == "mp.weixin.qq.com")


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (f"推文链接：{SHORT}。请查收", [SHORT]),
        (f"推文（{SHORT}）已发布", [SHORT]),
        (f"{SHORT[:-9]}\n{SHORT[-9:]}", [SHORT]),
        (f"{SHORT[:-9]}\n请查收附件的推文文章", [SHORT[:-9]]),
        (f"{SHORT[:-9]}… {SHORT}", [SHORT]),
        (f"{SHORT}，{SHORT}?scene=2；{LONG}", [SHORT, LONG]),
        (f'<a href="{LONG.replace("&", "&amp;")}">文</a>', [LONG]),
        (f"{LONG[:70]}\r\n{LONG[70:]}\r\n此致", [LONG]),
        (f"{LONG[:70]}\n> {LONG[70:]}", [LONG]),
        (f"{SHORT}\nhello-world-this-is-a-line", [SHORT]),
        ("https://h5.eqxiu.com/s/a1?share_level=1 https://h5.eqxiu.com/s/a1", ["https://h5.eqxiu.com/s/a1?share_level=1"]),
        ("没有链接 www 或 a.b", []),
    ],
)
def test_links_as_people_paste_them(text: str, urls: list[str]) -> None:
    assert [link.url for link in links_in(text)] == urls


@pytest.mark.parametrize(
    ("one", "other", "elsewhere"),
    [
        (SHORT, f"{SHORT}?scene=1#rd", False),
        (SHORT, SHORT[:-1] + "x", True),
        (LONG, LONG.replace("idx=1", "idx=2"), True),
        (LONG, f"{LONG}&chksm=1", False),
        (SHORT, LONG, False),
        (SHORT, "https://h5.eqxiu.com/s/a1", True),
        ("https://h5.eqxiu.com/s/a1?ts=1", "http://h5.eqxiu.com/s/a1/", False),
        ("https://a.example.com/#/p/1", "https://a.example.com/#/p/2", True),
    ],
)
def test_two_links_lead_to_one_page_or_to_two(one: str, other: str, elsewhere: bool) -> None:
    first, second = read_link(one), read_link(other)
    assert first is not None
    assert second is not None
    assert first.leads_elsewhere(second) is elsewhere


def test_parts_of_a_host() -> None:
    link = read_link("https://viewer.maka.im/k/ABC")
    assert link is not None
    assert [link.is_of(hosts) for hosts in ((), ("*.maka.im",), ("maka.im",), ("eqxiu.com", "viewer.maka.im"))] == [
        True,
        True,
        False,
        True,
    ]
