"""A call's own words: every mistake in them is told with its place, and what is right shows in letters."""

import pytest
import yaml

from intake.config.words import LocalWords
from registry.desk import wordings
from registry.desk.desk import examine_settings
from reports.letters.compose import compose_letter
from reports.letters.sentences import environment
from reports.letters.wording_check import unwritable
from tests import ROOT
from tests.builders.factories import shipped_call
from tests.builders.letters import entry, incomplete, photo_call, request

CALL = "photo-2026"


def told(tmp_path, wording, **call):
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump({"calls": {CALL: {"wording": wording, **call}}}, allow_unicode=True), encoding="utf-8")
    config, _, mistakes = examine_settings([ROOT / "config.yaml", path], {"PHOTO_PASSWORD": "x"})
    known = {item.key_path for item in mistakes}
    found = [*mistakes, *(item for item in (unwritable(config) if config else ()) if item.key_path not in known)]
    return [(item.key_path.removeprefix(f"calls.{CALL}.wording."), item.problem) for item in found if not item.warning]


@pytest.mark.parametrize(
    ("key", "text", "problem"),
    [
        ("greting", "Hi", "is no key of wording"),
        ("problem.slot-cuont", "x", "there is no rule 'slot-cuont'"),
        ("problem.photo-size.wrok", "x", "there is no slot 'wrok'"),
        ("subject.receit", "x", "there is no letter 'receit'"),
        ("row.wrk", "x", "there is no slot 'wrk'"),
        ("closing", "Bye {{ office }}", "what stands in braces would be sent as it is"),
        ("problem.photo-size", "{{ size }} {{ flor }}", "asks for 'flor', which nothing gives"),
        ("remedy.photo-size", "{{ size|sizes }}", "is no template: No filter named 'sizes'. (line 1)"),
        ("next.correction", "Please reply.", "does not say {{ deadline }}"),
        ("opening.receipt", "Hello.", "does not say {{ reference }}"),
        (
            "remedy.photo-format",
            "{{ slot.titel }}",
            "no letter can be written with it: 'reports.letters.slot_words.SlotWords object' has no attribute 'titel'",
        ),
        ("subject.receipt", "{{ total / 0 }}", "no letter can be written with it: division by zero"),
    ],
)
def test_each_mistake(tmp_path, key, text, problem):
    place = key if problem.startswith(("is no key", "there is no")) else f"{key}.en"
    good = "{{ reference }}，{{ deadline }}" if key.startswith(("opening.", "next.")) else "好"
    assert told(tmp_path, {key: {"zh": good, "en": text}}) == [(place, problem)]


def test_they_are_told_beside_all_other_mistakes(tmp_path):
    found = told(
        tmp_path,
        {"greting": {"en": "x"}, "problem.photo-size": {"en": "{% if %}"}},
        reference="bad reference",
        window={"closes": "never"},
    )
    assert {place for place, _ in found} >= {
        "greting",
        "problem.photo-size.en",
        f"calls.{CALL}.reference",
        f"calls.{CALL}.window.closes",
    }


def test_the_names_that_may_be_used_are_those_that_letters_have():
    assert environment("en").filters.keys() >= set(wordings.FILTERS)
    assert environment("en").tests.keys() >= set(wordings.TESTS)
    assert environment("en").filters.keys() - wordings.ENVIRONMENT.filters.keys() == set()
    everything = "".join(f"{{{{ {name} }}}}" for name in sorted(wordings.LETTER_NAMES))
    compose_letter(
        request("receipt", entry("held"), call=photo_call(wording={"opening.receipt": LocalWords(zh=everything, en=everything)}))
    )


def test_a_letter_in_the_calls_own_words():
    own = {
        "subject.correction": LocalWords(zh="申请还差一点", en="Your application needs a little more"),
        "opening.correction": LocalWords(
            zh="{{ name }}的申请（{{ reference }}）已经登记。", en="Your application is registered as {{ reference }} <ok>."
        ),
        "next.correction": LocalWords(zh="请在{{ deadline }}之前回信。", en="Please reply before {{ deadline }}."),
        "closing.correction": LocalWords(zh="{{ office }}敬上", en="Yours, {{ office }}"),
        "entry": LocalWords(zh="申请", en="application"),
    }
    letter = compose_letter(request("correction", incomplete(), call=photo_call(wording=own)))
    assert letter.subject == "Re: [IF2026-0001] 申请还差一点 / Your application needs a little more"
    for words in (
        "Marta Lindqvist的申请（IF2026-0001）已经登记。",
        "请在2026年8月31日24:00（北京时间）之前回信。",
        "The call's desk\n",
        "IF2026-0001 <ok>.",
    ):
        assert words in letter.text
    assert "&lt;ok&gt;" in letter.html
    assert (
        compose_letter(request("receipt", entry("held"), call=photo_call(wording=own))).subject
        == "Re: [IF2026-0001] 申请已收到 / Application received"
    )


def test_papers_that_nobody_judges_are_no_contribution():
    slots = {"form": shipped_call().slots["form"]}
    letter = compose_letter(request("receipt", entry("held", materials=()), call=photo_call(slots=slots, wording={})))
    assert letter.subject == "Re: [IF2026-0001] 材料已收到 / Submission received"
