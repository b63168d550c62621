"""What a person wrote: HTML as lines, quoted mail and signatures cut off (field-notes 6)."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString
from bs4.exceptions import ParserRejectedMarkup

LONGEST_HTML = 2_000_000
BLOCKS = {"p", "div", "br", "li", "h1", "h2", "h3", "h4", "tr", "table", "ul", "ol", "blockquote", "hr", "pre"}
QUOTE = re.compile(
    r"^\s*(-{3,}\s*(原始邮件|原邮件|Original Message|Forwarded message|转发的邮件|回复的原邮件|Original)\s*-*.*|-{6,}\s*Original\s*-{6,}.*|"
    r"(On|At) (?=.{0,200}[\d@]).{5,200} wrote:|在.{5,120}写道[:：]|于.{5,120}写道[:：]|Le .{5,120} a écrit\s*:|Am .{5,120} schrieb.*:|El .{5,120} escribió\s*:|"
    r"Em .{5,120} escreveu\s*:|Il .{5,120} ha scritto\s*:|Op .{5,120} schreef.{0,80}:|.{5,120} (пишет|написал(\(а\)|а)?)\s*:|_{20,})\s*$",
    re.IGNORECASE,
)
OUTLOOK = re.compile(r"^\s*\*?(From|发件人|寄件者|Von|De|Da|Van|От|差出人|보낸 사람)\*?\s*[:：].+$", re.IGNORECASE)
OUTLOOK_NEXT = re.compile(
    r"^\s*\*?(Sent|Date|To|发送时间|日期|收件人|发送日期|Gesendet|An|Envoyé|À|Enviado( el)?|Para|Inviato|A|Verzonden|Aan|Отправлено|Кому|"
    r"送信日時|宛先|보낸 날짜|받는 사람)\*?\s*[:：]",
    re.IGNORECASE,
)
FORWARD = re.compile(r"^\s*(-+\s*(Forwarded message|转发的邮件|转发邮件信息)|Begin forwarded message)", re.IGNORECASE)
FORWARDED_HEADER = re.compile(
    r"^\s*[*>]*\s*(From|Sent|Date|To|Cc|Subject|Reply-To|发件人|寄件者|发送时间|发送日期|日期|收件人|抄送|抄送人|主题|主旨)\*?\s*[:：]",
    re.IGNORECASE,
)
SIGNATURE = re.compile(
    r"^\s*(-- ?|发自我的.{0,20}|发自.{1,12}(邮箱|手机|iPhone|iPad).*|Sent from my .{1,40}|Sent from (Mail|Outlook|Yahoo).*|"
    r"Get Outlook for .*|来自我的.{0,12}|从我的.{1,12}发送)\s*$",
    re.IGNORECASE,
)


READINGS = ("rt", "rp", "rtc")  # how a word is read, written over it in small letters


def html_to_text(html: str) -> str:
    """Return an HTML body as lines; table cells of a row are joined by TAB; scripts, styles and comments are left out."""
    try:
        soup = BeautifulSoup(html[:LONGEST_HTML], "lxml")
    except (ParserRejectedMarkup, RecursionError, ValueError):
        return re.sub(r"<[^>]{0,2000}>", " ", html[:LONGEST_HTML])
    pieces: list[str] = []
    holders = _around_tables(soup)
    stack: list[object] = [soup]
    while stack:  # no recursion: hostile mail nests deeply
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, Tag):
            if isinstance(node, NavigableString) and not isinstance(node, Comment | Doctype):
                pieces.append(re.sub(r"[ \t\r\n]+", " ", node))
            elif not isinstance(node, NavigableString):
                pieces.append(node)
        elif isinstance(node, Tag):
            stack += reversed(_opened(node, id(node) in holders))
    lines = (re.sub(r" *\t *", "\t", re.sub(r"[ \u00a0]+", " ", line)).strip(" ") for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


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
    """Return (what the person wrote, what was cut off: quoted mail and signature).

    A forward with nothing written above keeps the forwarded text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u200b", "")
    lines = text.split("\n")
    end = next((index for index, line in enumerate(lines) if _starts_quote(lines, index)), len(lines))
    own = [line for line in lines[:end] if not re.match(r"^\s*>", line)]
    quoted = [line for line in lines[:end] if re.match(r"^\s*>", line)] + lines[end:]
    signed = next((index for index, line in enumerate(own) if SIGNATURE.match(line)), len(own))
    written, signature = own[:signed], own[signed:]
    if not "".join(written).strip() and end < len(lines) and FORWARD.match(lines[end]):
        return _forwarded(lines[end + 1 :]), "\n".join(lines[:end]).strip()
    return "\n".join(written).strip(), "\n".join([*signature, *quoted]).strip()


def _forwarded(lines: list[str]) -> str:
    """Return what a forward passes on, without the lines that say who wrote it, when and to whom."""
    start = 0
    while start < len(lines) and (not lines[start].strip() or FORWARDED_HEADER.match(lines[start])):
        start += 1
    signed = next((place for place, line in enumerate(lines) if place >= start and SIGNATURE.match(line)), len(lines))
    return "\n".join(lines[start:signed]).strip()


def _starts_quote(lines: list[str], index: int) -> bool:
    line = lines[index]
    if QUOTE.match(line) or FORWARD.match(line):
        return True
    if re.match(r"^\s*On .{5,}$", line) and index + 1 < len(lines) and re.search(r"wrote:\s*$", lines[index + 1]):
        return True
    following = lines[index + 1 : index + 4]
    return (
        bool(OUTLOOK.match(line))
        and sum(bool(OUTLOOK_NEXT.match(item)) for item in following) >= 1
        and "@" in "".join(lines[index : index + 5])
    )
