"""Who keeps files behind a link: the providers, their addresses, and what in an address names the file (field-notes 4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from intake.links import online


@dataclass(frozen=True)
class LinkProvider:
    """One kind of share link: `hosts` and `paths` must fit; `block` is the element a mail program puts such links into."""

    name: str  # as shown to people
    hosts: str
    paths: str
    block: str = ""  # part of the element's id or class


# the first that fits names the link; paths are matched from their start
PROVIDERS = (
    LinkProvider(
        "QQ", r"(.+\.)?(ex)?mail\.qq\.com", r"/cgi-bin/ftnexs_|/ftn/download", "QQMailBigAttach bigatt_bt qqmailbgattach"
    ),
    LinkProvider(
        "163", r"(.+\.)?mail\.(163|126|188)\.com|(.+\.)?mail\.yeah\.net", r"/large-attachment-download/", "divNeteaseBigAttach"
    ),
    LinkProvider("163", r"dashi\.163\.com", r"/html/cloud-attachment-download/"),
    LinkProvider("163", r"fs\.163\.com", r"/fs/display/"),
    LinkProvider("NetEase 企业邮箱", r"(.+\.)?qiye\.163\.com", r"/api/biz/attachment/download", "divNeteaseSiriusCloudAttach"),
    LinkProvider(
        "Google Drive", r"drive\.google\.com", r"/(file/d/|open$|uc$|drive/(u/\d+/)?folders/|folderview$)", "gmail_drive_chip"
    ),
    LinkProvider("Google Drive", r"docs\.google\.com", r"/file/(u/\d+/)?d/|/(uc|open)$"),
    LinkProvider("Google Photos", r"photos\.app\.goo\.gl|photos\.google\.com", r"/share/|/[A-Za-z0-9]{12,}$"),
    LinkProvider("OneDrive", r"1drv\.ms", r"/.+", "OwaReferenceAttachments"),
    LinkProvider("OneDrive", r"onedrive\.live\.com", r"/(redir|download|embed|view|edit|\?|:\w:|personal/|$)"),
    LinkProvider("OneDrive", r"[^.]+-my\.sharepoint\.(com|cn)", r"/(:\w:|personal/).+"),
    LinkProvider(
        "SharePoint",
        r"[^.]+\.sharepoint\.(com|cn)",
        r"/:\w:/.+|/(sites|teams)/[^/]+/(_layouts/15/\w+\.aspx|shared(%20| )documents/.+)",
    ),
    LinkProvider("iCloud Mail Drop", r"(www\.)?icloud\.com(\.cn)?", r"/attachment/", "x-apple-maildrop"),
    LinkProvider("iCloud", r"((www|share)\.)?icloud\.com(\.cn)?", r"/(iclouddrive|photos|sharedalbum)"),
    LinkProvider("189", r"((download|www)\.)?cloud\.189\.cn", r"/(file/downloadfile\.action|t/.+|web/share)"),
    LinkProvider("Sina", r"(.+\.)?mail\.sina\.(com\.cn|cn|com)", r"/filecenter/download\.php"),
    LinkProvider("百度网盘", r"(pan|yun)\.baidu\.com", r"/(s/.+|share/(init|link))"),
    LinkProvider("夸克网盘", r"pan\.quark\.cn", r"/s/.+"),
    LinkProvider("阿里云盘", r"(www\.)?(alipan|aliyundrive)\.com", r"/s/.+"),
    LinkProvider("123 云盘", r"(.+\.)?123(pan|684|865|912|592)\.(com|cn)", r"/s/.+"),
    LinkProvider("蓝奏云", r"(.+\.)?lanzou[a-z]?\.com", r"/(?!u/|about|index)\w{5,}"),
    LinkProvider("115", r"115(cdn)?\.com|anxia\.com", r"/s/.+"),
    LinkProvider("迅雷云盘", r"pan\.xunlei\.com", r"/s/.+"),
    LinkProvider("微云", r"share\.weiyun\.com", r"/\w{6,}"),
    LinkProvider("UC 网盘", r"drive\.uc\.cn|fast\.uc\.cn", r"/s/.+"),
    LinkProvider("和彩云", r"(caiyun|yun)\.(139|feixin\.10086)\.c(om|n)", r"/(m/i|w/i|l/i|link/|s/|shareweb)"),
    LinkProvider("坚果云", r"(www\.)?jianguoyun\.com", r"/p/.+"),
    LinkProvider("文叔叔", r"(www\.)?(wenshushu\.cn|wss\.ink)", r"/(f|s|k|box)/.+"),
    LinkProvider("奶牛快传", r"(.+\.)?cowtransfer\.com", r"/s/.+"),
    LinkProvider("WeTransfer", r"we\.tl", r"/t-.+"),
    LinkProvider("WeTransfer", r"(.+\.)?wetransfer\.com", r"/downloads/.+"),
    LinkProvider("Dropbox", r"(www\.)?dropbox\.com|db\.tt", r"/(s|scl|sh|t|transfer)/.+"),
    LinkProvider("Yandex Disk", r"disk\.yandex\.\w+|yadi\.sk", r"/(d|i|a)/.+"),
    LinkProvider("Mail.ru Cloud", r"cloud\.mail\.ru", r"/(public|stock)/.+"),
    LinkProvider("MEGA", r"mega\.(co\.)?nz", r"/(file|folder)/.+|/$|$"),
    LinkProvider("Box", r"(.+\.)?app\.box\.com", r"/(s|v)/.+"),
    *(LinkProvider(name, hosts, paths) for name, hosts, paths in online.HOUSES),
)
# a cheap first look: what every text with a share link has in it
HINT_WORDS = """qq.com 163.com 126.com 188.com yeah.net google.com goo.gl 1drv.ms live.com sharepoint.c icloud.com 189.cn sina.c
    baidu.com quark.cn alipan.com aliyundrive.com 123pan 123684 123865 123912 123592 lanzou 115.com 115cdn.com
    anxia.com xunlei.com weiyun.com uc.cn 139.com feixin jianguoyun wenshushu wss.ink cowtransfer we.tl wetransfer
    dropbox db.tt yandex yadi.sk mail.ru mega. box.com safelinks urldefense bigattach siriuscloudattach
    gmail_drive_chip owareferenceattachments apple-maildrop"""
HINTS = (*HINT_WORDS.split(), *online.HINT_WORDS.split())
WITHOUT_SCHEME = (
    r"(?:www\.)?(?:pan\.baidu\.com|pan\.quark\.cn|alipan\.com|aliyundrive\.com|123pan\.com|115\.com|pan\.xunlei\.com|cloud\.189\.cn|"
    rf"share\.weiyun\.com|drive\.google\.com|we\.tl|1drv\.ms|dropbox\.com|{online.WITHOUT_SCHEME})/"
)
NAMING = ("f", "title", "filename", "fileName", "file_name", "name", "fname")  # parameters that bear the file's name
FILE_IN_PATH = re.compile(r"/d/([\w-]{10,})|/folders/([\w-]{10,})")
TELLS_FILE = frozenset({"k", "key", "code", "file", "id", "identity", "surl", "dt", "u", "resid", "cid", "share_id", "shareid"})


def may_bear_links(text: str) -> bool:
    """Tell whether a text speaks of any provider at all."""
    lowered = text.lower()
    return any(hint in lowered for hint in HINTS)


def provider_of(url: str, owner: str = "") -> str:
    """Return the provider a share link belongs to, '' for any other address.

    Inside the element that a provider puts files into (`owner`), every address that leads somewhere is one.
    """
    parts = split_address(url)
    if parts is None:
        return ""
    host, path = (parts.hostname or "").lower(), parts.path.lower()
    fits = (each.name for each in PROVIDERS if re.fullmatch(each.hosts, host) and re.match(each.paths, path))
    name = next(fits, "") or (owner if len(path + parts.query) > 8 and host else "")
    if name == "Google Docs" and "usp=drive_web" in parts.query:
        return "Google Drive"  # what Gmail makes of a file
    if name == "OneDrive" and host == "onedrive.live.com" and not re.search(r"(?i)(resid|cid|id|redeem|share)=", parts.query):
        return ""  # its front page
    if name == "iCloud" and not (parts.fragment or path.strip("/").count("/")):
        return ""
    if name == "MEGA" and path in {"", "/"} and not parts.fragment.startswith(("!", "F!")):
        return ""
    return name


def block_of(marks: str) -> str:
    """Return the provider whose element bears this id or class, '' for an ordinary element; quoting may prefix the id."""
    marked = (each.name for each in PROVIDERS for word in each.block.split() if word in marks)
    return next(marked, "") if marks else ""


def identity(provider: str, url: str) -> str:
    """Return what tells one file from another: two addresses of one file are equal, whatever else they carry."""
    parts = split_address(url)
    if parts is None:
        return url
    in_path = FILE_IN_PATH.search(parts.path)
    query = parse_qs(parts.query)
    told = sorted(f"{key}={query[key][0]}" for key in query.keys() & TELLS_FILE)
    if provider.startswith("Google") and (in_path or "id" in query):
        return f"Google {(in_path[1] or in_path[2]) if in_path else query['id'][0]}"
    if provider == "百度网盘":
        return f"{provider} {query['surl'][0] if 'surl' in query else re.sub('^/s/1', '', parts.path).rstrip('/')}"
    path = "" if provider in {"QQ", "163"} and told else parts.path.rstrip("/")
    fragment = parts.fragment if provider in {"iCloud", "MEGA"} else ""
    return " ".join(filter(None, (provider, path, *told, fragment)))


COUNTS = re.compile(
    r"link|secure-?web|redir|click|jump|safe|goto|/go\b|track|middle|transfer|l\.php|(^|\.)url|/url|/out\b|forward", re.IGNORECASE
)
TARGET = re.compile(
    r"(target|dest(ination)?|redirect|go|pf|jump|real|to|link|ext|out)?_?(ur[li]|href)|u|q|z|a|target|dest(ination)?|redirect|link|goto|to",
    re.IGNORECASE,
)


def unwrapped(url: str) -> str:
    """Return the address inside those that guard links: safe links, redirects of Gmail and QQ Mail, URL Defense."""
    for _ in range(4):
        inner = _inner(url)
        if not re.match(r"https?://", inner, re.IGNORECASE):
            return url
        url = inner
    return url


def _inner(url: str) -> str:
    parts = split_address(url)
    if parts is None:
        return ""
    host = (parts.hostname or "").lower()
    if host.endswith("urldefense.com") and "/v3/__" in url:
        return re.sub(r"(__;.*|__)$", "", url.split("/v3/__", 1)[1])
    query = parse_qs(parts.query)
    if host.endswith("urldefense.proofpoint.com"):
        return unquote(query.get("u", [""])[0].replace("-", "%").replace("_", "/"))
    guards = (
        host.endswith(("safelinks.protection.outlook.com", "safelinks.protection.partner.outlook.cn"))
        or (host.endswith("google.com") and parts.path == "/url")
        or (host.endswith("mail.qq.com") and ("readtemplate" in parts.path or "safejump" in parts.path))
    )
    return next((query[key][0] for key in ("url", "q", "gourl") if guards and key in query), "")


def led_to(url: str) -> str:
    """Return the address that one which counts or guards clicks leads to, '' where it tells none: never fetched, only read."""
    parts = split_address(url)
    if parts is None or not COUNTS.search(f"{parts.hostname}{parts.path}"):
        return ""
    values = [value for name, given in parse_qs(parts.query).items() if TARGET.fullmatch(name) for value in given]
    inside = re.search(r"/(https?(?::|%3a).+)$", parts.path, re.IGNORECASE)
    values += [unquote(inside[1])] if inside else []
    return next((value for value in values if re.match(r"https?://[^/\s]+\.[^/\s]+", value, re.IGNORECASE)), "")


def split_address(url: str) -> SplitResult | None:
    """Return the parts of an address, None where it is none."""
    try:
        parts = urlsplit(url)
        parts.hostname  # noqa: B018 - it may raise, here rather than later
    except ValueError:
        return None
    return parts
