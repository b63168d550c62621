"""`demo --call`: mails made from any call's slots come out as their maker says, through the embedded servers."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
from typer.testing import CliRunner

from intake.config.loading import load
from intake.config.slot_closing import end_of
from intake.config.yaml_reader import load_yaml
from intake.kinds.table import has_format
from intake.mime.sniff import sniff
from intake.model.submission import Attachment
from registry.desk.desk import Access, open_desk
from registry.read import documents
from registry.read.entries import read_entry
from reports.demo.any_call import Lack, generate_any, in_parts, lack_of
from reports.demo.any_files import page
from reports.demo.any_packages import MAKERS, SOUNDS, package
from reports.demo.any_values import matching
from reports.demo.run import _busiest_day, otherwise, run_demo
from reports.letters import formats
from run_intake import app
from tests import ROOT

SHIPPED = load_yaml((ROOT / "config.yaml").read_text(encoding="utf-8"))
OVERLAYS = ROOT / "docs" / "calls"
ESSAY = OVERLAYS / "essay-contest.yaml"
PASSWORDS = dict.fromkeys(
    ("PHOTO_PASSWORD", "ESSAYS_PASSWORD", "CLIPS_PASSWORD", "FAIR_PASSWORD", "JOBS_PASSWORD", "SPEAKERS_PASSWORD"), "x"
)


@pytest.mark.thorough  # the next test shows one
@pytest.mark.parametrize(
    ("call", "mails"),
    [(call, 10 if call.startswith("publicity") else 3) for call in [*SHIPPED["calls"]][1:]],
)
def test_each_shipped_call_can_be_shown(tmp_path, call, mails):
    assert run_demo([ROOT / "config.yaml"], tmp_path / "demo", mails, call) == 0
    assert {path.name for path in (tmp_path / "demo").iterdir()} >= {"digest.html", "registry.xlsx", "letters", "demo.yaml"}


def test_a_call_laid_over_can_be_shown_and_an_unknown_one_is_refused_in_words(tmp_path, monkeypatch):
    for name in PASSWORDS:
        monkeypatch.setenv(name, "x")
    (name,) = load_yaml(ESSAY.read_text(encoding="utf-8"))["calls"]
    configs = [ROOT / "config.yaml", ESSAY]
    assert run_demo(configs, tmp_path / "demo", 2, name) == 0
    done = CliRunner().invoke(app, ["demo", "--call", "nobodys", "--keep", str(tmp_path / "none")])
    assert (done.exit_code, "there is no call 'nobodys'" in done.output) == (2, True)
    with open_desk([*configs, tmp_path / "demo" / "demo.yaml"], PASSWORDS, Access.READ) as desk:
        made = next(iter(generate_any(name, desk.config.calls[name], desk.rulesets[name], 1)))
        entry = read_entry(desk.db, "ES2026-0001")
        mails = [datetime.fromisoformat(item["received_at"]) for item in documents.messages(desk.db)]
        zone = desk.config.timezone
        made_at = end_of(_busiest_day([replace(made, received_at=at) for at in mails], zone), zone)
    told = re.findall(r"2\d{3}年\d+月\d+日\d+:\d\d", (tmp_path / "demo" / "digest.html").read_text(encoding="utf-8"))
    moment = formats.moment(made_at, zone, "zh").partition("（")[0]
    assert (entry.updated_at == mails[0], told.count(moment)) == (True, 2)  # by the demo's clock, whatever day it is
    mail = replace(made, raw=entry.message.encode())
    assert otherwise(mail, "entered", [entry]) == ""
    assert otherwise(mail, "merged", [entry]) == " expected: entered"
    wanted = replace(mail.case, expected=replace(mail.expected, state="held", rules=frozenset({"slot-late"})))
    assert otherwise(replace(mail, case=wanted), "entered", [entry]) == " expected: held slot-late"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("essay-contest", Lack("essay", "slot-count")),
        ("video-contest", Lack("clip", "slot-count")),
        ("speakers-2022", Lack("portrait", "slot-count")),
        ("cvs-2022", Lack("form", "form-field-missing", frozenset({"email"}))),
        ("exhibitors-2022", Lack("licence", "slot-count")),
    ],
)
def test_what_the_lacking_mail_leaves_out(name, expected):
    calls = load([ROOT / "config.yaml", OVERLAYS / f"{name}.yaml"], PASSWORDS).calls
    assert lack_of(calls[name]) == expected


@pytest.mark.parametrize("pattern", ["[0-9A-Z]{15,18}", "[A-Z]{2}[0-9]{4}", r"(ab|cd)+\d?", r"\w\.x", ""])
def test_a_text_for_a_pattern(pattern):
    assert re.fullmatch(pattern, matching(pattern))


def test_a_unit_sends_what_is_due_at_different_times_in_five_mails():
    calls = load([ROOT / "config.yaml"], PASSWORDS).calls
    assert in_parts(calls["publicity-2023"]) == (
        ("liaison",),
        ("article", "post", "post_image", "poster", "poster_source"),
        ("guest",),
        ("event_photo", "h5", "h5_qr", "video"),
        ("live", "live_cover", "live_source"),
    )
    assert [in_parts(calls[name]) for name in ("photo-2026", "outcomes-2023")] == [(), ()]


@pytest.mark.parametrize("name", [*SOUNDS, *MAKERS, "BLEND"])
def test_a_file_of_each_format_is_what_it_is_called(tmp_path, name):
    ending, data = package((name,), page("A score", 1), 3)
    path = tmp_path / f"piece.{ending}"
    path.write_bytes(data)
    item = Attachment(
        ordinal=0, name_as_sent=path.name, name=path.name, type=sniff(path, path.name), size=1, sha256="", path=path
    )
    assert (has_format(item, [name]), ending) == (True, name.lower())
