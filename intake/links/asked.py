"""Links that a slot asks for: found in what people write, their address put right and judged, never fetched (field-notes 16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode

from intake.links.providers import led_to, split_address, unwrapped
from intake.model.links import Link, LinkStanding

MOST, LONGEST = 100, 2000
AMPERSAND = re.compile(r"&(amp|#38|#x26);", re.IGNORECASE)  # no other: "&timestamp" would become a sign
FULL_WIDTH = str.maketrans("？＝＆：／．＃％＿－", "?=&:/.#%_-")
STOPS = "\\s<>\"'…，。；、！（）】《》「」“”‘’|"
ADDRESS = re.compile(
    rf"https?[:：][/／]{{2}}[^{STOPS}]{{3,{LONGEST}}}|(?<![\w./@%-])(?:mp\.weixin\.qq\.com|www\.[\w-]+(?:\.[\w-]+)+)[/／][^{STOPS}]{{1,{LONGEST}}}",
    re.IGNORECASE,
)
NEXT = re.compile(r"[ \t]*\r?\n[ \t>]*([\w%&=?/.~+#:@;-]{2,400})")  # what a mail program broke off a long address
TRAILING = ".,;:!?*_]}>~'\""
WEIXIN = "mp.weixin.qq.com"
SHORT = re.compile(r"/s/[\w-]{20,24}/?", re.ASCII)  # as they are given out today
FEWEST = re.compile(r"/s/[\w-]{6,}/?", re.ASCII)  # no rule says that they stay so long; less is what a line's end left
ARTICLE = ("__biz", "mid", "idx", "sn")  # what a long address of an article needs to lead anywhere
SEARCHED = frozenset({"timestamp", "signature"})  # of a search engine: dead the next day
OFFICE = re.compile(r"/cgi-bin/|/mp/appmsg/show|/mp/(appmsg|draft)preview", re.IGNORECASE)
CHALLENGE = "/mp/wappoc_appmsgcaptcha"  # the page that asks whether one is a robot: the article's address is inside
TEMPLATE = re.compile(r"/template/preview/|[?&]mode=storeTemplate", re.IGNORECASE)
NOISE = re.compile(
    r"(tempkey|chksm|scene|src|srcid|sharer_\w+|pass_ticket|exportkey|poc_token|ascene|devicetype|version|lang|nettype|fontgear|sessionid|"
    r"clicktime|enterid|subscene|ts|lc|sui|from|isappinstalled|share_?\w*|utm_\w+|spm|timestamp|vd_source)",
    re.IGNORECASE,
)


def links_in(text: str) -> tuple[Link, ...]:
    """Return the links of a text in order, each page once and by its lasting address, at most 100."""
    found: dict[str, Link] = {}
    for address in _addresses(AMPERSAND.sub("&", text)):
        link = read_link(address)
        known = found.get(link.key) if link is not None else None
        if link is not None and (
            known is None or (known.standing is not LinkStanding.LASTING and link.standing is LinkStanding.LASTING)
        ):
            found[link.key] = link
        if len(found) >= MOST:
            break
    return tuple(link for link in found.values() if not _may_be_cut(link) or not _whole_is_there(link, found.values()))


def without_links(text: str) -> str:
    """Return what a text says beside its links."""
    return ADDRESS.sub("", text).strip()


def _whole_is_there(cut: Link, links: Iterable[Link]) -> bool:
    """Tell whether a link that is cut stands whole beside: as it is shown, and as it leads on."""
    start = cut.url.rstrip(".")
    return any(link is not cut and link.url.startswith(start) for link in links)


def read_link(address: str) -> Link | None:
    """Return one address read, None where it is none."""
    url = _mended(address)
    parts = split_address(url)
    if parts is None or not parts.hostname or "." not in parts.hostname:
        return None
    host = parts.hostname.lower().rstrip(".")
    if host == WEIXIN and parts.path.startswith(CHALLENGE):
        inside = next((value for name, value in parse_qsl(parts.query) if name == "target_url"), "")
        return (
            read_link(unquote(inside))
            if inside and CHALLENGE not in unquote(inside)
            else _link(url, host, parts, LinkStanding.CUT)
        )
    return _link(url, host, parts, _standing(url, host, parts))


def _link(url: str, host: str, parts: SplitResult, standing: LinkStanding) -> Link:
    return Link(url=url[:LONGEST], host=host, key=_key(host, parts), standing=standing)


def _addresses(text: str) -> Iterator[str]:
    """Yield the addresses in a text; one that a line's end has cut is put together where that makes it whole."""
    for match in ADDRESS.finditer(text):
        address = match[0]
        rest = NEXT.match(text, match.end())
        if rest and _is_cut(address):
            whole = address + rest[1]
            address = whole if not _is_cut(whole) else address
        yield address


def _is_cut(address: str) -> bool:
    link = read_link(address)
    return link is not None and (_may_be_cut(link) or address[-1] in "?&=/%")


def _may_be_cut(link: Link) -> bool:
    """Tell a link that lacks a part, or whose short form has not the usual length: it counts, unless a whole one is found."""
    parts = split_address(link.url) if link.host == WEIXIN else None
    unusual = parts is not None and parts.path.startswith("/s/") and not SHORT.fullmatch(parts.path)
    return link.standing is LinkStanding.CUT or unusual


def _mended(address: str) -> str:
    """Return an address as a browser takes it: no full-width signs, no "&amp;", none of the sentence around it, no guard's wrapping."""
    url = AMPERSAND.sub("&", address.translate(FULL_WIDTH)).strip().strip("<>").rstrip(TRAILING)
    while url.endswith(")") and url.count(")") > url.count("("):
        url = url[:-1].rstrip(TRAILING)
    url = url if re.match(r"https?://", url, re.IGNORECASE) else f"https://{url}"
    url = unwrapped(url)
    return _mended(inner) if (inner := led_to(url)) and len(inner) < len(url) and CHALLENGE not in url else url


def _standing(url: str, host: str, parts: SplitResult) -> LinkStanding:
    """Judge an address by its path and its query, read, never by words anywhere in it."""
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if host != WEIXIN:
        return LinkStanding.EXPIRING if TEMPLATE.search(f"{parts.path}?{parts.query}") else LinkStanding.LASTING
    if "tempkey" in query or query.keys() >= SEARCHED or OFFICE.match(parts.path):
        return LinkStanding.EXPIRING
    if parts.path.rstrip("/") == "/s":
        return LinkStanding.LASTING if all(query.get(name) for name in ARTICLE) else LinkStanding.CUT
    if parts.path.startswith("/s/"):
        return LinkStanding.LASTING if FEWEST.fullmatch(parts.path) else LinkStanding.CUT
    return LinkStanding.NO_PAGE


def _key(host: str, parts: SplitResult) -> str:
    """Return what tells one page from another; a long address of an article has more words than a short one."""
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if host == WEIXIN and all(query.get(name) for name in ARTICLE[:3]):
        return " ".join((host, query["__biz"], query["mid"], query["idx"]))
    kept = sorted((name, value) for name, value in query.items() if not NOISE.fullmatch(name))
    inside = parts.fragment if parts.fragment.startswith(("/", "!")) else ""  # a page that one program builds by itself
    path = parts.path.rstrip("/")
    return f"{host} {path}{'?' + urlencode(kept) if kept else ''}{'#' + inside if inside else ''}"
