"""Every problem a file may have, in every role and of every kind, is told by a finding that names the file."""

from dataclasses import replace

import pytest
import yaml

from intake.model.problems import Problem
from intake.model.submission import FileType, Role
from tests import ROOT
from tests.builders.accounting import untold
from tests.builders.rule_facts import archive, case, filled, photo
from validators.ruleset import build, examine

PHOTOS = (Role.WORK, Role.PORTRAIT)
KINDS = (FileType.ZIP, FileType.DOCX, FileType.UNKNOWN, FileType.STANDIN, FileType.EMAIL, FileType.TNEF, FileType.SVG)


def told_of(facts):
    """Return the subjects of the findings that the shipped rules make of a case."""
    shipped = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    ruleset, mistakes = build({}, shipped["defaults"]["rules"], "rules")
    assert mistakes == []
    return {item.subject for item in examine(ruleset, facts)}


def with_photo(one):
    """Return a case that holds one picture, in its role."""
    places = {Role.WORK: "works", Role.PORTRAIT: "portraits"}
    place = places.get(one.material.role, "others")
    return case(filled(), **{place: (one,)}, materials=(one.material,))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("problem", Problem)
def test_a_picture_that_could_not_be_measured_is_named(problem, role):
    seen = [
        told_of(with_photo(photo("a.jpg", role, decodable=decodable, missing_bytes=missing, problem=problem)))
        for decodable in (True, False)
        for missing in (True, False)
    ]
    assert ["a.jpg" in subjects for subjects in seen] == [True] * 4


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("problem", Problem)
def test_a_picture_with_a_problem_from_before_it_was_measured_is_named(problem, role):
    seen = []
    for decodable in (True, False):
        plain = photo("a.jpg", role, decodable=decodable)
        seen.append(told_of(with_photo(replace(plain, material=replace(plain.material, problem=problem)))))
    assert ["a.jpg" in subjects for subjects in seen] == [True, True]


@pytest.mark.parametrize("role", [role for role in Role if role not in PHOTOS])
@pytest.mark.parametrize("problem", Problem)
def test_a_file_of_any_other_kind_is_named(problem, role):
    files = tuple(replace(archive(problem), role=role, type=kind, name=f"a.{kind}") for kind in KINDS)
    assert told_of(case(filled(), materials=files)) >= {item.name for item in files}


def test_the_account_sees_a_problem_that_nobody_tells():
    file = {"filename": "a.zip", "problem": "encrypted"}
    finding = {"subject": "a.zip", "values": {}}
    seen = [
        untold({"materials": [file], "findings": []}),
        untold({"materials": [file], "findings": [finding]}),
        untold({"materials": [{**file, "problem": "unheard-of"}], "findings": [finding]}),
    ]
    assert seen == [["a.zip: encrypted"], [], ["a.zip: unheard-of"]]
