"""Recognise the heading or label that a text stands under, in either language and however it is dressed up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import ClassVar

from intake.config.models import Slot
from intake.mime.invisible import seen
from intake.words.fold import SYMBOLS, Letters, fold_case

MAX_LABEL = 60
KEPT = 256  # calls, and slots of one: whose headings are remembered
MOST_COLUMNS = 50  # of a table with texts in it
COUNT = r"(?:\d{1,2}|one|two|three|four|five|six|[一二三四五六七八九十])"
NOUN = r"(?:photograph|photo|picture|pic|image|work|entry|figure|fig|no|number|作品|照片|图片|图|相片|摄影作品|第)"
ONE_PHOTO = (
    rf"[\[【(（<《]?\s*{NOUN}\s*(?:no\.?|number|\.|#)?\s*{COUNT}\s*(?:张|幅|号)?(?:照片|作品)?\s*[\]】)）>》]?"
    r"(?=$|[\s:：.、,，\-–—(（《“\"])"
)
PHOTO = re.compile(  # "Photo 1: …", "照片一：…", "No. 1 …", "Picture one – …", "第一张：…", "IMG_2041.jpg: …"
    rf"^\s*(?:{ONE_PHOTO}|[^\s:：][^:：\t]{{0,60}}\.(?:jpe?g|png|heic|tiff?)(?=\s*[:：\t\-–—]|\s*$))\s*[:：.、,，\-–—]*\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
ENUMERATION = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[.、)）]|[(（]?[一二三四五六七八九十]{1,2}[、.)）]|[ivx]{1,4}[.)]\s|[a-h][.)]\s|#+\s)", re.IGNORECASE
)
BEFORE = re.compile(
    r"^(?:(?:my|our|the|an?|short|brief|full|author['’]?s?|photographer['’]?s?|artist['’]?s?|photos?|pictures?|works?|english|chinese)\s+|"
    r"(?:英文版?|中文版?|中英文|我的)\s*)(?=\w)",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"\s*(?:in (?:english|chinese)|\(?english\)?(?: version)?|chinese|英文版?|中文版?|of (?:the |my |our |each |all )*(?:photograph|photo|picture|image|work|entr|series)\w*|"
    r"for (?:the |my |each )*(?:photograph|photo|picture|image|work|entr|series)\w*)\s*$",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"\s*(?:[:：\t]|——|\s[-–—]\s|[-–—]{2}\s)\s*")
LANGUAGES = frozenset(
    {"english", "chinese", "英文", "中文", "英文版", "中文版", "英语", "汉语", "englishversion", "chineseversion", "en", "zh"}
)
COLUMNS = frozenset(
    "photo photos picture image no number title name file filename photoname phototitle work works 序号 编号 照片 图片 作品 名称 作品名称 照片名称 文件名 标题 题目 图".split()  # noqa: SIM905 - reads better
)


class TextHeadings:
    """The headings of a call's texts, and the labels that end a text."""

    STOP: ClassVar[str] = "\x00stop"

    def __init__(self, settings: Mapping[str, Slot], stop_labels: tuple[str, ...] = ()) -> None:
        heads = tuple((name, item.heads) for name, item in settings.items())
        self._names, self._stops, self._letters = _folded(heads, stop_labels)

    def label(self, line: str) -> tuple[str | None, str]:
        """Split 'Description: text' or a heading of its own into (name, rest); STOP for a form label, None for neither."""
        line = seen(line).strip()
        for match in islice(SEPARATOR.finditer(line, 1, MAX_LABEL + 4), 3):
            if (name := self.name(line[: match.start()])) is not None:
                return name, line[match.end() :]
        if len(line) <= MAX_LABEL and (name := self.name(line)) is not None:
            return name, ""
        return None, line

    def name(self, label: str) -> str | None:
        """Return the text a label heads, STOP for a form label, None for any other words."""
        if not self._letters.in_(label):  # most lines of a long text, and to fold them is dear
            return None
        for variant in _variants(label):
            folded = fold_heading(variant)
            if name := self._names.get(folded) or self._twice(folded):
                return name
        return self.STOP if fold_heading(label) in self._stops else None

    def _twice(self, folded: str) -> str:
        """Return the text whose headings in both languages stand side by side ("作品说明 Description")."""
        for cut in range(2, len(folded) - 1):
            first = self._names.get(folded[:cut])
            if first and first == self._names.get(folded[cut:]):
                return first
        return ""

    def table(self, line: str) -> tuple[str, str] | None:
        """Return (text, column) of a table's head row with a column of texts, None for any other line."""
        cells = [cell.strip() for cell in line.strip().split("\t")]
        if not 2 <= len(cells) <= MOST_COLUMNS or max(map(len, cells)) > MAX_LABEL:
            return None
        named = [(place, name) for place, cell in enumerate(cells) if (name := self.name(cell)) not in {None, self.STOP}]
        others = [cell for cell in cells if self.name(cell) is None and fold_heading(cell) not in COLUMNS]
        if len(named) != 1 or (named[0][0] == 0 and others):
            return None
        place, name = named[0]
        return str(name), f"{place}/{len(cells)}"

    def cell(self, line: str, column: str) -> str:
        """Return a row's text: its cell in the column, the longest where cells are missing; '' for a line beside the column."""
        place, count = map(int, column.split("/"))
        cells = [cell.strip() for cell in line.strip().split("\t")]
        if len(cells) == count:
            return cells[place]
        if len(cells) == 1:  # a cell of several lines goes on
            return cells[0] if place == count - 1 else ""
        return max(cells, key=len)

    def language(self, line: str, rest: str) -> bool:
        """Tell whether a line begins with the name of its language rather than with a form label."""
        head = line[: len(line) - len(rest)] if rest else line
        long = len(rest.split()) >= 6 or len(re.findall(r"[\u4e00-\u9fff]", rest)) >= 10
        return fold_heading(head) in LANGUAGES and (long or not rest.strip())


@lru_cache(maxsize=KEPT)
def _folded(
    heads: tuple[tuple[str, tuple[str, ...]], ...], labels: tuple[str, ...]
) -> tuple[dict[str, str], frozenset[str], Letters]:
    """Return folded headings with the text each is of, folded form labels, and the letters of both: for every mail of a call the same."""
    names = {fold_heading(heading): name for name, own in heads for heading in own}
    stops = frozenset(map(fold_heading, labels)) - names.keys() - {""}
    return names, stops, Letters({*names, *stops})


def fold_heading(text: str) -> str:
    """Fold a heading: NFKC, no brackets with their content, numbering, quotes, marks or white space."""
    text = fold_case(seen(text))
    bare = re.sub(r"[(（【\[][^)）】\]]*[)）】\]]", "", text)
    text = bare if re.search(r"\w", bare) else text  # 【作品说明】 is all heading
    text = ENUMERATION.sub("", text)
    return re.sub(rf"[\s:：*#_•·\-\u2010-\u2015\u2212/\\|\"'“”‘’【】\[\]()（）《》<>=~&+.,，、{SYMBOLS}]+|\band\b", "", text)


def _variants(label: str) -> Iterator[str]:
    """Yield a label as written, and without its number, its language and what it is of."""
    text = unicodedata.normalize("NFKC", label).strip()
    yield text
    text = ENUMERATION.sub("", text)
    without = re.sub(rf"({NOUN})\s*(?:no\.?|#)?\s*{COUNT}(?:张|幅|号)?(?:的)?(?![a-z])", r"\1 ", text, flags=re.IGNORECASE)
    without = re.sub(rf"(?<=\D)\s*(?:no\.?|#)?\s*{COUNT}\s*$", "", without, flags=re.IGNORECASE).strip()
    yield without
    for _ in range(3):
        shorter = BEHIND.sub("", BEFORE.sub("", without)).strip()
        if shorter == without or not shorter:
            return
        without = shorter
        yield without
