"""The rule document-format."""

import pytest

from tests.builders.piece_facts import document
from validators.rules.document_format import DocumentFormat

WORD = DocumentFormat(formats=("DOCX", "DOC", "WPS"))
EDITABLE = DocumentFormat(editable=True)


def said(reason: str, name: str, kind: str, formats=(), renamed=False) -> list[dict[str, object]]:
    return [{"subject": name, "format": kind, "formats": list(formats), "renamed": renamed, "reason": reason}]


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        pytest.param(DocumentFormat(), document("a.pdf", format="PDF", editable=False), [], id="any will do"),
        pytest.param(WORD, document(), [], id="asked for"),
        pytest.param(DocumentFormat(formats=("DOC",)), document("a.doc", format="WPS"), [], id="WPS Office wrote the .doc"),
        pytest.param(DocumentFormat(formats=("jpg", "PDF")), document("a.jpg", format="JPEG", scanned=True), [], id="JPG is JPEG"),
        pytest.param(WORD, document("a.pdf", format="PDF"), said("format", "a.pdf", "PDF", WORD.formats), id="a PDF"),
        pytest.param(WORD, document("a.docx", format="PDF", renamed=True), said("format", "a.docx", "PDF", WORD.formats, True), id="a PDF named .docx"),
        pytest.param(WORD, document("a.docx", format="", problem="damaged"), [], id="damage is another rule's"),
        pytest.param(WORD, document("a.doc", format="XLS", problem="encrypted"), [], id="so is a lock"),
        pytest.param(EDITABLE, document(), [], id="editable"),
        pytest.param(EDITABLE, document("a.pdf", format="PDF", editable=False), said("pdf", "a.pdf", "PDF"), id="a PDF of text"),
        pytest.param(EDITABLE, document("a.pdf", format="PDF", editable=False, scanned=True), said("scan", "a.pdf", "PDF"), id="a scan"),
        pytest.param(EDITABLE, document(editable=False, scanned=True), said("scan", "article.docx", "DOCX"), id="pictures of pages in Word"),
        pytest.param(WORD, document("a.jpg", format="JPEG", scanned=True), said("picture", "a.jpg", "JPEG", WORD.formats), id="a picture of it"),
        pytest.param(DocumentFormat(), document("a.jpg", format="JPEG", scanned=True), said("picture", "a.jpg", "JPEG"), id="a picture is no document"),
        pytest.param(EDITABLE, document("a.jpg", format="JPEG", editable=False, scanned=True), said("scan", "a.jpg", "JPEG"), id="a photo of it"),
    ],
)  # fmt: skip
def test_document_format(rule, facts, expected):
    assert list(rule.check(facts)) == expected
