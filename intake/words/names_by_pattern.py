"""Read what a subject, folder, archive or file name tells, by a call's pattern: “宣传+板块+单位” in all the ways people write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intake.config.naming import NamingPattern
from intake.words.alike_names import in_simplified
from intake.words.fold import fold_all, fold_case

PREFIX = re.compile(r"\s*(?:re|fw|fwd|aw|sv|答复|回复|转发|回覆|轉發)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*", re.IGNORECASE)
NUMBERED = re.compile(r"\[?\b[A-Z][A-Z0-9]{1,11}-\d{4,}\b\]?")
DASHES = "-‐‑‒–—―−"
SIGNS = ("+", "_", DASHES, "·•・", "|/\\", "、,;:", "&#@~=*", " ")  # what people write between the parts, one sort at a time
OPENING, CLOSING = "[(<{【《〈〔「『“‘\"'", "])>}】》〉〕」』”’\"'"
# what people add to a name that is right: which part, which version, when; "2", "(1)", "第二批", "最终版", "2023.3.20"
ADDED = re.compile(
    r"[\d.]+|第?[一二三四五六七八九十\d]+[批次版份期部分组]+|[版之其][一二三四五六七八九十]|补充|补[发交件报]?|增补|追加|更新|更正|修改|修订|修正|最终|终稿|定稿|正式|新版|版本|"
    r"材料|资料|附件|文件|素材|稿件|投稿|报送|提交|已|请查收|副本|压缩包|打包|[年月日号版稿份]|"
    r"(?<![a-z])(?:v|ver|version|final|new|copy|part|material|materials|file|files|zip|rar|update|updated|corrected)(?![a-z])"
)
PAIRS = {**dict(zip(CLOSING, OPENING, strict=True)), '"': "", "'": ""}  # straight quotes open and close alike
EDGES = OPENING + CLOSING + " "
# what people write behind the pattern's word without a sign between: 宣传资料+…, 宣传素材报送-…
BEHIND = "资料|材料|素材|物料|稿件|稿|内容|文件|报送|提交|上报|投稿|汇总|materials?|files?"
SENTENCE = re.compile(
    rf"(?<=\w\w)的(?:全部|所有|有关|相关|宣传)?(?:{BEHIND}|函|报告|邮件|信)+$", re.IGNORECASE
)  # 关于…海岸大学的材料
LONGEST = 200  # letters that are looked at; a name is shorter
SHORTEST_TAIL = 3  # letters of a slot's word that may follow a value without a sign between: 深圳大学新闻稿


@dataclass(frozen=True)
class NameReader:
    """Reads names by a pattern. `asked`: words for what is asked for, which people add to a name; `labels`: what each part is called."""

    naming: NamingPattern
    asked: tuple[str, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: tuple[
        str, ...
    ] = ()  # single words of what is asked for: behind a sign they say what is enclosed, behind a blank they may not

    def read(self, name: str) -> dict[str, str] | None:
        """Return what a name tells by the pattern, part by part, as written; None where it does not follow it."""
        written = _without_prefix(name)
        text = _one_width(written)
        for word, _ in self.naming.parts:
            text = in_simplified(text, word)
        for piece in (*self._quoted(text), text):
            for strict in (True, False):  # first with nothing but the sign between, so that a value may have brackets of its own
                for signs in _sorts(self.naming.signs):
                    if told := self._told(piece, signs, strict=strict):
                        return {part: _as_written(value, text, written) for part, value in told.items()}
        return None

    def _quoted(self, text: str) -> Iterator[str]:
        """Yield what stands between quotation marks or brackets and begins with the pattern's word: 关于报送“宣传+…”的函."""
        first = self.naming.parts[0][0]
        for left, right in zip(OPENING, CLOSING, strict=True) if first else ():
            yield from re.findall(rf"{re.escape(left)}\s*({re.escape(first)}[^{re.escape(right)}]+){re.escape(right)}", text)

    def _told(self, text: str, signs: str, *, strict: bool) -> dict[str, str] | None:
        """Return what a text tells with one sort of signs between its parts."""
        found = self._pattern(signs, strict=strict).search(text)
        if not found:
            return None
        told = {part: _peeled(found[part]) if strict else found[part].strip(EDGES) for part in self.naming.names}
        if strict and any(_unpaired(value) for value in told.values()):
            return None
        if last := self.naming.parts[-1][1]:
            told[last] = self._whole(told[last], found["rest"] or "", signs)
        told = {part: self._unlabelled(part, value) for part, value in told.items()}
        return told if all(self._says(part, value) for part, value in told.items()) else None

    def _unlabelled(self, part: str, value: str) -> str:
        """Return a value without its label before it: 板块：主论坛."""
        words = "|".join(re.escape(word) for word in (part, *self.labels.get(part, ())))
        return re.sub(rf"^(?:{words})\s*[:：]\s*", "", value)

    def _behind(self) -> str:
        """Return what may follow the pattern's word without a sign: what is sent, and the rest of a word that begins with it."""
        rests = [
            word.removeprefix(first) for first, _ in self.naming.parts if first for word in self.asked if word.startswith(first)
        ]
        return "|".join([BEHIND, *map(re.escape, sorted({*rests} - {""}, key=len, reverse=True))])

    def _pattern(self, signs: str, *, strict: bool) -> re.Pattern[str]:
        """Return the pattern with one sort of signs between its parts; a value begins with a letter, so that it ends in time."""
        inside, edges = re.escape(signs), re.escape(" " if strict else EDGES)
        between = rf"[{inside}{edges}]*"
        pieces = ["" if self.naming.parts[0][0] else "^"]
        for number, (word, part) in enumerate(self.naming.parts):
            if number:
                loose = word or self.naming.parts[number - 1][0]
                pieces.append(between if loose else rf"{between}[{inside}{'' if strict else re.escape(CLOSING)}]{between}")
            pieces.append(
                rf"{re.escape(word)}(?:(?:{self._behind()})+(?=[{inside}{edges}]))?"
                if word
                else rf"(?P<{part}>[^{inside}{edges}][^{inside}]*?)"
            )
        ends = rf"(?P<rest>{between}[{inside}].*)?[{edges}]*$" if self.naming.parts[-1][1] else "(?P<rest>.*)$"
        return re.compile("".join([*pieces, ends]), re.IGNORECASE)

    def _whole(self, value: str, rest: str, signs: str) -> str:
        """Return the last value: with what follows it after a sign that a name may have, without what people add to names.

        Behind the pattern's own sign nothing belongs to it any more.
        """
        kept = value if signs == self.naming.signs else value + self._not_added(rest, signs)
        return self._without_tail(kept)

    def _not_added(self, rest: str, signs: str) -> str:
        kept = ""
        for piece in re.findall(rf"[{re.escape(signs)}]+[^{re.escape(signs)}]*", rest):
            if self._added(piece, self.words):
                break
            kept += piece
        return kept

    def _without_tail(self, value: str) -> str:
        """Take away from the end what is in brackets or after a blank and says what is enclosed, and a slot's whole word."""
        pieces = re.split(rf"([{re.escape(OPENING + DASHES)}\s_·,;:、]+)", value)
        while len(pieces) > 2 and self._added(pieces[-1]):
            pieces = pieces[:-2]
        short = SENTENCE.sub("", "".join(pieces).strip(OPENING + " "))
        tails = [word for word in self.asked if len(word) >= SHORTEST_TAIL and word.isalpha() and not word.isascii()]
        tail = max((word for word in tails if short.endswith(word) and len(short) > len(word) + 1), key=len, default="")
        bare = short.removesuffix(tail).strip(OPENING + " ")
        return (bare.removesuffix("的") if tail else bare) + _closed(short)

    def _added(self, piece: str, words: tuple[str, ...] = ()) -> bool:
        """Tell whether a piece of a name only says what is enclosed, which part of it, or when."""
        text = fold_case(piece)
        for word in sorted(self.asked, key=len, reverse=True):
            text = text.replace(fold_case(word), " ")
        text = " ".join(word for word in re.split(r"[\W_]+", text) if word not in words)
        return not fold_all(ADDED.sub(" ", text))

    def _says(self, part: str, value: str) -> bool:
        """Tell whether a value is more than what its place is called, or crosses in it: 单位, XX单位, unit."""
        said = re.sub(r"^(?:x+|×+|某+|_+)", "", fold_all(value))
        if value[:1] in "".join(SIGNS) or (any(word for word, _ in self.naming.parts) and said in map(fold_all, self.asked)):
            return False  # 宣传+海岸大学+联络员信息表 names no unit
        if not any(word for word, _ in self.naming.parts) and self._added(value):
            return False  # IMG_1234 follows {unit}_{title} by its sign alone
        return bool(said) and said not in {fold_all(word) for word in (part, *self.labels.get(part, ()))}


def _without_prefix(name: str) -> str:
    """Return a name without what reply programs and we put before it."""
    text = NUMBERED.sub(" ", name)
    while found := PREFIX.match(text):
        text = text[found.end() :]
    return re.sub(r"\s+", " ", text).strip()[:LONGEST]


def _one_width(text: str) -> str:
    """Return a text with every sign in its usual width, sign by sign."""
    narrow = (unicodedata.normalize("NFKC", sign) for sign in text)
    return "".join(new if len(new) == 1 else sign for sign, new in zip(text, narrow, strict=True))


def _as_written(value: str, text: str, written: str) -> str:
    """Return a piece of a text of one width as it was written."""
    place = text.find(value)
    return written[place : place + len(value)] if place >= 0 else value


def _closed(value: str) -> str:
    """Return the bracket that a value lacks at its end since it was taken for one around it."""
    return next((right for right, left in PAIRS.items() if left and value.count(left) > value.count(right)), "")


def _peeled(value: str) -> str:
    """Return a value without the brackets around the whole of it."""
    value = value.strip()
    while len(value) > 2 and PAIRS.get(value[-1]) == value[0] and not _unpaired(value[1:-1]):
        value = value[1:-1].strip()
    return value


def _unpaired(value: str) -> bool:
    """Tell whether a bracket in a value lacks its other half."""
    open_ones: list[str] = []
    for sign in value:
        if PAIRS.get(sign):
            if not open_ones or open_ones.pop() != PAIRS[sign]:
                return True
        elif sign in PAIRS.values():
            open_ones.append(sign)
    return bool(open_ones)


def _sorts(own: str) -> Iterator[str]:
    """Yield the sorts of signs that may stand between the parts, the pattern's own first, last all of them."""
    if own:
        yield own
    yield from (signs for signs in SIGNS if signs != own)
    yield "".join(SIGNS)
