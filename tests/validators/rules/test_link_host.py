"""The rule link-host."""

import pytest

from tests.builders.piece_facts import link
from validators.rules.link_host import LinkHost

ARTICLE = "mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"


def said(subject: str, host: str, reason: str, hosts=("mp.weixin.qq.com",)) -> list[dict[str, object]]:
    return [{"subject": subject, "host": host, "hosts": list(hosts), "reason": reason}]


@pytest.mark.parametrize(
    ("address", "hosts", "expected"),
    [
        pytest.param(f"https://{ARTICLE}", ("mp.weixin.qq.com",), [], id="lasting"),
        pytest.param("https://h5.example.com/s/a", (), [], id="any host"),
        pytest.param("https://v.example.com/k/a", ("*.example.com",), [], id="a part of a host"),
        pytest.param(
            "https://example.com/x", ("mp.weixin.qq.com",), said("example.com …x", "example.com", "host"), id="another host"
        ),
        pytest.param(
            f"https://{ARTICLE}?tempkey=1",
            ("mp.weixin.qq.com",),
            said("mp.weixin.qq.com …Uv?tempkey=1", "mp.weixin.qq.com", "expiring"),
            id="a preview",
        ),
        pytest.param(
            "https://mp.weixin.qq.com/s/abc", (), said("mp.weixin.qq.com …s/abc", "mp.weixin.qq.com", "cut", ()), id="cut"
        ),
        pytest.param(
            "https://example.com/" + "a" * 90,
            ("b.cn",),
            said("example.com …" + "a" * 12, "example.com", "host", ("b.cn",)),
            id="a long one is shown short",
        ),
    ],
)
def test_link_host(address, hosts, expected):
    assert list(LinkHost(hosts=hosts).check(link(address))) == expected
