"""`demo --call`: mails made from any call's slots come out as their maker says, through the embedded servers."""

import pytest
import yaml
from typer.testing import CliRunner

from reports.demo.run import run_demo
from run_intake import app
from tests import ROOT

SHIPPED = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))
ESSAY = ROOT / "docs" / "calls" / "essay-contest.yaml"


@pytest.mark.parametrize("call", [*SHIPPED["calls"]][1:])
def test_each_shipped_call_can_be_shown(tmp_path, call):
    assert run_demo([ROOT / "config.yaml"], tmp_path / "demo", 3, call) == 0
    assert {path.name for path in (tmp_path / "demo").iterdir()} >= {"digest.html", "registry.xlsx", "letters", "demo.yaml"}


def test_a_call_laid_over_can_be_shown_and_an_unknown_one_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setenv("ESSAYS_PASSWORD", "x")
    (name,) = yaml.safe_load(ESSAY.read_text(encoding="utf-8"))["calls"]
    assert run_demo([ROOT / "config.yaml", ESSAY], tmp_path / "demo", 2, name) == 0
    done = CliRunner().invoke(app, ["demo", "--call", "nobodys", "--keep", str(tmp_path / "none")])
    assert (done.exit_code, "there is no call 'nobodys'" in done.output) == (2, True)
