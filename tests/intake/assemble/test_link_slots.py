"""Links are dealt to the slots that ask for them, added from mail to mail, and those that will not do are replaced."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from intake.assemble.link_slots import asked_links, links_alone, links_of_file, with_links
from intake.config.models import Call
from intake.model.submission import FoundText
from intake.words.body import read_html
from tests.builders.registry_samples import message

ONE = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStU1"
TWO = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStU2"
DEAD = f"{ONE}?tempkey=1"
H5 = "https://h5.eqxiu.com/s/a1"


def call(**slots: dict[str, object]) -> Call:
    return Call(
        title={"zh": "征集", "en": "call"},
        reference="CL",
        window={"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
        slots={name: {"kind": "link", "count": "0-", "title": {"zh": name, "en": name}, **said} for name, said in slots.items()},
    )


BOTH = call(post={"hosts": ["mp.weixin.qq.com"], "names": ["推文"]}, h5={"names": ["H5"]})
POSTS = call(post={"hosts": ["mp.weixin.qq.com"], "names": ["推文"]})


@pytest.mark.parametrize(
    ("terms", "text", "expected"),
    [
        (BOTH, f"推文：{ONE}\nH5：{H5}", {"post": ONE, "h5": H5}),
        (BOTH, f"{ONE}\n{TWO}", {"post": f"{ONE}\n{TWO}"}),
        (BOTH, f"请看 {H5}", {"h5": H5}),
        (BOTH, "资料在 https://pan.baidu.com/s/1abcdefgh", {}),
        (POSTS, "我们的网站 https://www.example.com/", {}),
        (POSTS, "推文链接：https://www.example.com/post/1", {"post": "https://www.example.com/post/1"}),
        (POSTS, "推文链接：\nhttps://www.example.com/post/1", {"post": "https://www.example.com/post/1"}),
        (POSTS, f"H5 {H5}", {}),
        (call(photo={"kind": "photo"}), ONE, {}),
    ],
)
def test_a_link_goes_to_the_slot_that_asks_for_it(terms: Call, text: str, expected: dict[str, str]) -> None:
    assert {name: found.text for name, found in asked_links(text, terms).items()} == expected


@pytest.mark.parametrize(
    ("slots", "text", "expected"),
    [
        ({}, f"推文征集\n我们的推文：{H5}", {"post": H5}),
        ({}, f"您好，推文征集的稿子：\n\n{H5}\n\n祝好\nAda\nhttps://www.example.net/", {"post": H5}),
        ({}, H5, {}),  # names no call
        ({}, f"推文征集收这样的链接吗？\n{H5}", {}),
        ({}, f"推文征集我们会参加，请先看我们网站上的介绍和往年的获奖作品 {H5}", {}),
        ({}, "推文征集\nhttps://pan.baidu.com/s/1abcdefgh", {}),  # cloud-link tells of it
        ({"work": {"kind": "photo", "count": "1"}}, f"推文征集\n{H5}", {}),  # wants more than links
    ],
)
def test_a_mail_of_nothing_but_links_gives_those_of_other_houses_too(slots, text: str, expected: dict[str, str]) -> None:
    terms = call(post={"hosts": ["mp.weixin.qq.com"], "count": "1"}, **slots).model_copy(update={"subject_words": ("推文征集",)})
    given = links_alone(replace(message("m1"), text=text), terms)
    assert {name: found.text for name, found in given.items()} == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (ONE, TWO, f"{ONE}\n{TWO}"),
        (ONE, f"{ONE}?scene=1", ONE),
        (DEAD, TWO, TWO),
        (f"{DEAD}\n{TWO}", ONE, f"{TWO}\n{ONE}"),
        (ONE, DEAD, f"{ONE}"),
        (DEAD, "https://example.com/x", f"{DEAD}\nhttps://example.com/x"),
    ],
)
def test_links_are_added_and_replace_what_will_not_do(old: str, new: str, expected: str) -> None:
    before, after = (
        {"post": FoundText(text=text, place="body"), "essay": FoundText(text=text, place="body")} for text in (old, new)
    )
    merged = with_links(before, after, POSTS)
    assert {name: found.text for name, found in merged.items()} == {"post": expected, "essay": new}


WRAPPED = quote(ONE, safe="")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<p>推文：<a href="{ONE}">点这里</a></p>', {"post": ONE}),
        (f'<p>两篇：<a href="{ONE}">一</a>、<a href="{TWO}">二</a></p>', {"post": f"{ONE}\n{TWO}"}),
        (f'<a href="https://nam01.safelinks.protection.outlook.com/?url={WRAPPED}&amp;data=05">文章</a>', {"post": ONE}),
        (f'<a href="https://click.example.net/track?u={WRAPPED}&amp;id=9">文章</a>', {"post": ONE}),
        (f'<a href="https://secure-web.cisco.com/1abc/{WRAPPED}">文章</a>', {"post": ONE}),
        (f'推文<a href="https://u1.ct.example.net/ls/click?upn=abc">{ONE}</a>', {"post": ONE}),
        (f'<a href="{ONE}">https://mp.weixin.qq.com/s/AbCd…</a>', {"post": ONE}),
        (f'<a href="{ONE}?scene=1">{ONE}</a>', {"post": f"{ONE}"}),
        ('<a href="mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStU1">看</a>', {"post": ONE}),
        (f'H5：<a href="{H5}">看</a> <a href="mailto:li@example.org">信</a> <a href="#top">上</a>', {"h5": H5}),
    ],
)
def test_what_words_of_a_page_lead_to(html: str, expected: dict[str, str]) -> None:
    assert {name: found.text for name, found in asked_links(read_html(html, quotes=False).linked, BOTH).items()} == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("推文链接.docx", f"已发布\n{H5}", {"post": H5}),
        ("材料.txt", f"请看 {ONE}", {"post": ONE}),
        ("材料.txt", f"H5：{H5}", {"h5": H5}),
        ("简历.docx", "个人网站 https://li.example.net/me", {}),
    ],
)
def test_links_in_a_document(name: str, text: str, expected: dict[str, str]) -> None:
    assert {slot: found.text for slot, found in links_of_file(name, text, BOTH).items()} == expected
