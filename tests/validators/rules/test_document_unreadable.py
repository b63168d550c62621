"""The rule document-unreadable."""

from dataclasses import replace

import pytest

from intake.model.submission import FileType, Role
from tests.builders.rule_facts import archive, case, photo
from validators.rules.document_unreadable import DocumentUnreadable

SHEET = replace(archive("time"), name="list.xlsx", type=FileType.XLSX)
PICTURE = photo("scrap.jpg", Role.OTHER, decodable=False, problem="undecodable")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(case(), [], id="nothing"),
        pytest.param(case(materials=(archive("encrypted"),)), [], id="an archive is another rule's"),
        pytest.param(case(materials=(SHEET,)), [{"subject": "list.xlsx", "problem": "time"}], id="a slow spreadsheet"),
        pytest.param(
            case(others=(PICTURE,)), [{"subject": "scrap.jpg", "problem": "undecodable"}], id="a broken picture in no role"
        ),
    ],
)
def test_document_unreadable(facts, expected):
    assert list(DocumentUnreadable().check(facts)) == expected
