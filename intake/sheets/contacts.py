"""Headings that ask for a person, a telephone and an address in one cell, and what of such a cell is which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from intake.config.fields import FieldKind, FieldSettings
from intake.config.yaml_reader import load_yaml
from intake.sheets.columns import ColumnLabels
from intake.words.fold import fold_all

_WORDS: Mapping[str, list[str]] = load_yaml(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
ANY_WAY = frozenset(map(fold_all, _WORDS["ways"]))
CONTACT = (FieldKind.NAME, FieldKind.PHONE, FieldKind.EMAIL)
BETWEEN = re.compile(
    r"[、/／&＆+＋,，;；|\s]+|" + "|".join(rf"\b{word}\b" if word.isascii() else word for word in _WORDS["both"])
)
EMAIL = re.compile(r"[\w.+'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d(?:\s*(?:" + "|".join(_WORDS["extension"]) + r")\.?\s*\d+)?", re.IGNORECASE)
LABELLED = re.compile(r"^[\s:：,，;；、/|()（）-]+|[\s:：,，;；、/|()（）-]+$")


def several(heading: str, labels: ColumnLabels, taken: Collection[str]) -> tuple[str, ...]:
    """Return the columns for a person, a telephone and an address that one heading asks for together: 联系人及电话, 联系方式."""
    free = {name: column.kind for name, column in labels.slot.columns.items() if column.kind in CONTACT and name not in taken}
    found: dict[str, None] = {}
    for part in filter(None, BETWEEN.split(heading)):
        if fold_all(part) in ANY_WAY:
            found |= dict.fromkeys(name for name, kind in free.items() if kind is not FieldKind.NAME)
        elif (name := str(labels.whole(part) or "")) in free:
            found[name] = None
        else:
            return ()
    return tuple(found)


def parted(text: str, columns: Mapping[str, FieldSettings]) -> Iterator[tuple[str, str]]:
    """Yield column and answer for what a cell says to several: its addresses, its telephones, and of the rest the name."""
    rest = unicodedata.normalize("NFKC", text)
    emails, rest = EMAIL.findall(rest), EMAIL.sub("\n", rest)
    phones, rest = [item.strip() for item in PHONE.findall(rest)], PHONE.sub("\n", rest)
    names = [plain for line in rest.splitlines() if (plain := LABELLED.sub("", line))]
    said = {FieldKind.EMAIL: "; ".join(emails), FieldKind.PHONE: "\n".join(phones), FieldKind.NAME: names[0] if names else ""}
    for name, column in columns.items():
        if said.get(column.kind):
            yield name, said[column.kind]
