"""What each value of an axis adds to an entry's expectation: rules that weigh, warnings; and what it writes into a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RUNNING = "a long walk through the old town and back again along the river in the evening light "
LONG = (RUNNING * 3)[:200]
LONG_CHINESE = "清晨的茶市老人们在灯下挑拣新茶我用镜头记下他们的双手和升起的热气" * 4
TITLES = ("Morning Tea", "River Bridge", "Paper Lanterns", "Grassland Wind", "Noodle Steam", "First Snow", "Old Lane")


@dataclass(frozen=True, kw_only=True)
class Adds:
    """Rules of weight error, hold or reject, warnings, and values of the form that stand over the person's own."""

    rules: frozenset[str] = frozenset()
    warnings: frozenset[str] = frozenset()
    form: Mapping[str, str] = field(default_factory=dict)


def weighs(*rules: str, **form: str) -> Adds:
    """Return what adds rules that weigh."""
    return Adds(rules=frozenset(rules), form=form)


def warns(*rules: str, **form: str) -> Adds:
    """Return what adds warnings."""
    return Adds(warnings=frozenset(rules), form=form)


NOTHING = Adds()
UNIT = {
    "contact_name": "李文",
    "contact_email": "liwen@example.org",
    "contact_phone": "13900000000",
    "employer": "Example University",
    "address": "杭州市示例路1号",
}
MISSING, HELD = "form-field-missing", "field-held"
FIELD = {
    "whole": NOTHING,
    "one_name": Adds(form={"name_zh": ""}),
    "mobile_only": Adds(form={"email": ""}),
    "rare_name": Adds(form={"name_zh": "王镕喆玥䶮"}),
    "unit_whole": Adds(form=UNIT),
    "USA": Adds(form={"nationality": "USA"}),
    "美国": Adds(form={"nationality": "美国"}),
    "German": Adds(form={"nationality": "German"}),
    "odd_phone": warns("form-field-invalid", mobile="see below"),
    "odd_email": warns("form-field-invalid", email="author(at)example.org"),
    "pieces_wrong": Adds(form={"pieces": "9"}),
    "no_photo_name": weighs(MISSING, photo_name=""),
    "no_nationality": weighs(MISSING, nationality=""),
    "no_reach": weighs(MISSING, email="", mobile=""),
    "no_names": weighs(MISSING, name_zh="", name_en=""),
    "unit_begun": weighs(MISSING, contact_name=UNIT["contact_name"], employer=UNIT["employer"]),
    "P. R. China": weighs(HELD, nationality="P. R. China"),
    "中国": weighs(HELD, nationality="中国"),
    "Hong Kong": weighs(HELD, nationality="Hong Kong"),
    "Earth": Adds(
        rules=frozenset({HELD}), warnings=frozenset({"form-field-invalid"}), form={"nationality": "Earth"}
    ),
    "French/Canadian": Adds(
        rules=frozenset({HELD}), warnings=frozenset({"form-field-invalid"}), form={"nationality": "French/Canadian"}
    ),
}  # fmt: skip
FORM = {"blank": weighs(MISSING), "missing": weighs("slot-count.form"), "unreadable": weighs("form-unreadable")}
DESCRIPTION = {
    "words_40": warns("text-length.description"),
    "words_10": weighs("text-length.description"),
    "words_250": weighs("text-length.description"),
    "chinese": weighs("text-language.description"),
    "missing": weighs("slot-count.description"),
}
BIOGRAPHY = {
    "short": warns("text-length.biography"),
    "long": warns("text-length.biography"),
    "missing": weighs("slot-count.biography"),
}
SPECIAL = {  # what one work of a kind adds, if it counts as a work
    "borderline": warns("photo-size-borderline"),
    "scratched": warns("photo-suspect"),
    "small": weighs("photo-size"),
    "cut": weighs("photo-damaged"),
    "heic": weighs("photo-format"),
    "png": weighs("photo-format"),
    "webp": weighs("photo-format"),
    "padded": weighs("photo-padded"),
    "stolen": weighs("photo-seen-elsewhere"),
}
PHOTOS = {
    **dict.fromkeys(("qq_link", "netease_link", "baidu_link"), weighs("cloud-link")),
    **dict.fromkeys(("locked_zip", "damaged_zip"), weighs("archive-unreadable")),
}
ARRIVAL = {
    "closing_instant": weighs("window-late"),
    "late": weighs("window-late"),
    "early": weighs("window-early"),
}
REJECTS = frozenset({"window-late"})
HOLDS = frozenset({"form-unreadable", "photo-padded", "photo-seen-elsewhere", "window-early", "field-held", "sender-unverified"})


def state_of(rules: frozenset[str]) -> str:
    """Return the state that calls.md's table decides on."""
    return "rejected" if rules & REJECTS else "held" if rules & HOLDS else "incomplete" if rules else "accepted"
