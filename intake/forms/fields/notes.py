"""Take the office's own notes out of a cell: what a blank form says there is no answer, what is typed beside it is."""

from __future__ import annotations

import re

OPENING = re.compile(r"(?<!\w)(?:填[写表报])?(?:说明|须知|要求|提示)\s{0,3}[:：]")
COUNT_OPENING = re.compile(  # beside a number nobody writes words of his own so
    r"(?:填[写表报])?(?:说明|须知|注意|要求|提示|示例|样例|备注|注|例如|例)\s{0,3}[:：]|"
    r"(?<![a-z])(?:notes?|hints?|instructions?|example|e\.g\.)\s{0,3}[:：]",
    re.IGNORECASE,
)
INSTRUCTS = re.compile(
    r"请(?=[填注说以对按如实提供写附在于参选勾打根据将务详简用从列描概明输])|填写|填报|填列|填入|如无|若无|如没有|如有|若有|可按|可另|可附|可多选|"
    r"不用|无需|不填|不限|另附|附上|附页|参见|详见|以内|不超过|不少于|左右为宜|统计范围|必填|选填|单选|多选|打[√勾]"
)
COUNT_INSTRUCTS = re.compile(
    rf"{INSTRUCTS.pattern}|please|fill in|fill out|if none|if any|leave (?:it )?blank|optional|required", re.IGNORECASE
)
IN_BRACKETS = re.compile(r"[(（【\[][^()（）【】\[\]]{1,120}[)）】\]]")
UNIT_ONLY = re.compile(r"[(（【\[]\s*(?:单位\s*[:：]?\s*)?(?:万?元|人次?|项|个|家|支|篇|字|㎡|平方米|unit\s*:\s*\w+)\s*[)）】\]]")
FIRST_HINT = re.compile(r"^\s*[(（【\[][^()（）【】\[\]]{1,120}[)）】\]]")
SENTENCE = re.compile(r".*?(?:[。\n]+[”’\"』」]?|(?<=[a-z])[.!?]\s+|$)", re.DOTALL)
SHOWN_YEARS = re.compile(r"(?:1[89]|20|21)\d\d\s*(?:[-~—–至到]+\s*(?:(?:1[89]|20|21)\d\d|\d\d))?\s*年?(?:底|末|初|以来)?")


def without_notes(text: str, *, counted: bool = False) -> str:
    """Return what a person answered: hints in brackets and the sentences of a note are dropped while they instruct.

    A note begins with 说明： or the like; the first sentence after it that instructs nobody is the answer. What stands before
    a note is an answer too. In prose only a bracket in front may be a hint; with `counted` any may be, English words too, and
    a first sentence without a number is part of the note.
    """
    hints, opens = (IN_BRACKETS, COUNT_OPENING) if counted else (FIRST_HINT, OPENING)
    instructs = COUNT_INSTRUCTS if counted else INSTRUCTS
    text = hints.sub(lambda found: "" if instructs.search(found[0]) or UNIT_ONLY.fullmatch(found[0]) else found[0], text)
    opening = opens.search(text)
    if opening is None:
        return text.strip()
    before, note = text[: opening.start()].rstrip(" \t(（[【"), text[opening.end() :]
    answer = _behind(note, instructs, counted)
    if answer == note:  # it instructs nobody: a person's own words
        return text.strip()
    return f"{before}\n{answer.strip()}".strip(" \t\r\n)）]】")


def only_instructs(text: str) -> bool:
    """Tell whether a line is a note of the office from end to end, as the remarks under a printed form are."""
    opening = COUNT_OPENING.match(text.strip())
    return opening is not None and not _behind(text.strip()[opening.end() :], INSTRUCTS, False).strip()


def _behind(note: str, instructs: re.Pattern[str], counted: bool) -> str:
    """Return a note from the first sentence on that is no instruction."""
    at = 0
    for sentence in SENTENCE.finditer(note):
        said = sentence[0].strip(' \t\r\n。”’"')
        wordy = counted and at == 0 and not re.search(r"\d", SHOWN_YEARS.sub("", said))
        if said and not (instructs.search(said) or wordy):
            break
        at = sentence.end()
    return note[at:]
