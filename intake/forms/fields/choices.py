"""Read one of several choices, and yes or no: ticked, named whole, named among other words, or in part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from intake.forms.fields.meaning import LIKELY, SEVERAL, Meaning
from intake.forms.fields.normalise import ticked
from intake.forms.fields.options import Options, Picked, folded_options, frozen, has_box, lone_mark, pick

YES = """是|对|有|可|能|要|需|同意|愿意|需要|可以|允许|是的|有的|对的|属于|yes|y|true|t|ok|1|1.0|ja|oui|да"""
NO = """否|不|无|没有|不是|不对|不能|不可|不要|不必|不需|不同意|不愿意|不需要|无需|不可以|不允许|不属于|否定
|no|n|false|f|0|0.0|none|nein|non|нет"""
NOT = """不可以|不同意|不愿意|不需要|不可|不能|不宜|不便|不予|不得|暂不|不愿|不想|不用|不必|不|非|无需|不需|未|勿
|not to be |must not be |do not |don't |not |non-|no """
CAN = "可以|同意|愿意|允许|可|能|宜|can be |may be |to be "
ASKS = re.compile(
    r"^(?:请选择|请问|是否|可否|能否|需否|愿否|是不是|可不可以|能不能|有无|有没有|是|whether|is it|is this|are you|do you|may (?:it|this) be|can (?:it|this) be)\s*"
)
ENDS = re.compile(r"[?？吗]+$|[(\[][^)\]]*[)\]]|(?:是|否|yes|no)\s*/\s*(?:是|否|yes|no)$")
LEAST_PART = 2  # characters of an option that tell it, when nothing else has them
PLUS, MINUS = "+", "-"  # the field is so, is not so; 'yes' and 'no' answer the question as it was put


def read_choice(options: Options, text: str) -> Meaning | None:
    """Return the id of what is chosen: the first, and unsure, where several are; None for nothing, or nothing known."""
    found = pick(text, options)
    if found.ids and not choice_is_blank(options, text):
        return Meaning(text=found.ids[0], sure=SEVERAL if len(found.ids) > 1 else 1.0 if found.whole or found.boxes else LIKELY)
    part = "" if found.ids else re.sub(r"\W+", "", folded_options(ticked(text, beside=True)))
    near = {
        key
        for key, words in options
        for word in words
        if len(part) >= LEAST_PART and part in re.sub(r"\W+", "", folded_options(word))
    }
    return Meaning(text=near.pop(), sure=LIKELY) if len(near) == 1 else None


def choice_is_blank(options: Options, text: str) -> bool:
    """Tell whether the printed options stand as they were: boxes and none ticked, or all of them and nothing marked."""
    return _untouched(pick(text, options), len(options))


def _untouched(found: Picked, count: int) -> bool:
    if found.boxes:
        return not found.ticked
    return found.alone and len(found.ids) == count > 1


def read_flag(labels: Sequence[str], negated: Sequence[str], text: str) -> Meaning | None:
    """Return 'yes' or 'no'; None for neither, or for both.

    "否" answers the label that asked; a text that repeats a label which asks the opposite ("是否公开：否") answers that one.
    "不公开" says the same under either label.
    """
    opposite, answer = _asked(negated, text)
    mark = lone_mark(answer)
    if mark:
        return Meaning(text=_yes((mark in {"ticked", "doubtful"}) != opposite), sure=SEVERAL if mark == "doubtful" else 1.0)
    found = pick(answer, _phrases(tuple(labels), tuple(negated)))
    said = {_yes(key == PLUS or (key == "yes") != opposite if key != MINUS else False) for key in found.ids}
    if len(said) == 1 and not (found.boxes and not found.ticked):
        return Meaning(text=said.pop(), sure=1.0 if found.whole or found.boxes or found.alone else LIKELY)
    return None if said else _by_part(labels, negated, ticked(answer, beside=True))


def flag_is_blank(labels: Sequence[str], negated: Sequence[str], text: str) -> bool:
    """Tell whether 是 and 否 stand as they were printed, neither ticked."""
    _, answer = _asked(negated, text)
    if lone_mark(answer):
        return False
    found = pick(answer, _phrases(tuple(labels), tuple(negated)))
    return not found.ticked if found.boxes else found.alone and set(found.ids) in ({"yes", "no"}, {PLUS, MINUS})


def asks_about(labels: Sequence[str], negated: Sequence[str], heading: str) -> bool | None:
    """Tell what a heading in other words asks: True what the labels ask, False its opposite, None neither (可否对外公开)."""
    asked = re.sub(r"\W+", "", ASKS.sub("", ENDS.sub("", folded_options(heading)).strip()))
    so, opposite = _stems(labels), _stems(negated)
    for stems, value in ((so, True), (opposite, False)):
        plain = [re.sub(r"\W+", "", stem) for stem in stems]
        if any(stem in asked for stem in plain):
            denied = [f"{no}" for no in _listed(NOT) if not no.endswith(" ") and asked.startswith(no)]
            doubly = value and any(stem.startswith(tuple(_listed(NOT))) for stem in plain if stem in asked)
            return value != bool(denied and not doubly)
    return None


def says_option(options: Options, text: str) -> bool:
    """Tell whether a text is of a list of options: it names one, or is a box."""
    found = pick(text, options)
    return bool(lone_mark(text)) or (found.named and (found.alone or has_box(text)))


def flag_options(labels: Sequence[str], negated: Sequence[str]) -> Options:
    """Return the words that answer yes or no."""
    return _phrases(tuple(labels), tuple(negated))


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _asked(negated: Sequence[str], text: str) -> tuple[bool, str]:
    """Return whether the text repeats a label that asks the opposite, and what it says after it."""
    head, mark, rest = text.replace("：", ":").partition(":")
    return (True, rest) if mark and folded_options(head) in map(folded_options, negated) else (False, text)


@lru_cache(maxsize=256)
def _phrases(labels: tuple[str, ...], negated: tuple[str, ...]) -> Options:
    """Return what answers: yes and no to the question as put, and words that say how it is, whatever was asked."""
    so, opposite = _stems(labels), _stems(negated)
    opposite |= {rest for stem in so if (rest := _without(stem))}
    so |= {rest for stem in opposite if (rest := _without(stem))}
    plus = {*so, *_each(CAN, so - opposite), *_each(NOT, opposite)}
    minus = {*opposite, *_each(CAN, opposite - so), *_each(NOT, so)} - plus
    return frozen({PLUS: sorted(plus), MINUS: sorted(minus), "yes": _listed(YES), "no": _listed(NO)})


def _stems(labels: Iterable[str]) -> set[str]:
    """Return what the labels ask about: 公开 of 是否公开."""
    stems = set()
    for label in labels:
        stem = ASKS.sub("", ENDS.sub("", folded_options(label)).strip()).strip()
        stems |= {stem} if len(stem) >= LEAST_PART else set()
    return stems


def _without(stem: str) -> str:
    """Return a stem without its own negation, '' where it has none: 公开 of 不便公开."""
    rest = next((stem.removeprefix(word).strip() for word in _listed(NOT) if stem.startswith(word)), "")
    return rest if len(rest) >= LEAST_PART else ""


def _each(before: str, stems: Iterable[str]) -> Iterator[str]:
    return (word + stem for stem in stems for word in _listed(before))


def _listed(words: str) -> list[str]:
    return words.replace("\n", "").split("|")


def _by_part(labels: Sequence[str], negated: Sequence[str], text: str) -> Meaning | None:
    """Read a part of what the label asks about: 参加 and 不参加 of 是否参加晚宴."""
    said = folded_options(text)
    rest = _without(said)
    core = re.sub(r"\W+", "", rest or said)
    for stems, value in ((_stems(labels), True), (_stems(negated), False)):
        if len(core) >= LEAST_PART and any(core in re.sub(r"\W+", "", stem) for stem in stems):
            return Meaning(text=_yes(value != bool(rest)), sure=LIKELY)
    return None
