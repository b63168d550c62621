"""Links in HTML: a page written line by line, with the address of every share link in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import quote

from lxml import etree

from intake.links.element import BLOCKS, HIGHEST, SILENT, ElementLink, HtmlElement, details_of, merged, upward, words_of
from intake.links.providers import block_of, identity, provider_of, unwrapped
from intake.model.submission import CloudLink
from intake.words.body import FORWARD, QUOTE

LONGEST = 2_000_000
MOST = 300  # elements with a link that are looked at
ADDRESSES = ("href", "downloadlink", "download")
QUOTES = re.compile(
    r"gmail_quote|yahoo_quoted|protonmail_quote|isReplyContent|original-content|OLK_SRC_BODY_SECTION|mail-editor-reference-message"
)
CUT = "\x01"  # a line that stands for quoted mail left out
QQ_MARK = re.compile(r"^-{8,}\s*(原始邮件|Original)\s*-{8,}\s*$", re.MULTILINE)
UNSAFE = re.compile(r"[\s<>\"'，。；、）)】》（(\x00-\x1f]")


@dataclass
class LinkPage:
    """One HTML body read for links: its words with every address in its place, and what elements say of the files."""

    text: str = ""
    details: dict[str, CloudLink] = field(default_factory=dict)  # by identity; the address as it stands in `text`
    blocks: set[str] = field(default_factory=set)  # identities that stand in a mail program's own element
    quoted: set[str] = field(default_factory=set)  # identities inside quoted mail


def read_page(html: str) -> LinkPage:
    """Read one HTML body: hidden elements and conditional comments too, style sheets and scripts never."""
    root = _parsed(html)
    page = LinkPage()
    if root is None:
        return page
    writer = _Writer(page, root)
    writer.write(root)
    page.text = writer.text()
    if page.quoted and not re.search(r"\w", page.text):  # all of it is indented: then it is no quote
        page = LinkPage()
        writer = _Writer(page, root, quoting=False)
        writer.write(root)
        page.text = writer.text()
    keys: dict[HtmlElement, set[str]] = {}
    for found in writer.found:
        for parent in islice(upward(found.element), HIGHEST):
            keys.setdefault(parent, set()).add(found.key)
    for found in writer.found:
        link = details_of(found, keys)
        known = page.details.get(found.key)
        page.details[found.key] = merged(known, link) if known else link
        if found.block is not None:
            page.blocks.add(found.key)
    return page


def _parsed(html: str) -> HtmlElement | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        return etree.fromstring(html[:LONGEST].replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):  # nothing that could be read as HTML
        return None


class _Writer:
    """Write a page's words line by line, each link's address behind its words; no recursion: hostile mail nests deeply."""

    def __init__(self, page: LinkPage, root: HtmlElement, *, quoting: bool = True) -> None:
        self.quoting = quoting
        self.page = page
        self.found: list[ElementLink] = []
        self.pieces: list[str] = []
        self.late: list[str] = []  # QQ puts its block below the quoted mail
        self.out = self.pieces
        tails = root.xpath("//includetail")
        self.tail = tails[-1] if tails else None
        self.past_tail = False

    def write(self, root: HtmlElement) -> None:
        """Walk in the order of the page; a stack entry is (element, its block) or words still to be written."""
        stack: list[tuple[HtmlElement, HtmlElement | None] | str | list[str]] = [(root, None)]
        while stack:
            entry = stack.pop()
            if isinstance(entry, str):
                self.out.append(entry)
            elif isinstance(entry, list):
                self.out = entry
            else:
                stack += reversed([*self._opened(*entry)])

    def text(self) -> str:
        """Return the words; the line that announces a quote left out goes with it."""
        lines: list[str] = []
        for line in re.sub(r"[ \t\u00a0]+", " ", "".join(self.pieces)).split("\n"):
            if line.strip() != CUT:
                lines.append(line)
                continue
            while lines and not lines[-1].strip():
                lines.pop()
            for count in (1, 2):
                if QUOTE.match(" ".join(item.strip() for item in lines[-count:])):
                    del lines[-count:]
                    break
        late = "".join(self.late)
        written = "\n".join(lines)
        return f"{late}\n{written}" if QQ_MARK.search(written) else f"{written}\n{late}"

    def _opened(self, element: HtmlElement, block: HtmlElement | None) -> Iterator[Any]:
        if not isinstance(element.tag, str):
            yield from self._comment(element, block)
            return
        if element.tag in SILENT:
            return
        if element is self.tail:
            self.past_tail = True
        if self.quoting and _quotes(element):
            self._remember_quoted(element)
            yield f"\n{CUT}\n"
            return
        marked = block_of(f"{element.get('id', '')} {element.get('class', '')}")
        block = element if block is None and marked else block
        moved = marked == "QQ" and self.past_tail and self.out is self.pieces
        addresses = [*self._links(element, block)]
        line = "\n" if element.tag in BLOCKS else ""
        yield self.late if moved else line
        yield line + (element.text or "").replace("\n", " ")
        for child in element:
            yield child, block
            yield (child.tail or "").replace("\n", " ")
        yield "".join(f" {address} " for address in addresses) + line
        if moved:
            yield self.pieces

    def _comment(self, comment: HtmlElement, block: HtmlElement | None) -> Iterator[Any]:
        """Open a conditional comment, as Outlook hides its links in; other comments say nothing."""
        text = str(comment.text or "") if comment.tag is etree.Comment else ""
        if (
            "[if" in text[:20]
            and "http" in text
            and (inner := _parsed(re.sub(r"^\s*\[if[^\]]*\]>|<!\[endif\]\s*$", "", text))) is not None
        ):
            yield inner, block

    def _links(self, element: HtmlElement, block: HtmlElement | None) -> Iterator[str]:
        for url, provider in _addresses(element, block):
            key = identity(provider, url)
            if len(self.found) < MOST:
                self.found.append(ElementLink(element, url, provider, key, block))
            yield url

    def _remember_quoted(self, element: HtmlElement) -> None:
        for inside in islice(element.iter(etree.Element), 20_000):
            self.page.quoted.update(identity(provider, url) for url, provider in _addresses(inside, None))


def _addresses(element: HtmlElement, block: HtmlElement | None) -> Iterator[tuple[str, str]]:
    """Yield (address, provider) of the share links an element bears; in a block any address with a path is one."""
    owner = block_of(f"{block.get('id', '')} {block.get('class', '')}") if block is not None else ""
    trusted = owner not in {"QQ", "163"} or element.get("filename")  # their blocks bear advertisements too
    for name in ADDRESSES:
        url = (element.get(name) or "").strip().replace("&amp;", "&")
        if not re.match(r"(https?:)?//", url, re.IGNORECASE):
            continue
        url = UNSAFE.sub(lambda sign: quote(sign[0]), unwrapped(url if url[0] != "/" else f"https:{url}"))[:2000]
        provider = provider_of(url, owner if trusted or name == "downloadlink" else "")
        if provider:
            yield url, provider


def _quotes(element: HtmlElement) -> bool:
    """Tell whether an element holds quoted mail; what is forwarded is not quoted but sent."""
    marks = f"{element.get('id', '')} {element.get('class', '')}"
    cited = element.tag == "blockquote" and not re.search(
        r"border\s*:\s*(none|0)|isForwardContent", f"{element.get('style', '')} {marks}"
    )
    if not (cited or QUOTES.search(marks)):
        return False
    return not FORWARD.match(words_of(element, 300).strip())
