"""A season of 31 delegations, from their mails to the sums: what the command adds up is what an independent count comes to."""

import json

import openpyxl
from typer.testing import CliRunner

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from run_intake import app
from tests import ROOT
from tests.builders.desks import ENVIRON, a_desk
from tests.builders.outcome_season import PROVINCES, YEARS, season
from tests.builders.outcomes import ARRIVED, CALL, COUNTS

FIELDS = (*COUNTS, *YEARS)


def test_the_sums_of_a_season_are_those_of_an_independent_count(tmp_path):
    mails, expected = season()
    with a_desk(tmp_path, mailboxes={"photo": {"calls": [CALL]}, "outcomes": None}) as desk:
        paths = [tmp_path / f"{number:03}.eml" for number in range(len(mails))]
        for path, raw in zip(paths, mails, strict=True):
            path.write_bytes(raw)
        import_paths(desk, paths, None, ARRIVED)
        process_pending(desk)

    out = tmp_path / "sums.xlsx"
    files = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]
    done = CliRunner(env=ENVIRON).invoke(app, [*files, "totals", CALL, "--by", "delegation", "--json", "--out", str(out)])

    assert done.exit_code == 0, done.output
    *groups, whole = json.loads(done.stdout)
    assert [group["by"] for group in groups] == PROVINCES
    assert {group["by"]: (group["units"], group["sums"], group["uncounted"]) for group in groups} == {
        name: (
            sums.units,
            {field: sums.numbers[field] for field in FIELDS},
            {field: sums.uncounted[field] for field in FIELDS},
        )
        for name, sums in expected.items()
    }
    assert whole["units"] == len(mails)
    assert whole["sums"] == {field: sum(sums.numbers[field] for sums in expected.values()) for field in FIELDS}

    book = openpyxl.load_workbook(out, read_only=True)
    first, *_, last = book.worksheets[0].iter_rows(values_only=True)
    assert [name for name in book.sheetnames if name in expected] == PROVINCES
    assert list(last[2 : 2 + len(FIELDS)]) == [whole["sums"][field] for field in FIELDS]
    assert len(first) > 2 + len(FIELDS)  # what nobody counted stands apart
