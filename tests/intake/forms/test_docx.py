"""Word forms as people really send them (field-notes 6): what a plain reading loses or shifts."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.forms.readers import read_form, read_forms, read_text
from intake.model.submission import FileType, FormState
from reports.demo import documents
from tests.builders.form_samples import SETTINGS, TITLE, VALUES, W, attached, cell, paragraph, table, texts, word

CONTROL = "<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def values(tmp_path: Path, body: str, **parts: str) -> dict[str, str]:
    return texts(read_form(attached(word(tmp_path / "form.docx", body, **parts), FileType.DOCX), SETTINGS, tmp_path))


def with_sex(content: str) -> str:
    """Return a form whose sex cell holds the given paragraphs."""
    return table(("Name (English)", "Anna Blanc"), ("Sex", cell(content), "Nationality", "French"))


EXPECTED = {"name_en": "Anna Blanc", "sex": "Female", "nationality": "French"}


def test_the_layout_of_the_notice_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    path.write_bytes(documents.registration_form(VALUES, TITLE))
    form = read_form(attached(path, FileType.DOCX), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, texts(form)) == (FormState.FILLED, VALUES)
    assert form.values["nationality"].place == "table 1, row 3"
    assert (form.source, form.source_sha256, form.unread) == ("form.docx", attached(path, FileType.DOCX).sha256, ())


def test_an_untouched_form_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "anything.docx"
    path.write_bytes(documents.registration_form({}, TITLE))
    form = read_form(attached(path, FileType.DOCX), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, texts(form)) == (FormState.BLANK, {})


def test_content_controls_round_text_and_cells(tmp_path: Path) -> None:
    inline = f"<w:p>{CONTROL.format(properties='', content=run('Anna Blanc'))}</w:p>"
    block = CONTROL.format(properties="", content=paragraph("Female"))
    whole = CONTROL.format(properties="", content=cell("French"))
    body = table(("Name (English)", cell(inline)), ("Sex", cell(block + paragraph("")), "Nationality", whole))
    assert values(tmp_path, body) == EXPECTED


def test_a_placeholder_shown_in_a_control_is_empty(tmp_path: Path) -> None:
    shown = f"<w:p>{CONTROL.format(properties='<w:showingPlcHdr/>', content=run('Your name'))}</w:p>"
    body = table(("Name (English)", cell(shown)), ("Sex", "Female", "Nationality", "French"))
    assert values(tmp_path, body) == {"sex": "Female", "nationality": "French"}


def test_tracked_changes_are_accepted(tmp_path: Path) -> None:
    changed = f"<w:p><w:del>{run('Male').replace('w:t>', 'w:delText>')}</w:del><w:ins>{run('Female')}</w:ins></w:p>"
    gone = '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>' + cell("Email") + cell("old@example.org") + "</w:tr>"
    body = with_sex(changed).replace("</w:tbl>", gone + "</w:tbl>")
    assert values(tmp_path, body) == EXPECTED


def box(checked: int) -> str:
    settings = f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>'
    return CONTROL.format(properties=settings, content=run("?"))


def legacy(checked: int) -> str:
    data = f'<w:ffData><w:checkBox><w:default w:val="0"/><w:checked w:val="{checked}"/></w:checkBox></w:ffData>'
    return f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'


def symbol(char: str) -> str:
    return f'<w:r><w:sym w:font="Wingdings 2" w:char="{char}"/></w:r>'


@pytest.mark.parametrize(
    ("ticked", "empty"),
    [
        (box(1), box(0)),
        (legacy(1), legacy(0)),
        (symbol("F052"), symbol("F0A3")),
        (run("\uf0fe"), run("\uf0a8")),
        (run("☒"), run("☐")),
    ],
)
def test_check_boxes_and_symbols(tmp_path: Path, ticked: str, empty: str) -> None:
    assert values(tmp_path, with_sex(f"<w:p>{empty}{run('Male ')}{ticked}{run('Female')}</w:p>")) == EXPECTED


def test_a_legacy_drop_down_shows_its_choice(tmp_path: Path) -> None:
    choices = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="Male"/><w:listEntry w:val="Female"/></w:ddList>'
    field = f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData>{choices}</w:ffData></w:fldChar></w:r></w:p>'
    assert values(tmp_path, with_sex(field)) == EXPECTED


def test_what_is_struck_out_is_not_chosen(tmp_path: Path) -> None:
    assert values(tmp_path, with_sex(f"<w:p>{run('Male', '<w:strike/>')}{run(' Female')}</w:p>")) == EXPECTED


def test_a_text_box_is_read_once_in_its_cell(tmp_path: Path) -> None:
    inside = f"<w:txbxContent>{paragraph('Female')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{inside}</mc:Choice><mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent>"
    assert values(tmp_path, with_sex(f"<w:p><w:r>{both}</w:r></w:p>")) == EXPECTED


def test_nested_tables_are_read(tmp_path: Path) -> None:
    inner = table(("Sex", "Female", "Nationality", "French"))
    assert values(tmp_path, table(("Name (English)", "Anna Blanc"), (cell(inner + paragraph("")),))) == EXPECTED


def test_merged_cells_shift_nothing(tmp_path: Path) -> None:
    wide = '<w:gridSpan w:val="3"/>'
    body = table(
        (cell("Name", '<w:vMerge w:val="restart"/>'), "Chinese", cell("白安娜", wide)),
        (cell("", "<w:vMerge/>"), "English", cell("Anna Blanc", wide)),
        ("Sex", "Female", "Nationality", "French"),
    )
    assert values(tmp_path, body) == {"name_zh": "白安娜", **EXPECTED}


def test_lines_with_wps_blanks_instead_of_a_table(tmp_path: Path) -> None:
    body = (
        paragraph("姓名（English）：")
        + paragraph("英文姓名：___Anna Blanc____  性别：__Female__")
        + paragraph("国籍：　　French　　")
    )
    assert values(tmp_path, body) == EXPECTED


def test_dangling_relationships_and_missing_styles_do_not_matter(tmp_path: Path) -> None:
    dangling = '<Relationships><Relationship Id="r1" Type="http://x/image" Target="NULL"/></Relationships>'
    assert values(tmp_path, with_sex(paragraph("Female")), **{"word___rels__document.xml.rels": dangling}) == EXPECTED


def test_strict_office_xml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "strict.docx"
    body = f"<w:document xmlns:w='{W}'><w:body>{with_sex(paragraph('Female'))}</w:body></w:document>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", body.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main"))
    assert texts(read_form(attached(path, FileType.DOCX), SETTINGS, tmp_path)) == EXPECTED


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("<!DOCTYPE w [<!ENTITY a 'b'>]><w/>", "unsupported"),
        ("<w:document", "damaged"),
        ("<w><p/></w>", "damaged"),
        ("<w>" + "<p/>" * 700_000 + "</w>", "too-big"),
    ],
)
def test_hostile_or_broken_xml_goes_to_a_person(tmp_path: Path, document: str, problem: str) -> None:
    path = tmp_path / "作品登记表.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    form = read_form(attached(path, FileType.DOCX), SETTINGS, tmp_path)
    assert form is not None
    assert (form.state, form.problem, form.source) == (FormState.UNREADABLE, problem, path.name)


def test_a_zip_bomb_stops_while_it_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "登记表.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/media/a.bin", bytes(61_000_000))
    form = read_form(attached(path, FileType.DOCX), SETTINGS, tmp_path)
    assert form is not None
    assert form.problem == "too-big"


def test_a_broken_file_counts_as_a_form_only_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"PK\x03\x04 no zip")
    assert read_forms(attached(path, FileType.DOCX, "holiday.docx"), SETTINGS, tmp_path) == ()
    form = read_form(attached(path, FileType.DOCX, "My Application Form.docx"), SETTINGS, tmp_path)
    assert form is not None
    assert form.problem == "damaged"


def test_a_form_that_says_its_title_again_goes_on_below_it(tmp_path: Path) -> None:
    """Two people have the same labels twice; a form on two pages has each once."""
    names = table(("Name (English)", "Anna Blanc"), ("Sex", "Female"), ("Nationality", "French"))
    rest = table(("Mobile Number", "+86 130 0000 0001"), ("Email Address", "anna@example.org"), ("Photo Name", "Ferry"))
    found = {}
    for name, parts in {"goes on": (names, rest), "two people": (names, names)}.items():
        body = "".join(paragraph("作品登记表") + part for part in parts)
        found[name] = [
            texts(form) for form in read_forms(attached(word(tmp_path / "form.docx", body), FileType.DOCX), SETTINGS, tmp_path)
        ]
    more = {"mobile": "+86 130 0000 0001", "email": "anna@example.org", "photo_name": "Ferry"}
    assert found == {"goes on": [{**EXPECTED, **more}], "two people": [EXPECTED, EXPECTED]}


def test_a_document_without_labels_is_a_form_only_by_name_or_title(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", paragraph("I was born in Lyon."))
    assert read_form(attached(path, FileType.DOCX), SETTINGS, tmp_path) is None
    for form in (
        read_form(attached(path, FileType.DOCX, "登记表.docx"), SETTINGS, tmp_path),
        read_form(attached(word(tmp_path / "b.docx", paragraph("作品登记表")), FileType.DOCX), SETTINGS, tmp_path),
    ):
        assert form is not None
        assert (form.state, form.problem) == (FormState.UNREADABLE, "no-labels")


def test_two_forms_in_one_file(tmp_path: Path) -> None:
    body = "".join(
        paragraph("作品登记表") + table(("Name (English)", name), ("Sex", "Female", "Nationality", "French"), ("Email", mail))
        for name, mail in (("Anna Blanc", "anna@example.org"), ("Berta Noir", "berta@example.org"))
    )
    forms = read_forms(attached(word(tmp_path / "two.docx", body), FileType.DOCX), SETTINGS, tmp_path)
    assert [form.text("name_en") for form in forms] == ["Anna Blanc", "Berta Noir"]


def test_plain_text_keeps_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", paragraph("Biography") + table(("Born", "Lyon")) + paragraph("The end."))
    assert read_text(attached(path, FileType.DOCX), tmp_path) == "Biography\nBorn\tLyon\nThe end."


def ruby(base: str, reading: str) -> str:
    return f"<w:r><w:ruby><w:rubyPr/><w:rt>{run(reading)}</w:rt><w:rubyBase>{run(base)}</w:rubyBase></w:ruby></w:r>"


def overstruck(base: str, reading: str) -> str:
    """Return a reading as Word wrote it until 2003, and as it still does in a file for that version."""
    code = f' EQ \\* jc2 \\* "Font:Calibri" \\* hps10 \\o\\ad(\\s\\up 9({reading}),{base})'
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark.format('end')}"


@pytest.mark.parametrize("over", [ruby, overstruck])
def test_what_a_reading_stands_over_is_kept_without_it(tmp_path: Path, over: Callable[[str, str], str]) -> None:
    name = f"<w:p>{over('白', 'bái')}{over('安娜', 'ānnà')}{run('女士')}</w:p>"
    body = table(("姓名", cell(name)), ("Name (English)", "Anna Blanc"), ("性别", cell(f"<w:p>{over('女', 'nǚ')}</w:p>")))
    assert values(tmp_path, body) == {"name_zh": "白安娜女士", "name_en": "Anna Blanc", "sex": "女"}


def test_a_label_with_a_reading_is_known(tmp_path: Path) -> None:
    labels = [
        cell(f"<w:p>{ruby(text, reading)}</w:p>")
        for text, reading in (("姓名", "xìngmíng"), ("国籍", "guójí"), ("性别", "xìngbié"))
    ]
    body = table((labels[0], "白安娜"), (labels[1], "法国"), (labels[2], "女"))
    assert values(tmp_path, body) == {"name_zh": "白安娜", "nationality": "法国", "sex": "女"}
