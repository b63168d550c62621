"""What became of a thing that staff asked for, in their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from intake.config.models import Call
from intake.model.submission import OTHER as OTHER_SLOT
from registry.decide.review import missing
from registry.desk.desk import Desk
from registry.read.entries import read_entry
from registry.staff.told import GOOD, Became, Item
from reports.letters import formats
from reports.letters.sentences import field_label, sentence
from reports.letters.slot_words import title
from reports.letters.staff_words import StaffWords

ROOM = "staff"
OTHER = "other"  # a reason that has no sentence of its own, but the registry's
LONGEST = 300
LETTERED = frozenset(  # a letter may follow
    {Became.DONE, Became.UNDONE, Became.AMENDED, Became.JOINED, Became.RESENT, Became.ON_BEHALF, Became.ADDED}
)


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One thing that was asked for, and what became of it: a sentence in each language, then what else is to be known."""

    good: bool
    head: str  # the entry and its author, or what was written
    told: tuple[str, ...]
    more: tuple[str, ...] = ()
    typed: str = ""


def line_of(desk: Desk, item: Item) -> AnswerLine:
    """Return an item in words."""
    words = StaffWords(ROOM, desk.config.staff_languages)
    entry = read_entry(desk.db, item.reference) if item.reference else None
    call = desk.config.calls.get(entry.call) if entry else None
    name = formats.clean(entry.named(call.identity.name) or entry.author_name, 60) if entry and call else ""
    told = tuple(_told(desk, item, language) for language in words.languages)
    more = _more(desk, item, words.languages) if item.became in LETTERED else ()
    shown = formats.clean(item.typed, LONGEST) if item.became not in GOOD else ""
    return AnswerLine(
        good=item.became in GOOD, head=f"{item.reference} {name}".strip() or shown, told=told, more=more, typed=shown
    )


def _told(desk: Desk, item: Item, language: str) -> str:
    words = StaffWords(ROOM, (language,))
    values: dict[str, Any] = {
        **item.values,
        "action": _action(words, str(item.values.get("action", item.action))),
        "state": _state(words, item.state or str(item.values.get("state", ""))),
    }
    if item.became is Became.CHANGED:
        values["since"] = _since(desk, item, words)
    elif item.became is Became.MISSING:
        values["lacking"] = lacking(desk, item.reference, language)
    elif item.became is Became.AMENDED:
        values["changed"] = words.first("parting").join(_changed(desk, item, words))
    elif item.became in {Became.SEVERAL, Became.CALL}:
        values |= {name: formats.listed(value, language) for name, value in item.values.items() if isinstance(value, list)}
    if values.get("why") not in {None, "", OTHER}:
        values["by"] = formats.clean(str(values.get("by", "")), 60)
        filled = {name: formats.clean(str(value), LONGEST) for name, value in values.items()}
        values["words"] = words.first("reasons", filled["why"], **filled) or values.get("words", "")
    if item.became is Became.WORKBOOK:
        values["name"] = formats.clean(item.typed, 100)
        return words.first("workbooks", str(values["taken"]), **{name: str(value) for name, value in values.items()})
    return words.first("became", str(item.became), **{name: str(value) for name, value in values.items()})


def lacking(desk: Desk, reference: str, language: str) -> str:
    """Return what an entry lacks, as one list."""
    entry = read_entry(desk.db, reference)
    call = desk.config.calls.get(entry.call) if entry else None
    found = [sentence(item, language, call).problem.rstrip("。.") for item in missing(desk.db, reference)] if call else []
    return " / ".join(dict.fromkeys(found))


def _changed(desk: Desk, item: Item, words: StaffWords) -> Iterator[str]:
    """Yield what was changed by hand: fields, texts and slots as the call calls them."""
    entry = read_entry(desk.db, item.reference)
    call = desk.config.calls.get(entry.call) if entry else None
    for told in item.values.get("changed", ()):
        name, _, change = told.partition(": ")
        before, arrow, after = change.partition(" → ")
        if not (call and arrow):
            yield told
            continue
        sides = {side: _side(call, written, words) for side, written in (("before", before), ("after", after))}
        yield words.first("change", name=formats.clean(_known_as(call, name, words.languages[0]), 60), **sides)


def _side(call: Call, written: str, words: StaffWords) -> str:
    """Return one side of a change: a value stands in quotation marks, a slot goes by its title."""
    if written.startswith("'"):
        return written[1:-1] or words.first("empty")
    return _known_as(call, written, words.languages[0]) if written != OTHER_SLOT else words.first("unused")


def _known_as(call: Call, name: str, language: str) -> str:
    """Return what a call calls a field or a slot; a file's name as it is."""
    return (
        title(call, call.slots[name], language)
        if name in call.slots
        else field_label(call, name.rpartition(".")[2] if name.partition(".")[0] in call.slots else name, language)
    )


def _since(desk: Desk, item: Item, words: StaffWords) -> str:
    language = words.languages[0]
    found = [words.first("since", each["what"], **_event(desk, each, words)) for each in item.values.get("since", ())] or [
        words.first("since", "nothing")
    ]
    return formats.listed(found, language)


def _event(desk: Desk, each: Mapping[str, str], words: StaffWords) -> dict[str, str]:
    return {
        "moment": formats.moment(each["at"], desk.config.timezone, words.languages[0]),
        "by": formats.clean(each.get("by", ""), 60),
        "action": _action(words, each.get("action", "")),
        "state": _state(words, each.get("state", "")),
    }


def _more(desk: Desk, item: Item, languages: Sequence[str]) -> tuple[str, ...]:
    """Return which letter leaves when, and until when the author may add."""
    found: list[str] = []
    for language in languages:
        words, zone = StaffWords(ROOM, (language,)), desk.config.timezone
        if item.letter is None:
            found.append(words.first("no_letter"))
        else:
            kind = words.first("letter_kinds", item.letter.kind)
            at = formats.moment(item.letter.due_at, zone, language)
            at_once = item.became is Became.RESENT or not desk.config.undo
            key = "letter_now" if at_once else "letter" if item.became is Became.DONE else "letter_later"
            found.append(words.first(key, kind=kind, to=item.letter.to, moment=at))
        if item.became is Became.DONE and item.values.get("changed"):
            found.append(words.first("also_changed", changed=words.first("parting").join(_changed(desk, item, words))))
        if item.values.get("lacking"):
            found.append(words.first("still_lacking", lacking=lacking(desk, item.reference, language)))
        if item.values.get("until"):
            found.append(words.first("own_date", moment=formats.moment(item.values["until"], zone, language)))
    return tuple(found)


def _action(words: StaffWords, action: str) -> str:
    return words.first("labels", action) or action if action else ""


def _state(words: StaffWords, state: str) -> str:
    return words.first("states", state) or state if state else ""
