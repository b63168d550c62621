"""What the configuration says of judges, awards, announcements and certificates: taken whole, contradictions told at their keys."""

import copy

import pytest
import yaml

from intake.config.loading import examine, load
from tests import ROOT

ENVIRON = {"PHOTO_PASSWORD": "secret"}
SELECTION = {  # as an office lays it over its call
    "judging": {"least": 0, "most": 10},
    "judges": [{"address": "judge1@example.org", "name": "王评委"}, "judge2@example.org"],
    "awards": {
        "excellent": {"zh": "优秀摄影作品", "en": "Excellent work"},
        "popular": {"zh": "网络人气作品", "en": "Popular work"},
    },
    "announcements": {
        "result": {
            "subject": {"zh": "评选结果", "en": "Result"},
            "text": {"zh": "祝贺！“{{ photo_name }}”入选。", "en": "“{{ photo_name }}” was selected."},
            "certificate": True,
        },
        "account": {
            "subject": {"zh": "账号", "en": "Your account"},
            "text": {"zh": "账号：{{ account }}。", "en": "Account {{ account }}."},
            "attach": ["guide.pdf"],
        },
    },
    "certificate": {"title": {"zh": "收藏证书", "en": "Certificate"}, "day": "2026-11-20", "colour": "#223344"},
}


def laid_over(tmp_path, call):
    path = tmp_path / "mine" / "over.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump({"calls": {"photo-2026": call}}, allow_unicode=True), encoding="utf-8")
    return [ROOT / "config.yaml", path]


def mistakes_of(tmp_path, **call):
    _, mistakes = examine(laid_over(tmp_path, call), ENVIRON)
    return {item.key_path.removeprefix("calls.photo-2026."): item.problem for item in mistakes if not item.warning}


def test_a_selection_is_taken_whole_and_its_files_lie_beside_the_overlay(tmp_path):
    call = load(laid_over(tmp_path, SELECTION), ENVIRON).calls["photo-2026"]
    assert [(judge.address, judge.name) for judge in call.judges] == [
        ("judge1@example.org", "王评委"),
        ("judge2@example.org", ""),
    ]
    assert call.judging.bounds == ("0", "10")
    assert {name: title.said("en") for name, title in call.awards.items()} == {
        "excellent": "Excellent work",
        "popular": "Popular work",
    }
    assert call.announcements["account"].attach == (tmp_path / "mine" / "guide.pdf",)
    assert (call.announcements["result"].certificate, call.announcements["account"].certificate) == (True, False)
    assert (str(call.certificate.day), call.certificate.colour) == ("2026-11-20", "#223344")


def test_the_shipped_call_has_the_notices_awards_no_judge_and_scores_of_0_to_100():
    call = load([ROOT / "config.yaml"], ENVIRON).calls["photo-2026"]
    assert (call.judges, call.judging.bounds, list(call.awards), call.announcements) == (
        (),
        ("0", "100"),
        ["excellent", "popular"],
        {},
    )


def test_a_file_that_is_not_there_yet_is_a_warning(tmp_path):
    _, mistakes = examine(laid_over(tmp_path, SELECTION), ENVIRON)
    where = "calls.photo-2026.announcements.account.attach[0]"
    assert [(item.key_path, item.warning) for item in mistakes] == [(where, True)]
    (tmp_path / "mine" / "guide.pdf").write_bytes(b"%PDF-1.7")
    assert examine(laid_over(tmp_path, SELECTION), ENVIRON)[1] == []


def test_null_takes_an_award_and_an_announcement_away(tmp_path):
    taken = tmp_path / "less.yaml"
    taken.write_text("calls: {photo-2026: {awards: {popular: null}, announcements: {account: null}}}", encoding="utf-8")
    call = load([*laid_over(tmp_path, SELECTION), taken], ENVIRON).calls["photo-2026"]
    assert (list(call.awards), list(call.announcements)) == (["excellent"], ["result"])


@pytest.mark.parametrize(
    ("change", "where", "problem"),
    [
        ({"judging": {"least": 5, "most": 5}}, "judging", "least (5) must be lower than most (5)"),
        ({"judges": ["nobody"]}, "judges[0].address", "'nobody' is not an email address"),
        ({"judges": ["a@b.org", "A@b.org"]}, "judges", "two judges have the address a@b.org"),
        ({"judges": [{"address": "a@b.org", "name": "Li Na"}, {"address": "c@b.org", "name": "li  na"}]}, "judges", "two judges have the name"),
        ({"judges": ["…"]}, "judges[0]", "is an address of the desk itself"),
        ({"awards": {"a b": {"zh": "一"}}}, "awards", "'a b' is no id"),
        ({"awards": {"one": {"zh": "金奖"}, "two": {"zh": "金奖"}}}, "awards", "'金奖' names two awards, one and two"),
        ({"awards": {"one": {"zh": "金奖"}, "two": {"en": "ONE"}}}, "awards", "'ONE' names two awards"),
        ({"awards": {"one": {}}}, "awards.one", "write the words in one language at least"),
        ({"certificate": {"colour": "red"}}, "certificate.colour", "write a colour as #9b2335"),
    ],
)  # fmt: skip
def test_a_contradiction_is_told_at_its_key(tmp_path, change, where, problem):
    if where == "judges[0]":
        change = {"judges": [load([ROOT / "config.yaml"], ENVIRON).mailboxes["photo"].username]}
    found = mistakes_of(tmp_path, **change)
    assert list(found) == [where]
    assert problem in found[where]


def test_templates_that_cannot_be_filled_in_are_told_with_their_language(tmp_path):
    letters = copy.deepcopy(SELECTION["announcements"])
    letters["result"]["text"] = {"zh": "{{ photo_name }", "en": "{% include 'secret' %}"}
    letters["account"]["subject"] = {"xx": "?"}
    del letters["account"]["text"]
    found = mistakes_of(tmp_path, announcements=letters)
    assert sorted(found) == [
        "announcements.account.subject.xx", "announcements.account.text",
        "announcements.result.text.en", "announcements.result.text.zh",
    ]  # fmt: skip
    assert "is no template" in found["announcements.result.text.zh"]
    assert "asks for another template" in found["announcements.result.text.en"]
