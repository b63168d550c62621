"""Words and 字 are counted as Word counts them; English is told from other languages."""

from __future__ import annotations

import pytest

from intake.model.submission import FoundText
from validators.facts import TextFacts
from validators.probes.text_counts import measure

TEA = "The tea market opens before dawn and my neighbour sorts the leaves by hand."
RAIN = "Rain falls on the old bridge while two children share one umbrella."


def counted(text: str) -> tuple[int, int, bool]:
    facts = measure("description", FoundText(text=text, place="body"))
    return facts.english_words, facts.han, facts.english


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I live in Beijing北京 since 2019.", (6, 2, True)),
        ("state-of-the-art e-mail a/b 3,000 years", (5, 0, True)),
        ("一二三四五 six seven eight", (3, 5, True)),
        ("tea，coffee、milk。", (3, 0, True)),
        ("二〇二六年生于Lyon，人々", (1, 9, False)),
        ("One – two & three … 4", (4, 0, True)),
        ("don't stop", (2, 0, True)),
        ("full\u3000width\u00a0space", (3, 0, True)),
        ("", (0, 0, False)),
        ("… 🎉 !!!", (0, 0, False)),
        ("ＦＵＬＬ ｗｉｄｔｈ", (2, 0, True)),
    ],
)
def test_words_are_counted_as_word_does(text, expected):
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le vieux quartier au petit matin : les voisins se retrouvent pour boire le thé et parler de la pluie.", (19, 0, False)),
        ("Das Bild zeigt einen alten Mann, der in der Stadt mit den Kindern auf den Bus wartet und lacht.", (19, 0, False)),
        ("El viejo barrio por la mañana: los vecinos toman té y hablan de la lluvia en las calles.", (18, 0, False)),
        ("Утро на рынке чая. Старики пьют чай и говорят о погоде каждый день.", (13, 0, False)),
        ("سوق الشاي في الصباح الباكر", (5, 0, False)),
        ("お茶の市場の朝。私は毎日ここに来ます。", (0, 17, False)),
        ("아침의 차 시장", (3, 0, False)),
        ("Old man, tea, Suzhou, river, morning light, boat, bridge, winter.", (10, 0, True)),
        (f"{TEA} I took it in Rio de Janeiro, near La Paz and El Paso.", (27, 0, True)),
    ],
)
def test_other_languages_are_told_from_english(text, expected):
    assert counted(text) == expected


def test_the_english_part_of_a_bilingual_text_counts():
    chinese = "我用iPhone于2019年在苏州拍摄。"
    assert counted(f"{chinese}\n{TEA} {RAIN}") == (26, 11, True)
    assert counted(f"Le soir, les voisins se retrouvent pour boire le thé.\n{TEA} {RAIN}") == (26, 10, True)
    assert measure("biography", FoundText(text=chinese, place="x")) == TextFacts(
        name="biography", place="x", english_words=2, han=9, english=False
    )
