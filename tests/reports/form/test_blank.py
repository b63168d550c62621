"""The blank form we hand out is read back by our own reader, empty and filled."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import pytest

from intake.config.models import Call, Slot, Title, Window, Words
from intake.forms.readers import read_form
from intake.model.submission import FileType, FormState
from reports.form.blank import write_blank_form
from tests.builders.form_samples import SETTINGS, attached, texts

CALL = Call(
    title=Words(zh="征集", en="A call"),
    reference="AB12",
    window=Window(
        opens=datetime.fromisoformat("2026-07-01T00:00:00+08:00"), closes=datetime.fromisoformat("2026-09-01T00:00:00+08:00")
    ),
    slots={"form": SETTINGS, "description": Slot(kind="text", title=Title(zh="作品", en="work"), field="description")},
)


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "anything.docx"
    write_blank_form(CALL, path)
    return path


def test_the_blank_form_is_blank(blank: Path) -> None:
    form = read_form(attached(blank, FileType.DOCX), SETTINGS, blank.parent)
    assert form is not None
    assert (form.state, texts(form), form.unread) == (FormState.BLANK, {}, ())


def test_the_layout_of_the_table(blank: Path) -> None:
    document = docx.Document(str(blank))
    assert [paragraph.text for paragraph in document.paragraphs[:2]] == ["作品登记表", "Competition Application Form"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][:5] == [
        ["中文姓名\nName (Chinese)", "", "英文姓名\nName (English)", ""],
        ["性别\nSex", "", "国籍\nNationality", ""],
        ["手机号码\nMobile Number", "", "电子邮箱\nEmail Address", ""],
        ["作品名称\nPhoto Name", "", "幅数\npieces", ""],
        ["作品说明\nPhoto Description (less than 200 words)", "", "", ""],
    ]


def test_the_filled_form_is_read_back(blank: Path) -> None:
    document = docx.Document(str(blank))
    empty = list({cell._tc: cell for row in document.tables[0].rows for cell in row.cells if not cell.text}.values())
    for number, cell in enumerate(empty, 1):
        cell.text = f"answer {number}"
    document.save(str(blank))
    form = read_form(attached(blank, FileType.DOCX), SETTINGS, blank.parent)
    assert texts(form) == {name: f"answer {number}" for number, name in enumerate(SETTINGS.fields, 1)}


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError):
        write_blank_form(CALL, tmp_path / "taken")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_call_without_a_form_has_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no form"):
        write_blank_form(CALL.model_copy(update={"slots": {}}), tmp_path / "a.docx")
