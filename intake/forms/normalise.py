"""Read a form's value as what its field means: an address, a number, a country. The text as written is kept elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from intake.forms.nationalities import country_code

HOME_REGION = "CN"  # numbers without a country code are numbers of the house's own country
MAX_VALUE = 200  # characters; nothing longer is an address, a number or a country
FEMALE = frozenset({"f", "female", "woman", "women", "w", "lady", "girl", "ms", "mrs", "miss", "女", "女性", "女士"})
MALE = frozenset({"m", "male", "man", "men", "gentleman", "boy", "mr", "男", "男性", "男士", "先生"})
DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
UNITS = r"(?:pieces?|pcs|photos?|photographs?|pictures?|works?|images?|幅|张|件|个|组|份|名|人|项|次)"


def normalise(kind: str, text: str) -> str | None:
    """Return the value in its one spelling: email lower case, phone E.164, nationality ISO 3166 alpha-2, sex female|male,
    number as decimal digits, anything else trimmed; None when the text cannot be read as that kind.
    """
    if not text.strip():
        return None
    if kind not in READERS:
        return text.strip()
    return READERS[kind](unicodedata.normalize("NFKC", text).strip()) if len(text) <= MAX_VALUE else None


def _email(text: str) -> str | None:
    """Take the first address; "Name <a@b>" and "a@b / c@d" are common in forms."""
    found = re.search(r"[^\s<>,;:()\[\]\"、，；：/|]+@[^\s<>,;:()\[\]\"、，；：/|]+", text)
    try:
        return validate_email(found[0].rstrip("."), check_deliverability=False).normalized.lower() if found else None
    except EmailNotValidError:
        return None


def _phone(text: str) -> str | None:
    """Take the first number that could be dialled; possible is enough, number plans change faster than tables."""
    for part in re.split(r"[/;,、，；\n|]|\bor\b|或", text):
        digits = re.sub(r"^\s*00(?=[1-9])", "+", part)
        try:
            number = phonenumbers.parse(digits, HOME_REGION)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE:
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return None


def _sex(text: str) -> str | None:
    """Read one sex; both or neither (an unticked "男 / 女") is not readable."""
    words = set(re.findall(r"[a-z]+|女性|男性|女士|男士|先生|[男女]", chosen(text).casefold()))
    female, male = bool(words & FEMALE), bool(words & MALE)
    return None if female == male else "female" if female else "male"


def _number(text: str) -> str | None:
    bare = re.sub(rf"^(?:共计?|total:?)\s*|\s*{UNITS}\s*\.?$", "", text.casefold().strip(" .。_"))
    bare = re.sub(r"^(\w+)\s*\(\s*\w+\s*\)$", r"\1", bare.strip(" _")).strip("() ")
    if re.fullmatch(r"[+]?\d{1,9}(?:\.0+)?", bare):
        return str(int(float(bare)))
    if bare in WORDS:
        return str(WORDS.index(bare))
    return _han_number(bare)


def _han_number(text: str) -> str | None:
    match = re.fullmatch(r"([一二两三四五六七八九])?(十)?([零〇一二三四五六七八九])?", text)
    if not match or not text or (match[1] and match[3] and not match[2]):
        return None
    tens = (DIGITS[match[1]] if match[1] else 1) * 10 if match[2] else 0
    ones = DIGITS[match[3]] if match[3] else 0
    return str(tens + ones if match[2] else DIGITS[text])


TICKED = "☑☒✓✔√■▣◉●🗹✅⊠"
UNTICKED = "☐□◻○◯▢⬜🗆"
BOX = re.compile(rf"([{TICKED}]|[{UNTICKED}]|\[\s*[xX√✓]?\s*\]|[(（]\s*[xX√✓]?\s*[)）])")


def chosen(text: str) -> str:
    """Return what is ticked among check boxes ("☑男 ☐女" gives 男), '' when nothing is; a text without boxes stays as it is.

    The boxes may stand before or after their options; the first character tells which.
    """
    parts = BOX.split(text)
    if len(parts) < 3:
        return text
    boxes, options = parts[1::2], parts[2::2] if not parts[0].strip() else parts[0:-1:2]
    picked = [option.strip(" \t\n,，;；/、") for box, option in zip(boxes, options, strict=True) if _is_ticked(box)]
    return ", ".join(option for option in picked if option)


def _is_ticked(box: str) -> bool:
    return box in TICKED or any(mark in box for mark in "xX√✓")


READERS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {"email": _email, "phone": _phone, "nationality": country_code, "sex": _sex, "number": _number}
)
