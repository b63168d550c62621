"""Addresses at which a film is watched, or lies as a file: told by host and path, never fetched."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from intake.links.providers import split_address

# house, as people call it -> host and path of a page that shows one film
HOUSES = (
    ("腾讯视频", r"(m\.)?v\.qq\.com", r"/(x/)?(page|cover|m/play|play|iframe|channel/x)"),
    (
        "视频号",
        r"channels\.weixin\.qq\.com|finder\.video\.qq\.com|weixin\.qq\.com",
        r"/(web/pages/feed|platform|sph/|251/|finder)",
    ),
    ("哔哩哔哩", r"(www\.|m\.)?bilibili\.com", r"/(video|bangumi/play|festival)/"),
    ("哔哩哔哩", r"player\.bilibili\.com|b23\.tv|bili2233\.cn", r"/\w+"),
    ("优酷", r"(v|m|player|www)\.youku\.com", r"/(v_show|video|embed|alipay_video|v)(/|\?|$)"),
    ("爱奇艺", r"(www\.|m\.)?(iqiyi|iq)\.com", r"/(v_|w_|play|share)"),
    ("芒果 TV", r"(www\.|m\.)?mgtv\.com", r"/(b|l|s)/"),
    ("搜狐视频", r"(my\.)?tv\.sohu\.com", r"/(v|us|\d{8})/"),
    ("抖音", r"(www\.|m\.)?(ies)?douyin\.com", r"/(video|note|share/video)/"),
    ("抖音", r"v\.douyin\.com", r"/[\w-]+"),
    ("快手", r"(www\.|m\.|v\.)?(kuaishou|gifshow|chenzhongtech)\.com", r"/(short-video|f|fw/photo|\w{6,}$)"),
    ("西瓜视频", r"(www\.|m\.|v\.)?ixigua\.com", r"/(\d{8,}|video/|\w{6,}/?$)"),
    ("好看视频", r"haokan\.baidu\.com", r"/v"),
    ("微博视频", r"video\.weibo\.com|(www\.|m\.)?weibo\.(com|cn)", r"/(show|tv/(show|v)|s/video|fwb/video)"),
    ("AcFun", r"(www\.|m\.)?acfun\.cn", r"/v/"),
    ("央视网", r"(tv|v|vod)\.(cctv|cntv)\.(com|cn)", r"/.+"),
    ("YouTube", r"(www\.|m\.)?youtube\.com", r"/(watch|shorts|live|embed)"),
    ("YouTube", r"youtu\.be", r"/[\w-]{6,}"),
    ("Vimeo", r"(player\.)?vimeo\.com", r"/(video/)?\d{5,}"),
    ("TikTok", r"(www\.|m\.)?tiktok\.com", r"/@[^/]+/video/"),
    ("TikTok", r"v[mt]\.tiktok\.com", r"/\w+"),
)
ENDINGS = frozenset({"mp4", "m4v", "mov", "wmv", "avi", "flv", "mkv", "webm", "mpg", "mpeg", "3gp"})


def film_house(url: str) -> str:
    """Return who shows the film at an address, its host where the film lies there as a file, '' for any other address."""
    parts = split_address(url)
    if parts is None:
        return ""
    host = (parts.hostname or "").lower()
    told = parts.path + (f"?{parts.query}" if parts.query else "")
    named = (name for name, hosts, paths in HOUSES if re.fullmatch(hosts, host) and re.match(paths, told))
    return next(named, host if film_name(url) else "")


def film_name(url: str) -> str:
    """Return the name of the film that lies at an address as a file, '' where none does."""
    parts = split_address(url)
    path = PurePosixPath(parts.path if parts else "")
    return path.name if path.suffix.lower().removeprefix(".") in ENDINGS else ""
