"""Forms that LibreOffice itself has filled in, saved in every format, and read back whole; documents that would do harm."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from intake.forms.read import office
from intake.forms.readers import read_form, read_forms, read_text
from intake.mime.sniff import sniff
from intake.model.problems import FileProblem
from intake.model.submission import FileType, FormState, RegistrationForm
from reports.demo.mime import File
from reports.form.blank import write_blank_form
from tests.builders.breadth import rarely
from tests.builders.factories import CorpusCase
from tests.builders.form_samples import attached, texts
from tests.builders.form_typing import BLANK, CHINESE_FONT, FORM, SOFFICE, Typing, odt
from tests.builders.run_case import outcome_of
from tests.corpus.contents import with_form

pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
LABELS = {  # what the blank form's cells begin with, in reading order
    "name_zh": "中文姓名",
    "name_en": "英文姓名",
    "sex": "性别",
    "nationality": "国籍",
    "mobile": "手机号码",
    "email": "电子邮箱",
    "photo_name": "作品名称",
    "pieces": "幅数",
    "description": "作品说明",
    "contact_name": "姓名",
    "contact_email": "电子邮箱",
    "contact_phone": "手机/微信",
    "employer": "工作单位",
    "address": "地址",
}
VALUES = {
    "name_zh": "欧阳·白安娜",
    "name_en": "Anna-Maria O'Blanc Čapková",
    "sex": "Female",
    "nationality": "French / 法国",
    "mobile": "+86 130-0000-0001",
    "email": "anna_blanc@example.org",
    "photo_name": 'Spring: "The Tea Market", 1–3',
    "pieces": "3",
    "description": "The tea sellers know me by now & pour the first cup without asking.\n"
    "Nobody hurries here; one grandmother says that good tea needs three things, which are clean water, a warm pot and a "
    "patient guest, and I have stayed for nine years because of that cup.\nThe last picture: her empty chair.",
    "contact_name": "李文",
    "contact_email": "li@example.org",
    "contact_phone": "13000000002 / wechat_li",
    "employer": "第一中学（国际部）",
    "address": "北京市东城区一号，100000",
}
SHEET = (("B1", "name_zh"), ("D1", "name_en"), ("B2", "sex"), ("D2", "nationality"), ("B3", "mobile"), ("D3", "email"),
         ("B4", "photo_name"), ("D4", "pieces"), ("B5", "description"))  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill in the blank form by typing, and sheets, and save them in every format, in one start of LibreOffice."""
    room = tmp_path_factory.mktemp("filled")
    write_blank_form(BLANK, room / "blank.docx")
    typing = Typing(room)
    typing.open(room / "blank.docx")
    typing.save("blank", "doc")
    for field, label in LABELS.items():
        typing.answer(label, VALUES[field])
    typing.save("filled", "docx", "odt", "doc", "rtf", "pdf", "html")
    typing.close()
    typing.open(room / "blank.docx")
    for field, label in LABELS.items():
        typing.answer(label, "wrong" if field == "name_en" else VALUES[field])
    typing.basic("doc.RecordChanges = True")
    typing.again("英文姓名", VALUES["name_en"])
    typing.save("changed", "docx", "odt", "doc")
    typing.close()
    typing.open(None, "scalc")
    for place, field in SHEET:
        typing.cell(f"{'A' if place[0] == 'B' else 'C'}{place[1]}", LABELS[field])
        typing.cell(place, "13000000001" if field == "mobile" else VALUES[field])
    typing.merge("B5:D5")
    typing.save("sheet", "xlsx", "xls", "ods")
    typing.close()
    typing.run()
    return room


def read(path: Path) -> RegistrationForm | None:
    return read_form(attached(path, sniff(path, path.name)), FORM, path.parent)


@pytest.mark.parametrize("ending", ["docx", "doc", *rarely(["odt", "rtf", "html"])])
def test_a_form_filled_in_by_libreoffice_is_read_whole(filled: Path, ending: str) -> None:
    form = read(filled / f"filled.{ending}")
    assert form is not None
    assert (form.state, texts(form), form.unread) == (FormState.FILLED, VALUES, ())


@pytest.mark.skipif(not CHINESE_FONT, reason="no font with Chinese is installed")
def test_a_form_printed_by_libreoffice_is_read_whole(filled: Path) -> None:
    form = read(filled / "filled.pdf")
    assert form is not None
    wrapped = {field: " ".join(text.split()) for field, text in texts(form).items()}  # a page knows lines, no paragraphs
    assert (form.state, wrapped) == (FormState.FILLED, {field: " ".join(text.split()) for field, text in VALUES.items()})


@pytest.mark.parametrize("ending", ["docx", *rarely(["odt", "doc"])])
def test_what_libreoffice_tracked_as_changed_is_read_as_accepted(filled: Path, ending: str) -> None:
    assert texts(read(filled / f"changed.{ending}")) == VALUES


@pytest.mark.parametrize("ending", ["xls", *rarely(["xlsx", "ods"])])
def test_a_sheet_filled_in_by_libreoffice_is_read_whole(filled: Path, ending: str) -> None:
    expected = {field: VALUES[field] for _, field in SHEET} | {"mobile": "13000000001"}
    assert texts(read(filled / f"sheet.{ending}")) == expected


def test_an_old_word_file_named_as_wps_writes_it_is_read(filled: Path) -> None:
    path = filled / "作品登记表.wps"
    path.write_bytes((filled / "filled.doc").read_bytes())
    assert texts(read(path)) == VALUES


def test_an_old_word_form_makes_an_entry(filled: Path, tmp_path: Path) -> None:
    data = (filled / "filled.doc").read_bytes()
    case = CorpusCase(name="doc", raw=lambda: with_form(File(name="作品登记表.doc", data=data, type="application/msword")))
    found = outcome_of(case, tmp_path)
    entries = found["documents"]
    assert isinstance(entries, list)
    assert (found["outcome"], [entry["form"] for entry in entries]) == ("entered", [VALUES])


@pytest.mark.thorough
def test_a_blank_form_saved_by_libreoffice_is_blank(filled: Path) -> None:
    form = read(filled / "blank.doc")
    assert form is not None
    assert (form.state, texts(form)) == (FormState.BLANK, {})


@pytest.mark.thorough
def test_a_biography_in_an_old_format_is_text(tmp_path: Path) -> None:
    path = tmp_path / "bio.rtf"
    path.write_text(r"{\rtf1\ansi\uc1 I was born in Lyon.\par\u26417?\u20140?}", encoding="ascii")
    item = attached(path, FileType.RTF)
    assert read_forms(item, FORM, tmp_path) == ()
    assert read_text(item, tmp_path) == "I was born in Lyon.\n朱京"


def test_a_conversion_leaves_nothing_but_its_result(filled: Path, tmp_path: Path) -> None:
    started = time.monotonic()
    first = office.convert(filled / "filled.doc", tmp_path, ".doc")
    second = office.convert(filled / "filled.doc", tmp_path, ".doc")
    assert first == second
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["done", "in.docx"]
    assert time.monotonic() - started < 20
    assert running(str(tmp_path)) == []


def test_a_conversion_that_takes_too_long_is_ended_with_all_its_processes(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="unsupported"):
        office.convert(filled / "filled.doc", tmp_path, ".doc", seconds=0.1)
    assert running(str(tmp_path)) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "type", "problem"), [("登记表.doc", FileType.OLE, "damaged"), ("登记表.rtf", FileType.RTF, "unsupported")]
)
def test_what_libreoffice_cannot_open_goes_to_a_person(tmp_path: Path, name: str, type: FileType, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000))
    form = read_form(attached(path, type), FORM, tmp_path)
    assert form is not None
    assert (form.state, form.problem) == (FormState.UNREADABLE, problem)


@pytest.mark.thorough
def test_without_calc_a_sheet_goes_to_a_person(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(office.LIBRARIES, "xlsx", "not-there.so")
    (tmp_path / "a.xls").write_bytes((filled / "blank.doc").read_bytes())  # no sheet comes of it
    with pytest.raises(FileProblem, match="needs-office"):
        office.convert(tmp_path / "a.xls", tmp_path, ".xls", "xlsx")


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """Serve nothing, and keep what was asked for: (address, paths)."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def parse_request(self) -> bool:
            good = super().parse_request()
            paths.append(self.path)
            return good

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", paths
        server.shutdown()


@pytest.mark.thorough
def test_nothing_a_document_links_to_is_fetched(tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    picture = f'<draw:frame><draw:image xlink:href="{address}/a.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame>'
    result = office.convert(odt(tmp_path / "a.odt", f"<text:p>Hello{picture}</text:p>"), tmp_path, ".odt")
    assert (result.is_file(), paths) == (True, [])


@pytest.mark.thorough
def test_no_macro_of_a_document_runs(tmp_path: Path) -> None:
    mark = tmp_path / "the-macro-ran"
    office.convert(odt(tmp_path / "a.odt", "<text:p>Hello</text:p>", f'Open "{mark}" For Output As #1'), tmp_path, ".odt")
    assert not mark.exists()


def running(word: str) -> list[str]:
    """Return the command lines of running programs that name a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:  # it ended meanwhile
            continue
        found += [line] if word in line else []
    return found
