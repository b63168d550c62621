"""Count words and 字 as Word does, and tell English from Chinese and other languages (field-notes 6)."""

from __future__ import annotations

import re
import unicodedata

from intake.model.submission import FoundText
from validators.facts import TextFacts

# Han with its radicals, 々 and 〇, kana without the middle dot
HAN = re.compile(
    r"[\u2e80-\u2fd5\u3005\u3007\u3040-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U0003ffff]"
)
BREAKS = re.compile(r"[\u3000-\u303f\u30fb\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]")  # full-width marks
WORD = re.compile(r"[^\W_]")
LATIN = re.compile(r"[A-Za-z]")
ENGLISH_SHARE = 0.6
ENGLISH_PART = 20  # words that make the English part of a text in several languages count
TELLING = 8  # fewer words cannot be told from another language of Latin letters
FOREIGN_SHARE = 0.12  # another language has at least so many small words of its own
SMALL_ENGLISH = """the of and to is was were are for with from that this these those it its at by be been has have had they their
    them his her he she my we our you your which who where when while into through not but or if there here very can will would"""
# the small words of French, Spanish, German, Italian, Portuguese, Dutch, Scandinavian, Polish, Turkish, Vietnamese and Malay that
# are no English words
SMALL_FOREIGN = """le les des du et est une dans pour qui que sur avec ce cette ses aux plus nous je il elle mais été sont pas au la de
    el los las del y por su lo como más esta es al mi muy der das und ist ein eine nicht mit den dem von zu auf für im sich auch wie
    ich wir bei di che è della per non sono nel gli alla con um uma os dos das não ao em het een van en voor zijn niet och att det
    som på av og ikke na się nie jest że z ve bir bu için ile và của là trong những một yang dan dengan untuk dari ini itu pada"""
ENGLISH = frozenset(SMALL_ENGLISH.split())
FOREIGN = frozenset(SMALL_FOREIGN.split())


def measure(name: str, found: FoundText) -> TextFacts:
    """Return the counts of one text: Han and kana singly; what is left, split at white space and full-width marks, each
    token with a letter or digit one word. In a text of several languages the English part's words are the English words,
    all else counts with the Han characters, so that the sum stays Word's."""
    lines = [line for line in found.text.splitlines() if line.strip()]
    words, han = count_words(found.text)
    inside = [line for line in lines if _english(line, whole=False)]
    part = sum(count_words(line)[0] for line in inside)
    english = _english(found.text) or (len(inside) < len(lines) and part >= ENGLISH_PART and _english("\n".join(inside)))
    if english and part >= ENGLISH_PART:
        words, han = part, words + han - part
    return TextFacts(name=name, place=found.place, text=found.text, english_words=words, han=han, english=english)


def count_words(text: str) -> tuple[int, int]:
    """Return how many words and how many Han characters a text has."""
    return len(_tokens(text)), len(HAN.findall(text))


def _tokens(text: str) -> list[str]:
    return [token for token in BREAKS.sub(" ", HAN.sub(" ", text)).split() if WORD.search(token)]


def _english(text: str, *, whole: bool = True) -> bool:
    """Tell whether a text is English: enough of its letters are Latin, and its small words are not another language's.

    A whole text in Chinese and English may also be so by the number of its English words.
    """
    text = unicodedata.normalize("NFKC", text)
    latin = [token for token in _tokens(text) if LATIN.search(token)]
    han = len(HAN.findall(text))
    letters = sum(len(LATIN.findall(token)) for token in latin)
    other = len(re.findall(r"[^\W\d_]", text)) - letters
    if not letters:
        return not whole and not other  # a number alone belongs to the text around it
    beside_han = whole and other <= han and len(latin) >= max(ENGLISH_PART, han // 3)
    return (letters >= ENGLISH_SHARE * (letters + other) or beside_han) and not _foreign(latin)


def _foreign(tokens: list[str]) -> bool:
    """Tell whether Latin words are another language's than English."""
    words = [token.casefold().strip(".,;:!?\"'“”‘’()") for token in tokens]
    english = sum(word in ENGLISH for word in words)
    foreign = sum(word in FOREIGN for word in words)
    return len(words) >= TELLING and foreign > english and foreign >= FOREIGN_SHARE * len(words)
