"""Closed sets are spelled once: where a code is handed on, compared or raised, it is a member of its set, never a string of its own."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pytest

from intake.config.fields import FieldKind
from intake.config.yaml_reader import load_yaml
from intake.model.problems import Problem, Unmeasured, Unread
from intake.model.rows import SheetProblem
from registry.select.flaws import FlawKind
from registry.store.codes import Action, LetterKind, LetterState, MailOutcome
from reports.pack.works import Lacking
from tests import ROOT
from validators.disposition import Disposition
from validators.finding import Severity

CODES = {*Problem, *Unread, *Unmeasured, *SheetProblem, *MailOutcome, *Disposition, *LetterState}
SETS = {
    "problem": {*Problem, *Unread, *Unmeasured, *SheetProblem},
    "outcome": {*MailOutcome},
    "state": {*Disposition, *LetterState},
    "severity": {*Severity},
    "action": {*Action},
    # words of other kinds too: of a sheet's columns, of addresses
    "kind": ({*FieldKind} - {FieldKind.TEXT, FieldKind.NUMBER, FieldKind.NAME, FieldKind.URL}) | {*LetterKind},
    "returned": CODES,  # by a function, whatever it is called
}
TELLING = {"FileProblem", "ProbeError", "Walled", "WorkerError"}  # errors whose text is a code of `problem`
TABLES = "registry/store/"  # migrations are as they were when they were written


Taken = Mapping[str, set[tuple[str, ...]]]  # a function's or class's name -> the names of what it takes, in order


def bare_codes(source: str, taken: Taken | None = None) -> list[tuple[int, str]]:
    """Return (line, code) of every code that stands as a string: argument, comparison, key of a document, text of an error, what is returned."""
    tree = ast.parse(source)
    known = taken if taken is not None else taken_by([tree])
    return sorted({found for node in ast.walk(tree) for found in (*_bare(node), *_handed(node, known))})


def taken_by(trees: Iterable[ast.AST]) -> Taken:
    """Return what each function of the house takes, and each class whose fields say so."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for node in (node for tree in trees for node in ast.walk(tree)):
        match node:
            case ast.FunctionDef(name=name, args=ast.arguments(posonlyargs=first, args=rest)):
                found[name].add(tuple(each.arg for each in (*first, *rest) if each.arg not in {"self", "cls"}))
            case ast.ClassDef(name=name, body=body):
                fields = (
                    each.target.id for each in body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
                )
                found[name].add(tuple(fields))
    return found


def _handed(node: ast.AST, taken: Taken) -> Iterator[tuple[int, str]]:
    """Yield the codes that a call hands on without a name, by what the function it calls takes there."""
    match node:
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=args):
            for place, value in enumerate(args):
                for name in {names[place] for names in taken.get(called, ()) if place < len(names)}:
                    yield from _members(name, value)


def _bare(node: ast.AST) -> Iterator[tuple[int, str]]:
    match node:
        case ast.keyword(arg=str(name)):
            yield from _members(name, node.value)
        case ast.Compare():
            sides = [node.left, *node.comparators]
            for name in filter(None, map(_name, sides)):
                yield from (found for side in sides for found in _members(name, side))
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant):
                    yield from _members(key.value, value)
        case ast.Call(func=ast.Name(id=error), args=[first, *_]) if error in TELLING:
            yield from _members("problem", first)
        case ast.comprehension(target=ast.Name(id=name), iter=several) | ast.For(target=ast.Name(id=name), iter=several):
            yield from _members(name, several)
        case ast.Return(value=ast.expr() as told):
            yield from _members("returned", told)


def _members(name: object, node: ast.expr) -> Iterator[tuple[int, str]]:
    """Yield the strings of a set that a value may be: itself, either side of a choice, those of a tuple or set."""
    match node:
        case ast.Constant(value=str(text)) if text in SETS.get(str(name), ()):
            yield node.lineno, text
        case ast.IfExp():
            yield from (found for side in (node.body, node.orelse) for found in _members(name, side))
        case ast.BoolOp(values=several) | ast.Set(elts=several) | ast.Tuple(elts=several) | ast.List(elts=several):
            yield from (found for side in several for found in _members(name, side))


def _name(node: ast.expr) -> str:
    """Return what a side of a comparison is called: x.state, state, row["state"], str(x.state)."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=ast.Name(id="str"), args=[told]):
            return _name(told)
        case ast.Call(func=ast.Attribute(attr=name)):
            return name
    return ""


def test_no_code_of_a_closed_set_is_a_string_of_its_own() -> None:
    paths = [path for hall in ("intake", "validators", "registry", "reports") for path in sorted((ROOT / hall).rglob("*.py"))]
    places = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}

    taken = taken_by(map(ast.parse, places.values()))

    found = {
        place: bare for place, source in places.items() if not place.startswith(TABLES) and (bare := bare_codes(source, taken))
    }

    assert found == {}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('raise FileProblem("damaged") from error', "damaged"),
        ('replace(facts, problem="" if done else "time")', "time"),
        ('again = facts.problem == "crashed"', "crashed"),
        ('self.problem in {Problem.TIME, "memory"}', "memory"),
        ('if str(row["state"]) != "held": pass', "held"),
        ('Expected(outcome=seen or "set_aside")', "set_aside"),
        ('row = {"severity": "info"}', "info"),
        ('def why(): return "" if whole else "damaged"', "damaged"),
        ('labels.kind(name) == "nationality"', "nationality"),
        ('[told[kind] for kind in ("phone", kept)]', "phone"),
        ('def read(text: str, kind: str): pass\nread(text, "nationality")', "nationality"),
        ('class Seen:\n    name: str\n    problem: str = ""\nself.seen = Seen(name, "damaged")', "damaged"),
    ],
)
def test_a_bare_code_is_found_wherever_codes_stand(source: str, code: str) -> None:
    assert [found for _, found in bare_codes(source)] == [code]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_keeps_a_sheet_or_a_picture_out_has_its_words(language: str) -> None:
    words = load_yaml((ROOT / "reports" / "pack" / "phrases" / f"{language}.yaml").read_text(encoding="utf-8"))

    assert (set(words["flaws"]), set(words["why"])) == (set(FlawKind), set(Lacking))
