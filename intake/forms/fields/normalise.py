"""Read a form's value as what its field means: an address, a number, a country. The text as written is kept elsewhere."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from intake.config.fields import FieldKind
from intake.forms.fields.nationalities import country_code, is_plain
from intake.mime.invisible import without_invisible
from intake.model.addresses import ASCII_LOWER

HOME_REGION = "CN"  # numbers without a country code are numbers of the house's own country
HOME_CODE = 86
UNREADABLE, SEVERAL = 0.5, 0.6  # how sure one is of a value that means nothing, or more than one thing
MOBILE = r"\+?(?:86)?[ -]?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
OTHER_NUMBER = re.compile(  # a number that nobody can ring, by what stands before it; a mobile number may be a WeChat name as well
    r"(?:(?:\bqq|\bpassport|护照|身份证|学号|工号|邮编|邮政编码|\bpost(?:al)? ?code|\bzip(?: ?code)?|传真|\bfax|facebook|instagram)|"
    rf"(?:微信|\bwe ?chat|\bweixin|\bwx|\bvx|\bline|\bskype|\btelegram|\bkakao ?(?:talk)?|\bid)(?=\D{{0,12}}(?!{MOBILE}|\+)\d))"
    r"\s*(?:号码|号|群|id|no\.?|number|num\.?|group)*\s*[:#=(]?\s*(?<!\d)\d[\d-]*"
)
NO_ADDRESS = r"""<>,;:()\[\]"'、，；：/|“”‘’《》【】"""  # characters that stand in no address
MAX_VALUE = 200  # characters; nothing longer is an address, a number or a country
FEMALE = frozenset(
    {
        "f",
        "female",
        "woman",
        "women",
        "w",
        "lady",
        "girl",
        "ms",
        "mrs",
        "miss",
        "femal",
        "mme",
        "femme",
        "mujer",
        "♀",
        "女",
        "女性",
        "女士",
    }
)
MALE = frozenset({"m", "male", "man", "men", "gentleman", "boy", "mr", "homme", "hombre", "♂", "男", "男性", "男士", "先生"})
DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
PHOTO_UNITS = r"pieces?|pcs|pics?|photos?|photographs?|pictures?|works?|images?|幅|张"
UNITS = rf"(?:{PHOTO_UNITS}|件|个|组|份|名|人|项|次|照片|作品)"


@functools.lru_cache(maxsize=2048)  # an entry is judged by several rules, each of which reads its form
def normalise(kind: str, text: str) -> str | None:
    """Return the value in its one spelling: email lower case, phone E.164, nationality ISO 3166 alpha-2, sex female|male,
    number as decimal digits, anything else trimmed; None when the text cannot be read as that kind.
    """
    if not text.strip():
        return None
    if kind not in SPELLINGS:
        return text.strip()
    return SPELLINGS[kind](_folded(text)) if len(text) <= MAX_VALUE else None


@functools.lru_cache(maxsize=2048)
def certainty(kind: str, text: str) -> float:
    """Return how sure one may be of a value's meaning: 1, less where it names several things, least where none."""
    if kind not in SPELLINGS:
        return 1.0
    if normalise(kind, text) is None:
        return UNREADABLE
    folded = _folded(text)
    several = {"email": _addresses, "phone": _phones}.get(kind)
    one = is_plain(folded) if kind == FieldKind.NATIONALITY else several is None or len(set(several(folded))) == 1
    return 1.0 if one else SEVERAL


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", without_invisible(text)).strip()


def _email(text: str) -> str | None:
    """Take the first address; "Name <a@b>" and "a@b / c@d" are common in forms."""
    return next(iter(_addresses(text)), None)


def _addresses(text: str) -> list[str]:
    """Return the addresses in a text; one that a blank has cut in two is none, for nobody knows where it begins."""
    joined = re.sub(r"\s*@\s*", "@", text)
    if re.fullmatch(r"(?!e-?mail\b|mail\b)[a-z0-9._-]+\s+[^\s@]+@\S+", joined):
        return []
    found = []
    joined = re.sub(r"(?<=\w)’(?=\w[^@\s]*@)", "'", joined)  # Word's own apostrophe: o’brien@example.org
    for written in re.findall(rf"[^\s{NO_ADDRESS}]+(?:'[^\s{NO_ADDRESS}]+)?@[^\s{NO_ADDRESS}]+", joined):
        with suppress(EmailNotValidError):
            found.append(validate_email(written.strip(".。'"), check_deliverability=False).normalized.translate(ASCII_LOWER))
    return found


def _phone(text: str) -> str | None:
    """Take the first number that could be dialled; possible is enough, number plans change faster than tables."""
    return next(iter(_phones(text)), None)


def _phones(text: str) -> list[str]:
    """Return the numbers in a text; words around them do not matter, two of them may stand with only a blank between."""
    found = []
    told = OTHER_NUMBER.sub(" ", re.sub(r"\S+@\S+", " ", text.casefold()))
    for part in re.split(r"[/;,、，；\n|]|\bor\b|或|\bext\b", told):
        for written in re.findall(r"[+(]?\d[\d\s().+·•*~—-]*", part):
            tries = (written, *re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", written))
            numbers = [number for each in tries if (number := _dialled(each))]
            found += numbers[:1] if _dialled(written) else numbers
    return found


@functools.lru_cache(maxsize=256)  # an entry is judged by several rules, each of which reads its form
def _dialled(written: str) -> str | None:
    """Read one number; a Chinese mobile number has 11 digits, and a spreadsheet may have put ".0" behind it."""
    digits = re.sub(r"^\s*00(?=[1-9])", "+", re.sub(r"(?<=\d{7})\.0+\s*$", "", re.sub(r"[·•*~]", " ", written)))
    try:
        number = phonenumbers.parse(digits, HOME_REGION)
    except phonenumbers.NumberParseException:
        return None
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    if not possible or (
        number.country_code == HOME_CODE and re.fullmatch(r"1[3-9]\d{1,8}|1[3-9]\d{10,}", str(number.national_number))
    ):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _sex(text: str) -> str | None:
    """Read one sex; both or neither (an unticked "男 / 女") is not readable."""
    words = set(re.findall(r"[a-z]+|女性|男性|女士|男士|先生|[男女♀♂]", ticked(text, beside=True).casefold()))
    female, male = bool(words & FEMALE), bool(words & MALE)
    return None if female == male else "female" if female else "male"


def _number(text: str) -> str | None:
    """Read one number; of "one series (3 photos)" what is counted in photos."""
    folded = text.casefold().strip(" .。_")
    counted = set(re.findall(rf"([\d一二两三四五六七八九十]+|{'|'.join(WORDS)})\s*\)?\s*(?:{PHOTO_UNITS})", folded))
    bare = re.sub(rf"^(?:共计?|total:?|x)\s*|\s*(?:{UNITS}\s*/?\s*)+\.?$", "", folded)
    bare = re.sub(r"^(\w+)\s*(?:\(\s*\w+\s*\)|/\s*[一二两三四五六七八九十]+)$", r"\1", bare.strip(" _")).strip("() ")
    return _bare_number(bare) or (_bare_number(counted.pop()) if len(counted) == 1 else None)


def _bare_number(text: str) -> str | None:
    if re.fullmatch(r"[+]?\d{1,9}(?:\.0+)?", text):
        return str(int(float(text)))
    return str(WORDS.index(text)) if text in WORDS else _han_number(text)


def _han_number(text: str) -> str | None:
    match = re.fullmatch(r"([一二两三四五六七八九])?(十)?([零〇一二三四五六七八九])?", text)
    if not match or not text or (match[1] and match[3] and not match[2]):
        return None
    tens = (DIGITS[match[1]] if match[1] else 1) * 10 if match[2] else 0
    ones = DIGITS[match[3]] if match[3] else 0
    return str(tens + ones if match[2] else DIGITS[text])


PARTING = ("/", "|", "、", ",", "，", ";", "；", "\n")
NOTHING = " \t\n\u3000,，;；/、|"  # around an option
TICKED = "☑☒✓✔√■▣◉●🗹✅⊠⬛◼◾⚫🔘⦿⊙🗸🗵🗷"
UNTICKED = "☐□◻○◯▢⬜🗆◽⚪🔲❏❐❑❒◌"
CROSSES = "✗✘✖❌✕❎"  # a tick where nothing else is ticked, else its contrary
MARKS = f"{TICKED}{UNTICKED}{CROSSES}"
BOX = re.compile(rf"([(（\[]\s*[{MARKS}xX]?\s*[)）\]]|[{MARKS}])")


def ticked(text: str, beside: bool = False) -> str:
    """Return what is ticked among check boxes ("☑男 ☐女" gives 男), '' when nothing is; a text without boxes stays as it is.

    Boxes stand before their options when an option follows the last box, else after them. With `beside` a lone box
    ticks only the word that it touches: "男 / ☑女", "男√ 女".
    """
    parts = BOX.split(re.sub(r"[(（](?:please|tick|mark|choose|请|选)[^)）]*[)）]\s*$", "", text, flags=re.IGNORECASE))
    if len(parts) < 3:
        return text
    lone, before = len(parts) == 3 and beside, bool(parts[-1].strip(NOTHING))
    if lone and before and parts[0].strip(NOTHING):
        left, right = parts[0][-1:].isalnum(), parts[2][:1].isalnum()
        if left == right:  # then a stroke or comma on one side parts it from the option there: "男 ✔ / 女"
            left, right = parts[2].strip(" \t")[:1] in PARTING, parts[0].strip(" \t")[-1:] in PARTING
        if left == right:
            return text  # "男√女": nobody knows which
        before = right
    boxes, options = parts[1::2], parts[2::2] if before else parts[0:-1:2]
    marks = TICKED + "xX" if any(mark in TICKED + "xX" for box in boxes for mark in box) else CROSSES
    picked = [option.strip(NOTHING) for box, option in zip(boxes, options, strict=True) if any(mark in marks for mark in box)]
    if lone:
        picked = [re.split(r"[\s/,、，]+", option)[0 if before else -1] for option in picked]
    return ", ".join(option for option in picked if option)


SPELLINGS: Mapping[str, Callable[[str], str | None]] = MappingProxyType(
    {"email": _email, "phone": _phone, "nationality": country_code, "sex": _sex, "number": _number}
)
