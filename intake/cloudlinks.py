"""Links that stand in for attachments: recognised by address or element, never fetched (field-notes 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

from intake.charsets import clean
from intake.submission import CloudLink

CHINA = ZoneInfo("Asia/Shanghai")
MOST = 50
# provider, host pattern, path pattern; the first that fits names the link
PROVIDERS = (
    ("QQ", r"(.*\.)?mail\.qq\.com|wx\.mail\.qq\.com", r"/cgi-bin/(ftnExs_download|ftnExs_files)|/ftn/download"),
    ("QQ", r"(.*\.)?exmail\.qq\.com", r"/cgi-bin/ftnExs_download|/ftn/download"),
    ("163", r"mail\.(163|126|yeah)\.(com|net)", r"/large-attachment-download/"),
    ("163", r"dashi\.163\.com", r"/html/cloud-attachment-download/"),
    ("163", r"fs\.163\.com", r"/fs/display/"),
    ("NetEase 企业邮箱", r"edisk\.qiye\.163\.com", r"/api/biz/attachment/download"),
    ("Google Drive", r"(drive|docs)\.google\.com", r"/(file|open|document|drive|uc)"),
    ("OneDrive", r"1drv\.ms|onedrive\.live\.com|[^/]+-my\.sharepoint\.com", r"/.+"),
    ("iCloud Mail Drop", r"www\.icloud\.com", r"/attachment/"),
    ("iCloud", r"(www\.)?icloud\.com|share\.icloud\.com", r"/(iclouddrive|photos|sharedalbum)"),
    ("189", r"(download\.)?cloud\.189\.cn", r"/(file/downloadFile\.action|t/|web/share)"),
    ("Sina", r"mail\.sina\.com\.cn", r"/filecenter/download\.php"),
    ("百度网盘", r"pan\.baidu\.com|yun\.baidu\.com", r"/(s/|share/init)"),
    ("夸克网盘", r"pan\.quark\.cn", r"/s/"),
    ("阿里云盘", r"(www\.)?(alipan|aliyundrive)\.com", r"/s/"),
    ("123 云盘", r"(www\.)?123(pan|684|865|912)\.com", r"/s/"),
    ("蓝奏云", r"([a-z0-9]+\.)?lanzou[a-z]?\.com", r"/.+"),
    ("115", r"115(cdn)?\.com", r"/s/"),
    ("迅雷云盘", r"pan\.xunlei\.com", r"/s/"),
    ("WeTransfer", r"we\.tl|(.*\.)?wetransfer\.com", r"/(t-|downloads/).+"),
    ("Dropbox", r"(www\.)?dropbox\.com|db\.tt", r"/(s|scl|sh|t)/"),
    ("微云", r"share\.weiyun\.com", r"/.+"),
)
URL = re.compile(r"https?://[^\s<>\"'，。；、）)】》]+", re.IGNORECASE)
CODE = re.compile(r"(?:提取码|访问码|提取密码|密码|code)\s*[:：]?\s*([A-Za-z0-9]{4,6})\b")
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMG])i?B?\b", re.IGNORECASE)
EXPIRY = re.compile(r"(\d{4})\s*[年/-]\s*(\d{1,2})\s*[月/-]\s*(\d{1,2})\s*日?(?:\s*(\d{1,2}):(\d{2}))?")
UNITS = {"K": 10**3, "M": 10**6, "G": 10**9}


def find_links(texts: Sequence[str], htmls: Sequence[str]) -> tuple[CloudLink, ...]:
    """Return every link that stands in for a file, each address once; an element's details win over a text's."""
    found: dict[str, CloudLink] = {}
    for html in htmls:
        for url, context in _anchors(html):
            _add(found, url, context)
    for text in texts:
        for match in URL.finditer(text):
            around = text[max(match.start() - 160, 0) : match.end() + 160]
            _add(found, match[0], around)
    return tuple(found.values())[:MOST]


def _add(found: dict[str, CloudLink], url: str, context: str) -> None:
    url = _unwrapped(url.strip().replace("&amp;", "&"))
    provider = provider_of(url)
    key = re.sub(r"[?&](pwd|usp)=[^&]*", "", url).rstrip("/")
    if provider and key not in found:
        found[key] = _link(provider, url, context)


def provider_of(url: str) -> str:
    """Return the provider a share link belongs to, '' for any other address."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    fits = (name for name, hosts, paths in PROVIDERS if re.fullmatch(hosts, host) and re.match(paths, parts.path))
    return next(fits, "")


def _unwrapped(url: str) -> str:
    """Return the address inside an Outlook safe link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if (parts.hostname or "").endswith("safelinks.protection.outlook.com"):
        return parse_qs(parts.query).get("url", [url])[0]
    return url


def _anchors(html: str) -> list[tuple[str, str]]:
    """Return (address, words around it) of every element that bears one, hidden ones too; style sheets bear none."""
    try:
        soup = BeautifulSoup(html[:2_000_000], "lxml")
    except (ParserRejectedMarkup, RecursionError, ValueError):
        return []
    result = []
    for tag in soup.find_all(True):
        for key in ("href", "downloadlink"):
            url = tag.get(key)
            if isinstance(url, str) and url.lower().startswith("http"):
                holder = next((item for item in tag.parents if item.name in {"div", "td", "tr", "p", "li"}), tag)
                title = " ".join(str(item.get("title", "")) for item in [*holder.find_all(title=True)][:3])
                own = " ".join(
                    str(tag.get(name, "")) for name in ("filename", "file-name", "aria-label", "expired", "expiretime")
                )
                hidden = " ".join(str(item.get("expiretime")) for item in holder.find_all(expiretime=True))
                label = tag.get("filename") or tag.get("file-name") or title.strip() or tag.get_text(" ", strip=True)
                result.append((url, f"\x00{label}\x00 {own} {hidden} {holder.get_text(' ', strip=True)[:600]}"))
    return result


def _link(provider: str, url: str, context: str) -> CloudLink:
    query = parse_qs(urlsplit(url).query)
    label = context.split("\x00")[1] if "\x00" in context else ""
    name = next((query[key][0] for key in ("f", "title", "fileName") if key in query), "") or label or _named(context)
    size = int(query["sz"][0]) if query.get("sz", [""])[0].isdigit() else _size(context)
    code = query.get("pwd", [""])[0] or next(iter(CODE.findall(context)), "")
    return CloudLink(
        provider=provider,
        url=url[:2000],
        name=clean(unquote(name), 120).strip(),
        size=size,
        expires_at=_expiry(url, context),
        code=code,
    )


def _named(context: str) -> str:
    match = re.search(
        r"([^\s/\\:：()（）<>]{1,80}\.(?:jpe?g|png|heic|zip|rar|7z|docx?|pdf|tiff?|mp4|mov))", context, re.IGNORECASE
    )
    return match[1] if match else ""


def _size(context: str) -> int | None:
    match = SIZE.search(context)
    return int(float(match[1]) * UNITS[match[2].upper()]) if match else None


def _expiry(url: str, context: str) -> datetime | None:
    """Return when a link ends: epoch seconds or milliseconds in an attribute or the address, else a date in words (China time)."""
    epoch = re.search(r"(?:[?&](?:e|expired)=|(?<!\d))(1[5-9]\d{8}|2\d{9})(\d{3})?(?!\d)", unquote(unquote(url)) + " " + context)
    if epoch:
        return datetime.fromtimestamp(int(epoch[1]), UTC)
    match = EXPIRY.search(context)
    if not match:
        return None
    try:
        year, month, day, hour, minute = (int(item or 0) for item in match.groups())
        return datetime(year, month, day, hour, minute, tzinfo=CHINA)
    except ValueError:
        return None
