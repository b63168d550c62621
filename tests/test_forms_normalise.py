"""Values read as what their field means."""

from __future__ import annotations

import pytest

from intake.forms.normalise import chosen, normalise


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("email", " Anna.Blanc@Example.org ", "anna.blanc@example.org"),
        ("email", "Anna <anna@example.org>", "anna@example.org"),
        ("email", "anna＠example.org", "anna@example.org"),
        ("email", "anna@example.org / b@example.org", "anna@example.org"),
        ("email", "mailto:anna@example.org", "anna@example.org"),
        ("email", "anna at example.org", None),
        ("email", "anna@@example", None),
        ("phone", "13000000001", "+8613000000001"),
        ("phone", "+86 130-0000-0001", "+8613000000001"),
        ("phone", "0086 130 0000 0001", "+8613000000001"),
        ("phone", "（010）6516 0000", "+861065160000"),
        ("phone", "+33 6 12 34 56 78", "+33612345678"),
        ("phone", "WeChat anna / 13000000001", "+8613000000001"),
        ("phone", "１３００００００００１", "+8613000000001"),
        ("phone", "see below", None),
        ("phone", "110", None),
        ("number", "3", "3"),
        ("number", "３", "3"),
        ("number", "03", "3"),
        ("number", "three", "3"),
        ("number", "Three pieces", "3"),
        ("number", "3幅", "3"),
        ("number", "共 3 幅", "3"),
        ("number", "三", "3"),
        ("number", "十二张", "12"),
        ("number", "二十", "20"),
        ("number", "3 (three)", "3"),
        ("number", "3.0", "3"),
        ("number", "3-5", None),
        ("number", "some", None),
        ("sex", "男", "male"),
        ("sex", "女士", "female"),
        ("sex", "F", "female"),
        ("sex", "MALE", "male"),
        ("sex", "男 Male", "male"),
        ("sex", "☑男 ☐女", "male"),
        ("sex", "男☐ 女☑", "female"),
        ("sex", "Male / Female", None),
        ("sex", "x", None),
        ("text", "  as it is ", "as it is"),
        ("name", "", None),
    ],
)
def test_values(kind: str, text: str, expected: str | None) -> None:
    assert normalise(kind, text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("法国", "FR"),
        ("French", "FR"),
        ("France", "FR"),
        ("FRA", "FR"),
        ("法国 France", "FR"),
        ("French (法国)", "FR"),
        ("法国籍", "FR"),
        ("美国", "US"),
        ("American", "US"),
        ("U.S.A.", "US"),
        ("the United States", "US"),
        ("UK", "GB"),
        ("英国", "GB"),
        ("British citizen", "GB"),
        ("Korea", "KR"),
        ("韩国", "KR"),
        ("Russia", "RU"),
        ("俄罗斯", "RU"),
        ("Türkiye", "TR"),
        ("Côte d'Ivoire", "CI"),
        ("Republic of Congo", "CG"),
        ("Nigeria", "NG"),
        ("Niger", "NE"),
        ("中国", "CN"),
        ("China", "CN"),
        ("Chinese", "CN"),
        ("P. R. China", "CN"),
        ("香港", "HK"),
        ("中国香港", "HK"),
        ("Hong Kong, China", "HK"),
        ("澳门", "MO"),
        ("台湾", "TW"),
        ("中国台湾", "TW"),
        ("Indian", "IN"),
        ("印度尼西亚", "ID"),
        ("几内亚比绍", "GW"),
        ("no", None),
        ("French / Canadian", None),
        ("Martian", None),
        ("", None),
    ],
)
def test_nationalities(text: str, code: str | None) -> None:
    assert normalise("nationality", text) == code


@pytest.mark.parametrize(("text", "picked"), [("☑男 ☐女", "男"), ("男☐ 女☑", "女"), ("☐a ☐b", ""), ("no boxes", "no boxes")])
def test_ticked_options(text: str, picked: str) -> None:
    assert chosen(text) == picked
