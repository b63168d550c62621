"""Countries in the languages of the world, and what people write beside them."""

from __future__ import annotations

import subprocess
import sys

import pycountry
import pytest
from babel import Locale, localedata

from intake.forms.fields.nationalities import country_code
from intake.forms.fields.normalise import certainty, normalise
from intake.forms.fields.world_names import _cldr, country_named

LANGUAGES = [
    "zh",
    "zh_Hant",
    "en",
    "fr",
    "de",
    "es",
    "ru",
    "ja",
    "ko",
    "ar",
    "pt",
    "it",
    "nl",
    "pl",
    "cs",
    "hu",
    "ro",
    "el",
    "uk",
    "kk",
    "ky",
    "uz",
    "az",
    "tr",
    "fa",
    "ur",
    "hi",
    "bn",
    "th",
    "vi",
    "id",
    "ms",
    "he",
    "sw",
    "am",
    "ka",
    "hy",
    "mn",
    "km",
    "lo",
    "my",
    "ne",
    "si",
    "ta",
]
UNTOLD = {("vi", "RU"), ("tr", "MA"), ("pl", "CG"), ("kk", "CD")}  # Nga, Fas: any word of three letters; Kongo: either Congo


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_is_known_by_its_name_in_cldr(language: str) -> None:
    names = Locale.parse(language).territories
    codes = [str(country.alpha_2) for country in pycountry.countries if (language, country.alpha_2) not in UNTOLD]
    assert [(code, names[code]) for code in codes if country_code(names[code]) != code] == []


@pytest.mark.parametrize(
    ("text", "code", "sure"),
    [
        ("Россия", "RU", 1.0),
        ("대한민국", "KR", 1.0),
        ("한국인", "KR", 1.0),
        ("مصر", "EG", 1.0),
        ("Allemagne", "DE", 1.0),
        ("日本国", "JP", 1.0),
        ("ประเทศไทย", "TH", 1.0),
        ("O'zbekiston", "UZ", 1.0),
        ("ALLEMAGNE", "DE", 1.0),
        ("瓦努阿图", "VU", 1.0),
        ("列支敦士登人", "LI", 1.0),
        ("苏格兰", "GB", 1.0),
        ("蘇格蘭", "GB", 1.0),
        ("台湾地区", "TW", 1.0),
        ("中国台湾地区", "TW", 1.0),
        ("香港地區", "HK", 1.0),
        ("République populaire de Chine", "CN", 1.0),
        ("Congo (Kinshasa)", "CD", 1.0),
        ("Congo (Brazzaville)", "CG", 1.0),
        ("刚果（金沙萨）", "CD", 1.0),
        ("Congolese (Kinshasa)", "CD", 1.0),
        ("Congolese / DRC", "CD", 1.0),
        ("Congo (Democratic Republic of the)", "CD", 1.0),
        ("Congo (Republic)", "CG", 1.0),
        ("Congo (Kisangani)", None, 0.5),
        ("Kongo", None, 0.5),
        ("Dominican (Republic)", "DO", 1.0),
        ("Korea (South)", "KR", 1.0),
        ("Korea (Democratic People's Republic of)", "KP", 1.0),
        ("Iran (Islamic Republic of)", "IR", 1.0),
        ("Ireland (Northern)", "GB", 1.0),
        ("China (Taiwan)", "TW", 1.0),
        ("Samoa (American)", "AS", 1.0),
        ("ivoirienne", "CI", 1.0),
        ("mexicana", "MX", 1.0),
        ("россиянка", "RU", 1.0),
        ("Гражданин России", "RU", 0.6),
        ("מדינת ישראל", "IL", 1.0),
        ("🇫🇷", "FR", 1.0),
        ("🇫🇷 France", "FR", 1.0),
        ("🇫🇷🇨🇦", None, 0.5),
        ("Deutschland / Germany / 德国", "DE", 1.0),
        ("Frankreich / Italien", None, 0.5),
        ("Island", "IS", 1.0),
        ("I live on an island", None, 0.5),
        ("Man", None, 0.5),
        ("none", None, 0.5),
        ("Georgia (USA)", None, 0.5),
        ("Kosovo", None, 0.5),
    ],
)
def test_a_name_in_any_language_is_read_or_left_but_never_guessed(text: str, code: str | None, sure: float) -> None:
    assert (normalise("nationality", text), certainty("nationality", text)) == (code, sure)


def test_the_languages_are_loaded_when_a_name_is_asked_for() -> None:
    asked = "import sys; import intake.forms.readers; print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_names_of_the_world_do_not_keep_all_that_babel_knows():
    kept = set(localedata._cache)
    _cldr("Cyrl")
    assert (set(localedata._cache), country_named("Россия")) == (kept, "RU")
