"""Corpus: links in place of attachments, and links that are none, each in a mail of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from reports.demo import mails
from reports.demo.cases import Expected
from tests.builders.factories import CorpusCase, expect, tiny_scene
from tests.builders.link_samples import QQ_KEY, STYLE, drive_chip, exmail, mail_drop, netease, owa, sirius

END = tiny_scene().arrives + timedelta(days=15)
STAMP = int(END.timestamp())
WORDS = f"{END:%Y年%m月%d日 %H:%M}"
LINKED = expect("incomplete", "cloud-link", "slot-count.work")
NO_WARNINGS = frozenset[str]()


def without_photos(block: str = "", text: str = "") -> Callable[[], bytes]:
    """Return a builder of an entry whose photos are links in its HTML or its words."""

    def build() -> bytes:
        scene = tiny_scene()
        draft = scene.draft(scene.form(), scene.biography(), scene.portrait(), text=text)
        return mails.qq_mail(draft, block) if block else mails.plain(draft)

    return build


def whole(block: str = "", text: str = "") -> Callable[[], bytes]:
    """Return a builder of a complete entry with a link besides."""

    def build() -> bytes:
        scene = tiny_scene()
        draft = scene.draft(*scene.parcel(), text=text)
        return mails.outlook(draft) if not block else mails.netease_mail(draft, block)

    return build


def linked(name: str, block: str = "", text: str = "", expected: Expected = LINKED) -> CorpusCase:
    """Return a case whose photos are links."""
    return CorpusCase(name=f"link-{name}", raw=without_photos(block, text), expected=expected, warnings=None)


def innocent(name: str, block: str = "", text: str = "") -> CorpusCase:
    """Return a complete entry whose links stand in for nothing."""
    return CorpusCase(name=f"link-{name}", raw=whole(block, text), warnings=NO_WARNINGS)


QUOTED = netease(("old.jpg", "12.3M", f"{WORDS} 到期"))
LINK_CASES = (
    linked("online-document", text="作品都在这里：https://docs.qq.com/doc/DQWxYbG5kYWxv"),
    linked("exmail-block", exmail(("Work 1.jpg", "20.61M", WORDS, str(STAMP)), ("Work 2.jpg", "9.1M", "无限期", "0"))),
    linked(
        "qq-plain-text",
        text=f"从QQ邮箱发来的超大附件\n\nWork 1.jpg (128.03M, {WORDS} 到期)进入下载页面：https://wx.mail.qq.com/ftn/download?func=3&key={QQ_KEY}&code=b1",
    ),
    linked("126-block", netease(("Work 1.jpg", "12.3M", f"{WORDS} 到期"), host="mail.126.com")),
    linked("netease-enterprise", sirius("works.zip", "31457280", f"{STAMP}000", WORDS)),
    linked("gmail-drive-chip", drive_chip("Work 1.jpg", "1AbCdEfGhIjKlMn")),
    linked("outlook-hidden-comment", owa("Work 1.jpg", "https://1drv.ms/i/s!AkZ9?e=x1", hidden=True)),
    linked("outlook-quoted-prefix", owa("Work 1.jpg", "https://school-my.sharepoint.com/:i:/g/personal/m/Ea", "gmail-m_-1_")),
    linked("icloud-mail-drop", mail_drop("Work 1.jpg", 31_000_111, STAMP)),
    linked(
        "safe-link",
        '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwe.tl%2Ft-AbCdEf&amp;data=05">photos</a>',
    ),
    linked("netdisk-without-scheme", text="作品 pan.baidu.com/s/1aBcDeF\n提取码：k7m2"),
    linked("wrapped-line", text="Photos:\n<https://drive.google.com/drive/folders/1AbCdEfGh\nIjKlMnOp?usp=sharing>"),
    linked(
        "forwarded-block",
        "<div class='gmail_quote'>---------- Forwarded message ---------<br>From: Marta &lt;marta@example.com&gt;<br>"
        f"Date: Fri<br><br>{QUOTED}</div>",
    ),
    CorpusCase(
        name="link-beside-a-complete-entry",
        raw=whole(text="Please find my entry attached. More photos: https://we.tl/t-AbCdEf"),
        expected=expect("incomplete", "cloud-link"),
    ),
    innocent("to-a-file-that-came-too", netease(("Work 1.jpg", "12.3M", "无限期"))),
    innocent("in-quoted-mail", f"<blockquote type='cite'>{QUOTED}</blockquote>"),
    innocent(
        "ordinary",
        text="My entry is attached.\nhttps://www.instagram.com/marta.example/ https://www.google.com/maps/@31.2,120.5\n"
        "https://drive.google.com/ https://news.example.com/unsubscribe?u=1\n\n-- \nPortfolio: https://www.dropbox.com/sh/abc/x",
    ),
    innocent("style-sheet", STYLE),
)
