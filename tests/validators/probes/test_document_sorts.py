"""Of which sort a document is, by its name, its folder, a heading, a first line."""

import pytest

from validators.probes.document_sorts import sort_of

SORTS = ("典型地区", "典型机构", "典型项目", "典型人才")


@pytest.mark.parametrize(
    ("names", "text", "expected"),
    [
        pytest.param(("典型人才-李明.docx", ""), "典型地区\n……", "典型人才", id="its name before its heading"),
        pytest.param(("附件3.docx", "典型项目"), "", "典型项目", id="its folder"),
        pytest.param(("附件3.docx", ""), "某某大会成果案例\n一、典型机构\n我院……", "典型机构", id="a heading"),
        pytest.param(("a.docx", ""), "我们推荐的典型人才是李明，他在大会上与我们签约。", "典型人才", id="a first line"),
        pytest.param(("典型机构和典型人才.docx", ""), "……", "", id="two at once"),
        pytest.param(("a.docx", ""), "开头。\n" * 20 + "典型地区", "", id="too far below"),
    ],
)
def test_the_sort_of_a_document(names, text, expected):
    assert sort_of(SORTS, names, text) == expected
