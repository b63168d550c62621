"""Documents and forms that lie with an online house: told by address, and whether a mail sends them or only shows who its author is."""

import pytest

from intake.links.finder import find_links
from intake.links.online import is_online
from intake.links.providers import provider_of
from intake.links.sent_or_shown import is_of_a_person, only_leads_on, sends_something

NOTION = "https://anna.notion.site/Anna-0123456789abcdef0123456789abcdef"
DOC = "https://docs.qq.com/doc/DQWxYbG5kYWxv"


@pytest.mark.parametrize(
    ("url", "house"),
    [
        (DOC, "腾讯文档"),
        ("https://docs.qq.com/sheet/DQWxYbG5kYWxv?tab=BB08J2", "腾讯文档"),
        ("https://docs.qq.com/form/page/DQWxYbG5kYWxv#/fill", "腾讯文档"),
        ("https://doc.weixin.qq.com/doc/w3_AbCdEf?scode=AbC", "企业微信文档"),
        ("https://kdocs.cn/l/cbXyZaBcDeFg", "金山文档"),
        ("https://www.kdocs.cn/l/cbXyZaBcDeFg", "金山文档"),
        ("https://f.kdocs.cn/g/AbCdEfGh/", "金山文档"),
        ("https://365.wps.cn/l/AbCdEfGh", "WPS"),
        ("https://f.wps.cn/w/AbCdEfGh/", "WPS"),
        ("https://abc.feishu.cn/docx/AbCdEfGhIjKl", "飞书"),
        ("https://abc.feishu.cn/share/base/form/shrcnAbCdEf", "飞书"),
        ("https://abc.larksuite.com/wiki/AbCdEfGhIjKl", "Lark"),
        ("https://shimo.im/docs/AbCdEfGhIjKl/", "石墨文档"),
        ("https://www.yuque.com/anna/works/abcdef", "语雀"),
        ("https://note.youdao.com/s/AbCdEf", "有道云笔记"),
        ("https://docs.google.com/document/d/1AbCdEfGhIj/edit?usp=sharing", "Google Docs"),
        ("https://docs.google.com/spreadsheets/d/1AbCdEfGhIj/edit#gid=0", "Google Docs"),
        ("https://docs.google.com/forms/d/e/1FAIpQLSabc/viewform", "Google Forms"),
        ("https://forms.gle/AbCdEfGhIj1", "Google Forms"),
        ("https://forms.office.com/r/AbCdEf", "Microsoft Forms"),
        ("https://www.notion.so/Anna-0123456789abcdef0123456789abcdef", "Notion"),
        (NOTION, "Notion"),
    ],
)
def test_addresses_of_online_houses(url, house):
    (found,) = find_links([f"我的材料：{url} 谢谢"], [])
    assert (found.provider, found.url, is_online(found.provider)) == (house, url, True)


@pytest.mark.parametrize(
    "url",
    [
        "https://school.sharepoint.com/sites/art/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D",
        "https://school.sharepoint.com/sites/art/Shared%20Documents/works.docx",
    ],
)
def test_files_on_a_page_of_sharepoint(url):
    assert (provider_of(url), is_online("SharePoint")) == ("SharePoint", False)


@pytest.mark.parametrize("behind", ["请查收", "，谢谢", "；另附照片", "）"])
def test_words_that_run_on_are_no_part_of_the_address(behind):
    assert [link.url for link in find_links([f"登记表{DOC}{behind}"], [])] == [DOC]


def test_the_name_that_a_house_writes_beside_it():
    (found,) = find_links(["我在用【金山文档】分享「作品登记表.docx」\nhttps://kdocs.cn/l/cbXyZaBcDeFg"], [])
    assert (found.provider, found.name) == ("金山文档", "作品登记表.docx")


def test_an_address_without_its_scheme():
    assert [link.url for link in find_links(["登记表见 docs.qq.com/sheet/DQWxYbG5"], [])] == [
        "https://docs.qq.com/sheet/DQWxYbG5"
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Works: {NOTION}", False),
        (f"Instagram: https://www.instagram.com/anna\nNotion: {NOTION}", True),
        (f"Notion: {NOTION}\n\n微博：https://weibo.com/anna", True),
        (f"作品：https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv\n登记表：{DOC}", False),
        (f"My entry is attached.\n\nBest regards,\nAnna\n{NOTION}", True),
        (f"My entry: {DOC}\n\nBest regards,\nAnna", False),
        (f"My website: {NOTION}", True),
        (f"个人主页：{NOTION}", True),
        (f"The works are on this page, please see {NOTION}", False),
        ("nothing of it here", False),
    ],
)
def test_what_shows_who_somebody_is_sends_nothing(text, shown):
    assert is_of_a_person(NOTION if NOTION in text else DOC, text) is shown


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        (f"请查收：{DOC}", True),
        (f"作品登记表：{DOC}", True),
        (f"My photos and my form: {DOC}", True),
        (f"请问登记表是这一份吗？{DOC}", False),
        (f"Is this the application form? {DOC}", False),
        (f"诚邀您填写调查问卷 {DOC}", False),
        (f"周会纪要 {DOC}", False),
        (DOC + "?usp=sharing", False),
    ],
)
def test_words_that_send_something(text, sent):
    assert sends_something(text) is sent


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        (DOC, True),
        (f"见附件 {DOC}", True),
        (f"（{DOC}）", True),
        (f"安娜住在杭州，{DOC}", False),
        ("见附件", False),
        ("Anna", False),
    ],
)
def test_a_text_that_is_nothing_but_an_address(text, leads):
    assert only_leads_on(text) is leads
