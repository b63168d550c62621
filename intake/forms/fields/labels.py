"""Know a label of a form when it is seen: bilingual synonyms, spelt and punctuated in any way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import permutations

from intake.config.fields import FieldKind, FieldSettings
from intake.config.models import Slot
from intake.forms.fields.normalise import BOX, normalise
from intake.forms.fields.opposite import Opposite
from intake.mime.invisible import seen
from intake.words.fold import fold_case

MAX_LABEL = 100  # characters; longer text is never searched for a label
MAX_MARKS = 60  # colons looked at in one text
SHORT = 40  # characters of a value before the next label on the same line
LONG_HEADING = 8  # folded characters from which a section heading may be followed by more words
WITH_OPTIONS = frozenset({FieldKind.CHOICE, FieldKind.FLAG})
WITH_BOXES = WITH_OPTIONS | {FieldKind.SEX}
KEPT = 4096  # short texts whose folding is remembered: one line is looked at in many ways
BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
NUMBERING = re.compile(r"^\s*(?:[(（]?\d{1,2}[.、)）]|[(（]?[一二三四五六七八九十]{1,3}[、.)）])\s*")
DROPPED = re.compile(r"[\s:：*＊()（）/\\_\-\u2010-\u2015\u2212.,，。;；、\"'“”‘’\[\]【】<>《》#•·|]+")
MARK = re.compile(r"[:：]|\s[-–—=]\s")
SEPARATOR = re.compile(r"[\s_,，;；。|、/]+")
STRONG_SEPARATOR = re.compile(r"\n|\t|\s{2}|_|[;；|]")


@lru_cache(maxsize=KEPT)
def fold_label(text: str) -> str:
    """Fold a label: NFKC, case, no white space, no `:：*（）()/` or other marks (field-notes 6)."""
    return DROPPED.sub("", fold_case(seen(text)))


class Labels:
    """The labels and section headings of one form; every question takes the section ('' before any heading)."""

    def __init__(self, settings: Slot) -> None:
        """Index the labels of every field under its section."""
        self.settings = settings
        self._index: dict[str, dict[str, str]] = {}
        for name, item in settings.fields.items():
            index = self._index.setdefault(item.section, {})
            for label in item.labels:
                index.setdefault(fold_label(label), name)
            for label in item.negated:
                index.setdefault(fold_label(label), Opposite(name, label))
        self._spelt = {section: _in_a_row(labels) for section, labels in self._index.items()}
        self._shared = _shared(settings)
        self.with_options = any(item.kind in WITH_OPTIONS for item in settings.fields.values())
        known = {label for labels in self._index.values() for label in labels}
        self._any = _repeated(known)
        self._numbers = {
            section: {label: field for label, field in labels.items() if self.kind(field) == FieldKind.NUMBER}
            for section, labels in self._index.items()
        }
        self._headings = {name: {fold_label(text) for text in texts} for name, texts in settings.sections.items()}
        self._begins = _repeated({item for headings in self._headings.values() for item in headings})
        self._opening = {name: _repeated(headings) for name, headings in self._headings.items()}
        titles = list(settings.title.by_language.values())
        self._titles = {fold_label(title) for title in [*titles, *map("".join, permutations(titles, 2))]}

    def field(self, name: str) -> FieldSettings:
        """Return the settings of a field."""
        return self.settings.fields[name]

    def kind(self, field: str) -> FieldKind:
        """Return the kind of a field."""
        return self.settings.fields[field].kind

    def sharing(self, field: str) -> Mapping[str, str]:
        """Return field -> `within` for all fields whose values stand in one cell with this one's; {} where it stands alone."""
        return self._shared.get(field, {})

    def section_of(self, field: str) -> str:
        """Return the section of a field, '' before any heading."""
        return self.settings.fields[field].section

    def own_part(self, text: str, field: str, section: str) -> str:
        """Drop the field's own label from a value that repeats it."""
        found = self.segments(text, section) if len(text) < 10 * MAX_LABEL else []
        return found[0][1] if len(found) == 1 and found[0][0] == field else text

    def is_title(self, text: str) -> bool:
        """Tell whether a text is the form's title and nothing else."""
        return len(text) <= MAX_LABEL and fold_label(text) in self._titles

    def heading(self, text: str) -> str | None:
        """Return the section that a text opens; None when it is no section heading."""
        if not text or len(text) > 2 * MAX_LABEL:
            return None
        for folded in filter(self._begins.match, _variants(text)):
            for section, headings in self._headings.items():
                longer = any(len(item) >= LONG_HEADING and folded.startswith(item) for item in headings)
                if folded and (longer or self._opening[section].fullmatch(folded)):
                    return section
        return None

    def whole(self, text: str, section: str) -> str | None:
        """Return the field whose label the whole text is, in one language or both; None when it is no label."""
        if not text or len(text) > MAX_LABEL:
            return None
        return next((field for folded in _variants(text) if folded and (field := self._find(folded, section))), None)

    def joined(self, header: str, text: str, section: str) -> str | None:
        """Return the field of a label split over two cells ("Name" | "Chinese")."""
        if not header or len(header) + len(text) > MAX_LABEL:
            return None
        for first in _variants(header):
            for second in _variants(text):
                if first and second and (field := self._index.get(section, {}).get(first + second)):
                    return field
        return self._halves(header, text, section)

    def counted(self, text: str, section: str) -> tuple[str, str] | None:
        """Return (field, number) for a number that stands in one cell with its label: "3 pieces", "共3幅"."""
        numbers = self._numbers.get(section)
        if not numbers or len(text) > MAX_LABEL:
            return None
        folded = re.sub(r"^(共计|共|total)", "", fold_label(text))
        for label, field in numbers.items():
            if label not in folded:
                continue
            for rest in (folded.removesuffix(label), folded.removeprefix(label)):
                if rest != folded and normalise(FieldKind.NUMBER, rest) is not None:
                    return field, rest
        return None

    def segments(self, text: str, section: str) -> list[tuple[str, str]]:
        """Return (field, value) for "label: value", and for what follows on the same line; [] when it does not begin so."""
        cuts = list(self._cuts(text, section))
        if not cuts:
            return []
        ends = [start for _, start, _ in cuts[1:]] + [len(text)]
        return [(field, text[after:end]) for (field, _, after), end in zip(cuts, ends, strict=True)]

    def opening(self, text: str, section: str) -> tuple[str, str] | None:
        """Return (field, value) when a label opens the text: on lines of its own, or up to a closing bracket."""
        lines = text.split("\n")
        for count in range(min(3, len(lines) - 1), 0, -1):
            field = self.whole("\n".join(lines[:count]), section)
            if field:
                return field, "\n".join(lines[count:])
        match = re.match(r"^(.{2,80}?[)）])\s*[:：]?\s*(\S.*)$", text, re.DOTALL)
        field = self.whole(match[1], section) if match else None
        return (field, match[2]) if match and field else None

    def boxed(self, text: str, section: str) -> tuple[str, str] | None:
        """Return (field, boxes and options) for a label that boxes follow at once, or that has a box of its own."""
        box = BOX.search(text)
        if box is None or len(text) > 5 * MAX_LABEL:
            return None
        field = self.whole(text[: box.start()], section)
        if field and self.kind(field) in WITH_BOXES:
            return field, text[box.start() :]
        field = self.whole(text[: box.start()] + text[box.end() :], section)
        return (field, box[0]) if field and self.kind(field) is FieldKind.FLAG else None

    def _find(self, folded: str, section: str) -> str | None:
        """Look in the section first; a label that only another section knows counts there."""
        if self._any.match(folded) is None:
            return None
        for key in dict.fromkeys((section, *self._index)):
            labels = self._index.get(key, {})
            if folded in labels:
                return labels[folded]
            for field, spelt in self._spelt.get(key, ()):
                if spelt.fullmatch(folded):
                    return field
        return None

    def _halves(self, header: str, text: str, section: str) -> str | None:
        """Match a bilingual header and a bilingual sub-label: "姓名 Name" | "中文 Chinese"."""
        field = self.whole(text, section)
        header, text = fold_label(header), fold_label(text)
        for label in map(fold_label, self.settings.fields[field].labels if field else ()):
            if any(header.endswith(label[:cut]) and text.endswith(label[cut:]) for cut in range(2, len(label) - 1)):
                return field
        return None

    def _cuts(self, text: str, section: str) -> Iterator[tuple[str, int, int]]:
        """Yield (field, where its label starts, where its value starts) from left to right."""
        limit, last = len(text) - len(text.lstrip()), ""
        for mark in list(MARK.finditer(text))[:MAX_MARKS]:
            for start in _starts(text, limit, mark.start()):
                label = text[start : mark.start()]
                field = self.whole(label, section)
                if field and self._may_follow(last, text, limit, start, label):
                    yield field, start, mark.end()
                    limit, last = mark.end(), field
                    break
            if not last:
                return

    def _may_follow(self, last: str, text: str, limit: int, start: int, label: str) -> bool:
        """Keep prose whole: after a text field a label counts behind a gap, or behind a few words if it is no single word."""
        if not last:
            return start == limit
        before = text[limit:start]
        if self.kind(last) != FieldKind.TEXT or STRONG_SEPARATOR.search(before[-3:]) or not before.strip():
            return True
        return len(before) <= SHORT and not re.search(r"[.!?。！？]", before) and not re.fullmatch(r"\s*[A-Za-z]+\s*", label)


def _starts(text: str, limit: int, end: int) -> Iterable[int]:
    window = max(limit, end - MAX_LABEL)
    starts = [window] if window == limit else []
    starts += [found.end() for found in SEPARATOR.finditer(text, window, end) if found.end() < end]
    return dict.fromkeys(starts)


@lru_cache(maxsize=KEPT)
def _variants(text: str) -> tuple[str, ...]:
    """Return a label folded as it stands, and without its numbering and what it says in brackets."""
    plain = NUMBERING.sub("", text)
    return tuple(dict.fromkeys((fold_label(text), fold_label(plain), fold_label(BRACKETS.sub("", plain)))))


def _shared(settings: Slot) -> dict[str, dict[str, str]]:
    """Return, for each field that shares a label with a piece of a cell, the pieces of that cell."""
    pieces = {name: (item.section, set(map(fold_label, item.labels))) for name, item in settings.fields.items() if item.within}
    found: dict[str, dict[str, str]] = {}
    for name, item in settings.fields.items() if pieces else ():
        own = set(map(fold_label, item.labels))
        shared = [other for other, (section, labels) in pieces.items() if section == item.section and own & labels]
        found[name] = {other: settings.fields[other].within for other in shared}
    return found


def _in_a_row(labels: dict[str, str]) -> list[tuple[str, re.Pattern[str]]]:
    """Return (field, pattern) for its labels standing in a row: the same label in both languages."""
    owned: dict[tuple[str, bool], tuple[str, set[str]]] = {}
    for label, field in labels.items():
        owned.setdefault((field, isinstance(field, Opposite)), (field, set()))[1].add(label)
    return [(field, _repeated(spelt)) for field, spelt in owned.values()]


def _repeated(labels: set[str]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, labels), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))}){{1,3}}")
