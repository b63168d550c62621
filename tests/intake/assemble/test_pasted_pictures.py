"""Pictures pasted into documents are seen, and said."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from intake.assemble.pasted_pictures import pictures_inside
from intake.model.submission import FileType
from tests.builders.run_case import outcome_of
from tests.corpus.contents import PHOTOS

CASES = {case.name: case for case in PHOTOS}


def zipped(*members):
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name, size in members:
            package.writestr(name, bytes(size))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "kind", "expected"),
    [
        pytest.param(zipped(("word/media/image1.jpeg", 50_000), ("word/media/image2.png", 900)), FileType.DOCX, 1, id="docx"),
        pytest.param(zipped(("Pictures/1.jpg", 50_000)), FileType.ODT, 1, id="odt"),
        pytest.param(zipped(("word/document.xml", 90_000)), FileType.DOCX, 0, id="no pictures"),
        pytest.param(b"%PDF-1.4 /Filter /DCTDecode " + bytes(1 << 20) + b"/Filter/DCTDecode", FileType.PDF, 2, id="pdf"),
        pytest.param(b"no zip", FileType.DOCX, 0, id="damaged"),
        pytest.param(zipped(("word/media/image1.jpeg", 50_000)), FileType.ZIP, 0, id="an archive is none"),
    ],
)
def test_pictures_inside(data, kind, expected, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(data)
    assert pictures_inside(path, kind) == expected


def test_the_letter_can_say_where_the_photos_are(tmp_path):
    (entry,) = outcome_of(CASES["photos-pasted-into-word"], tmp_path)["documents"]
    said = [item["values"] for item in entry["findings"] if item["slot"] == "work" and item["rule"] == "slot-count"]
    assert said == [{"subject": "work", "count": 0, "minimum": 3, "maximum": 5, "inside": ["My photos.docx"]}]
