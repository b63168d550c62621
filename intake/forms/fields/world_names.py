"""Names of countries in the languages of the world, as Unicode CLDR (by way of Babel) and the ISO code lists have them.

Nothing is loaded before a name is asked for, and then only the languages that are written in its script.
"""

from __future__ import annotations

import gettext
import pickle
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pycountry

GROUPS = (  # (last character, how the script is called in CLDR); what is no letter of these is of the last group
    (0x024F, "Latn"),
    (0x03FF, ""),
    (0x052F, "Cyrl"),
    (0x05FF, ""),
    (0x08FF, "Arab"),
    (0x10FF, ""),
    (0x11FF, "East"),
    (0x1DFF, ""),
    (0x1EFF, "Latn"),
    (0x2E7F, ""),
    (0xD7FF, "East"),
    (0xF8FF, ""),
    (0xFAFF, "East"),
    (0xFFFF, "Arab"),
    (0x1FFFF, ""),
    (0x10FFFF, "East"),
)
EAST = frozenset({"Hans", "Hant", "Jpan", "Kore"})
ALONE = frozenset({"Latn", "Cyrl", "Arab"})
MORE = (
    "zh_Hant_HK",
    "yue_Hans",
    "pt_PT",
    "es_MX",
    "fr_CA",
    "ha",
    "ig",
    "jv",
    "su",
    "om",
    "lg",
    "ku",
    "bm",
    "br",
    "sc",
    "kea",
    "yi",
)
MOST = 80  # characters; no country's name is longer
ACCENTS_GO = 0x08FF  # marks are dropped from letters up to here (Latin to Arabic); further on they are vowels
TURNED_COMMAS = dict.fromkeys(map(ord, "ʻʼʽʾʿ"))  # letters by Unicode, typed as an apostrophe by most: O'zbekiston
LEAST = 4  # letters; a shorter name in Latin letters counts as it is spelt alone: "Úc" is Australia, "uc" is not


def fold_name(text: str) -> str:
    """Fold a name: compatibility forms, case, accents, white space, marks and brackets go; vowel signs of India stay."""
    kept, base = [], 0
    for char in unicodedata.normalize("NFKD", text.casefold().translate(TURNED_COMMAS)):
        mark = unicodedata.category(char)[0] == "M"
        if not mark:
            base = ord(char)
        if (mark and base > ACCENTS_GO) or char.isalnum():
            kept.append(char)
    return "".join(kept)


def country_named(text: str) -> str | None:
    """Return the code of the country that the whole text names in any language; None where it names none, or two."""
    if not 0 < len(text) <= MOST:
        return None
    folded, spelt = fold_name(text), unicodedata.normalize("NFC", text).casefold().strip()
    if folded.isascii() and len(folded) < LEAST:
        return _spelt().get(spelt)
    group = _group(text)
    ours = _names(group, False).get(folded)
    return (_names(group, True).get(folded) if ours is None else ours) or None


def names_in(language: str) -> dict[str, str]:
    """Return ISO 3166 alpha-2 code -> what CLDR calls the country in a language ("zh")."""
    names = _territories(language)
    return {code: str(names[code]) for code in sorted(_codes()) if code in names}


@cache
def _names(group: str, wider: bool) -> dict[str, str]:
    """Return folded name -> code, '' for a name of two countries: of CLDR, or, `wider`, of the ISO lists."""
    names: dict[str, str] = {}
    for code, name in _listed() if wider else _cldr(group):
        if _group(name) == group:
            for key in {fold_name(name), fold_name(" ".join(reversed(name.split(", "))))}:
                names[key] = code if names.get(key, code) == code else ""
    return names


@cache
def _spelt() -> dict[str, str]:
    """Return the short names in Latin letters as they are spelt; one that is plain ASCII is a word of too many languages."""
    names: dict[str, str] = {}
    for code, name in _cldr("Latn"):
        key = unicodedata.normalize("NFC", name).casefold()
        if len(fold_name(name)) < LEAST and not key.isascii():
            names[key] = code if names.get(key, code) == code else ""
    return {key: code for key, code in names.items() if code}


def _group(text: str) -> str:
    """Return the group of scripts that the first letter is of."""
    first = next((ord(char) for char in text if char.isalpha()), 0)
    return next(group for last, group in GROUPS if first <= last)


def _cldr(group: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) in every language that is official somewhere and written in these scripts; not kept, it is large."""
    wanted = _codes()
    found: list[tuple[str, str]] = []
    for language in _languages(group):
        found += [(code, str(name)) for code, name in _territories(language).items() if code in wanted]
    return tuple(found)


def _territories(language: str) -> Mapping[str, object]:
    """Return code -> what a language calls a country; Babel's own loader would keep all it knows of every language, 80 MB."""
    from babel.localedata import resolve_locale_filename  # a fifth of a second, for those who need it

    with Path(resolve_locale_filename(language)).open("rb") as file:
        found: Mapping[str, object] = pickle.load(file).get("territories", {})  # noqa: S301 - part of the installed library
    return found


def _languages(group: str) -> Iterator[str]:
    from babel.core import get_global
    from babel.languages import get_official_languages
    from babel.localedata import exists

    official = {language for code in _codes() for language in get_official_languages(code, regional=True, de_facto=True)}
    likely = get_global("likely_subtags")
    for language in sorted({*official, *MORE}):
        parts = language.split("_")
        script = next((part for part in parts[1:] if len(part) == 4), (likely.get(parts[0]) or "__").split("_")[1])
        its = "East" if script in EAST else script if script in ALONE else ""
        if its == group and exists(language):
            yield language


def _listed() -> tuple[tuple[str, str], ...]:
    """Return (code, name) for every country's short, common and full name in the translations of the ISO list; not kept, it is large."""
    found: list[tuple[str, str]] = []
    for folder in sorted(Path(pycountry.LOCALES_DIR).iterdir()):
        file = folder / "LC_MESSAGES" / "iso3166-1.mo"
        if not file.exists():
            continue
        with file.open("rb") as written:
            catalog = gettext.GNUTranslations(written)  # gettext.translation would keep every language's
        for country in pycountry.countries:
            names = {str(value) for key in ("name", "official_name", "common_name") if (value := getattr(country, key, None))}
            found += [(str(country.alpha_2), said) for name in names if (said := catalog.gettext(name)) != name]
    return tuple(found)


@cache
def _codes() -> frozenset[str]:
    return frozenset(str(country.alpha_2) for country in pycountry.countries)
