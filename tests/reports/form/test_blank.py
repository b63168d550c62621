"""The blank form we hand out is read back by our own reader, empty and filled."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx
import pytest

from intake.config.loading import load
from intake.config.models import Call, LocalWords, Slot, SlotKind, Title, Window
from intake.forms.readers import read_form, read_which
from intake.model.submission import FileType, FormState
from reports.form.blank import write_blank_form
from tests import ROOT
from tests.builders.form_samples import SETTINGS, attached, texts

CALL = Call(
    title=LocalWords(zh="征集", en="A call"),
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


@pytest.mark.long
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


KINDS = Slot.model_validate(
    {
        "id": "form",
        "kind": "form",
        "title": {"zh": "参展申请表", "en": "Application"},
        "fields": {
            "unit": {"labels": ["单位名称", "Organisation"]},
            "arrival": {"kind": "date", "labels": ["进馆日期", "Date of arrival"]},
            "booth": {
                "kind": "choice",
                "labels": ["参展类型", "Type of booth"],
                "choices": {"online": ["网上展厅", "Online hall"], "onsite": ["线下展位", "On site"]},
            },
            "secret": {"kind": "flag", "labels": ["不便公开", "Confidential"]},
            "size_2018": {"kind": "count", "labels": ["代表团规模"], "within": "2018年（16届）：{}人"},
            "size_2019": {"kind": "count", "labels": ["代表团规模"], "within": "2019年（17届）：{}人"},
        },
    }
)


def test_every_kind_has_its_place_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "anything.docx"
    write_blank_form(CALL.model_copy(update={"slots": {"form": KINDS}}), path)
    document = docx.Document(str(path))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["单位名称\nOrganisation", "", "进馆日期\nDate of arrival", "_____年_____月_____日"],
        [
            "参展类型\nType of booth",
            "☐ 网上展厅 Online hall\n☐ 线下展位 On site",
            "不便公开\nConfidential",
            "☐ 是 Yes    ☐ 否 No",
        ],
        ["代表团规模", *["2018年（16届）：_____人；\n2019年（17届）：_____人"] * 3],
    ]
    untouched = read_form(attached(path, FileType.DOCX), KINDS, tmp_path)
    assert untouched is not None
    assert (untouched.state, texts(untouched), untouched.unread) == (FormState.BLANK, {}, ())
    answers = {
        "☐ 线下": "☑ 线下",
        "☐ 是": "√ 是",
        "2018年（16届）：_____": "2018年（16届）：12",
        "_____年_____月_____日": "2026年8月3日",
    }
    for paragraph in (paragraph for row in document.tables[0].rows for cell in row.cells for paragraph in cell.paragraphs):
        for blank, said in answers.items():
            paragraph.text = paragraph.text.replace(blank, said)
    document.save(str(path))
    filled = read_form(attached(path, FileType.DOCX), KINDS, tmp_path)
    assert filled is not None
    shown = {name: value.shown for name, value in filled.values.items()}
    assert shown == {"arrival": "2026-08-03", "booth": "onsite", "secret": "yes", "size_2018": "12"}


def test_each_form_of_a_call_has_a_blank_one_that_is_known_again(tmp_path: Path) -> None:
    """A call with several: `form CALL --slot S`."""
    call = load([ROOT / "config.yaml"], {"PHOTO_PASSWORD": "x"}).calls["publicity-2023"]
    forms = call.of_kind(SlotKind.FORM)
    for name, slot in forms.items():
        write_blank_form(call, tmp_path / f"{name}.docx", form=slot)
        document = docx.Document(str(tmp_path / f"{name}.docx"))
        empty = list({cell._tc: cell for row in document.tables[0].rows for cell in row.cells if not cell.text}.values())
        for number, cell in enumerate(empty, 1):
            cell.text = f"answer {number}"
        document.save(str(tmp_path / f"{name}.docx"))
        ((known, form),) = read_which(attached(tmp_path / f"{name}.docx", FileType.DOCX), list(forms.values()), tmp_path)
        assert (known, set(texts(form))) == (name, set(slot.fields))
    assert len(forms) == 3
