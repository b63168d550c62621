"""Every problem a file may have, in every role and of every kind, is told by a finding that names the file."""

from dataclasses import replace
from functools import cache

import pytest

from intake.model.problems import Problem
from intake.model.submission import OTHER, TEXT, FileType
from registry.desk.desk import examine_settings as examine_config
from tests import ROOT
from tests.builders.accounting import untold
from tests.builders.rule_facts import archive, case, filled, photo, photos
from validators.ruleset import examine

PHOTOS = ("work", "portrait")
ROLES = (*PHOTOS, "form", TEXT, OTHER)
KINDS = (FileType.ZIP, FileType.DOCX, FileType.UNKNOWN, FileType.STANDIN, FileType.EMAIL, FileType.TNEF, FileType.SVG)


@cache
def shipped_rules():
    _, rulesets, mistakes = examine_config([ROOT / "config.yaml"], {"PHOTO_PASSWORD": "secret"})
    assert mistakes == []
    return next(iter(rulesets.values()))


def told_of(facts):
    """Return the subjects of the findings that the shipped rules make of a case."""
    return {item.subject for item in examine(shipped_rules(), facts)}


def with_photo(one):
    """Return a case that holds one picture, in its role."""
    role = one.material.role
    slots = {role: photos(one, name=role)} if role in PHOTOS else {}
    return case(filled(), works=0, portraits=0, slots=slots, others=() if slots else (one,), materials=(one.material,))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("problem", Problem)
def test_a_picture_that_could_not_be_measured_is_named(problem, role):
    seen = [
        told_of(with_photo(photo("a.jpg", role, decodable=decodable, missing_bytes=missing, problem=problem)))
        for decodable in (True, False)
        for missing in (True, False)
    ]
    assert ["a.jpg" in subjects for subjects in seen] == [True] * 4


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("problem", Problem)
def test_a_picture_with_a_problem_from_before_it_was_measured_is_named(problem, role):
    seen = []
    for decodable in (True, False):
        plain = photo("a.jpg", role, decodable=decodable)
        seen.append(told_of(with_photo(replace(plain, material=replace(plain.material, problem=problem)))))
    assert ["a.jpg" in subjects for subjects in seen] == [True, True]


@pytest.mark.parametrize("role", [role for role in ROLES if role not in PHOTOS])
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
