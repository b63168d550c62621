"""The independent axes of a generated mail, and plans drawn over them: at most three defects each, nothing contradictory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from random import Random

from reports.demo.mime import NameEncoding
from reports.demo.people import person
from tests.generated.tables import FIELD

FINE: dict[str, tuple[str, ...]] = {
    "shape": (
        "outlook", "outlook_logo", "apple_mail", "qq_mail", "netease", "gmail", "iphone", "octet_streams", "apple_double",
        "plain", "plain_gb18030", "plain_quoted_printable", "html_only", "raw_headers", "nameless_inline", "no_disposition",
    ),
    "extra": (
        "none", "tracking_pixel", "calendar", "disclaimer", "signature", "quoted_english", "quoted_chinese", "read_receipt",
        "forwarded_mail", "forwarded_from_phone", "forwarded_inline", "smime", "pgp",
    ),
    "naming": tuple(NameEncoding),
    "sender": ("english", "chinese", "rare_chinese", "comma", "none"),
    "names": (
        "english", "chinese", "rare_chinese", "camera", "heic_name", "nfd", "rlo", "control", "long", "long_chinese", "same_told",
        "same_untold", "emoji", "titles", "numbers",
    ),
    "portrait_names": ("english", "chinese", "untold"),
    "documents": ("english", "chinese", "neutral"),
    "place": (
        "attached", "attached", "attached", "photos_zip", "zip_flat", "zip_folders", "zip_gbk", "zip_utf8_unflagged", "zip_mac",
        "zip_in_zip", "sevenzip", "tar_gz",
    ),
    "photos": ("sent",),
    "form": ("docx", "docx", "controls", "xlsx", "body", "pdf"),
    "field": (
        "whole", "whole", "one_name", "mobile_only", "rare_name", "unit_whole", "USA", "美国", "German", "odd_phone", "odd_email",
        "pieces_wrong",
    ),
    "description": ("fine", "fine", "fine", "words_40"),
    "description_place": ("form", "form", "body_label", "body_prose", "docx", "txt"),
    "biography": ("fine", "fine", "chinese", "short", "long"),
    "biography_place": ("docx", "body", "txt"),
    "special": ("fine", "fine", "mpo", "progressive", "cmyk", "motion", "borderline", "duplicate", "scratched"),
    "works": ("3", "4", "5"),
    "portraits": ("1", "1", "2"),
    "portrait_kind": ("jpeg", "jpeg", "png"),
    "arrival": ("inside", "inside", "inside", "first_instant", "last_second"),
    "phrase": ("subject", "subject", "body", "file_name", "nowhere"),
    "words": ("english", "chinese", "none"),
}  # fmt: skip
DEFECTS: dict[str, tuple[str, ...]] = {
    "photos": ("qq_link", "netease_link", "baidu_link", "locked_zip", "damaged_zip"),
    "form": ("blank", "missing", "unreadable"),
    "field": (
        "no_photo_name", "no_nationality", "no_reach", "no_names", "unit_begun", "P. R. China", "中国", "Hong Kong", "Earth",
        "French/Canadian",
    ),
    "description": ("missing", "chinese", "words_250", "words_10"),
    "biography": ("missing",),
    "special": ("small", "cut", "heic", "png", "webp", "padded", "stolen"),
    "works": ("2", "6"),
    "portraits": ("0", "3"),
    "arrival": ("closing_instant", "early", "late"),
}  # fmt: skip
TOGETHER = {"qq_link": {"shape": "qq_mail"}, "netease_link": {"shape": "netease"}}  # a link that only one program writes
HOW_MANY = (0, 0, 1, 1, 1, 2, 2, 3)
FILLED = frozenset({"docx", "controls", "xlsx", "body", "pdf"})
NAMELESS = frozenset({"apple_mail", "nameless_inline"})  # shapes that send attached pictures without a name
TOLD = frozenset({"english", "chinese", "rare_chinese", "nfd", "rlo", "control", "long", "long_chinese", "same_told"})
FORWARDS = frozenset({"forwarded_mail", "forwarded_from_phone"})


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One author's entry: a value on every axis, and the author's number."""

    author: int
    shape: str = "plain"
    extra: str = "none"
    naming: str = NameEncoding.RFC2231
    sender: str = "english"
    names: str = "english"
    portrait_names: str = "english"
    documents: str = "english"
    place: str = "attached"
    photos: str = "sent"
    form: str = "docx"
    field: str = "whole"
    description: str = "fine"
    description_place: str = "docx"
    biography: str = "fine"
    biography_place: str = "docx"
    special: str = "fine"
    works: str = "3"
    portraits: str = "1"
    portrait_kind: str = "jpeg"
    arrival: str = "inside"
    phrase: str = "subject"
    words: str = "english"

    @property
    def filled(self) -> bool:
        """Tell whether there is a form with values."""
        return self.form in FILLED

    @property
    def stripped(self) -> bool:
        """Tell whether the mail program leaves out every file's name."""
        return self.shape == "plain" and self.naming == NameEncoding.NONE

    @property
    def in_body(self) -> bool:
        """Tell whether the body holds more than a covering letter."""
        texts = (self.description != "missing" and self.description_place.startswith("body")) or (
            self.biography != "missing" and self.biography_place == "body"
        )
        return texts or self.form == "body"

    def said(self) -> str:
        """Return the values that are not the plainest, for a list of wrong mails."""
        plain = Plan(author=self.author)
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        told = (f"{name}={value}" for name, value in pairs if value != getattr(plain, name))
        return f"author {self.author}: " + (" ".join(told) or "all plain")

    def values(self) -> Iterator[tuple[str, str]]:
        """Yield (axis, value)."""
        yield from ((axis, getattr(self, axis)) for axis in FINE)


class Decks:
    """A shuffled deck for each axis: every value comes before any comes again, as far as it is allowed."""

    def __init__(self, random: Random) -> None:
        """Start with decks that are dealt when first asked for."""
        self.random = random
        self._left: dict[str, list[str]] = {}

    def draw(self, axis: str, bad: bool, allowed: Callable[[str], bool] = lambda value: True) -> str:
        """Return the next allowed value of an axis, '' when there is none."""
        return self.among(axis + "!" * bad, (DEFECTS if bad else FINE)[axis], allowed)

    def among(self, name: str, values: Sequence[str], allowed: Callable[[str], bool] = lambda value: True) -> str:
        """Return the next allowed one of some values, from a deck of that name."""
        left = self._left.setdefault(name, [])
        for _ in range(2):
            found = next((value for value in left if allowed(value)), "")
            if found:
                left.remove(found)
                return found
            left += self.random.sample(values, len(values))
        return ""


def draw(decks: Decks, author: int, fits: Callable[[Plan], bool], most: int = 3, **fixed: str) -> Plan:
    """Return a plan that is sound and fits, with at most so many defects; `fixed` axes keep their values and get none."""
    plan = Plan(author=author, **fixed)
    settled = set(fixed)

    def good(changes: dict[str, str]) -> bool:
        changed = replace(plan, **changes)
        return not settled & changes.keys() and sound(changed) and fits(changed)

    free = sorted(DEFECTS.keys() - settled)
    defective = decks.random.sample(free, min(decks.random.choice(HOW_MANY), most, len(free)))
    rest = decks.random.sample(sorted(FINE), len(FINE))
    for axis, bad in [*((axis, True) for axis in defective), *((axis, False) for axis in rest)]:
        if axis in settled:
            continue
        value = decks.draw(axis, bad, lambda value, axis=axis: good({axis: value, **TOGETHER.get(value, {})}))
        if value:
            plan = replace(plan, **{axis: value, **TOGETHER.get(value, {})})
            settled |= {axis, *TOGETHER.get(value, {})}
    return plan


def sound(plan: Plan) -> bool:
    """Tell whether the values agree with each other."""
    archived = plan.place not in {"attached", "photos_zip"}
    clashes = (
        not plan.filled and plan.field != "whole",
        not plan.filled and plan.description_place == "form",
        plan.form == "body" and plan.description_place.startswith("body"),
        plan.form in {"body", "pdf", "controls"} and plan.field.startswith("unit"),
        plan.form == "pdf" and (plan.names == "titles" or plan.description_place == "form" or not _ascii(plan)),
        plan.form == "body" and plan.field == "rare_name" and plan.shape == "netease",
        plan.form == "unreadable" and plan.stripped,
        plan.names.startswith("same") and plan.place != "attached",
        plan.place == "zip_gbk" and plan.names in {"rare_chinese", "nfd", "rlo", "control", "emoji"},
        plan.photos != "sent" and (plan.place != "attached" or plan.special != "fine" or plan.works != "3"),
        plan.photos == "qq_link" and plan.shape != "qq_mail",
        plan.photos == "netease_link" and plan.shape != "netease",
        plan.photos in TOGETHER and plan.extra.startswith("quoted"),  # nobody knows whose a block below quoted text is
        plan.words == "none" and plan.extra in {"disclaimer", *FORWARDS, "forwarded_inline"},
        plan.phrase == "file_name" and (plan.stripped or not (archived or plan.form in {"docx", "controls", "xlsx"})),
        plan.special == "duplicate" and plan.names.startswith("same"),  # one file sent twice is one file
        plan.description_place == "body_prose" and plan.description in {"chinese", "words_10"},  # ruling 13: English, 20 words
    )
    return not any(clashes)


def _ascii(plan: Plan) -> bool:
    """Tell whether a form's values can be printed in the plainest PDF."""
    return all(text.isascii() for text in (person(plan.author).name_en, *FIELD[plan.field].form.values()))
