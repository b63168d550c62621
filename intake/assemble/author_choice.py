"""An author who sent too many says which stay: "please keep work1 … work5", "remove the sixth". The others are kept in no slot."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.assemble.replacing import GENERIC
from intake.config.models import Call
from intake.config.yaml_reader import load_yaml
from intake.model.idle import Idle
from intake.model.submission import OTHER, Dossier, Material, Submission
from intake.words.confirming import confirms
from intake.words.fold import fold_case

LONGEST = 4000  # characters of a mail in which a choice is looked for
KEEP, DROP, SWAP, TO = "keep", "drop", "swap", "to"
MOST_NUMBER = 999


@dataclass(frozen=True)
class _Mark:
    """A word or file found in a clause: where it begins and ends, and what it is."""

    start: int
    end: int
    what: str  # KEEP, DROP, TO, or '' for a file
    file: int = -1  # its place in the list


def chooses(text: str) -> bool:
    """Tell whether a text has a word by which files are kept or given up."""
    return bool(_words()[KEEP].search(_plain(text)) or _words()[DROP].search(_plain(text)))


def decides_in_words(text: str) -> bool:
    """Tell whether words alone decide something of an entry: which files stay, or that what staff sent in is its author's own."""
    return chooses(text) or confirms(text)


def with_choice(submission: Submission, dossier: Dossier, text: str, call: Call) -> Submission:
    """Return an entry with the files given up that its author says are not meant, of slots that hold too many; else as it is.

    Of a slot that holds no more than it may, those are given up that the mail names as replaced by what it brings. Only files that
    were there before the mail are chosen among; a mail that contradicts itself, or leaves too few or still too many, changes nothing.
    """
    before = {item.sha256 for item in dossier.materials}
    given_up: set[int] = set()
    for name, slot in call.filed.items():
        most = slot.count.most
        held = submission.of(name)
        old = [item for item in held if item.sha256 in before]
        if most is None or len(held) <= most:
            places = swapped(text, [item.name for item in old], len(held) - len(old))
            gone = [old[place] for place in places]
            given_up |= {id(item) for item in gone if len(held) - len(gone) >= slot.count.least}
            continue
        kept = kept_of(text, [item.name for item in old])
        gone = [item for place, item in enumerate(old) if kept and place not in kept]
        if slot.count.least <= len(held) - len(gone) <= most:
            given_up |= {id(item) for item in gone}
    if not given_up:
        return submission
    every = submission.materials
    return replace(submission, materials=tuple(_given_up(item) if id(item) in given_up else item for item in every))


def swapped(text: str, names: Sequence[str], new: int) -> frozenset[int]:
    """Return the places of the files, of these, that a text names as replaced: "replace Work 2 with DSC9"; no more than are new."""
    said = [clause for clause in _clauses(_plain(text)) if "?" not in clause and _words()[SWAP].search(clause)] if new else []
    marks = [(mark.file, clause) for clause in said for mark in _by_name(clause, names)]
    gone = frozenset(place for place, clause in marks if _plain(names[place]) in clause or not GENERIC.match(names[place]))
    return gone if len(gone) <= new else frozenset()


def _given_up(item: Material) -> Material:
    return replace(item, role=OTHER, reason=str(Idle.GIVEN_UP), doubtful=False)


def kept_of(text: str, names: Sequence[str]) -> frozenset[int]:
    """Return the places of the files, of these, that a text says are kept; empty where it says nothing, or contradicts itself."""
    kept: set[int] = set()
    gone: set[int] = set()
    for clause in _clauses(_plain(text)):
        if "?" in clause:  # a question chooses nothing
            continue
        marks = _marks(clause, names)
        for place, keep in _judged(clause, marks):
            (kept if keep else gone).add(place)
    if kept & gone or not (kept or gone):
        return frozenset()
    return frozenset(kept or set(range(len(names))) - gone)


def _judged(clause: str, marks: Sequence[_Mark]) -> Iterator[tuple[int, bool]]:
    """Yield each file of a clause with whether it is kept: by the last such word before it, else by the first after it."""
    said = [mark for mark in marks if mark.what in {KEEP, DROP}]
    if not said:
        return
    for mark in marks:
        if mark.file >= 0:
            before = [word for word in said if word.start < mark.start]
            word = (
                before[-1]
                if before and not _after(clause, mark, said)
                else next((w for w in said if w.start >= mark.end), said[-1])
            )
            yield mark.file, word.what == KEEP


def _after(clause: str, mark: _Mark, said: Sequence[_Mark]) -> bool:
    """Tell whether the word that stands right behind a file is about it: a word as Chinese has it."""
    return any(0 <= word.start - mark.end <= 2 and not clause[mark.end : word.start].strip(" \t") for word in said)


def _marks(clause: str, names: Sequence[str]) -> list[_Mark]:
    """Return the words and files of a clause in order; two files with a word like "to" between stand for all between them."""
    taken: list[_Mark] = []
    for what in (DROP, KEEP):
        for found in _words()[what].finditer(clause):
            if not any(mark.start < found.end() and found.start() < mark.end for mark in taken):
                taken.append(_Mark(found.start(), found.end(), what))
    files = _by_name(clause, names) or _by_number(clause, names)
    marks = sorted([*taken, *files], key=lambda mark: mark.start)
    return sorted([*marks, *_between(clause, marks, names)], key=lambda mark: mark.start)


def _between(clause: str, marks: Sequence[_Mark], names: Sequence[str]) -> Iterator[_Mark]:
    """Yield the files between two ends of a range, by their numbers, else in the order of the list."""
    order = _numbers(names) or {place + 1: place for place in range(len(names))}
    number = {place: count for count, place in order.items()}
    files = [mark for mark in marks if mark.file >= 0]
    for one, other in itertools.pairwise(files):
        gap = re.sub(r"\.[a-z]{2,5}\b", "", clause[one.end : other.start]).strip(" \t\"'“”‘’")
        if gap in _range_words():
            first, last = number[one.file], number[other.file]
            yield from (_Mark(one.end, one.end, "", order[count]) for count in range(first + 1, last) if count in order)


def _by_name(clause: str, names: Sequence[str]) -> list[_Mark]:
    """Return where files are named, the longest names first, with or without their endings."""
    found: list[_Mark] = []
    for place in sorted(range(len(names)), key=lambda place: -len(names[place])):
        for hit in re.finditer(_pattern(names[place]), clause):
            if not any(mark.start < hit.end() and hit.start() < mark.end for mark in found):
                found.append(_Mark(hit.start(), hit.end(), "", place))
    return found


def _pattern(name: str) -> str:
    """Return what a file's name looks like in a sentence: blanks and marks as one likes, nothing more of a word around it."""
    stem = re.sub(r"\.[a-z0-9]{2,5}$", "", _plain(name))
    parts = re.findall(r"[^\W\d_]+|\d+", stem)
    if not parts:
        return r"(?!)"
    ending = r"(?!\d)" if parts[-1].isdigit() else r"(?![a-z0-9])"
    begin = r"(?<![a-z0-9])" if parts[0][0].isascii() else ""
    return begin + r"[\W_]{0,3}".join(re.escape(part) for part in parts) + ending


def _by_number(clause: str, names: Sequence[str]) -> list[_Mark]:
    """Return where files are meant by a number alone: the one in their names where all have another, else their place in the list."""
    order = _numbers(names) or {place + 1: place for place in range(len(names))}
    nth, named, counted = (_any_of(key) for key in ("nth", "named", "counted"))
    hits = list(re.finditer(rf"(?<![a-z0-9.,])(?:{nth})?(\d{{1,3}})(?![\d%])", clause))
    numbers = [(hit, int(hit[1])) for hit in hits]
    if any(count not in order for _, count in numbers):
        return []  # "keep 5 photos": a count, a date, a time
    alone = len(numbers) == 1 and not re.search(rf"(?:{nth}|(?:{named}) ?){numbers[0][1]}(?!\d)", clause)
    if alone and re.search(rf"{numbers[0][1]} ?(?:{counted})", clause):
        return []
    return [_Mark(hit.start(), hit.end(), "", order[count]) for hit, count in numbers]


def _numbers(names: Sequence[str]) -> dict[int, int]:
    """Return the last number in each name -> its place, {} where some name has none or two have the same."""
    found = [re.findall(r"\d{1,6}", re.sub(r"\.[a-z0-9]{2,5}$", "", _plain(name))) for name in names]
    numbers = {int(each[-1]): place for place, each in enumerate(found) if each}
    return numbers if len(numbers) == len(names) and max(numbers, default=0) <= MOST_NUMBER else {}


def _clauses(text: str) -> Iterator[str]:
    """Yield the clauses of a text: a mail's lines, and the sentences in them."""
    pattern = rf"[\n。；;！!]|(?<!\.)\.\s|[,，]\s*(?={_any_of('turns')})"
    yield from (part for part in re.split(pattern, text[:LONGEST]) if part.strip())


def _any_of(key: str) -> str:
    """Return a pattern of the words under a key, longest first."""
    return "|".join(re.escape(_plain(word)) for word in sorted(_said()[key], key=len, reverse=True))


def _plain(text: str) -> str:
    return fold_case(text).replace("’", "'")


@functools.lru_cache(maxsize=1)
def _said() -> dict[str, list[str]]:
    words: dict[str, list[str]] = load_yaml(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return words


@functools.lru_cache(maxsize=1)
def _words() -> dict[str, re.Pattern[str]]:
    """Return what -> a pattern of its words, longest first; Latin ones stand alone."""
    found = {}
    for what in (KEEP, DROP, SWAP):
        words = sorted((_plain(word) for word in _said()[what]), key=len, reverse=True)
        found[what] = re.compile("|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words))
    return found


@functools.lru_cache(maxsize=1)
def _range_words() -> frozenset[str]:
    return frozenset(_plain(word) for word in _said()[TO])
