"""What would tell judges whose an entry is: names, addresses and numbers, found in texts however they are written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from intake.config.models import Call, FieldKind
from registry.read.entry import Entry
from reports.workbook.form_fields import unit_name_fields

TELLING = (FieldKind.NAME, FieldKind.EMAIL, FieldKind.PHONE)  # kinds of fields that tell whose an entry is
MASK = "▇▇"
HAN = re.compile(r"[\u3005\u3007\u3400-\u9fff\U00020000-\U0003ffff]")  # 𠮷 stands beyond the first plane
HAN_RUN = re.compile(rf"{HAN.pattern}{{2,}}")
WORD = re.compile(r"[^\W\d_]+")
ACCOUNT = re.compile(r"[\w.+-]{5,}")
GAP, REAL_GAP = r"[\W_]{0,3}", r"[\W_]{1,3}"  # between the words of one name; Li Na may not be written as one: lina is a word
JOINABLE = 7  # letters
PARTICLES = frozenset(
    re.findall(r"\w+", "the and von van der den del della des dos das bin ibn bint abu abd mac san saint mrs miss prof")
)
SHORTEST_PART = 3  # letters: Li and Na alone are no name yet
MOST_WORDS = 5  # a display name of more is no person
PHONE_TAIL = 8  # digits that tell one number from another, whatever stands before them
PIECE, OVER = 600, 300  # characters of a long text that are looked at at once, and how far they overlap: no name is longer


@dataclass(frozen=True)
class EntryNames:
    """Everything that names one entry's author or the person who sent it; texts are compared folded."""

    whole: re.Pattern[str] | None  # full names, addresses, numbers: looked for everywhere
    parts: re.Pattern[str] | None  # a first or family name alone: in the author's own texts, where it is written as a name
    told: tuple[tuple[str, frozenset[str]], ...] = ()  # each pattern of `whole`, and words that all stand where it is found

    def spans(self, folded: Folded) -> Iterator[tuple[int, int]]:
        """Yield where a text of the author's own names them, as places in the text as written."""
        if self.whole:
            yield from (folded.place(*found.span()) for found in self.whole.finditer(folded.text))
        if self.parts:
            for found in self.parts.finditer(folded.text):
                start, end = folded.place(*found.span())
                if not folded.written[start].islower():
                    yield start, end


class EveryName:
    """Everybody behind a pack's entries, by the code of the entry; finds who may stand in a text without asking each.

    A name that many share is looked for once. Where the words of a name stand apart in a long text it is not looked for at
    all: what is spent grows with the text and with the names that stand in it, not with one times the other.
    """

    def __init__(self, people: Mapping[str, EntryNames]) -> None:
        """Know these people."""
        self.people = people
        self._by_word: dict[str, list[tuple[frozenset[str], str]]] = {}
        for pattern, hint in dict.fromkeys(told for names in people.values() for told in names.told):
            self._by_word.setdefault(max(hint, key=lambda word: (len(word), word)), []).append((hint, pattern))

    def spans(self, folded: Folded, own: Iterable[str]) -> list[tuple[int, int]]:
        """Return where a text names somebody: those of the entries `own` by any of their names, others by a whole one."""
        found = {span for code in own if code in self.people for span in self.people[code].spans(folded)}
        size = len(folded.text)
        for start in range(0, max(size - OVER, 1), PIECE):
            end = min(start + PIECE + OVER, size)
            for pattern in self._near(words_in(folded.text[start:end])):
                met = _compiled(pattern).finditer(folded.text, start, end)
                found |= {folded.place(*item.span()) for item in met if item.end() < end or end == size}
        return sorted(found)

    def _near(self, words: Set[str]) -> list[str]:
        """Return the patterns whose hints all stand among these words."""
        met = self._by_word.keys() & words
        return [pattern for word in met for hint, pattern in self._by_word[word] if hint <= words]


@lru_cache(maxsize=1 << 13)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@dataclass(frozen=True)
class Folded:
    """A text as it is compared: no case, no accents, no full-width letters; and where each of its characters came from."""

    written: str
    text: str
    places: Sequence[int]

    @classmethod
    def of(cls, written: str) -> Folded:
        """Fold a text."""
        if written.isascii():
            return cls(written, written.lower(), range(len(written)))
        letters = [_plain(char) for char in written]
        places = [place for place, plain in enumerate(letters) for _ in plain]
        return cls(written, "".join(letters), places)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return a part of the folded text as part of the text as written, its combining marks with it."""
        last = self.places[end] if end < len(self.places) else len(self.written)
        return self.places[start], max(last, self.places[end - 1] + 1)


def words_in(text: str) -> set[str]:
    """Return a folded text's words, every pair of Han characters, and the tails of its numbers."""
    found = set(WORD.findall(text)) | set(ACCOUNT.findall(text))
    for run in HAN_RUN.findall(text):
        found |= {run[place : place + 2] for place in range(len(run) - 1)}
    digits = re.sub(r"\D", "", text)
    return found | {digits[place : place + PHONE_TAIL] for place in range(len(digits) - PHONE_TAIL + 1)}


@lru_cache(maxsize=1 << 16)
def _plain(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", char) if unicodedata.category(part)[0] != "M").casefold()


def names_covered(text: str, code: str, crowd: EveryName) -> tuple[str, list[str]]:
    """Return a text of one entry with every name covered, and what was covered."""
    spans: list[tuple[int, int]] = []
    for start, end in crowd.spans(Folded.of(text), {code}):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    shown, last = "", 0
    for start, end in spans:
        shown += text[last:start] + MASK
        last = end
    return shown + text[last:], [text[start:end] for start, end in spans]


def common_words(call: Call, office: str) -> frozenset[str]:
    """Return the words the call itself prints: nobody's name."""
    printed = " ".join((*call.title.by_language.values(), call.phrase, office))
    return frozenset(words_in(Folded.of(printed).text))


def names_of(call: Call, entry: Entry, common: Set[str]) -> EntryNames:
    """Return what names an entry's author, the sender of its mail and the unit's contact."""
    fields = call.form.fields if call.form else {}
    told = {kind: [entry.written(name) for name, field in fields.items() if field.kind is kind] for kind in TELLING}
    units = unit_name_fields(call)
    numbers = told[FieldKind.PHONE] + [
        entry.written(name) for name, field in fields.items() if field.section and name not in units
    ]
    names = [name for name in (*told[FieldKind.NAME], entry.author_name) if "@" not in name]
    addresses = [text for text in (*told[FieldKind.EMAIL], entry.author_email, entry.author_name) if "@" in text]
    parts: set[str] = set()
    found = dict(_found(names, addresses, numbers, parts))
    listed = tuple((pattern, hint) for pattern, hint in found.items() if hint and not hint <= common)
    parts -= set(common)
    whole = _any(pattern for pattern, _ in listed)
    return EntryNames(whole, _any(rf"(?<![^\W\d_]){re.escape(part)}(?![^\W\d_])" for part in sorted(parts)), listed)


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    listed = list(patterns)
    return re.compile("|".join(listed)) if listed else None


def _found(
    names: Iterable[str], addresses: Iterable[str], numbers: Iterable[str], parts: set[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield a pattern for each address, number and name with its hint, in this order; single words go to `parts`."""
    for address in addresses:
        account, _, host = Folded.of(address).text.strip(" <>").partition("@")
        if account:
            yield rf"{re.escape(account)}@{re.escape(host)}", frozenset(WORD.findall(account) or WORD.findall(host))
        if ACCOUNT.fullmatch(account):
            yield rf"(?<![\w.+-]){re.escape(account)}(?![\w+-])", frozenset({account})
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        if len(digits) >= PHONE_TAIL:
            tail = digits[-PHONE_TAIL:]
            yield r"(?:\+?\d[\d\s().-]{0,10})?" + r"[\s().-]*".join(tail) + r"(?!\d)", frozenset({tail})
    for name in names:
        yield from _name(Folded.of(name).text, parts)


def _name(name: str, parts: set[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for han in HAN_RUN.findall(name):
        yield r"\s*".join(han), frozenset(han[place : place + 2] for place in range(len(han) - 1))
    joined = "".join(HAN.findall(name))
    if len(joined) == 3:  # family name and given name: friends write the given name alone
        yield r"\s*".join(joined[1:]), frozenset({joined[1:]})
    words = [word for word in WORD.findall(HAN.sub(" ", name)) if word]
    if len(words) > MOST_WORDS:
        return
    parts.update(word for word in words if len(word) >= SHORTEST_PART and word not in PARTICLES)
    if len(words) == 2 or (len(words) > 2 and sum(map(len, words)) > SHORTEST_PART):
        orders = permutations(words) if len(words) == 2 else ((*words,), (words[-1], *words[:-1]), (words[0], words[-1]))
        gap = GAP if sum(map(len, words)) >= JOINABLE else REAL_GAP
        for order in orders:
            yield rf"(?<![^\W\d_]){gap.join(map(re.escape, order))}(?![^\W\d_])", frozenset(order)
