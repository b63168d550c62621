"""The benchmarks: a small slice of each works, programs that differ are refused, and a missed goal is printed as a miss."""

import shutil

import pytest

from reports.demo.servers import EmbeddedSmtp
from tests.benchmarks import mailbox, measured, programs, table
from tests.benchmarks.measured import Failed, Run
from tests.builders.dovecot import DovecotServer, available

needs_dovecot = pytest.mark.skipif(not available(), reason="Dovecot is not installed (apt-get install dovecot-imapd)")


def a_run(results: str = "3 files abc", wall: float = 1.0, peak: int = 10**6) -> Run:
    return Run(wall=wall, cpu=wall, main_cpu=wall, main_peak=peak, other_peak=0, results=results)


@pytest.mark.thorough
@needs_dovecot
def test_all_programs_find_the_same_in_a_small_mailbox(tmp_path):
    mails = mailbox.write_mailbox(tmp_path / "mails", 1, scale=0.02)
    with DovecotServer() as server, EmbeddedSmtp() as smtp:
        server.deliver_all((mail.raw, mail.arrives) for mail in mails)
        runs = {
            programs.OURS: [programs.ours(tmp_path / "ours", server.port, smtp.port)],
            programs.ORDINARY: [programs.ordinary(tmp_path / "ordinary", server.port)],
            programs.IMAP_TOOLS: [programs.imap_tools(tmp_path / "imap-tools", server.port)],
            programs.FLOOR: [programs.floor(tmp_path / "floor", tmp_path / "mails")],
        }
    assert measured.same_results(runs).startswith("6 files ")
    ours = runs[programs.OURS][0]
    assert ours.main_peak > 10**7 < ours.other_peak
    assert ours.cpu > ours.main_cpu > 0


def test_the_mailbox_is_the_same_whenever_it_is_made(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = [mail.raw for mail in mailbox.write_mailbox(tmp_path / "one", 2, scale=0.02)]
    shutil.rmtree(tmp_path / "cache")
    assert [mail.raw for mail in mailbox.write_mailbox(tmp_path / "two", 2, scale=0.02)] == first


def test_programs_that_found_something_else_are_refused():
    with pytest.raises(Failed, match=r"3 files abc.*3 files xyz"):
        measured.same_results({"one": [a_run()], "other": [a_run("3 files xyz")]})


def test_a_program_that_fails_is_no_figure(tmp_path):
    with pytest.raises(Failed, match="ended with 3"):
        measured.run(tmp_path, "-c", "raise SystemExit(3)")


def test_cpu_and_memory_of_what_a_program_starts_are_counted(tmp_path):
    burn = "import time\nend = time.process_time() + 0.3\nheld = bytearray(80_000_000)\nwhile time.process_time() < end: pass"
    orphan = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {burn!r}])"
    found = measured.run(tmp_path, "-c", orphan)
    assert found.cpu >= 0.3 > found.main_cpu
    assert found.other_peak > 80_000_000 > found.main_peak


def test_a_missed_goal_is_printed_as_a_miss():
    goals = [
        table.at_least(1, "faster", 7.9, 8),
        table.at_most(2, "cheaper", 1.3, 1.3),
        table.Goal(number=6, what="synced", wanted="0.85", found="", met=None),
    ]
    text = table.document([table.Section(title="All", goals=goals)], "command", "a machine", ["growth"])
    verdicts = [line.split("|")[5].strip() for line in text.splitlines() if line.startswith("| ") and "goal" not in line]
    assert verdicts == ["**MISS**", "met", "not measured"]
    assert {"## Goals: 3, missed: 1", "Not measured: growth."} < set(text.splitlines())


def test_ratios_are_of_pairs_and_a_wide_spread_is_told():
    assert str(measured.ratio([8, 9, 10], [4, 3, 5])) == "2.00 (2.00-3.00) unstable"
    assert str(measured.ratio([8, 9, 10], [4, 4.5, 5])) == "2.00 (2.00-2.00)"


def test_the_profile_puts_every_function_into_one_step():
    from tests.benchmarks.spending import _step

    told = {"~:<method 'decode' of 'ImagingDecoder' objects>": "JPEG decode at 1/8 (simplejpeg)", "/x/unknown.py:f": "the rest"}
    assert {label: _step(label) for label in told} == told
