"""The rule document-unreadable."""

from dataclasses import replace

import pytest

from intake.model.submission import OTHER, TEXT, FileType
from tests.builders.rule_facts import archive, case, filled, photo, shipped_rules
from validators.rules.document_unreadable import DocumentUnreadable
from validators.ruleset import examine

SHEET = replace(archive("time"), name="list.xlsx", type=FileType.XLSX)
PICTURE = photo("scrap.jpg", OTHER, decodable=False, problem="undecodable")


@pytest.mark.parametrize(("role", "severity"), [(OTHER, "warning"), (TEXT, "hold"), ("form", "hold")])
def test_it_holds_what_the_call_has_a_place_for(role, severity):
    facts = case(filled(), materials=(replace(SHEET, role=role),))
    found = [item.severity for item in examine(shipped_rules(), facts) if item.rule == "document-unreadable"]
    assert found == [severity]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="nothing"),
        pytest.param(case(materials=(archive("encrypted"),)), [], id="an archive is another rule's"),
        pytest.param(
            case(materials=(SHEET,)), [{"subject": "list.xlsx", "problem": "time", "grade": "soft", "slot": ""}], id="a slow one"
        ),
        pytest.param(
            case(materials=(replace(SHEET, role=TEXT),)),
            [{"subject": "list.xlsx", "problem": "time", "grade": "hard", "slot": ""}],
            id="one that the call has a place for",
        ),
        pytest.param(
            case(others=(PICTURE,)),
            [{"subject": "scrap.jpg", "problem": "undecodable", "grade": "soft", "slot": ""}],
            id="a broken picture in no role",
        ),
    ],
)
def test_document_unreadable(facts, expected):
    assert list(DocumentUnreadable().check(facts)) == expected
