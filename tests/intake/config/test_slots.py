"""Slots: what a call asks for, read from config.yaml; what contradicts itself or points nowhere is told by its key path."""

from pathlib import Path

import pytest
import yaml

from intake.config.loading import examine
from intake.config.models import CountBounds, Identity, Slot, SlotKind
from registry.desk.desk import examine_settings as of_all
from tests import ROOT

ENVIRON = {"PHOTO_PASSWORD": "secret"}
CALL = {
    "title": {"zh": "征文", "en": "Essays"},
    "reference": "ES2026",
    "window": {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
}
ESSAY = {"kind": ["document", "text"], "title": {"zh": "征文", "en": "essay"}, "names": ["征文"]}
FORM = {
    "kind": "form",
    "title": {"zh": "表", "en": "form"},
    "fields": {"name": {"labels": ["姓名"], "kind": "name"}, "email": {}},
}


def read(tmp_path: Path, slots: object, **call: object):
    """Return (config, key path -> problem) of an essay call laid over the shipped configuration."""
    path = tmp_path / "over.yaml"
    path.write_text(yaml.safe_dump({"calls": {"essay": {**CALL, "slots": slots, **call}}}, allow_unicode=True), encoding="utf-8")
    config, mistakes = examine([ROOT / "config.yaml", path], ENVIRON)
    return config, {item.key_path.removeprefix("calls.essay."): item.problem for item in mistakes}


def slots_of(tmp_path: Path, slots: object, **call: object) -> dict[str, Slot]:
    config, mistakes = read(tmp_path, slots, **call)
    assert mistakes == {}
    return config.calls["essay"].slots


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        (1, CountBounds(1, 1)),
        ("3-5", CountBounds(3, 5)),
        ("0-1", CountBounds(0, 1)),
        ("1-", CountBounds(1, None)),
        ("2 – 4", CountBounds(2, 4)),
    ],
)
def test_counts_as_people_write_them(tmp_path, written, bounds):
    assert slots_of(tmp_path, {"essay": {**ESSAY, "count": written}})["essay"].count == bounds


@pytest.mark.parametrize("written", ["5-3", -1, "-3", "three", True, 0, "0-0", "1--", None, [1]])
def test_counts_that_cannot_be(tmp_path, written):
    assert list(read(tmp_path, {"essay": {**ESSAY, "count": written}})[1]) == ["slots.essay.count"]


def test_a_slot_knows_its_id_and_its_kinds(tmp_path):
    slot = slots_of(tmp_path, {"essay": ESSAY})["essay"]
    assert (slot.id, slot.kind, slot.is_a(SlotKind.TEXT), slot.is_a(SlotKind.PHOTO)) == (
        "essay",
        (SlotKind.DOCUMENT, SlotKind.TEXT),
        True,
        False,
    )


def test_a_form_of_shared_fields_is_a_list_of_names(tmp_path):
    slots = slots_of(tmp_path, {"form": {**FORM, "fields": ["email", "nationality"]}, "essay": ESSAY})
    assert {name: field.kind for name, field in slots["form"].fields.items()} == {"email": "email", "nationality": "nationality"}


def test_a_form_lays_its_own_over_a_shared_field(tmp_path):
    email = slots_of(tmp_path, {"form": {**FORM, "fields": {"email": {"required": True}}}})["form"].fields["email"]
    assert (email.kind, email.required, "电子邮箱" in email.labels) == ("email", True, True)


def test_identity_left_out_is_what_usual_names_and_kinds_say(tmp_path):
    fields = {"leader": {"labels": ["队长"], "kind": "name"}, "email": {}, "organisation": {"labels": ["单位"]}}
    config, _ = read(tmp_path, {"form": {**FORM, "fields": fields}})
    assert config.calls["essay"].identity == Identity(
        name=["leader"], email=["email"], country=[], unit=["organisation"], contact=[], title=[]
    )


def test_null_takes_a_slot_away(tmp_path):
    path = tmp_path / "over.yaml"
    path.write_text("calls: {photo-2026: {slots: {portrait: null}}}", encoding="utf-8")
    config, _ = examine([ROOT / "config.yaml", path], ENVIRON)
    assert list(config.calls["photo-2026"].slots) == ["form", "work", "description", "biography"]


@pytest.mark.parametrize("key", ["works", "portraits", "texts", "form"])
def test_old_keys_are_refused_with_their_new_place(tmp_path, key):
    path = tmp_path / "over.yaml"
    path.write_text(yaml.safe_dump({"calls": {"essay": {**CALL, "slots": {"essay": ESSAY}, key: {}}}}), encoding="utf-8")
    (mistake,) = examine([ROOT / "config.yaml", path], ENVIRON)[1]
    assert (mistake.key_path, "slots." in mistake.hint) == (f"calls.essay.{key}", True)


def test_twenty_mistakes_are_told_in_one_round(tmp_path):
    slots = {
        "form": {
            **FORM,
            "fields": {
                "name": {"labels": ["姓名"], "kind": "nmae"},
                "phone": {"kind": "phone"},
                "area": {"labels": ["面积"], "kind": "number", "least": 9, "most": 3, "section": "unit"},
                "booth": {"labels": ["展位"], "kind": "choice"},
                "email": {"one_of": "reach"},
            },
        },
        "other": ESSAY,
        "2nd": ESSAY,
        "essay": {**ESSAY, "count": "5-3", "with": "esay", "field": "abstract", "columns": {"a": {"labels": ["甲"]}}},
        "clip": {"kind": "vidio", "title": {"zh": "片", "en": "clip"}, "closes": "2026-07-01T00:00:00"},
        "stage": {"kind": "file", "title": {"zh": "图", "en": "plan"}, "asked": "later", "attach": ["a.pdf"], "judgd": True},
        "agreement": {
            "kind": "file",
            "title": {"zh": "协议", "en": "agreement"},
            "closes": {"working_days": 0, "before": "soon"},
        },
        "table": {"kind": "sheet", "title": {"zh": "表", "en": "table"}},
    }
    assert set(read(tmp_path, slots, identity={"email": "mail"}, one_per=["unit"], naming={"pattern": "宣传"})[1]) == {
        "slots.form.fields.name.kind",
        "slots.form.fields.phone.labels",
        "slots.form.fields.area.most",
        "slots.form.fields.area.section",
        "slots.form.fields.booth.choices",
        "slots.form.fields.email.one_of",
        "slots.other",
        "slots.2nd",
        "slots.essay.count",
        "slots.essay.with",
        "slots.essay.field",
        "slots.essay.columns",
        "slots.clip.kind",
        "slots.clip.closes",
        "slots.stage.asked",
        "slots.stage.attach",
        "slots.stage.judgd",
        "slots.agreement.closes.working_days",
        "slots.agreement.closes.before",
        "slots.table.columns",
        "identity.email",
        "one_per[0]",
        "naming.pattern",
    }


def test_twenty_further_mistakes_of_rules_and_across_calls_are_told_in_the_same_round(tmp_path):
    title = {"zh": "材料", "en": "piece"}
    slots = {
        "bio": {"kind": "text", "count": "3-5", "title": title},
        "clip": {"kind": "film", "title": title},
        "late": {"kind": "document", "title": title, "rules": {"document-pages": {"least": 9, "most": 3}}},
        "plan": {"kind": "document", "title": title, "editable": True, "formats": ["PDF"]},
        "photo": {
            "kind": "photo",
            "title": title,
            "formats": ["JEPG"],
            "rules": {"photo-duplicate": {"distance": -1}, "photo-width": {"least": -5}, "photo-size": {"floor": "-3MB"}, "text-length": {}},
        },
        "page": {"kind": "link", "title": title, "hosts": ["https://example.org/s"], "rules": {"link-qr": {"slot": "nowhere"}}},
    }  # fmt: skip
    call = {
        **CALL,
        "slots": slots,
        "subject_words": "征文",  # one word needs no list: no mistake
        "reply_to": "nobody",
        "judges": ["photo@example.org"],
        "rules": {
            "form-pieces-mismatch": {"field": "pieces", "slot": "wrk"},
            "naming": {"uniform": ["nothere"]},
            "slot-cuont": False,
        },
        "wording": {"greting": {"zh": "好", "en": "hello"}},
    }
    other = {
        **CALL,
        "slots": {"essay": ESSAY},
        "window": {"opens": "2026-09-01T00:00:00+08:00", "closes": "2026-07-01T00:00:00+08:00"},
    }
    box = {"username": "photo@example.org", "calls": ["esay"], "sender": "nobody"}
    written = {"calls": {"one": call, "two": other}, "mailboxes": {"photo": box}, "staff": ["a@example.org", "A@example.org"]}
    path = tmp_path / "over.yaml"
    path.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    found = [item.key_path for item in of_all([ROOT / "config.yaml", path], ENVIRON)[2]]
    assert len(found) == len(set(found))
    assert {name.removeprefix("calls.one.") for name in found} == {
        *("slots.bio.count", "slots.clip.kind", "slots.late.rules.document-pages.most", "slots.plan.editable"),
        *("slots.photo.formats[0]", "slots.photo.rules.photo-duplicate.distance", "slots.photo.rules.photo-width.least"),
        *("slots.photo.rules.photo-size.floor", "slots.photo.rules.text-length", "slots.page.hosts"),
        *("slots.page.rules.link-qr.slot", "reply_to", "judges[0]", "rules.form-pieces-mismatch.field", "rules.slot-cuont"),
        *("rules.form-pieces-mismatch.slot", "rules.naming.uniform", "wording.greting", "calls.two.reference"),
        *("calls.two.window", "mailboxes.photo.calls[0]", "mailboxes.photo.sender", "staff[1]"),
    }


def test_slots_that_wait_for_each_other_are_told(tmp_path):
    one, other = {**ESSAY, "with": "b"}, {**ESSAY, "with": "a"}
    assert list(read(tmp_path, {"a": one, "b": other})[1]) == ["slots.a.with", "slots.b.with"]


def test_a_mistake_in_a_shared_field_is_told_once(tmp_path):
    path = tmp_path / "over.yaml"
    path.write_text("defaults: {fields: {email: {kind: emial}}}", encoding="utf-8")
    assert [item.key_path for item in examine([ROOT / "config.yaml", path], ENVIRON)[1]] == ["defaults.fields.email.kind"]


def test_a_mailbox_asleep_needs_no_password(tmp_path):
    box = {"host": "imap.example.org", "username": "fair@example.org", "password": "${FAIR_PASSWORD}", "enabled": False}
    path = tmp_path / "over.yaml"
    path.write_text(yaml.safe_dump({"mailboxes": {"fair": box}}), encoding="utf-8")
    assert examine([ROOT / "config.yaml", path], ENVIRON)[1] == []
