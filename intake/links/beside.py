"""What is said about a file beside its link: name, size, end of validity, extraction code (field-notes 4)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

from intake.links.providers import NAMING
from intake.mime.charsets import clean_text

CHINA = ZoneInfo("Asia/Shanghai")  # every date in words is a Chinese program's
BINARY = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}  # mail programs write MiB as "20.61M"
AMOUNT = r"(\d{1,6}(?:\.\d{1,3})?)\s*([KMGT])(?:i?B)?(?![A-Za-z0-9])"
ANY_SIZE = re.compile(rf"(?<![\w.]){AMOUNT}", re.IGNORECASE)
TOLD_SIZE = re.compile(  # in prose a bare "3M" is no file's size: it stands in brackets, after a name or after the word
    rf"(?:[（(\[]\s*(?:约|大约|大概|about\s|ca\.\s?|~|≈)?\s*|大小\s*[:：]?\s*|size\s*[:：]?\s*|\.[A-Za-z0-9]{{2,5}}\s{{1,3}}){AMOUNT}",
    re.IGNORECASE,
)
HUGE = re.compile(  # "约2.1G": so large that it speaks of no single photo
    r"(?:共|约|大概|about|some)\s*(\d{1,3}(?:\.\d{1,3})?)\s*([GT])(?:i?B)?(?![A-Za-z0-9])", re.IGNORECASE
)
BYTES = re.compile(r"(?<![\w.])(\d{1,13})\s*(?:bytes|字节)", re.IGNORECASE)
ENDINGS = r"(?:jpe?g|png|hei[cf]|webp|gif|bmp|tiff?|dng|raw|cr2|cr3|nef|arw|zip|rar|7z|docx?|wps|pdf|txt|rtf|xlsx?|pptx?|mp4|mov)"
FILE = re.compile(rf"[^\s/\\:：()（）<>\"“”「」『』|*?，,；;]{{1,100}}\.{ENDINGS}(?![A-Za-z0-9])", re.IGNORECASE)
NAME_AND_SIZE = re.compile(
    rf"^[^\S\n]*(?:\d{{1,2}}[.、)]\s*)?([^\n:：]{{1,120}}?\.\w{{2,5}})\s*[（(]\s*{AMOUNT}", re.IGNORECASE | re.MULTILINE
)
WHOLE_FILE = re.compile(rf"[^\n/\\<>|*?]{{1,120}}\.{ENDINGS}", re.IGNORECASE)
CODE = re.compile(
    r"(?:提取码|提取密码|访问码|访问密码|分享密码|密码|口令|验证码)\s*(?:[:：]|是|为)?\s*[「『【\[(（]?\s*([A-Za-z0-9]{4,6})(?![A-Za-z0-9])|"
    r"\b(?:extraction code|access code|passcode|password|pass|pwd|code)\s*(?:[:：=]|is:)\s*([A-Za-z0-9]{4,6})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
MONTHS = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
NAMED = "(" + "|".join(MONTHS) + r")[a-z]{0,6}\.?"
CLOCK = r"(?:[,，\s]{0,3}(?:T|at )?\s?(\d{1,2})[:：](\d{2})(?::\d{2})?(?:\s?([AP])M)?)?"
DATES = (
    re.compile(rf"(\d{{4}})\s?[年/.-]\s?(\d{{1,2}})\s?[月/.-]\s?(\d{{1,2}})\s?日?{CLOCK}", re.IGNORECASE),
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{NAMED}),? (?P<year>\d{{4}}){CLOCK}", re.IGNORECASE),
    re.compile(rf"(?P<month>{NAMED}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){CLOCK}", re.IGNORECASE),
)
ENDS_BEFORE = re.compile(
    r"(?:(?:到期|过期|失效|有效)(?:时间|日期|期)?(?:至|到|止|为)?|有效期(?:至|到)|expir\w{1,7}(?: date| time)?(?: on| at)?|(?:valid|available) (?:until|till|to))"
    r"\s*[:：]?\s*$",
    re.IGNORECASE,
)
ENDS_AFTER = re.compile(r"\s?(?:前|之前)?\s?(?:到期|过期|失效|有效)")
FOR_EVER = re.compile(r"无限期|永久|永不过期|长期有效|never expires", re.IGNORECASE)


def file_name(url: str, labels: list[str], words: str) -> str:
    """Return a file's name: what its element says, else its address, else a file name in the words beside it."""
    label = next((each for each in labels if each), "")
    query = parse_qs(urlsplit(url).query)
    told = next((query[key][0] for key in NAMING if key in query), "")
    beside = NAME_AND_SIZE.search(words)
    found = beside[1] if beside else told or next(iter(FILE.findall(words)), "")
    return clean_text(unquote(label or found), 120).strip()


def size_in(words: str, *, prose: bool = False) -> int | None:
    """Return a size in bytes; units are binary (QQ writes 20.61M for 20.61 MiB). In prose only a size that is said to be one."""
    exact = BYTES.search(words)
    match = TOLD_SIZE.search(words) or HUGE.search(words) if prose else ANY_SIZE.search(words)
    if exact and not match:
        return int(exact[1]) or None
    return round(float(match[1]) * BINARY[match[2].upper()]) if match else None


def size_in_url(url: str) -> int | None:
    """Return the size in bytes that the address itself tells, as Mail Drop does."""
    told = parse_qs(urlsplit(url).query).get("sz", [""])[0]
    return int(told) if re.fullmatch(r"[1-9]\d{0,13}", told, re.ASCII) else None


def expiry_in(words: str) -> datetime | None:
    """Return the first date in words by which a link ends, None for one without end."""
    return None if FOR_EVER.search(words) else next(iter(expiries_in(words)), None)


def expiries_in(words: str) -> list[datetime | None]:
    """Return every date that is said to be an end, in China time; a day without an hour is its first instant."""
    found = []
    for pattern in DATES:
        for match in pattern.finditer(words):
            before = words[max(match.start() - 40, 0) : match.start()]
            if ENDS_BEFORE.search(before) or ENDS_AFTER.match(words, match.end()):
                found.append(_moment(match))
    return found


def _moment(match: re.Match[str]) -> datetime | None:
    named = match.groupdict()
    hour, minute, half = match.groups()[-3:]
    year, month, day = (named["year"], str(MONTHS[named["month"][:3].lower()]), named["day"]) if named else match.groups()[:3]
    clock = int(hour or 0) % 12 + (12 if half.upper() == "P" else 0) if half else int(hour or 0)
    try:
        return datetime(int(year), int(month), int(day), clock, int(minute or 0), tzinfo=CHINA)
    except ValueError:
        return None


def expiry_of(stamp: str) -> datetime | None:
    """Return a moment from epoch seconds or milliseconds, None for anything else (0 and -1 mean without end)."""
    digits = re.fullmatch(r"\s*([1-9]\d{9})(\d{3})?(?:\.\d+)?\s*", stamp, re.ASCII)
    return datetime.fromtimestamp(int(digits[1]), UTC) if digits else None


def expiry_in_url(url: str) -> datetime | None:
    """Return the end that the address itself tells: `expired=` of 189, the inner `e=` of Mail Drop."""
    inside = re.search(r"[?&](?:expired|expires?|expiretime)=(\d{10,13})(?!\d)", url, re.IGNORECASE)
    if inside is None and "icloud.com" in url:
        inside = re.search(r"[?&]e=(\d{10,13})(?!\d)", unquote(unquote(url)))
    return expiry_of(inside[1]) if inside else None


def code_in_url(url: str) -> str:
    """Return the extraction code in an address, '' if none."""
    query = parse_qs(urlsplit(url).query)
    told = next((query[key][0] for key in ("pwd", "password", "passcode", "accessCode") if key in query), "")
    return told if re.fullmatch(r"[A-Za-z0-9]{3,8}", told) else ""


def code_in(words: str) -> str:
    """Return the first extraction code in words, '' if none."""
    match = CODE.search(words)
    return (match[1] or match[2]) if match else ""


def last_code_in(words: str) -> str:
    """Return the last extraction code in words, '' if none."""
    found = CODE.findall(words)
    return (found[-1][0] or found[-1][1]) if found else ""


def speaks(words: str) -> bool:
    """Tell whether words speak of a file at all: a name, a size or an end."""
    return bool(
        FILE.search(words) or TOLD_SIZE.search(words) or HUGE.search(words) or FOR_EVER.search(words) or expiries_in(words)
    )
