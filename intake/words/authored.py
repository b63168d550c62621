"""Find the texts an author sends (description, biography, ...) in a body or in an attached document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from intake.config.models import Slot
from intake.model.submission import FoundText
from intake.words.headings import MAX_LABEL, PHOTO, TextHeadings
from intake.words.quotewords import DISCLAIMER

PROSE = range(20, 251)  # English words that unlabelled prose may have (contract.md ruling 13)
HAN = re.compile(r"[\u4e00-\u9fff]")
MOST_LINES = 5000  # in which headings are looked for; the rest belongs to the last one
LEAST_SENTENCE = 8  # words; a shorter paragraph is talk
HAN_SENTENCE = 40  # Han characters that make a paragraph one too
HAN_LEAST = 15  # and this where Han characters are asked for
HAN_COVER = 3  # sentences at the beginning and the end of a paragraph that may be a covering letter's
HAN_SENTENCES = re.compile(r"[^。！？!?]+[。！？!?]*")
HAN_TALK = re.compile(  # what a covering letter says in Chinese
    r"您好|你好|老师好|(投|来|寄|审)稿|参赛|(参加|参与|加入)(本次|此次|这次|贵|你们|您们)|报名|敬请|审阅|指正|附件|附上|(发|寄|送)(给|至|到)(您|你|贵|各位|编辑|组委|主办|活动|征|邮箱)|"
    r"(发|寄|送)(来|上)[^，。]{0,8}(稿|征文|作品|照片|材料|资料|文章|表)|查收|"
    r"祝(您|你|贵|大家|活动|工作|一切)|谢谢|感谢(您|你|贵|主办|组委)|联系(我|电话|方式|人)|(电话|手机|邮箱|微信)(号|是|为|[:：])|期待(您|你|贵)|打扰"
)
GREETING = re.compile(
    r"^\s*(dear\b|hi\b|hello\b|good (morning|afternoon|evening)|to whom|您好|你好|尊敬的|best( regards| wishes)?\b|kind regards|"
    r"(many )?thanks|thank you|sincerely|yours|regards|warm regards|此致|敬礼|谢谢|祝好|顺颂|sent from|发自)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\s*((with )?(my )?(best|kind|warm|kindest|warmest)( regards| wishes)?|regards|(yours )?sincerely( yours)?|yours (sincerely|faithfully|truly)|"
    r"(many )?thanks|thank you[^.,，]{0,30}|cheers|cordialement|此致(敬礼)?|敬礼|祝好|顺祝商祺|顺颂时祺|谢谢您?|感谢)"
    r"\s*([.。!！~]+|[,，]\s*(?:[\w'’.-]{1,30}\s+){0,3}[\w'’.-]{0,30})?\s*$",
    re.IGNORECASE,
)
TALK = re.compile(  # what a covering letter says; no description does
    r"\b(please (find|see|confirm|let me know|note)|(is|are) attached|attached (is|are|you|please|to)|(i|we)( a|['’])?(m|re) (sending|submitting|writing)|"
    r"(i|we) ((would|['’]d) like|wish|want|hope) to (submit|participate|take part|enter|join)|looking? forward to|let me know|if you (need|have) any|"
    r"(entry|registration|application) form)\b|附件|请查收|请查阅|期待您|如有(问题|需要)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
SIGNED = re.compile(  # below these a name, an address, a disclaimer follow, and no text
    r"^\s*((with )?(my )?(best|kind|warm|kindest|warmest) (regards|wishes)|regards|(yours )?sincerely|yours (sincerely|faithfully|truly)|cheers|"
    r"cordialement|此致|敬礼|祝好|顺祝商祺|顺颂时祺)\s*([.。!！~]+|[,，].{0,60})?\s*$",
    re.IGNORECASE,
)
NAME = re.compile(
    r"([^\W\d_a-z][\w'’.-]{0,20} ){1,3}[^\W\d_a-z][\w'’.-]{0,20}|[\u4e00-\u9fff]{2,4}"
)  # of a person, alone in its line
ELSEWHERE = re.compile(
    r"\W*((please )?(kindly )?(see|refer to|find|check|read|as|in)( (it|in|to|the|my|below|above))*\s*(attach\w*|enclosed|separate|body|e-?mail|word|document|file|pdf|"
    r"docx?|below|above)[\w .]{0,40}|(请)?(详)?(参)?(见|看|阅)(附件|正文|邮件|文档|另附|下文|附).{0,20}|另附.{0,20}|附件.{0,12}|"
    r"n/?a|none|nil|tbd|to follow|attached|separate(ly)?( attached)?|无|略|暂无|待补)\W*",
    re.IGNORECASE,
)


def labelled(text: str, settings: Mapping[str, Slot], place: str, stop_labels: tuple[str, ...] = ()) -> dict[str, FoundText]:
    """Return the texts that stand under one of their headings; `stop_labels` (form labels) end a text as well.

    Several pieces under the same heading ("照片一：…" for each photo, the rows of a table) are joined in order.
    """
    pieces: dict[str, list[str]] = {}
    for name, said, _ in _owned(text, TextHeadings(settings, stop_labels)):
        if name:
            pieces.setdefault(name, []).append(said)
    found = {name: [line for line in _unsigned(lines) if line] for name, lines in pieces.items()}
    return {name: FoundText(text="\n".join(lines), place=place) for name, lines in found.items() if lines}


def is_long(text: str) -> bool:
    """Tell whether a text has more words, or Han characters, than prose that may be a covering letter."""
    return size_of(text) >= PROSE.stop


def size_of(text: str) -> int:
    """Return how many words and Han characters a text has."""
    return len(_words(text)) + len(HAN.findall(text))


def prose(
    text: str, labels: tuple[str, ...], place: str, settings: Mapping[str, Slot] | None = None, *, long: bool = False
) -> FoundText | None:
    """Return unlabelled English prose of 20-250 words: paragraphs that are no greeting, form line, closing or covering words.

    `long`: prose of more words than that, in any language: nobody writes a covering letter of such a length.
    A piece for each photo ("Photo 1: …", "照片一：…") counts whatever its length and language. What stands under a heading
    of `settings` is another text and left out.
    """
    return prose_in(free_lines(text, labels, settings), place, long=long)


def free_lines(text: str, labels: tuple[str, ...], settings: Mapping[str, Slot] | None = None) -> list[tuple[str, bool]]:
    """Return each line above the signature, and whether it stands free: under no heading, no greeting, no form line."""
    text = _above_signature(text)
    owned = _owned(text, TextHeadings(settings or {}, labels))
    return [
        (line.strip(), not name and not headed and _free(line))
        for (name, _, headed), line in zip(owned, text.splitlines(), strict=True)
    ]


def prose_in(lines: list[tuple[str, bool]], place: str, *, long: bool, han: bool = False) -> FoundText | None:
    """Return the prose among lines that stand free or not, as prose() does; `han`: Han characters count as words do."""
    items = _items([line if free else "" for line, free in lines])
    kept: list[str] = []
    paragraph: list[str] = []
    for place_of, (line, free) in enumerate([*lines, ("", True)]):
        if place_of in items or not line:
            kept += _running(paragraph, long=long, han=han)
            paragraph = []
            kept += [line] if place_of in items else []
        elif free:
            paragraph.append(line)
    found = ("\n" if items else "\n\n").join(kept)
    fits = is_long(found) if long else items or (size_of(found) if han else len(_words(found))) in PROSE
    return FoundText(text=found, place=place) if fits else None


def refers_elsewhere(text: str) -> bool:
    """Tell whether a form's field only says where the text is ("see attached", 见附件) or that there is none."""
    return len(text) <= 80 and ELSEWHERE.fullmatch(" ".join(text.split())) is not None


def better(written: FoundText, other: FoundText | None) -> FoundText:
    """Return the form's text, unless it only points to the other one, or the other alone has enough English."""
    if other is None:
        return written
    poor = len(_words(written.text)) < PROSE.start <= len(_words(other.text))
    return other if refers_elsewhere(written.text) or poor else written


def _owned(text: str, headings: TextHeadings) -> Iterator[tuple[str, str, bool]]:
    """Yield for each line (the text it belongs to, what it says without its label, whether it has one); '' and the line for none."""
    current = last = column = ""
    blank = False
    for number, line in enumerate(text.splitlines()):
        if number >= MOST_LINES:
            yield current, " ".join(line.split()), False
            continue
        table = headings.table(line)
        if table:
            current, column = table
            last = current
            yield current, "", True
            continue
        name, rest = headings.label(line)
        if name is None:
            rest = line
            if CLOSING.match(line) or (blank and TALK.search(line) and len(line) < 400 and current):
                current = last = column = ""
            elif not current and last and PHOTO.match(line):
                current = last
        elif name == headings.STOP and current and headings.language(line, rest):
            pass
        else:
            current = "" if name == headings.STOP else name
            last = current or last
            column = ""
        said = headings.cell(rest, column) if column else " ".join(rest.split())
        blank = not line.strip()
        yield current, said, name is not None


def _above_signature(text: str) -> str:
    """Return what stands above the first line that signs a letter."""
    lines = text.splitlines()
    end = next((place for place, line in enumerate(lines) if place and SIGNED.match(line)), len(lines))
    return "\n".join(lines[:end])


def _unsigned(lines: list[str]) -> list[str]:
    """Return the lines of a text without its author's name, where that stands alone below a blank line at the very end."""
    filled = [place for place, line in enumerate(lines) if line]
    if len(filled) < 2 or filled[-1] == filled[-2] + 1 or NAME.fullmatch(lines[filled[-1]]) is None:
        return lines
    above = " ".join(lines[: filled[-1]])
    told = len(_words(above)) >= PROSE.start or len(HAN.findall(above)) >= HAN_SENTENCE
    return lines[: filled[-1]] if told else lines


def _free(line: str) -> bool:
    """Tell whether a line is no greeting and no address that somebody pasted."""
    pasted = ADDRESS.search(line) and len(_words(ADDRESS.sub("", line))) < LEAST_SENTENCE
    return not pasted and not GREETING.match(line)


def _items(lines: list[str]) -> set[int]:
    """Return the places of the lines that describe one photo after the other; none when fewer than two are described."""
    found: list[tuple[set[int], str]] = []
    waiting = False
    for place, line in enumerate(lines):
        match = PHOTO.match(line)
        if match:
            found.append(({place}, match["rest"]))
            waiting = True
        elif line and waiting and not CLOSING.match(line):
            found[-1] = (found[-1][0] | {place}, f"{found[-1][1]} {line}")
        else:
            waiting = waiting and bool(found) and not found[-1][1].strip() and not line
    told = [(places, said) for places, said in found if _tells(said)]
    return {place for places, _ in told for place in places} if len(told) >= 2 else set()


def _tells(said: str) -> bool:
    """Tell a description from a title or a file name."""
    plain = re.sub(r"\S+\.(jpe?g|png|heic|tiff?)\b", "", said, flags=re.IGNORECASE)
    return len(plain.split()) >= 4 or len(re.findall(r"[\u4e00-\u9fff]", plain)) >= 8


def _running(lines: list[str], *, long: bool, han: bool = False) -> list[str]:
    """Return a paragraph as one line without covering sentences, [] when it is too short or a question; `long`: prose of any language."""
    joined = " ".join(lines)
    if han and not long:
        sentences = HAN_SENTENCES.findall(joined)
        joined = "".join(
            item
            for place, item in enumerate(sentences)
            if HAN_COVER <= place < len(sentences) - HAN_COVER or not HAN_TALK.search(item)
        ).strip()
    if (joined.endswith(("?", "？")) and not long) or DISCLAIMER.search(joined):
        return []
    if TALK.search(joined):
        joined = " ".join(item for item in re.split(r"(?<=[.!?。！？])\s+", joined) if not TALK.search(item))
    least = HAN_SENTENCE if long else HAN_LEAST
    enough = len(_words(joined)) >= LEAST_SENTENCE or ((long or han) and len(HAN.findall(joined)) >= least)
    return [joined] if enough else []


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'’-]*", text)


__all__ = ["CLOSING", "MAX_LABEL", "better", "free_lines", "labelled", "prose", "prose_in", "refers_elsewhere", "size_of"]
