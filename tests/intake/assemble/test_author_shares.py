"""Whether two forms are one person's: only what both say can tell, and in doubt they are two."""

from dataclasses import replace
from pathlib import Path

import pytest

from intake.assemble.author_shares import deal
from intake.assemble.people import People
from intake.assemble.submissions import gather
from intake.config.models import Call
from intake.model.submission import Attachment, FileType, FormState, FormValue, RegistrationForm
from tests.builders.factories import shipped_call
from tests.builders.registry_samples import message
from tests.builders.rule_facts import filled

PEOPLE = People.of(shipped_call())
same_person, same_author, names_agree = PEOPLE.same_person, PEOPLE.same_author, PEOPLE.names_agree
ANNA = {
    "name_en": "Anna Lind",
    "name_zh": "林安娜",
    "email": "anna@example.com",
    "nationality": "Sweden",
    "mobile": "+46 70 123 45 67",
}


def form(sha256="a" * 64, **values):
    found = {name: FormValue(text=text, place="") for name, text in values.items()}
    return RegistrationForm(state=FormState.FILLED, values=found, source="form.docx", source_sha256=sha256)


def anna(sha256="b" * 64, **changes):
    return form(sha256, **{**ANNA, **changes})


ONE = {
    "the-same-again": anna(),
    "in-other-spellings": anna(name_en="LIND, Anna", nationality="瑞典", mobile="0046701234567", email="Anna@EXAMPLE.com"),
    "a-name-alone": form(name_en="anna lind"),
    "another-work": anna(photo_name="Bridge"),
    "what-was-missing": anna(address="1 Long Road"),
    "a-name-in-one-script": form(name_zh="林安娜", email="anna@example.com"),
}
TWO = {
    "nationality": anna(nationality="Norway"),
    "email": anna(email="anna.lind@example.com"),
    "look-alike-email": anna(email="ann\u0430@example.com"),
    "phone": anna(mobile="+46 70 765 43 21"),
    "name": anna(name_en="Anna Lindberg"),
    "one-of-two-names": anna(name_zh="林安"),
    "all-but-the-name": anna(nationality="Norway", email="a@example.org", mobile="+47 21 00 00 00"),
    "nobody-in-common": form(photo_name="Bridge"),
}


@pytest.mark.parametrize("name", ONE)
def test_one_person(name):
    assert (same_person(anna("a"), ONE[name]), same_person(ONE[name], anna("a"))) == (True, True)


@pytest.mark.parametrize("name", TWO)
def test_two_people(name):
    assert (same_person(anna("a"), TWO[name]), same_person(TWO[name], anna("a"))) == (False, False)


def test_an_offices_address_joins_nobody():
    office = {"email": "office@example.com"}
    assert same_person(form("a", name_en="Anna", **office), form("b", name_en="Boris", **office)) is False
    assert same_person(form("a", unit="Physics", **office), form("b", unit="Chemistry", **office)) is False
    assert same_person(form("a", unit="Physics", **office), form("b", unit="physics", need="Lab", **office)) is True


def test_rows_of_one_list_are_one_only_where_nothing_differs():
    rows = [form("a", email="office@example.com", need=need) for need in ("a lab", "a desk", "a lab")]
    assert [same_person(rows[0], row) for row in rows] == [True, False, True]
    assert same_person(anna("a", photo_name="Bridge"), anna("a", photo_name="River")) is False


def test_a_form_beside_a_pointer_may_correct_what_it_said():
    assert same_author(anna("a"), anna(nationality="Norway", mobile="1")) is True
    assert same_author(anna("a"), form(name_en="Boris Cech", email="boris@example.com")) is False
    assert [same_author(None, anna()), same_author(anna(), None), same_author(anna(), form(photo_name="x"))] == [True] * 3
    assert [names_agree(anna(), anna(email="x@y.z")), names_agree(anna(), form(name_en="Boris")), names_agree(None, filled())] == [
        True, False, True]  # fmt: skip


def test_children_of_one_school_are_as_many_entries_and_files_go_by_what_tells_them_apart():
    children = People(names=("child", "school"), whole=True)
    forms = [form(letter * 64, child=name, school="运河小学") for letter, name in (("a", "赵一"), ("b", "钱二"))]
    assert children.names_agree(*forms) is False
    assert children.names_agree(forms[0], form(child="赵一")) is True  # nothing that both say differs
    papers = [Attachment(ordinal=number, name_as_sent=name, name=name, container="运河小学.zip", folder="", type=FileType.PDF,
                         size=9, sha256=name, path=Path(name)) for number, name in enumerate(("赵一同意书.pdf", "钱二.pdf", "说明.pdf"))]  # fmt: skip
    dealt = deal(papers, [(one, None) for one in forms], children)
    assert [[item.name for item in share] for share in dealt] == [["赵一同意书.pdf"], ["钱二.pdf"]]


HOSTS = Call(
    title={"zh": "寄宿", "en": "hosts"},
    reference="HO",
    window={"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
    slots={
        "student": {
            "kind": "form",
            "title": {"zh": "学生表", "en": "student's form"},
            "fields": {
                "name": {"kind": "name", "labels": ["学生姓名"], "required": True},
                "email": {"kind": "email", "labels": ["学生邮箱"], "required": True},
                "arrives": {"kind": "date", "labels": ["到达日期"], "required": True},
                "unit": {"labels": ["学校"], "required": True},
            },
        },
        "health": {
            "kind": "form",
            "title": {"zh": "健康表", "en": "health form"},
            "fields": {
                "allergy": {"labels": ["过敏史"], "required": True},
                "doctor": {"labels": ["医生"], "required": True},
                "note": {"labels": ["备注"]},
            },
        },
    },
)


@pytest.mark.parametrize(
    ("text", "forms", "typed"),
    [
        (
            "学生姓名：Ada Reed\n学生邮箱：ada@example.com\n到达日期：2026-09-01\n学校：无\n过敏史：无\n医生：赵医生\n备注：无",
            {"student": {"name": "Ada Reed", "email": "ada@example.com", "arrives": "2026-09-01"}}
            | {"health": {"allergy": "无", "doctor": "赵医生"}},  # that no school is given does not say which
            {},
        ),
        ("过敏史：None\n医生：赵医生", {"student": None, "health": {"allergy": "None", "doctor": "赵医生"}}, {}),
        ("医生：赵医生", {"student": None, "health": None}, {"doctor": "赵医生"}),
        ("到达日期：2026-09-02", {"student": None, "health": None}, {"arrives": "2026-09-02"}),
    ],
)
def test_lines_typed_for_two_forms(tmp_path: Path, text: str, forms: dict[str, object], typed: dict[str, str]) -> None:
    (made,) = gather(replace(message("m1"), text=text), "hosts", HOSTS, tmp_path)
    told = {slot: form and {name: value.text for name, value in form.values.items()} for slot, form in made.forms.items()}
    assert (told, {name: value.text for name, value in made.typed.items()}) == (forms, typed)
