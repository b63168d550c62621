"""What countries and regions are called in the languages of those who read it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from contextlib import suppress

import pycountry
from babel import UnknownLocaleError

from intake.forms.fields.country_names import country_names
from intake.forms.fields.world_names import names_in
from reports.letters.staff_words import side_by_side


@functools.lru_cache
def country(code: str, languages: tuple[str, ...]) -> str:
    """Return the name of a country or region in each language, '' for none."""
    return side_by_side([_names(language).get(code, "") for language in languages]) or code if code else ""


@functools.lru_cache
def _names(language: str) -> Mapping[str, str]:
    """Return code -> name: Unicode's (CLDR), but where the house has its own; English for a language that Unicode does not know."""
    for name in (language, language.partition("-")[0]):
        with suppress(UnknownLocaleError, OSError, KeyError):
            return HOUSE[name]() if name in HOUSE else names_in(name.replace("-", "_"))
    return _iso()


def _chinese() -> Mapping[str, str]:
    """Return the Chinese names; 中国香港 rather than 香港, as the house writes it: with the country's before the region's."""
    whole = names_in("zh")["CN"]
    told = {code: names["zh"] for code, names in country_names().items() if "zh" in names}
    house = {code: next((name for name in names if name.startswith(whole)), names[0]) for code, names in told.items()}
    return names_in("zh") | house


def _iso() -> Mapping[str, str]:
    """Return the English names of ISO 3166, the common one where there are two."""
    return {item.alpha_2: getattr(item, "common_name", item.name) for item in pycountry.countries}


HOUSE: Mapping[str, Callable[[], Mapping[str, str]]] = {"zh": _chinese, "en": _iso}
