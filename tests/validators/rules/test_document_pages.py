"""The rule document-pages."""

import pytest

from tests.builders.piece_facts import document
from validators.rules.document_pages import DocumentPages

PAGES = DocumentPages(least=5, most=10)


def said(pages: int, grade: str, name: str = "article.docx") -> list[dict[str, object]]:
    return [{"subject": name, "pages": pages, "least": 5, "most": 10, "grade": grade}]


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        pytest.param(DocumentPages(), document(pages=400), [], id="none asked for"),
        pytest.param(PAGES, document(pages=5), [], id="the least"),
        pytest.param(PAGES, document(pages=10), [], id="the most"),
        pytest.param(PAGES, document(pages=0), [], id="nobody knows"),
        pytest.param(PAGES, document(pages=11), said(11, "soft"), id="the program says so"),
        pytest.param(PAGES, document("a.pdf", format="PDF", pages=4), said(4, "hard", "a.pdf"), id="counted"),
        pytest.param(PAGES, document("a.pdf", format="PDF", pages=4, problem="damaged"), [], id="damage is another rule's"),
    ],
)
def test_document_pages(rule, facts, expected):
    assert list(rule.check(facts)) == expected


def test_bounds_that_contradict_each_other():
    assert list(DocumentPages(least=5, most=4).mistakes()) == [{"most": "least is 5, above most, which is 4"}]
