"""The rule document-unreadable."""

from dataclasses import replace

import pytest
import yaml

from intake.model.submission import FileType, Role
from tests import ROOT
from tests.builders.rule_facts import archive, case, filled, photo
from validators.rules.document_unreadable import DocumentUnreadable
from validators.ruleset import build, examine

SHEET = replace(archive("time"), name="list.xlsx", type=FileType.XLSX)
PICTURE = photo("scrap.jpg", Role.OTHER, decodable=False, problem="undecodable")


@pytest.mark.parametrize(("role", "severity"), [(role, "warning" if role is Role.OTHER else "hold") for role in Role])
def test_it_holds_what_the_call_has_a_place_for(role, severity):
    shipped = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
    ruleset, mistakes = build({}, shipped["defaults"]["rules"], "rules")
    facts = case(filled(), materials=(replace(SHEET, role=role),))
    found = [item.severity for item in examine(ruleset, facts) if item.rule == "document-unreadable"]
    assert (mistakes, found) == ([], [severity])


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="nothing"),
        pytest.param(case(materials=(archive("encrypted"),)), [], id="an archive is another rule's"),
        pytest.param(case(materials=(SHEET,)), [{"subject": "list.xlsx", "problem": "time", "grade": "soft"}], id="a slow one"),
        pytest.param(
            case(materials=(replace(SHEET, role=Role.TEXT),)),
            [{"subject": "list.xlsx", "problem": "time", "grade": "hard"}],
            id="one that the call has a place for",
        ),
        pytest.param(
            case(others=(PICTURE,)),
            [{"subject": "scrap.jpg", "problem": "undecodable", "grade": "soft"}],
            id="a broken picture in no role",
        ),
    ],
)
def test_document_unreadable(facts, expected):
    assert list(DocumentUnreadable().check(facts)) == expected
