"""Languages are what lies on disk; words of the configuration stand in any of them."""

import shutil

import pytest
import yaml

from intake.config import languages as own
from intake.config.languages import also_from, chosen_languages, languages, places
from intake.config.loading import examine
from intake.config.models import LocalWords, Title
from intake.config.yaml_reader import load_yaml
from tests import ROOT

ENVIRON = {"PHOTO_PASSWORD": "secret"}
CALL = "calls.photo-2026"


def told(tmp_path, content):
    path = tmp_path / "over.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return {(item.key_path, item.problem, item.warning) for item in examine([ROOT / "config.yaml", path], ENVIRON)[1]}


def copy_of_english(folder, code="xx"):
    """Lay English out in a folder of its own under another code."""
    for path in (ROOT / "reports").rglob("*"):
        parts = [{"en": code, "en.yaml": f"{code}.yaml"}.get(part, part) for part in path.relative_to(ROOT / "reports").parts]
        if path.is_file() and path.suffix in {".yaml", ".j2"} and code in {part.partition(".")[0] for part in parts}:
            (folder / "/".join(parts)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, folder / "/".join(parts))
    return folder


def test_chinese_and_english_are_whole():
    assert languages() == ("en", "zh")


def test_a_language_laid_beside_is_one_of_those_there_are(tmp_path):
    with also_from(copy_of_english(tmp_path)):
        assert (languages(), chosen_languages("xx, zh")) == (("en", "xx", "zh"), "xx,zh")
    assert languages() == ("en", "zh")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("fr", "there is no language 'fr'; there are en and zh"),
        ("zh,", "there is no language ''; there are en and zh"),
        ("zh, en, zh", "a language stands twice"),
        ("ZH", "there is no language 'ZH'"),
        ("../en", "there is no language '../en'"),
    ],
)
def test_a_language_that_is_not_there_is_told_with_those_that_are(tmp_path, value, problem):
    found = told(tmp_path, {"staff_language": value, "calls": {"photo-2026": {"language": value}}})
    assert [path for path, words, _ in sorted(found) if problem in words] == [f"{CALL}.language", "staff_language"]


def test_a_language_that_is_not_whole_is_told_what_it_lacks(tmp_path):
    folder = copy_of_english(tmp_path / "more")
    (folder / "letters" / "templates" / "xx" / "words.j2").unlink()
    with also_from(folder):
        found = told(tmp_path, {"staff_language": "xx"})
    assert found == {
        ("staff_language", "the language 'xx' lacks letters/templates/xx/words.j2; whole ones: there are en and zh", False)
    }


def test_words_in_no_language_are_told_with_their_key_path(tmp_path):
    found = told(
        tmp_path, {"calls": {"photo-2026": {"title": {"zn": "征集"}, "slots": {"work": {"title": {"zh": "", "en": ""}}}}}}
    )
    assert found == {
        (f"{CALL}.title.zn", "is no language that the desk writes; there are en and zh", False),
        (f"{CALL}.slots.work.title", "write the words in one language at least; there are en and zh", False),
    }


def test_words_that_lack_a_language_of_their_letters_are_a_warning(tmp_path):
    only = {"wording": {"closing": {"zh": "谢谢"}}, "language": "zh,en"}
    assert told(tmp_path, {"calls": {"photo-2026": only}}) == {
        (f"{CALL}.wording.closing", "has no words in en; letters in en say it in zh", True)
    }


def test_a_language_is_taken_away_by_null(tmp_path):
    only = {"title": {"en": None}, "language": "zh"}
    assert told(tmp_path, {"calls": {"photo-2026": only}}) == set()
    assert told(tmp_path, {"calls": {"photo-2026": {**only, "title": {"en": None, "zh": None}}}}) == {
        (f"{CALL}.title", "write the words in one language at least; there are en and zh", False)
    }


def test_words_are_said_in_the_first_language_that_has_them():
    title = Title(en="photo", zh="作品", many="photos")
    assert [title.said("zh"), title.said("fr"), title.said("fr", ("zh", "en"))] == ["作品", "photo", "作品"]
    assert (title.by_language, title.plural, LocalWords(zh="征集").said("en", ("en", "zh"))) == (
        {"en": "photo", "zh": "作品"},
        "photos",
        "征集",
    )


def test_a_language_whose_phrases_lack_words_is_told_which(tmp_path):
    folder = copy_of_english(tmp_path / "more")
    path = folder / "phrases" / "xx.yaml"
    words = load_yaml(path.read_text(encoding="utf-8"))
    del words["states"]["held"]
    words["somebody"] = False  # what YAML makes of a No without quotation marks
    path.write_text(yaml.safe_dump(words), encoding="utf-8")
    with also_from(folder):
        assert told(tmp_path, {"staff_language": "xx"}) == {
            (
                "staff_language",
                "the language 'xx' lacks phrases/xx.yaml: states.held, phrases/xx.yaml: somebody is not words (put them in quotation "
                "marks); whole ones: there are en and zh",
                False,
            )
        }


def test_phrases_that_are_no_yaml_are_told_not_raised(tmp_path):
    folder = copy_of_english(tmp_path / "more")
    (folder / "workbook" / "phrases" / "xx.yaml").write_text("titles: [", encoding="utf-8")
    with also_from(folder):
        ((_, problem, _),) = told(tmp_path, {"staff_language": "xx"})
    assert problem.startswith("the language 'xx' lacks workbook/phrases/xx.yaml: line 2 is not valid YAML: ")
    assert problem.endswith("(a phrase with ': ' in it stands in quotation marks); whole ones: there are en and zh")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "of_many: Of many: not one",
            "line 1 is not valid YAML: mapping values are not allowed in this context (a phrase with ': '",
        ),
        ("of_many: No", "of_many is not words (put them in quotation marks)"),
        ("of_many: [one: two]", "of_many is not words (put them in quotation marks)"),
        ("of_many: 2023-04-11", "of_many is not words (put them in quotation marks)"),
        ("- of many", "holds no phrases by their names"),
    ],
)
def test_a_phrase_of_the_programs_own_that_is_no_text_is_told_by_file_and_key(tmp_path, monkeypatch, line, problem):
    copy = tmp_path / "reports"
    for path in places()[0].glob("**/phrases/*.yaml"):
        (copy / path.relative_to(places()[0])).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy / path.relative_to(places()[0]))
    (copy / "lists" / "phrases" / "zh.yaml").write_text(f"{line}\n", encoding="utf-8")
    monkeypatch.setattr(own, "_places", [copy])

    _, mistakes = examine([ROOT / "config.yaml"], {})

    assert [(item.key_path, item.problem[: len(problem)]) for item in mistakes] == [
        (str(copy / "lists" / "phrases" / "zh.yaml"), problem)
    ]
