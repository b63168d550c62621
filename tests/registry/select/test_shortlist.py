"""The shortlist is a silent mark in the workbook: taken in with it, told to nobody, and a pack of it holds those alone."""

import json

import openpyxl
import pytest
from typer.testing import CliRunner

from registry.read import documents
from registry.select.replay import do_again
from registry.select.shortlist import mark_shortlist
from registry.store.whole_file import FolderProblem
from reports.pack.pack import PackScope, write_pack
from reports.workbook.workbook import BARE, write_workbook
from run_intake import app
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.pack_samples import CALL, a_registry


def marked(path, out, **cells):
    """Write a workbook with its column filled in by reference ('_' for '-')."""
    book = openpyxl.load_workbook(path)
    page = book["Entries"]
    heads = [str(cell.value) for cell in page[1]]
    column = next(place for place, head in enumerate(heads, 1) if "入围" in head)
    for row in range(2, page.max_row + 1):
        name = str(page.cell(row, 1).value).replace("-", "_")
        if name in cells:
            page.cell(row, column).value = cells[name]
    book.save(out)
    return out


def test_staff_mark_it_in_the_workbook_and_a_pack_holds_those_alone(tmp_path):
    with a_desk(tmp_path) as desk:
        a_registry(desk, 10)
        letters = desk.db.table("notices").count
        with pytest.raises(FolderProblem, match="on the shortlist"):
            write_pack(desk, CALL, tmp_path / "p", PackScope(shortlist=True))
        write_workbook(desk, CALL, tmp_path / "w.xlsx", BARE)
        marked(tmp_path / "w.xlsx", tmp_path / "m.xlsx", IF2026_0001="是", IF2026_0005="yes", IF2026_0002="是")
    config = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]
    done = CliRunner().invoke(
        app, [*config, "import-decisions", str(tmp_path / "m.xlsx"), "--by", "Li"], env={"PHOTO_PASSWORD": "x"}
    )
    assert (done.exit_code, "The shortlist changed: 3 on, 0 off." in done.stderr) == (0, True)
    with a_desk(tmp_path) as desk:
        assert [entry["reference"] for entry in documents.entries(desk.db) if entry["shortlisted"]] == [
            "IF2026-0001",
            "IF2026-0002",
            "IF2026-0005",
        ]
        done = write_pack(desk, CALL, tmp_path / "p", PackScope(shortlist=True))
        assert (done.entries, done.leaks) == (2, [])  # IF2026-0002 is not accepted
        write_pack(desk, CALL, tmp_path / "v", PackScope(voting=True, shortlist=True))
        assert len(json.loads((tmp_path / "v" / "index.json").read_text())["entries"]) == 2
        write_workbook(desk, CALL, tmp_path / "w2.xlsx", BARE)
        refused = mark_shortlist(
            desk, marked(tmp_path / "w2.xlsx", tmp_path / "x.xlsx", IF2026_0001="否", IF2026_0003="maybe"), "Li"
        )
        assert ([flaw.why for flaw in refused.flaws], refused.removed) == (["unread-shortlist"], ())
        assert mark_shortlist(
            desk, marked(tmp_path / "w2.xlsx", tmp_path / "y.xlsx", IF2026_0001="否", IF2026_0002=None), "Li"
        ).removed == ("IF2026-0001",)
        assert documents.entry(desk.db, "IF2026-0001")["history"][-1]["detail"] == "off, by Li"
        assert desk.db.table("notices").count == letters
        deeds = [deed for deed in desk.journal.lines() if deed["what"] == "shortlist"]
        desk.db.conn.execute("DELETE FROM shortlist")
        for deed in deeds:
            do_again(desk.db, deed)
        assert [row[0] for row in desk.db.conn.execute("SELECT reference FROM shortlist ORDER BY 1").fetchall()] == [
            "IF2026-0002",
            "IF2026-0005",
        ]
