"""Names that people give to a page of words: that of somebody's life, of what they think, of what is to be seen."""

from __future__ import annotations

import re
from collections.abc import Collection

from intake.words.fold import fold_case, mentions, words_apart

OF_TEXTS = re.compile(
    r"简介|簡介|简历|履历|(人物|作者|个人|本人)的?生平|生平(?![^\W\d_])|自述|自我介绍|(作者|个人|人物|嘉宾|本人|摄影师|艺术家)的?介绍|(说明|說明|阐述)(?![^\W\d_])|"
    r"\b(biograph(y|ies)|(artist'?s? |personal )?statement|about (me|us|the (author|artist|photographer|speaker))|(author|artist|photographer|speaker) (bio|profile)|"
    r"cv|resume|résumé|curriculum( vitae)?|synopsis)\b"
)
OF_A_PHOTO = re.compile(r"照片|相片|头像|肖像|证件照|自拍|照$|\b(photo(s|graph)?|portrait|headshot|selfie)\b")
PERSON = re.compile(r"头像|肖像|证件照|自拍|(作者|本人|个人|嘉宾)的?(照|相)片|(本人|个人)照|\b(portraits?|headshots?|selfies?)\b")
OF_A_THING = re.compile(r"(?<!作者|个人|嘉宾|本人|作品|照片|艺术)(?<!我)的$")  # "the river's own account": a picture's title
TITLED = frozenset(
    {"of", "the", "a", "an", "in", "on", "and", "to", "with", "from", "for", "at", "by"}
)  # words of a picture's title


def text_head(name: str, heads: Collection[str]) -> str:
    """Return the longest of a text's headings that a picture's name bears, '' for none, or where the name says more."""
    for head in sorted(heads, key=len, reverse=True):
        if mentions(name, head):
            before, _, behind = words_apart(name.rsplit(".", 1)[0]).partition(words_apart(head))
            return head if _says_no_more(before, behind, latin=head.isascii()) else ""
    return ""


def names_a_text(name: str) -> bool:
    """Tell a picture whose name is that of a page of words, whatever a call asks for."""
    stem = words_apart(name.rsplit(".", 1)[0])
    found = OF_TEXTS.search(stem)
    return found is not None and _says_no_more(stem[: found.start()], stem[found.end() :], latin=found[0].isascii())


def names_a_portrait(words: Collection[str]) -> bool:
    """Tell whether what a slot is called says that it is for somebody's portrait."""
    return any(PERSON.search(fold_case(word)) for word in words)


def _says_no_more(before: str, behind: str, *, latin: bool) -> bool:
    """Tell whether the rest of a name makes no title of a picture of it, and speaks of no photo."""
    rest = f"{before} {behind}".strip()
    titled = not TITLED.isdisjoint(re.findall(r"[a-z]+", rest)) if latin else OF_A_THING.search(before)
    return not (titled or OF_A_PHOTO.search(rest))
