"""Decisions made in the workbook: read back whoever saved it, refused row by row with the reason, applied all or none."""

import json
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from typer.testing import CliRunner

from registry.amend.from_sheet import AppliedRow, RefusedRow, SheetOutcome, apply_decisions, try_decisions
from registry.amend.read_decisions import DecisionRow, read_decisions
from registry.decide.returned_workbook import Trouble, WorkbookProblem
from registry.decide.review import Decision, review
from registry.read import documents
from reports.commands.organiser import app
from reports.workbook.workbook import BARE, write_workbook
from tests.benchmarks.many_entries import fill
from tests.builders.desks import ROOT, a_desk

CALL = "photo-2026"
NOW = datetime(2026, 7, 20, tzinfo=UTC)
LACKING = ("slot-count",)  # what the third of the many entries lacks besides what holds it
REFERENCE = "IF2026-000{}".format
NAMES = ("Reference", "State", "Decision", "Note", "Revision", "Decisions")


@pytest.fixture
def desk(tmp_path):
    """A desk with ten entries: 5 and 10 accepted, 1 and 6 accepted, 2 and 7 incomplete, 3 and 8 held, 4 and 9 rejected."""
    with a_desk(tmp_path) as opened:
        fill(opened.db, CALL, 10)
        opened.db.conn.execute("UPDATE revisions SET reply_to_name = '', reply_to_email = 'author@example.org'")
        yield opened


def decided(desk, tmp_path, *decisions, name="export.xlsx"):
    """Export, fill in (row's reference number, Decision, Note), save as a spreadsheet program would; return the file."""
    path = tmp_path / name
    write_workbook(desk, CALL, path, BARE)
    book = openpyxl.load_workbook(path)
    columns = {str(cell.value).partition("\n")[2]: cell.column for cell in book["Entries"][1]}
    for number, decision, note in decisions:
        book["Entries"].cell(number + 1, columns["Decision"]).value = decision
        book["Entries"].cell(number + 1, columns["Note"]).value = note
    book.save(path)
    return path


def states(desk):
    return [item["state"] for item in documents.entries(desk.db)]


def plain_sheet(path, *rows, title="Tabelle1", heads=NAMES):
    """Save a workbook of our own with these headings and rows."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in (heads, *rows):
        book.active.append(row)
    book.save(path)
    return path


def test_decisions_in_an_exported_workbook_are_applied_and_told_to_the_journal(desk, tmp_path):
    path = decided(
        desk, tmp_path, (3, "accept", "Fine now."), (2, "ask", "Which year?"), (8, "release", None), (1, None, "a thought")
    )
    outcome = apply_decisions(desk, read_decisions(path), "Li")
    until = documents.entry(desk.db, REFERENCE(2))["decisions"][-1]["until"]
    assert outcome == SheetOutcome(
        applied=(
            AppliedRow(
                row=3,
                reference=REFERENCE(2),
                action="ask",
                note="Which year?",
                before="incomplete",
                after="incomplete",
                until=until,
            ),
            AppliedRow(
                row=4, reference=REFERENCE(3), action="accept", note="Fine now.", before="held", after="accepted", missing=LACKING
            ),
            AppliedRow(row=9, reference=REFERENCE(8), action="release", note="", before="held", after="incomplete", until=until),
        )
    )
    assert states(desk)[1:3] == ["incomplete", "accepted"]
    told = [(item["reference"], item["action"], item["by"], item["note"]) for item in desk.journal.lines()]
    assert told == [
        (REFERENCE(2), "ask", "Li", "Which year?"),
        (REFERENCE(3), "accept", "Li", "Fine now."),
        (REFERENCE(8), "release", "Li", ""),
    ]
    letters = [(n["kind"], n["state"]) for n in documents.entry(desk.db, REFERENCE(2))["notices"]][-1:]
    assert letters == [("correction", "queued")]
    assert documents.entry(desk.db, REFERENCE(3))["decisions"][0]["by"] == "Li"


def test_a_dry_run_says_the_same_and_changes_nothing(desk, tmp_path):
    path = decided(desk, tmp_path, (3, "accept", None), (4, "reject", "late"))
    before = list(desk.db.conn.iterdump())
    tried = try_decisions(desk, read_decisions(path))
    assert (list(desk.db.conn.iterdump()), list(desk.journal.lines())) == (before, [])
    done = apply_decisions(desk, read_decisions(path), "Li")
    assert (done.applied, done.ready, done.refused) == ((), tried.applied, tried.refused)
    assert [item.reason for item in tried.refused] == ["IF2026-0004 is rejected already; nothing was changed."]


def test_each_bad_row_is_refused_with_its_reason_and_then_nothing_is_done(desk, tmp_path):
    path = decided(desk, tmp_path, (3, "accept", None))
    good = plain_sheet(
        path,
        ("IF2026-0003", "held", "accept", "", 1, 0),
        ("IF2026-0002", "incomplete", "ask", "  ", 1, 0),
        ("IF2026-0007", "incomplete", "burn", "", 1, 0),
        ("IF2026-0999", "held", "accept", "", 1, 0),
        ("IF2026-0008", "held", "accept", "", 2, 0),
        ("IF2026-0001", "accepted", "release", "", 1, 0),
        ("IF2026-0005", "accepted", "reject", "x" * 2001, 1, 0),
        ("IF2026-0006", "accepted", "hold", "", None, 0),
        (None, "accepted", "hold", "", 1, 0),
        ("IF2026-0009", "rejected", "accept", "", 1, 0),
        ("IF2026-0009", "rejected", "hold", "", 1, 0),
    )
    outcome = apply_decisions(desk, read_decisions(good), "Li")
    assert (outcome.applied, [(item.reference, item.after) for item in outcome.ready]) == ((), [("IF2026-0003", "accepted")])
    assert [(item.row, item.reason) for item in outcome.refused] == [
        (3, "ask needs a Note: it stands in the letter to the author."),
        (4, "There is no decision 'burn'. Decide accept, reject, ask, hold, release or join."),
        (5, "There is no entry IF2026-0999. `entries` lists them."),
        (6, "IF2026-0008 changed since: it is at revision 1 now. Look again, then decide."),
        (7, "IF2026-0001 is accepted, not held; there is nothing to release."),
        (8, "The note has 2001 characters; a letter takes 2000."),
        (9, "The row has no revision; export again and decide there."),
        (10, "The row has no reference."),
        (11, "IF2026-0009 has a decision in more than one row; leave one."),
        (12, "IF2026-0009 has a decision in more than one row; leave one."),
    ]
    assert states(desk) == ["accepted", "incomplete", "held", "rejected", "accepted"] * 2
    assert list(desk.journal.lines()) == []


def test_an_entry_decided_since_the_export_is_not_decided_again(desk, tmp_path):
    path = decided(desk, tmp_path, (2, "ask", "Which year?"), (3, "reject", "late"))
    review(desk.db, REFERENCE(3), Decision(action="accept", by="Wang"), NOW)
    first = apply_decisions(desk, read_decisions(path), "Li")
    again = apply_decisions(desk, read_decisions(path), "Li")
    assert (first.applied, [item.reference for item in first.ready]) == ((), [REFERENCE(2)])
    assert first.refused == (
        RefusedRow(
            row=4,
            reference=REFERENCE(3),
            decision="reject",
            reason="IF2026-0003 was decided since the workbook was exported: accept, by Wang. Look again, then decide.",
        ),
    )
    assert again == first
    assert documents.entry(desk.db, REFERENCE(2))["decisions"] == []


def test_an_exception_in_the_middle_leaves_everything_as_it_was(desk, tmp_path):
    path = decided(desk, tmp_path, (2, "accept", None), (3, "accept", None))
    desk.db.conn.execute(
        "CREATE TRIGGER strike BEFORE INSERT ON decisions WHEN NEW.reference = 'IF2026-0003' BEGIN SELECT RAISE(ABORT, 'struck'); END"
    )
    before = list(desk.db.conn.iterdump())
    with pytest.raises(Exception, match="struck"):
        apply_decisions(desk, read_decisions(path), "Li")
    assert (list(desk.db.conn.iterdump()), list(desk.journal.lines())) == (before, [])


@pytest.mark.parametrize(
    ("written", "action"),
    [
        ("accept", "accept"), (" Accept ", "accept"), ("ＡＣＣＥＰＴ", "accept"), ("accept 列入", "accept"), ("列入", "accept"),
        ("不列入", "reject"), ("补正", "ask"), ("待定", "hold"), ("解除待定", "release"), ("Rejected.", "reject"),
        ("放行", "release"), ("不予受理", "reject"), ("补", "ask"), ("暂缓", "hold"), ("材料不齐也接受", "accept"), ("并入", "join"),
        ("accept reject", ""), ("yes", ""), ("=accept", ""), (1, ""), (True, ""),
    ],
)  # fmt: skip
def test_a_decision_is_known_as_people_type_it(tmp_path, written, action):
    path = plain_sheet(tmp_path / "x.xlsx", ("IF2026-0001", "held", written, "", 1, 0))
    cells = openpyxl.load_workbook(path)
    cells.active["C2"].data_type = "s" if isinstance(written, str) else cells.active["C2"].data_type
    cells.save(path)
    assert [row.action for row in read_decisions(path)] == [action]


def test_columns_are_found_by_their_headings_whatever_their_order_and_types(tmp_path):
    path = tmp_path / "renamed by a colleague.XLSX"
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["nothing", "here"])
    sheet = book.create_sheet("entries ")
    sheet.append(["a title"])
    sheet.append(["备注", "Something", "Decision", "版次\nRevision", "已决次数", "编号 / Reference"])
    sheet.append(["a_x000D_\nb", 3.5, "HOLD", 3.0, "2", " if2026-0007\xa0"])
    sheet.append([None, None, None, "x", None, None])
    sheet.append([12, None, "ask", "4", None, "IF2026-0008"])
    sheet.row_dimensions[3].hidden = True  # filtered away, but decided
    book.save(path)
    assert read_decisions(path) == [
        DecisionRow(row=3, reference="IF2026-0007", action="hold", written="HOLD", note="a\nb", revision=3, decisions=2),
        DecisionRow(row=5, reference="IF2026-0008", action="ask", written="ask", note="12", revision=4, decisions=None),
    ]


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.thorough
def test_a_workbook_saved_by_libreoffice_is_read_the_same(desk, tmp_path):
    path = decided(desk, tmp_path, (3, "accept", "好的\n谢谢"), (2, "ask", "=1+1"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(tmp_path / "lo"),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    saved = [row for row in read_decisions(tmp_path / "lo" / path.name) if row.written]
    assert [(row.row, row.reference, row.action, row.note, row.revision, row.decisions, len(row.bad)) for row in saved] == [
        (3, REFERENCE(2), "ask", "=…", 1, 0, 1),
        (4, REFERENCE(3), "accept", "好的\n谢谢", 1, 0, 0),
    ]
    outcome = apply_decisions(desk, read_decisions(tmp_path / "lo" / path.name), "Li")
    column = saved[0].bad[0]
    assert [(item.row, item.reason) for item in outcome.refused] == [
        (3, f"A formula stands in {column}; type the words themselves.")
    ]
    assert ([item.reference for item in outcome.ready], outcome.applied) == ([REFERENCE(3)], ())


def _zip(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(f"xl/{name}.xml", data)


def _broken(path):
    plain_sheet(path, ("IF2026-0001", "held", "accept", "", 1, 0))
    path.write_bytes(path.read_bytes()[:-2000])


def _doctype(path):
    _zip(path, workbook=b"x" * 70_000 + b"<!DOCTYPE x [<!ENTITY a 'b'>]>")


UNUSABLE = {
    "text": (lambda path: path.write_text("reference,decision"), "is no .xlsx workbook"),
    "old xls": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600), "is no .xlsx workbook"),
    "empty": (lambda path: path.write_bytes(b""), "is no .xlsx workbook"),
    "docx": (lambda path: _zip(path, document=b"<x/>"), "is no .xlsx workbook"),
    "cut": (_broken, "damaged"),
    "junk inside": (lambda path: _zip(path, workbook=b"<<<"), "damaged"),
    "doctype": (_doctype, "DOCTYPE"),
    "bomb": (lambda path: _zip(path, workbook=b"<x/>", big=b"0" * 5_000_000), "unpacks to more"),
    "other columns": (lambda path: plain_sheet(path, (1, 2), heads=("Reference", "Decision")), "No sheet has the columns"),
    "missing": (lambda path: None, "cannot be read"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_that_is_no_workbook_of_decisions_is_refused_in_words(tmp_path, monkeypatch, name):
    make, said = UNUSABLE[name]
    monkeypatch.setattr("registry.decide.returned_workbook.MOST_PART", 4_000_000)
    make(tmp_path / "x.xlsx")
    with pytest.raises(WorkbookProblem, match=said):
        read_decisions(tmp_path / "x.xlsx")


def test_a_file_larger_than_any_workbook_of_ours_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("registry.decide.returned_workbook.MOST_FILE", 1_000)
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04" + b"0" * 2_000)
    with pytest.raises(WorkbookProblem, match="no exported workbook") as refused:
        read_decisions(tmp_path / "x.xlsx")
    assert refused.value.why is Trouble.LARGE


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("registry.amend.read_decisions.MOST_ROWS", 3)
    rows = [(f"IF2026-000{number}", "held", "accept", "", 1, 0) for number in range(1, 5)]
    assert len(read_decisions(plain_sheet(tmp_path / "x.xlsx", *rows[:2]))) == 2
    with pytest.raises(WorkbookProblem, match="more than 3 rows"):
        read_decisions(plain_sheet(tmp_path / "x.xlsx", *rows))


def test_the_command_shows_refuses_and_applies(tmp_path):
    with a_desk(tmp_path) as desk:
        fill(desk.db, CALL, 4)
        path = decided(desk, tmp_path, (3, "accept", None), (4, "reject", "late"))
        journal = desk.journal
    configs, env = [ROOT / "config.yaml", tmp_path / "overlay.yaml"], {"PHOTO_PASSWORD": "x", "COLUMNS": "150"}

    def run(*words):
        return CliRunner().invoke(app, ["import-decisions", *words], obj=configs, env=env)

    nobody = run(str(path))
    tried = run(str(path), "--dry-run", "--json")
    assert (nobody.exit_code, "--by" in nobody.stderr) == (2, True)
    assert (tried.exit_code, list(journal.lines())) == (1, [])
    assert json.loads(tried.stdout) == {
        "dry_run": True,
        "applied": [{"row": 4, "reference": REFERENCE(3), "action": "accept", "note": "", "before": "held", "after": "accepted", "missing": list(LACKING), "remark": "", "changed": [], "into": "", "until": ""}],
        "ready": [],
        "refused": [{"row": 5, "reference": REFERENCE(4), "decision": "reject", "reason": "IF2026-0004 is rejected already; nothing was changed."}],
    }  # fmt: skip
    done = run(str(path), "--by", "Li")
    assert (done.exit_code, "Nothing was changed: 1 rows are refused. The other 1 are in order." in done.stdout) == (1, True)
    assert list(journal.lines()) == []
    assert run(str(tmp_path / "overlay.yaml"), "--by", "Li").exit_code == 2
