"""Links that stand in for attachments: recognised by address or element, never fetched (field-notes 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.links import beside
from intake.links.element import merged
from intake.links.html import LinkPage, read_page
from intake.links.online import is_online
from intake.links.providers import WITHOUT_SCHEME, identity, may_bear_links, provider_of, unwrapped
from intake.model.submission import CloudLink
from intake.words.body import FORWARD, split_quoted
from intake.words.written import LEAST_RULE, signs

MOST = 50
LONGEST_TEXT = 2_000_000
NEAR = 200  # characters before and after a link that may speak of it
URL = re.compile(
    rf"https?://[^\s<>\"'，。；、（）()】《》「」]{{3,2000}}|(?<![\w./@%-]){WITHOUT_SCHEME}[^\s<>\"'，。；、（）()】《》「」]{{4,2000}}",
    re.IGNORECASE,
)
AFTER_ADDRESS = re.compile(r"[\u3400-\u9fff\uff00-\uffef].*$")  # no document online has such signs in its address: words run on
ANGLED = re.compile(r"<(https?://[^<>]{3,2000})>", re.IGNORECASE)
WRAPPED = re.compile(r"(https?://\S{40,400}) ?\r?\n([\w%&=?/.~+#:@-]{4,400})(?=[ \t]*(?:\r?\n|$|[，。）)]))", re.IGNORECASE)
CONTINUES = re.compile(r"[&=%?]|^[/\w-]*\d[\w-]{6,}$|^[\w-]{16,}$")
HEADER = re.compile(
    r"^\s*[*>]*\s*(From|To|Cc|Date|Sent|Subject|Reply-To|发件人|收件人|抄送|日期|时间|发送时间|发送日期|主题|寄件者)\s*[*]*\s*[:：]",
    re.IGNORECASE,
)
# nobody's signature bears a link of these: they are what mail programs make of files that are too large
LARGE = frozenset({"QQ", "163", "NetEase 企业邮箱", "iCloud Mail Drop", "Sina", "189"})


@dataclass(frozen=True)
class _Spot:
    """The address of a file in a text."""

    provider: str
    key: str
    url: str
    start: int
    end: int


def find_links(texts: Sequence[str], htmls: Sequence[str]) -> tuple[CloudLink, ...]:
    """Return every link that stands in for a file, each file once; an element's details win over a text's.

    Links in quoted mail are old and left out; those in forwarded mail are what is sent, and count.
    """
    found: dict[str, CloudLink] = {}
    old: set[str] = set()
    for html in htmls:
        if may_bear_links(html):
            page = read_page(html)
            fresh = _fresh(page.text, page)
            old |= (page.quoted | {spot.key for spot in _spots(page.text, page.details)}) - fresh.keys()
            _add(found, fresh)
    for text in texts:
        if may_bear_links(text):
            fresh = _fresh(_joined(text[:LONGEST_TEXT]))
            _add(found, {key: link for key, link in fresh.items() if key not in old})
    return tuple(found.values())[:MOST]


def _add(found: dict[str, CloudLink], more: Mapping[str, CloudLink]) -> None:
    for key, link in more.items():
        found[key] = merged(found[key], link) if key in found else link


def _fresh(text: str, page: LinkPage | None = None) -> dict[str, CloudLink]:
    """Return the links in what a person wrote, by identity."""
    details = page.details if page else {}
    blocks = page.blocks if page else set()
    found: dict[str, CloudLink] = {}
    for piece, signed in _written(text):
        links = _told(piece, _spots(piece, details), details)
        kept = {key: link for key, link in links.items() if not signed or link.provider in LARGE or key in blocks}
        _add(found, kept)
    return found


def _written(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what is no quoted mail, and whether it stands below a signature: large files are put below it."""
    signed = False
    for _ in range(6):
        own, rest = split_quoted(text)
        yield own, signed
        first, _, after = rest.partition("\n")
        if FORWARD.match(first):
            lines = after.split("\n")
            headers = max((place for place, line in enumerate(lines[:14], 1) if HEADER.match(line)), default=0)
            text = "\n".join(lines[headers:])
        elif signs(first) or LEAST_RULE.match(first):
            signed = signed or first.lstrip().startswith("--")
            text = after
        else:
            return


def _joined(text: str) -> str:
    """Put together what a mail program broke at the end of a line: addresses in angle brackets, or plainly cut."""
    text = ANGLED.sub(lambda match: "<" + re.sub(r"\s+", "", match[1]) + ">", text.replace("&amp;", "&"))
    for _ in range(4):
        text, changed = WRAPPED.subn(_mended, text)
        if not changed:
            break
    return text


def _mended(match: re.Match[str]) -> str:
    """Join an address and its rest on the next line, if that looks like the rest of an address."""
    cut = match[1][-1] in "?&=/%-_" or CONTINUES.search(match[2])
    whole = (
        cut
        and not re.match(r"https?:", match[2], re.IGNORECASE)
        and (provider_of(unwrapped(match[1])) or "safelinks" in match[1])
    )
    return match[1] + match[2] if whole else match[0]


def _spots(text: str, details: Mapping[str, CloudLink]) -> list[_Spot]:
    """Return the share links of a text in order."""
    known = {link.url: (link.provider, key) for key, link in details.items()}
    spots: list[_Spot] = []
    for match in URL.finditer(text):
        raw = match[0].rstrip(".,;:!?*_]}")
        url = unwrapped(raw if re.match(r"https?:", raw, re.IGNORECASE) else f"https://{raw}")[:2000]
        provider, key = known.get(url) or (provider_of(url), "")
        if not provider:
            continue
        url = AFTER_ADDRESS.sub("", url) if is_online(provider) else url
        key = key or identity(provider, url)
        spots.append(_Spot(provider, key, url, match.start(), match.end()))
        if len(spots) >= MOST * 4:
            break
    return spots


def _told(text: str, spots: Sequence[_Spot], details: Mapping[str, CloudLink]) -> dict[str, CloudLink]:
    """Return each file's link with what the words before or behind it say."""
    ends = [0, *(spot.end for spot in spots)]
    starts = [*(spot.start for spot in spots), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    coded_before = bool(beside.code_in(gaps[0][-NEAR:])) and not beside.code_in(gaps[-1][:NEAR])
    found: dict[str, CloudLink] = {}
    for place, spot in enumerate(spots):
        before, behind = gaps[place][-NEAR:], gaps[place + 1][:NEAR]
        code = beside.last_code_in(before) if coded_before else beside.code_in(behind)
        link = _link(spot, before, behind, code)
        if spot.key in details:
            link = merged(details[spot.key], CloudLink(provider=spot.provider, url=spot.url, code=link.code))
        _add(found, {spot.key: link})
    return found


def _link(spot: _Spot, before: str, behind: str, code: str) -> CloudLink:
    """Return a text's link: programs write name, size and end before the address, people also behind it."""
    same_line = before.rsplit("\n", 1)[-1]
    lines = [line for line in before.split("\n")[:-1] if line.strip()][-2:]
    words = next((item for item in ("\n".join([*lines, same_line]),) if beside.speaks(item)), "\n".join(behind.split("\n")[:2]))
    return CloudLink(
        provider=spot.provider,
        url=spot.url,
        name=beside.file_name(spot.url, [], words),
        size=beside.size_in_url(spot.url) or beside.size_in(words, prose=True),
        expires_at=beside.expiry_in_url(spot.url) or beside.expiry_in(words),
        code=beside.code_in_url(spot.url) or code,
    )
