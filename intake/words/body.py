"""What a person wrote: HTML as lines, quoted mail and signatures cut off (field-notes 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString
from bs4.exceptions import ParserRejectedMarkup

from intake.words.quotes import CLOSE, MARKS, OPEN, REST
from intake.words.written import split_body

LONGEST_HTML = 2_000_000
MARKED = re.compile("[" + "".join(sorted(MARKS)) + "]")
BLOCKS = {"p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr", "table", "ul", "ol", "blockquote", "hr", "pre"}
QUOTE = re.compile(
    r"^\s*(-{3,}\s*(原始邮件|原邮件|Original Message|Forwarded message|转发的邮件|回复的原邮件|Original)\s*-*.*|-{6,}\s*Original\s*-{6,}.*|"
    r"(On|At) (?=.{0,200}[\d@]).{5,200} wrote:|在.{5,120}写道[:：]|于.{5,120}写道[:：]|Le .{5,120} a écrit\s*:|Am .{5,120} schrieb.*:|El .{5,120} escribió\s*:|"
    r"Em .{5,120} escreveu\s*:|Il .{5,120} ha scritto\s*:|Op .{5,120} schreef.{0,80}:|.{5,120} (пишет|написал(\(а\)|а)?)\s*:|_{20,})\s*$",
    re.IGNORECASE,
)
FORWARD = re.compile(r"^\s*(-+\s*(Forwarded message|转发的邮件|转发邮件信息)|Begin forwarded message)", re.IGNORECASE)
QUOTING = re.compile(  # names of elements in which mail programs put the mail that is answered or passed on
    r"gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|moz-forward-container|isreplycontent|zmail_extra|ntes-mail|ol?k_src_body_section|protonmail_quote|tutanota_quote|"
    r"mail-editor-reference-message-container|aolreplacedbody|history-quote|lark-mail-quote|quote-wrapper|quoted[-_]?(text|content|message)|original-content|reply-?content|"
    r"cm_quote|ali_quote|foxmail_quote|replied?-?message|mailquote|includetail",
    re.IGNORECASE,
)
FOLLOWING = re.compile(
    r"divrplyfwdmsg|appendonsend|olreplyforward|stopspelling|x_divrplyfwdmsg", re.IGNORECASE
)  # what follows is quoted
BORDER = re.compile(
    r"border(-top)?\s*:\s*(none\s*;\s*border-top\s*:\s*)?solid\s+#(e1e1e1|b5c4df|ccc)", re.IGNORECASE
)  # above Outlook's head

ADDRESS = re.compile(r"^\s*(https?://|www\.|mp\.weixin\.qq\.com/)", re.IGNORECASE)
SHOWN = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})/\S+", re.IGNORECASE)  # an address that is read, not only followed

READINGS = ("rt", "rp", "rtc")  # how a word is read, written over it in small letters


@dataclass(frozen=True)
class HtmlText:
    """An HTML body as lines, and the same with the address that words lead to behind them."""

    text: str
    linked: str


def html_to_text(html: str, *, quotes: bool = False) -> str:
    """Return an HTML body as lines; table cells of a row are joined by TAB; scripts, styles and comments are left out.

    `quotes`: what the HTML itself marks as another mail stands between lines of MARKS.
    """
    return read_html(html, quotes=quotes, links=False).text


def read_html(html: str, *, quotes: bool = True, links: bool = True) -> HtmlText:
    """Return an HTML body as lines, parsed once; without `links` nothing is told of where words lead."""
    try:
        soup = BeautifulSoup(html[:LONGEST_HTML], "lxml")
    except (ParserRejectedMarkup, RecursionError, ValueError):
        bare = re.sub(r"<[^>]{0,2000}>", " ", html[:LONGEST_HTML])
        return HtmlText(bare, bare)
    text = _lines(soup, quotes=quotes)
    leading = (
        [(anchor, address) for anchor in soup.find_all("a", href=ADDRESS) if (address := _leads_to(anchor))] if links else []
    )
    for anchor, address in leading:
        anchor.append(f" {address} ")
    return HtmlText(text, _lines(soup, quotes=quotes) if leading else text)


def _lines(soup: BeautifulSoup, *, quotes: bool) -> str:
    pieces: list[str] = []
    holders = _around_tables(soup)
    stack: list[object] = [soup]
    while stack:  # no recursion: hostile mail nests deeply
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, Tag):
            if isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype):
                pieces.append(MARKED.sub("", re.sub(r"[ \t\r\n]+", " ", node)))
            elif not isinstance(node, NavigableString):
                pieces.append(node)
        elif isinstance(node, Tag):
            opened = _opened(node, id(node) in holders)
            stack += reversed(_between_marks(node, opened) if quotes else opened)
    lines = (re.sub(r" *\t *", "\t", re.sub(r"[ \u00a0]+", " ", line)).strip(" ") for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _leads_to(anchor: Tag) -> str:
    """Return the address behind a link's words; '' where they are another address: what a person wrote outweighs a counter's."""
    address = " ".join(str(anchor["href"]).split())
    shown = SHOWN.search(anchor.get_text())
    cut = shown is not None and re.search(r"(…|\.\.\.)$", shown[0]) is not None
    return "" if shown and not cut and shown[1].lower() not in address[:400].lower().split("?")[0] else address


def _between_marks(tag: Tag, opened: list[object]) -> list[object]:
    """Return what a tag stands for, between marks where it holds another mail."""
    names = " ".join([*tag.get_attribute_list("class"), str(tag.get("id") or "")]) if tag.attrs else ""
    if (names and FOLLOWING.search(names)) or (tag.name == "div" and BORDER.search(str(tag.get("style") or ""))):
        return [_Break(f"\n{REST}\n"), *opened]
    if tag.name == "blockquote" or (names and QUOTING.search(names)):
        return [_Break(f"\n{OPEN}\n"), *opened, _Break(f"\n{CLOSE}\n")]
    return opened


class _Break(str):
    """A line break or TAB that a tag stands for."""

    __slots__ = ()


def _around_tables(soup: BeautifulSoup) -> set[int]:
    """Return the id() of every tag that holds a table, each looked at once: tables may be nested thousands deep."""
    holders: set[int] = set()
    for table in soup.find_all("table"):
        for parent in table.parents:
            if id(parent) in holders:
                break
            holders.add(id(parent))
    return holders


def _opened(tag: Tag, holds_table: bool) -> list[object]:
    if tag.name in {"script", "style", "head", "title", *READINGS}:
        return []
    if tag.name in {"td", "th"}:
        if holds_table:
            return [*tag.children]
        for reading in tag.find_all(READINGS):
            reading.decompose()
        text = re.sub(r"\s+", " ", tag.get_text("" if tag.find("ruby") else " "))
        return [_Break(text), _Break("\t")]
    around = [_Break("\n")] if tag.name in BLOCKS else []
    extra = [_Break("\n")] if tag.name in {"p", "table"} else []
    return [*around, *tag.children, *around, *extra]


def split_quoted(text: str) -> tuple[str, str]:
    """Return (what the person wrote, what was cut off: quoted mail and signature), as of a mail whose headers say nothing.

    A forward that says so itself keeps the forwarded text.
    """
    found = split_body(text)
    return found.text, found.quoted
