"""A call is explained in words, and the example calls are in order."""

import pytest
from typer.testing import CliRunner

from intake.config.call import Call
from reports.screen.explain import explain
from run_intake import app
from tests import ROOT
from tests.builders.season import PUBLICITY
from tests.registry.test_times import AGREEMENT
from validators.ruleset import Ruleset

CALLS = sorted((ROOT / "docs" / "calls").glob("*.yaml"))
SIGNED = {**AGREEMENT, "attach": ["blank.pdf"], "with": "article"}
NAMES = ("PHOTO", "FAIR", "JOBS", "SPEAKERS", "CLIPS", "ESSAYS")
ENVIRON = {f"{name}_PASSWORD": "x" for name in NAMES}


def said(*words: str) -> tuple[int, list[str]]:
    done = CliRunner(env=ENVIRON).invoke(app, ["--config", str(ROOT / "config.yaml"), *words])
    return done.exit_code, (done.stdout + done.stderr).splitlines()


def test_the_photo_call_in_words():
    assert said("check", "--explain", "photo-2026") == (0, [
        "photo-2026: 2026年度“国际友人看中国”摄影征集活动 / “China through the Eyes of International Friends” photo call 2026",
        "  Mail that arrives from 2026-07-01 00:00 until before 2026-09-01 00:00 (Asia/Shanghai) counts.",
        "  Entries are numbered IF2026-0001 and so on, one for each author; letters are in zh, en.",
        "  Who lacks something is reminded once, 3 days before the end.",
        "  It asks for:",
        "  - 1 Competition Application Form (form)",
        "      must be filled: 中文姓名 or 英文姓名, 国籍, 手机号码 or 电子邮箱, 作品名称",
        "      looked at: 国籍 (staff look at CN, HK, MO, TW)",
        "  - 3 to 5 entry photos (photo): JPG; at least 3 MB each; shown to judges",
        "  - 1 to 2 author photos (photo): JPG, PNG",
        "  - 1 photo description (text): in English; 20 to 199 words; best 60 to 150 words; shown to judges",
        "  - 1 biography (text): best 50 to 200 characters",
    ])  # fmt: skip


def test_a_call_that_is_not_there_is_told():
    code, lines = said("check", "--explain", "nobodys-call")
    assert (code, "photo-2026" in lines[0]) == (2, True)


@pytest.mark.parametrize("path", CALLS, ids=lambda path: path.stem)
def test_an_example_call_is_in_order_short_and_says_what_it_asks_for(path):
    assert said("--config", str(path), "check") == (0, ["The configuration is in order."])
    assert 15 <= len(path.read_text(encoding="utf-8").splitlines()) <= 60
    code, lines = said("--config", str(path), "check", "--explain", path.stem)
    assert (code, lines[0].startswith(f"{path.stem}: "), "  It asks for:" in lines) == (0, True, True)


def test_times_in_words():
    call = Call(
        **{key: value for key, value in PUBLICITY.items() if key != "slots"}, slots=PUBLICITY["slots"] | {"signed": SIGNED}
    )
    lines = list(explain("publicity", call, Ruleset()))
    assert [line.strip() for line in lines if "reminded" in line or line.startswith("  - ")] == [
        "Who lacks something is reminded once, 3 days before each end; the daily look finds what is missing after it.",
        "- 1 liaison form (form): missing only once its time is past; before 2023-03-15 15:00",
        "- 1 or more press articles (document): missing only once its time is past; before 2023-03-22 12:00",
        "- 1 or more design sources (file): PDF, SVG; missing only once its time is past; before 2023-03-22 12:00",
        "- up to 1 report on the event (document): missing only once its time is past; "
        "by the end of 2023-04-10, the 5th of China's working days before 2023-04-15",
        "- 1 signed booth agreement (document): PDF; asked for by the letter of acceptance; before 2023-05-11 00:00; "
        "with that letter goes blank.pdf; only with the press article",
    ]
