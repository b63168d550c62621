"""The rule text-topics."""

import pytest

from tests.builders.piece_facts import document, document_slot
from validators.rules.text_topics import TextTopics

RULE = TextTopics(topics=(("活动安排", "议程"), ("活动成果", "成效")))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(document_slot(document(text="一、活动安排\n二、成效")), [], id="both"),
        pytest.param(document_slot(document(text="议程：九点")), [{"subject": "article.docx", "topics": ["活动成果"]}], id="one"),
        pytest.param(
            document_slot(document("a.docx", text="议程"), document("b.docx", text="活动成果")), [], id="in two documents"
        ),
        pytest.param(
            document_slot(document("a.docx", text="甲"), document("b.docx", text="乙")),
            [{"subject": "slot", "topics": ["活动安排", "活动成果"]}],
            id="in neither of two",
        ),
        pytest.param(document_slot(document(text="", scanned=True)), [], id="nobody read the scan"),
        pytest.param(document_slot(document(text="议程", problem="damaged")), [], id="nor the damaged one"),
        pytest.param(document_slot(), [], id="nothing there"),
    ],
)
def test_text_topics(facts, expected):
    assert list(RULE.check(facts)) == expected
