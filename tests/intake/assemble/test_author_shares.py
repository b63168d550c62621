"""Whether two forms are one person's: only what both say can tell, and in doubt they are two."""

from pathlib import Path

import pytest

from intake.assemble.author_shares import deal
from intake.assemble.people import People
from intake.model.submission import Attachment, FileType, FormState, FormValue, RegistrationForm
from tests.builders.factories import shipped_call
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
