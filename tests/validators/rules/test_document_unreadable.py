"""The rule document-unreadable."""

from dataclasses import replace

import pytest

from intake.model.submission import OTHER, TEXT, FileType
from tests.builders.piece_facts import document, document_slot
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


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        pytest.param({"problem": "encrypted"}, "encrypted", id="locked"),
        pytest.param({"problem": "empty", "format": ""}, "empty", id="empty"),
        pytest.param({"active": ("macros",)}, "macros", id="macros"),
        pytest.param({"active": ("script",), "format": "PDF"}, "macros", id="a script in a PDF"),
        pytest.param({"second_face": "zip", "format": "PDF"}, "two-faced", id="a PDF that is a ZIP as well"),
        pytest.param({}, "", id="whole"),
    ],
)
def test_a_document_that_was_asked_for(facts, problem):
    looked_at = case(slots={"article": document_slot(document(**facts))})
    expected = [{"subject": "article.docx", "problem": problem, "slot": "article", "grade": "hard"}] if problem else []
    assert list(DocumentUnreadable().check(looked_at)) == expected
