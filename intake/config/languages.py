"""The languages that the desk writes: those whose phrases and templates lie on disk, found there and named nowhere in code.

A language is one file `phrases/<language>.yaml` in each room that has one for English, and the templates that English has.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from intake.config.mistakes import ConfigError, Mistake
from intake.config.yaml_reader import load_yaml

WHOLE = "en"  # the language that shows which files one has
CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, as in zh, en, pt-BR
OPEN = frozenset({"languages", "zones"})  # phrases that need not name everything
FLAGS = frozenset({"sender"})  # keys of phrases that may say yes or no
QUOTES = "put them in quotation marks"
PHRASE = "a phrase with ': ' in it stands in quotation marks"
MOST_TOLD = 8  # of what a language lacks
_places = [Path(__file__).resolve().parents[2] / "reports"]


def places() -> tuple[Path, ...]:
    """Return the folders that languages lie in, the program's own first."""
    return tuple(_places)


@contextmanager
def also_from(folder: Path) -> Iterator[None]:
    """Take languages from one more folder, which is laid out as reports/ is."""
    _places.append(folder)
    try:
        yield
    finally:
        _places.remove(folder)


def languages() -> tuple[str, ...]:
    """Return every language that has all its files, in the order of their codes; raises ConfigError where the program's own are broken."""
    return _complete(places())


def lacking(language: str) -> tuple[str, ...]:
    """Return the files that a language still lacks, as paths below reports/, and the words in those it has.

    All files where it is none yet.
    """
    return _lacking(places(), language)


def phrases(room: str, language: str) -> dict[str, Any]:
    """Return what a room of reports/ says in a language ('' for the words that all rooms share).

    Raises KeyError where there is no such language, ConfigError where its words cannot be read.
    """
    return _phrases(places(), room, language)


def chosen_languages(value: str) -> str:
    """Return a list of languages as the configuration writes it, zh,en; raises ValueError that names those there are."""
    names = [name.strip() for name in value.split(",")]
    for name in names:
        if name in languages():
            continue
        there = f"there are {' and '.join(languages())}"
        if CODE.fullmatch(name) and _own(places(), name):
            wanting = lacking(name)
            rest = f" and {len(wanting) - MOST_TOLD} more" if len(wanting) > MOST_TOLD else ""
            raise ValueError(f"the language '{name}' lacks {', '.join(wanting[:MOST_TOLD])}{rest}; whole ones: {there}")
        raise ValueError(f"there is no language '{name}'; {there}. Write one, or several in their order: {','.join(languages())}")
    if len(set(names)) < len(names):
        raise ValueError("a language stands twice; write each once, in their order")
    return ",".join(names)


def chosen_in_order(value: str) -> tuple[str, ...]:
    """Return the languages of a list that was chosen, first one first."""
    return tuple(value.split(","))


def own_words(labels: Sequence[str], language: str) -> str:
    """Return the first label in a language's script, else the first: 手机/WeChat is in Han, for a label in two counts as the rarer."""
    script = phrases("", language)["script"]
    return next((label for label in labels if script_of(label) == script), labels[0])


@functools.lru_cache(maxsize=4096)
def script_of(text: str) -> str:
    """Return the script of a text as Unicode names it: HAN where there is any, LATIN only where there is no other."""
    letters = (char for char in unicodedata.normalize("NFKC", text) if char.isalpha())
    found = dict.fromkeys(unicodedata.name(char, "").partition(" ")[0] for char in letters)
    return "HAN" if "CJK" in found else next((name for name in found if name != "LATIN"), "LATIN")


@functools.lru_cache
def _complete(folders: tuple[Path, ...]) -> tuple[str, ...]:
    own = sorted(folders[0].glob("**/phrases/*.yaml"))
    if broken := [Mistake(key_path=str(path), problem=trouble) for path in own for trouble in _troubles(path)]:
        raise ConfigError(broken)
    named = {path.stem for folder in folders for path in folder.glob("phrases/*.yaml") if CODE.fullmatch(path.stem)}
    return tuple(name for name in sorted(named) if not _lacking(folders, name))


@functools.lru_cache
def _lacking(folders: tuple[Path, ...], language: str) -> tuple[str, ...]:
    own = _own(folders, language)
    needed = _needed(folders, language)
    if own is None:
        return tuple(map(str, needed))
    absent = [path for path in needed if not (own / path).is_file()]
    told = [path for path in needed if path.suffix == ".yaml" and path not in absent]
    first = {path: folders[0] / path.with_name(f"{WHOLE}.yaml") for path in told}
    wrong = [f"{path}: {key}" for path in told for key in _wrong(first[path], own / path)]
    return (*map(str, absent), *wrong)


def _wrong(model: Path, own: Path) -> Iterator[str]:
    words, trouble = _read(own)
    if trouble:
        yield trouble
    else:
        yield from unlike(_read(model)[0], words)


def unlike(model: Any, own: Any, key: str = "") -> Iterator[str]:
    """Yield the keys of phrases that are missing in another language's, or hold something else than words there."""
    if not isinstance(model, dict):
        same = isinstance(own, type(model)) and (not isinstance(own, list) or all(isinstance(item, str) for item in own))
        if not same:
            yield f"{key} is not {'a list of words' if isinstance(model, list) else f'words ({QUOTES})'}"
        return
    for name, item in model.items():
        place = f"{key}.{name}" if key else str(name)
        if key in OPEN or "." in str(name):  # slot-count.form: another wording for one kind, where a language needs it
            continue
        if not isinstance(own, dict) or name not in own:
            yield place
        else:
            yield from unlike(item, own[name], place)


def _needed(folders: Sequence[Path], language: str) -> list[Path]:
    """Return the files of a whole language, relative to where it lies."""
    first = folders[0]
    found = [*first.glob(f"**/phrases/{WHOLE}.yaml"), *first.glob(f"**/templates/{WHOLE}/*.j2")]
    parts = [path.relative_to(first).parts for path in sorted(found)]
    return [Path(*(part.replace(WHOLE, language, 1) if _is_language(part) else part for part in each)) for each in parts]


def _is_language(part: str) -> bool:
    return part in {WHOLE, f"{WHOLE}.yaml"}


def _own(folders: Sequence[Path], language: str) -> Path | None:
    return next((folder for folder in folders if (folder / "phrases" / f"{language}.yaml").is_file()), None)


@functools.lru_cache
def _phrases(folders: tuple[Path, ...], room: str, language: str) -> dict[str, Any]:
    own = _own(folders, language)
    if own is None:
        raise KeyError(f"there is no language '{language}'")
    path = own / room / "phrases" / f"{language}.yaml"
    words, trouble = _read(path)
    if trouble:
        raise ConfigError([Mistake(key_path=str(path), problem=trouble)])
    return words


@functools.lru_cache
def _read(path: Path) -> tuple[dict[str, Any], str]:
    """Return the phrases of a file and ''; where they cannot be used, {} and why."""
    try:
        found = load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return {}, f"cannot be read: {error}"
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1} " if mark else ""
        return {}, f"{where}is not valid YAML: {getattr(error, 'problem', None) or error} ({PHRASE})"
    if not isinstance(found, dict):
        return {}, "holds no phrases by their names"
    return found, ""


def _troubles(path: Path) -> Iterator[str]:
    words, trouble = _read(path)
    if trouble:
        yield trouble
    yield from (f"{key} is not words ({QUOTES})" for key in _no_words(words))


def _no_words(words: Any, key: str = "") -> Iterator[str]:
    """Yield the keys of what is neither text nor texts in lists and by names; some say yes or no."""
    if isinstance(words, dict):
        for name, item in words.items():
            yield from _no_words(item, f"{key}.{name}" if key else str(name))
    elif isinstance(words, list):
        yield from (key for item in words if not isinstance(item, str))
    elif not isinstance(words, str | bool if key.rpartition(".")[2] in FLAGS else str):
        yield key
