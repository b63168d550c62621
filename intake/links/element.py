"""What a link's element says of its file: name, size and end, and no other file's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from lxml import etree

from intake.links import beside
from intake.model.submission import CloudLink

HIGHEST = 12  # how far an item reaches above its link
WORDIEST = 600  # characters of an item
BLOCKS = frozenset("p div br li h1 h2 h3 h4 tr table ul ol blockquote hr pre center section".split())  # noqa: SIM905 - reads better
SILENT = frozenset({"script", "style", "title", "template", "noscript"})
NAMES = ("filename", "file-name", "data-filename", "title", "aria-label")
SIZES = ("file-size", "filesize", "data-size")
ENDS = ("expiretime", "expired", "expire-time", "data-expire")
ACTION = re.compile(r"\s*(点击|进入|下载|打开|查看|在线|download|open|click|view|https?:|从.{0,12}发来)", re.IGNORECASE)
HtmlElement = Any  # lxml's own type is private


@dataclass
class ElementLink:
    """A link on its element."""

    element: HtmlElement
    url: str
    provider: str
    key: str
    block: HtmlElement | None


def merged(first: CloudLink, second: CloudLink) -> CloudLink:
    """Return the first link with what only the second one tells."""
    return replace(
        first,
        name=first.name or second.name,
        size=second.size if first.size is None else first.size,
        expires_at=first.expires_at or second.expires_at,
        code=first.code or second.code,
    )


def upward(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and all that hold it."""
    while element is not None:
        yield element
        element = element.getparent()


def words_of(element: HtmlElement, most: int = WORDIEST + 1) -> str:
    """Return the words in an element, titles included, no more than some."""
    pieces: list[str] = []
    length = 0
    for inside in islice(element.iter(etree.Element), 200):
        if inside.tag in SILENT:
            continue
        said = (inside.get("title") or "", inside.text or "", (inside.tail or "") if inside is not element else "")
        pieces += [re.sub(r"\s+", " ", item) if place else item for place, item in enumerate(said) if item.strip()]
        length += sum(map(len, said))
        if length > most:
            break
    return "\n".join(pieces)[:most]


def _item(found: ElementLink, keys: dict[HtmlElement, set[str]]) -> HtmlElement:
    """Return the largest element around a link that speaks of this file only: in prose its paragraph at most."""
    item = found.element
    for parent in islice(upward(found.element.getparent()), HIGHEST - 1):
        if parent.tag in {"body", "html"} or keys.get(parent) != {found.key} or len(words_of(parent)) > WORDIEST:
            break
        if item is found.block or (found.block is None and item.tag in BLOCKS):
            break
        item = parent
    return item


def details_of(found: ElementLink, keys: dict[HtmlElement, set[str]]) -> CloudLink:
    """Return a link with what its item says; `keys` are the files each element holds links of."""
    item = _item(found, keys)
    words = words_of(item)
    parts = [*islice(item.iter(etree.Element), 60)]
    labels = [label for name in NAMES for part in parts if (label := _label(part.get(name)))]
    labels += [text for part in parts if beside.WHOLE_FILE.fullmatch(text := re.sub(r"\s+", " ", part.text or "").strip())]
    sizes = [part.get(name) for name in SIZES for part in parts if part.get(name)]
    told = next(
        (beside.size_in(size if re.search(r"[A-Za-z]", size) else f"{size} bytes") for size in sizes),
        beside.size_in_url(found.url),
    )
    return CloudLink(
        provider=found.provider,
        url=found.url,
        name=beside.file_name(found.url, labels, words),
        size=told if told is not None else beside.size_in(words, prose=found.block is None),
        expires_at=_end(found, parts, words),
        code=beside.code_in_url(found.url),
    )


def _label(value: str | None) -> str:
    """Return the first line of a title or label, '' where it says what to do rather than what it is."""
    first = (value or "").strip().split("\n")[0].strip()
    return "" if ACTION.match(first) else first


def _end(found: ElementLink, parts: list[HtmlElement], words: str) -> datetime | None:
    """Return when a link ends: an attribute's word, else the address, else a date beside it, else the block's only date."""
    stamps = [part.get(name) for name in ENDS for part in parts if part.get(name)]
    if stamps:
        return beside.expiry_of(stamps[0])
    here = beside.expiry_in_url(found.url) or beside.expiry_in(words)
    if here or found.block is None or beside.FOR_EVER.search(words):
        return here
    around = beside.expiries_in(words_of(found.block, 4000))
    return around[0] if len(around) == 1 else None
