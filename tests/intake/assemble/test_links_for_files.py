"""Where a link stands for a file: films on pages told from H5 pages, cloud files told for their slot, and what makes them go."""

from dataclasses import replace

import pytest

from intake.assemble.link_slots import asked_links
from intake.assemble.links_for_files import stand_ins, still_standing
from intake.config.loading import load
from intake.links.finder import find_links
from intake.model.submission import CloudLink
from tests import ROOT
from tests.builders.factories import shipped_call
from tests.builders.rule_facts import photo

PRESS = load([ROOT / "config.yaml"], {"PHOTO_PASSWORD": "secret"}).calls["publicity-2023"]
DOC = "https://docs.qq.com/doc/DQWxYbG5kYWxv"
PAN = "https://pan.baidu.com/s/1aBcDeFgHiJkLmNoPq"


def dealt(text: str, call=PRESS) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    """Return what link slots take of a mail's words, and house, name and slot of what stands for files."""
    asked = {slot: found.text for slot, found in asked_links(text, call).items()}
    return asked, [(link.provider, link.name, link.slot) for link in stand_ins(find_links([text], []), text, call)]


FILMS = [
    ("https://v.qq.com/x/page/a3012abcdef.html", "腾讯视频"),
    ("https://m.v.qq.com/x/m/play?cid=&vid=a3012abcdef", "腾讯视频"),
    ("https://www.bilibili.com/video/BV1xx411c7mD?share_source=copy_web", "哔哩哔哩"),
    ("https://b23.tv/AbCd123", "哔哩哔哩"),
    ("https://v.youku.com/v_show/id_XNDM4MjA4.html", "优酷"),
    ("https://www.iqiyi.com/v_19rrok9abc.html", "爱奇艺"),
    ("https://v.douyin.com/iAbCdEf/", "抖音"),
    ("https://weixin.qq.com/sph/AbCdEfGhi", "视频号"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "YouTube"),
    ("https://vimeo.com/76979871", "Vimeo"),
]


@pytest.mark.parametrize(("url", "house"), FILMS)
def test_a_page_that_shows_a_film_is_a_film_whatever_is_written_before_it(url, house):
    for words in ("宣传片：", "老师好，链接", "原创H5："):
        assert dealt(f"{words} {url}") == ({}, [(house, "", "video")])
    assert dealt(f"My film: {url}", shipped_call()) == ({}, [])  # of a call that asks for none it is nothing


def test_a_film_that_lies_somewhere_as_a_file():
    text = "宣传片下载：https://media.example.org/2023/%E5%AE%A3%E4%BC%A0%E7%89%87.mp4?v=2"
    assert dealt(text) == ({}, [("media.example.org", "宣传片.mp4", "video")])


@pytest.mark.parametrize(
    ("text", "asked", "files"),
    [
        ("H5链接：https://h5.eqxiu.com/s/AbCd1234", {"h5": "https://h5.eqxiu.com/s/AbCd1234"}, []),
        ("https://space.bilibili.com/1234", {"h5": "https://space.bilibili.com/1234"}, []),  # a channel shows no one film
        (f"视频较大（约2GB），请从网盘下载：{PAN} 提取码：ab12", {}, [("百度网盘", "", "video")]),
        (f"海报源文件：{PAN}", {}, [("百度网盘", "", "poster_source")]),
        (f"海报和视频都在网盘：{PAN}", {}, [("百度网盘", "", "")]),
        (f"请查收：{PAN}", {}, [("百度网盘", "", "")]),
        (f"新闻稿：{DOC}", {}, [("腾讯文档", "", "article")]),
        (f"【腾讯文档】主视觉海报\n{DOC}", {}, [("腾讯文档", "", "poster")]),
        (f"联络员信息表 {DOC}请查收", {}, [("腾讯文档", "", "liaison")]),
        (f"请查收：{DOC}", {}, [("腾讯文档", "", "")]),  # no page that a slot for any page takes
        (f"推文：{DOC}", {"post": DOC}, []),  # link-host tells it
    ],
)
def test_what_a_link_is_for(text, asked, files):
    assert dealt(text) == (asked, files)


def test_a_link_told_for_a_slot_stays_until_something_of_that_slot_comes():
    film = CloudLink(provider="百度网盘", url=PAN, slot="video")
    poster, other = replace(film, url=f"{PAN}2", slot="poster"), replace(film, url=f"{PAN}3", slot="")
    links = (film, poster, other)

    def left(*brought: str, held: tuple[str, ...] = ()) -> list[CloudLink]:
        files, there = ([replace(photo("a.jpg").material, role=role) for role in roles] for roles in (brought, held))
        return still_standing(links, files, there, PRESS)

    assert left() == list(links)
    assert left("guest") == list(links)  # a form takes no file's place
    assert left("event_photo") == [film, poster]
    assert left("event_photo", held=("poster",)) == [film]
    assert left("video", "poster") == []
