"""Promises about words: people read what phrases and templates say; code knows Chinese only where it recognises what people write."""

import ast
import re
from functools import cache

import pytest

from intake.config.languages import WHOLE, languages, phrases, places, unlike
from intake.config.yaml_reader import load_yaml
from intake.model.idle import Idle
from registry.store.codes import LetterKind, LetterState
from tests import ROOT
from validators.disposition import Disposition
from validators.finding import Severity

HAN = re.compile("[\u3400-\u9fff]")
WRITTEN = re.compile(r"[\u3400-\u9fff]|\\[uUN]")
PACKAGES = ("intake", "validators", "registry", "reports")
READERS = (  # rooms and modules that recognise what people and their programs write
    "registry/staff/order_lines.py",
    "intake/assemble/replacing.py",
    "intake/automatic/",
    "intake/forms/",
    "intake/kinds/",
    "intake/links/",
    "intake/mime/",
    "intake/words/",
    "registry/pipeline/named_people.py",
    "reports/letters/quota_refusals.py",
    "validators/probes/",
)
PEOPLE = ("reports/demo/",)  # what invented people write
TELL = {"print", "echo", "fail", "warning", "error", "info", "exception", "debug"}
SHARED = [path.relative_to(places()[0]) for path in sorted(places()[0].rglob(f"phrases/{WHOLE}.yaml"))]


@cache
def sources():
    """Return (place, parsed) for every module in which Chinese stands, written or by its numbers."""
    read = {path: path.read_text(encoding="utf-8") for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}
    return [(path.relative_to(ROOT).as_posix(), ast.parse(text)) for path, text in read.items() if WRITTEN.search(text)]


def chinese(tree):
    """Return the lines of Chinese literals that are no docstring."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value) and id(node) not in documents
    ]


def told_to_people(tree):
    """Yield what is raised, printed or logged."""
    for node in ast.walk(tree):
        called = getattr(node, "func", None)
        name = getattr(called, "attr", getattr(called, "id", ""))
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and name in TELL):
            yield node


def test_no_chinese_stands_in_code_but_where_it_is_recognised():
    guilty = {name: lines for name, tree in sources() if not name.startswith((*READERS, *PEOPLE)) and (lines := chinese(tree))}
    assert guilty == {}


def test_what_recognises_chinese_says_none_of_it():
    guilty = [
        f"{name}:{line}"
        for name, tree in sources()
        if not name.startswith(PEOPLE)
        for node in told_to_people(tree)
        for line in chinese(node)
    ]
    assert guilty == []


def test_the_page_on_languages_names_every_file_of_phrases():
    page = (ROOT / "docs" / "languages.md").read_text(encoding="utf-8")
    assert [path for path in SHARED if f"reports/{path.with_name('<language>.yaml')}" not in page] == []


@pytest.mark.parametrize("path", SHARED, ids=str)
def test_every_language_says_the_same(path):
    read = {name: load_yaml((places()[0] / path.with_name(f"{name}.yaml")).read_text(encoding="utf-8")) for name in languages()}
    wrong = {(one, other): list(unlike(read[one], read[other])) for one in read for other in read if one != other}
    only_there = {key for found in wrong.values() for key in found if not key.endswith((".sender", ".told_by"))}
    assert only_there == set()


@pytest.mark.parametrize("path", SHARED, ids=str)
def test_every_phrase_is_filled_with_the_same_values(path):
    """A value in braces stands in each language or in none, but for what a language has no need of."""
    read = {name: load_yaml((places()[0] / path.with_name(f"{name}.yaml")).read_text(encoding="utf-8")) for name in languages()}
    if path.parts[0] == "letters":
        return  # rules' phrases are templates; tests/test_promises.py looks at those
    known = {name: filled(words) for name, words in read.items()}
    assert {key for name in known for key in known[name]} == set(known[WHOLE])
    assert [key for key in known[WHOLE] if any(known[name][key] - known[WHOLE][key] - UNNEEDED for name in known)] == []


UNNEEDED = {"title"}  # Works, where Chinese has 作品数 from the slot's own title


def filled(words, key=""):
    """Return key -> the names in braces of its phrase."""
    if isinstance(words, dict):
        return {place: names for name, item in words.items() for place, names in filled(item, f"{key}.{name}").items()}
    return {key: set(re.findall(r"\{([a-z_]+)\}", words))} if isinstance(words, str) else {}


CODES = {"states": Disposition, "severities": Severity, "letter_kinds": LetterKind, "delivery": LetterState, "idle": Idle}


@pytest.mark.parametrize("group", CODES)
def test_every_code_that_staff_see_has_its_word_in_each_language(group):
    assert {name: sorted(phrases("", name)[group]) for name in languages()} == dict.fromkeys(languages(), sorted(CODES[group]))
