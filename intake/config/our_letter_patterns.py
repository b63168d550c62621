"""How a letter of ours is known by its words when it comes back, in every language that we write (`our_letter` in its phrases)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

from intake.config.languages import languages, phrases, places

MOST_GUIDES = 3  # of a letter in several languages, one for each but the first


@dataclass(frozen=True)
class OurLetters:
    """Patterns of our letters' words."""

    greeting: re.Pattern[str]  # a whole line, marks of quoting before it
    sentence: re.Pattern[str]  # one of our sentences, whatever stands before it; wrapped lines are joined before it is looked for
    opening: re.Pattern[str]  # how every letter begins: at most the guide and a greeting, then the line that names the reference


def our_letters() -> OurLetters:
    """Return the patterns for every language there is."""
    return _patterns(places())


@functools.lru_cache
def _patterns(_: tuple[Path, ...]) -> OurLetters:
    known = [phrases("", language)["our_letter"] for language in languages()]
    greetings = "|".join(words["greeting"] for words in known)
    openings = "|".join(pattern for words in known for pattern in words["openings"])
    sentences = "|".join(pattern for words in known for pattern in words["sentences"])
    guides = "|".join(_guide(phrases("", language)["guide"]) for language in languages())
    return OurLetters(
        greeting=re.compile(rf"^[\s>]*({greetings})\s*$"),
        sentence=re.compile(rf"{openings}|{sentences}|{guides}"),
        opening=re.compile(rf"(html\s+)?(({guides})\s+){{0,{MOST_GUIDES}}}(({greetings})\s+)?[^\n]{{0,400}}({openings})"),
    )


def _guide(phrase: str) -> str:
    before, _, after = phrase.partition("{first}")
    return rf"{re.escape(before)}[^\n.。，,]{{1,30}}{re.escape(after)}"
