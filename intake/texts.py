"""Find the texts an author sends (description, biography, ...) in a body or in an attached document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from intake.settings import TextSettings
from intake.submission import FoundText

PROSE = range(20, 251)  # English words that unlabelled prose may have (contract.md ruling 13)
GREETING = re.compile(
    r"^\s*(dear\b|hi\b|hello\b|good (morning|afternoon|evening)|to whom|您好|你好|尊敬的|best( regards| wishes)?\b|kind regards|"
    r"(many )?thanks|thank you|sincerely|yours|regards|warm regards|此致|敬礼|谢谢|祝好|顺颂|sent from|发自)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\s*(best( regards| wishes)?|kind regards|warm regards|regards|sincerely|yours \w+|(many )?thanks|thank you[^.]{0,30}|cheers|此致|敬礼|祝好|谢谢)"
    r"\s*[,，.。!！]?\s*$",
    re.IGNORECASE,
)
MAX_LABEL = 60


def labelled(
    text: str, settings: Mapping[str, TextSettings], place: str, stop_labels: tuple[str, ...] = ()
) -> dict[str, FoundText]:
    """Return the texts that stand under one of their headings; `stop_labels` (form labels) end a text as well.

    Several pieces under the same heading ("照片一：…" for each photo) are joined in order.
    """
    headings = {_fold(heading): name for name, item in settings.items() for heading in item.headings}
    stops = {_fold(label) for label in stop_labels} - headings.keys()
    pieces: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        label, rest = _label(line, headings.keys() | stops)
        if label:
            current = headings.get(label, "")
            line = rest
        elif CLOSING.match(line):
            current = ""
        if current and line.strip():
            pieces.setdefault(current, []).append(line.strip())
    return {name: FoundText(text="\n".join(lines), place=place) for name, lines in pieces.items()}


def prose(text: str, labels: tuple[str, ...], place: str) -> FoundText | None:
    """Return unlabelled English prose of 20-250 words: paragraphs that are no greeting, form line or closing."""
    folded = {_fold(label) for label in labels}
    kept = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in paragraph.splitlines() if line.strip()]
        lines = [line for line in lines if not GREETING.match(line) and not _label(line, folded)[0]]
        joined = " ".join(lines)
        if len(re.findall(r"[A-Za-z][A-Za-z'’-]*", joined)) >= 8 and not joined.endswith("?"):
            kept.append(joined)
    found = "\n\n".join(kept)
    words = len(re.findall(r"[A-Za-z][A-Za-z'’-]*", found))
    return FoundText(text=found, place=place) if words in PROSE else None


def _label(line: str, known: set[str]) -> tuple[str, str]:
    """Split 'Description: text' or a heading line of its own into (folded label, rest); ('', line) if neither."""
    head, mark, rest = _partition(line)
    if mark and len(head) <= MAX_LABEL and _fold(head) in known:
        return _fold(head), rest
    if len(line) <= MAX_LABEL and _fold(line) in known:
        return _fold(line), ""
    return "", line


def _partition(line: str) -> tuple[str, str, str]:
    match = re.match(r"^(.{1,80}?)\s*[:：\t]\s*(.*)$", line.strip())
    return (match[1], ":", match[2]) if match else (line, "", "")


def _fold(text: str) -> str:
    """Fold a heading: NFKC, no brackets with their content, numbering, quotes, marks or white space."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[(（【\[][^)）】\]]*[)）】\]]", "", text)
    text = re.sub(r"^\s*(\d+[.、)]|[一二三四五六七八九十]+[、.])", "", text)
    return re.sub(r"[\s:：*#_•·\-—/\"'“”【】\[\]()（）]+", "", text)
