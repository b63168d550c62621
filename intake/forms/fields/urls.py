"""Read the address of a page or stream: with or without its scheme, in full width, broken over lines, in brackets."""

from __future__ import annotations

import re
import unicodedata

from intake.forms.fields.meaning import SEVERAL, Meaning
from intake.mime.invisible import ANY

MAX_TEXT = 4000  # characters; a push link with its key is long
HOST = r"(?:[\w](?:[\w-]{0,61}[\w])?\.)+(?:[a-z]{2,24}|xn--[\w-]{2,40}|中国|公司|网络|网址)"
PLACE = rf"(?:localhost|\d{{1,3}}(?:\.\d{{1,3}}){{3}}|{HOST})"
REST = r"(?::\d{2,5})?(?:[/?#][^\s<>\"“”‘’《》【】「」\u4e00-\u9fff。]*)?"
ADDRESS = re.compile(
    rf"(?:(?:https?|rtmps?|rtsp|srt|webrtc|ftp|wss?)\s*:\s*//\s*{PLACE}|(?<![\w@.-]){HOST}(?![\w@]|\.\w)){REST}", re.IGNORECASE
)
HAN = re.compile("[\u4e00-\u9fff]")
ENDS = ".,;:!?'\"*_>)]}|"
BROKEN = re.compile(r"(?<=[/?&=#_-])[ \t]*\n[ \t]*(?=[\w/?&=#%.-])|[ \t]*\n[ \t]*(?=[/?&=#%])")
SENTENCE = re.compile(r"[，；！、]|。(?![a-zA-Z])")  # marks that part an address from Chinese words; folded they could be of it
FILE_NAME = re.compile(r"^[^/]+\.(?:docx?|xlsx?|pptx?|pdf|jpe?g|png|zip|rar|mp4|mov|txt|wps|et)$", re.IGNORECASE)


def read_url(text: str) -> Meaning | None:
    """Return the address as one could follow it, its scheme as written; the first and unsure where several are; None for none."""
    text = SENTENCE.sub(" ", ANY.sub("", text[:MAX_TEXT]))
    text = BROKEN.sub("", unicodedata.normalize("NFKC", text).strip())
    matches = [match for match in ADDRESS.finditer(text) if not FILE_NAME.match(match[0])]
    found = [_trimmed(match[0]) for match in matches]
    cut = any(HAN.match(text, match.end()) for match in matches)  # is 中文 behind it of the address, or of the sentence?
    return Meaning(text=found[0], sure=SEVERAL if cut or len(set(found)) > 1 else 1.0) if found else None


def _trimmed(address: str) -> str:
    """Cut marks that end a sentence; a closing bracket stays where the address opens it."""
    address = re.sub(r"\s", "", address)
    while address and address[-1] in ENDS and not (address[-1] == ")" and address.count("(") >= address.count(")")):
        address = address[:-1]
    return address
