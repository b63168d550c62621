"""Read a field's value as its settings say: what was answered, what it means, and what of it is shown to the outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from intake.config.fields import FieldKind, FieldSettings
from intake.forms.fields.choices import choice_is_blank, flag_is_blank, flag_options, read_choice, read_flag
from intake.forms.fields.counts import BIG, count_is_blank, read_count
from intake.forms.fields.dates import SOME_DAY, date_is_blank, lies_years_back, read_date
from intake.forms.fields.meaning import LIKELY, UNREADABLE, Meaning
from intake.forms.fields.normalise import UNITS, certainty, normalise, ticked
from intake.forms.fields.notes import without_notes
from intake.forms.fields.options import Options, folded_options, frozen, lone_mark
from intake.forms.fields.urls import read_url

MAX_VALUE = 20_000  # characters kept of one value
PLACEHOLDER = re.compile(
    r"^(?:(?:单击|点击|轻点|单击或点击|单击或轻点)(?:或[^。，]{0,4})?此处.{0,16}|(?:click|tap)(?: or (?:tap|click))? here to .{0,40}|"
    r"choose an item\.?|选择一项。?|enter text here\.?|请输入.{0,12}|n/?a|nil|none|无|没有|[-—–/\\.]+)$",
    re.IGNORECASE,
)
UNCHOSEN = re.compile(r"^\W*(?:请选择|请勾选|下拉选择|please select|select one|select|choose one)\W*\w{0,6}\W*$", re.IGNORECASE)
SAYS_NONE = re.compile(r"^(?:无|没有|none|nil)$", re.IGNORECASE)
MAY_SAY_NONE = re.compile(r"^\s*(无|没有|none|nil|n/a)[\s。.]*$", re.IGNORECASE)
NO_PAGE = re.compile(r"^(?:https?|rtmps?)\s*[:：]\s*/*$|^www\.?$", re.IGNORECASE)
AMOUNT = re.compile(  # 36 ㎡, 12,500 yuan, ￥1200, 1.2万元
    r"(?:(?:[^\W\d_]{1,5}\.?|[¥￥$€£])\s*)?(\d{1,3}(?:,\d{3})+(?!\d)|\d{1,9})(\.\d{1,6})?\s*([万亿]|thousand|million)?\s*(?:m2|m3|m²|[^\W\d_]{1,10})?\.?"
)
BLANK_SPACE = re.compile(r"[ \t\u3000\xa0]+|[_＿]{3,}")
PLACES = re.compile(r"[ \t\u3000\xa0_＿]+")  # to write on
UNIT_ALONE = re.compile(
    rf"[\s_＿()（）]*(?:{UNITS}|㎡|m2|平方米|平米|sqm|万?元|岁|天|小时|个?月|年)[\s_＿()（）.]*", re.IGNORECASE
)
NOTED = frozenset({FieldKind.TEXT, FieldKind.DATE, FieldKind.CHOICE, FieldKind.FLAG, FieldKind.COUNT, FieldKind.URL})
AS_WRITTEN = frozenset(
    {FieldKind.TEXT, FieldKind.NAME, FieldKind.EMAIL, FieldKind.PHONE, FieldKind.NATIONALITY, FieldKind.SEX}
)  # in JSON (contract.md ruling 22)


def answer(field: FieldSettings, text: str) -> str:
    """Return what was answered, as written: no blanks to write on, notes of the office or options that nobody ticked; '' for nothing."""
    kind = field.kind
    if field.may_be_none and (none := MAY_SAY_NONE.match(text)):
        return none[1]
    if kind in NOTED:
        text = without_notes(text, counted=kind is not FieldKind.TEXT)
    if kind is FieldKind.NUMBER and UNIT_ALONE.fullmatch(text):
        return ""
    if kind not in BLANKS:
        return clean_answer(text, kind)
    blanks = BLANK_SPACE if kind is FieldKind.URL else PLACES
    text = blanks.sub(" ", text.replace("\u200b", "")).strip(" _\r\n")[:MAX_VALUE]
    return "" if UNCHOSEN.match(text) or BLANKS[kind](field, text) or _left_out(field, text) else text


def clean_answer(text: str, kind: str = "text") -> str:
    """Return a value as written without blanks to write on (`[_\\s\\u3000]+`), placeholders and unticked options."""
    text = re.sub(r"[_＿]{3,}", " ", text.replace("\xa0", " ").replace("\u200b", ""))
    text = re.sub(r"[ \t\u3000]{3,}", " ", text).strip("_＿ \t\r\n\u3000\u2002")[:MAX_VALUE]
    if kind == FieldKind.SEX:
        text = ticked(text)
        if normalise(FieldKind.SEX, text) is None and re.fullmatch(r"\W*(男|m|male)\W*(女|f|female)\W*", text, re.IGNORECASE):
            return ""
    elif re.search("[☑☒☐]", text):
        text = ticked(text)
    return "" if PLACEHOLDER.match(text) else text


def read_value(field: FieldSettings, text: str, near: date | None = None) -> Meaning | None:
    """Return what a value means, None where it cannot be read as its kind.

    `near` completes a date without a year, but for one that lies years back.
    """
    if not text.strip():
        return None
    if field.kind is FieldKind.DATE:
        return read_date(text, None if near and lies_years_back(field.labels) else near)
    if field.kind in FIELD_READERS:
        return FIELD_READERS[field.kind](field, text)
    value = normalise(field.kind, text)
    return None if value is None else Meaning(text=value, sure=certainty(field.kind, text))


def reads_as_asked(field: FieldSettings, text: str) -> bool:
    """Tell whether a value can be read as its kind, a date without a year too: which year it is, the mail's arrival says."""
    return read_value(field, text, SOME_DAY) is not None


def shown_value(field: FieldSettings, text: str, near: date | None = None) -> str:
    """Return a value as a string for the outside (contract.md ruling 22); one that cannot be read stays as written."""
    meaning = None if field.kind in AS_WRITTEN else read_value(field, text, near)
    return meaning.text if meaning else text


def sure_of(field: FieldSettings, text: str) -> float:
    """Return how sure one may be of what a value means (0 to 1)."""
    if field.kind in AS_WRITTEN:
        return certainty(field.kind, text)
    meaning = read_value(field, text, SOME_DAY)
    return meaning.sure if meaning else UNREADABLE


def options_of(field: FieldSettings) -> Options:
    """Return the words that a field's options are known by; () for a kind without options."""
    if field.kind is FieldKind.CHOICE:
        return _choices(field)
    return flag_options(field.labels, field.negated) if field.kind is FieldKind.FLAG else ()


def _choices(field: FieldSettings) -> Options:
    return frozen({key: (key, *words) for key, words in field.choices.items()})


def _left_out(field: FieldSettings, text: str) -> bool:
    """Tell whether a text stands for nothing, where it is no value of its own: 无 is a count of 0, and no answers yes or no."""
    if any(folded_options(word) == folded_options(text) for word in field.uncounted):
        return False
    none = SAYS_NONE.match(text) and field.kind in {FieldKind.COUNT, FieldKind.FLAG}
    own = field.kind is FieldKind.CHOICE and read_value(field, text) is not None
    return bool(PLACEHOLDER.match(text)) and not none and not own and not lone_mark(text)


def _number(field: FieldSettings, text: str) -> Meaning | None:
    """Read a number; one with a part, a unit or a currency counts as well: 36 ㎡, 12.5, 12,500 yuan, 1.2万元."""
    value = normalise(FieldKind.NUMBER, text)
    if value is not None:
        return Meaning(text=value)
    found = AMOUNT.fullmatch(folded_options(text))
    if found is None:
        return None
    whole, part, times = found.groups()
    amount = Decimal(whole.replace(",", "") + (part or "")) * BIG.get(times, 1)
    plain = f"{amount:f}"
    return Meaning(text=plain.rstrip("0").rstrip(".") if "." in plain else plain, sure=LIKELY)


Blank = Callable[[FieldSettings, str], bool]
BLANKS: Mapping[FieldKind, Blank] = MappingProxyType(
    {
        FieldKind.CHOICE: lambda field, text: choice_is_blank(_choices(field), text),
        FieldKind.FLAG: lambda field, text: flag_is_blank(field.labels, field.negated, text),
        FieldKind.COUNT: lambda field, text: count_is_blank(text) and not read_count(field.uncounted, text),
        FieldKind.DATE: lambda field, text: date_is_blank(text),
        FieldKind.URL: lambda field, text: bool(NO_PAGE.match(text)),
    }
)
Read = Callable[[FieldSettings, str], Meaning | None]
FIELD_READERS: Mapping[FieldKind, Read] = MappingProxyType(
    {
        FieldKind.CHOICE: lambda field, text: read_choice(_choices(field), text),
        FieldKind.FLAG: lambda field, text: read_flag(field.labels, field.negated, text),
        FieldKind.COUNT: lambda field, text: read_count(field.uncounted, text),
        FieldKind.URL: lambda field, text: read_url(text),
        FieldKind.NUMBER: _number,
    }
)
