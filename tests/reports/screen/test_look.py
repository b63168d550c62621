"""`look`: as JSON and as words, for a day or for now; what it queues, `send` sends."""

import json

import pytest
from typer.testing import CliRunner

from run_intake import app
from tests import ROOT
from tests.builders.desks import ENVIRON
from tests.builders.season import ARTICLE, LIAISON, mail, paper, season

ONE = "SE2023-0001"


@pytest.fixture
def configured(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON, **{ARTICLE: paper()}))
    return ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]


def test_look_says_what_the_day_has_changed(configured):
    run = CliRunner(env=ENVIRON)
    early = json.loads(run.invoke(app, [*configured, "look", "--day", "2023-03-21", "--json"]).stdout)
    late = run.invoke(app, [*configured, "look", "--day", "2023-03-23"])
    twice = json.loads(run.invoke(app, [*configured, "look", "--day", "2023-03-23", "--json"]).stdout)
    (entry,) = json.loads(run.invoke(app, [*configured, "entries", "--call", "season", "--json"]).stdout)
    now = run.invoke(app, [*configured, "look"])
    assert early == {
        "moment": "2023-03-20T23:30:00+00:00",
        "entries": 1,
        "changed": [],
        "letters": [{"reference": ONE, "kind": "reminder"}],
        "unmeasured": [],
    }
    assert (late.exit_code, "accepted -> incomplete" in late.stdout, "correction" in late.stdout) == (0, True, True)
    assert (twice["changed"], twice["letters"], now.exit_code) == ([], [], 0)
    assert {
        item["slot"]: (item["kind"], item["state"], item["have"], item["least"], item["most"]) for item in entry["slots"]
    } == {
        "liaison": ("form", "complete", 1, 1, 1),
        "article": ("document", "complete", 1, 1, None),
        "source": ("file", "missing", 0, 1, None),
        "extra": ("document", "optional", 0, 0, 1),
    }
    assert {item["slot"]: item["closes"] for item in entry["slots"]}["extra"] == "2023-04-11T00:00:00+08:00"


def test_a_day_that_is_none(configured):
    told = CliRunner(env=ENVIRON).invoke(app, [*configured, "look", "--day", "23.3."])
    assert (told.exit_code, told.stderr) == (2, "--day: '23.3.' is not a day; write 2026-07-15.\n")
