"""Cells changed in a workbook: fields, texts, slots of files, joining, a later date; stale, mixed and merged sheets are refused whole."""

from dataclasses import replace

import openpyxl
import pytest

from registry.amend.amend import amend
from registry.amend.changes import Changes
from registry.amend.from_sheet import WorkbookProblem, apply_decisions, try_decisions
from registry.amend.read_decisions import read_decisions
from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from reports.demo import mails
from reports.workbook.workbook import BARE, write_workbook
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.registry.amend.test_amend import HAND
from tests.registry.amend.test_join import shown, take

CALL = "photo-2026"


@pytest.fixture
def desk(tmp_path):
    """Three entries: one that lacks a title and has its portrait among the works, one complete, one by another address."""
    with a_desk(tmp_path) as opened:
        scene = tiny_scene(3)
        files = (scene.form(photo_name=""), scene.biography(), *scene.works(3), replace(scene.portrait(), name="Work 4.jpg"))
        take(opened, tmp_path, mails.plain(scene.draft(*files)))
        take(opened, tmp_path, parcel_mail(5))
        take(opened, tmp_path, parcel_mail(7))
        yield opened


class Filled:
    """An exported workbook as a person fills it in."""

    def __init__(self, desk, tmp_path):
        self.path = tmp_path / "x.xlsx"
        write_workbook(desk, CALL, self.path, BARE)
        self.book = openpyxl.load_workbook(self.path)

    def put(self, row, heading, value, sheet="Entries"):
        head = {str(cell.value).partition("\n")[2]: cell.column for cell in self.book[sheet][1]}
        self.book[sheet].cell(row, head[heading]).value = value

    def file_row(self, reference, name):
        head = {str(cell.value).partition("\n")[2]: cell.column - 1 for cell in self.book["Files"][1]}
        rows = self.book["Files"].iter_rows(min_row=2, values_only=True)
        return next(n for n, row in enumerate(rows, 2) if (row[head["Reference"]], row[head["File"]]) == (reference, name))

    def rows(self):
        self.book.save(self.path)
        return read_decisions(self.path)


def states(desk):
    return [item["state"] for item in documents.entries(desk.db)]


def test_fields_texts_and_slots_of_files_are_changed_and_decided_in_one_go_and_rebuilt(desk, tmp_path):
    book = Filled(desk, tmp_path)
    assert apply_decisions(desk, book.rows(), "Li").applied == ()
    book.put(2, "Photo Name", "Tea Market")
    book.put(2, "Remark", "she telephoned")
    book.put(book.file_row("IF2026-0001", "Work 4.jpg"), "Use", "作者照片", "Files")
    book.put(3, "Biography", "A new life. " * 10)
    book.put(3, "Decision", "待定")
    book.put(3, "Note", "kept out of the letter")
    book.put(4, "Decision", "并入")
    book.put(4, "Into", "IF2026-0002")
    tried = try_decisions(desk, book.rows())
    assert states(desk) == ["incomplete", "accepted", "accepted"]
    assert [item.reason for item in tried.refused] == [
        "One of the two was changed at this moment; nothing was done. Look again, then join."
    ]
    book.put(4, "Decision", None)
    done = apply_decisions(desk, book.rows(), "Li")
    assert [(item.reference, item.action, item.before, item.after, item.changed) for item in done.applied] == [
        ("IF2026-0001", "", "incomplete", "accepted", ("photo_name: '' → 'Tea Market'", "Work 4.jpg: work → portrait")),
        ("IF2026-0002", "hold", "accepted", "held", (done.applied[1].changed[0],)),
    ]
    one = documents.entry(desk.db, "IF2026-0001")
    assert (one["form"]["photo_name"], one["revisions"][-1]["by"]) == ("Tea Market", "Li")
    assert "(she telephoned)" in [line["detail"] for line in one["history"] if line["what"] == "amended"][-1]
    assert states(desk) == ["accepted", "held", "accepted"]
    rebuild(desk, tmp_path / "again.db")
    again = open_registry(tmp_path / "again.db")
    assert shown(documents.entries(again)) == shown(documents.entries(desk.db))
    again.conn.close()


def test_two_are_joined_and_another_gets_a_later_date(desk, tmp_path):
    book = Filled(desk, tmp_path)
    book.put(4, "Decision", "并入")
    book.put(4, "Into", "if2026-0002")
    book.put(2, "Decision", "补正")
    book.put(2, "Note", "请补一张作者照片")
    book.put(2, "Until", "2099-9-1")
    done = apply_decisions(desk, book.rows(), "Li")
    assert [(item.reference, item.after) for item in done.applied] == [("IF2026-0001", "incomplete"), ("IF2026-0003", "joined")]
    assert documents.entry(desk.db, "IF2026-0001")["until"] == "2099-09-01T16:00:00+00:00"


def test_an_untouched_row_of_an_older_revision_harms_nobody_a_changed_one_is_refused(desk, tmp_path):
    book = Filled(desk, tmp_path)
    amend(desk, "IF2026-0001", Changes(values={"photo_name": "Ferry"}), HAND)
    assert apply_decisions(desk, book.rows(), "Li").refused == ()
    book.put(2, "Photo Name", "Tea Market")
    assert [item.reason for item in apply_decisions(desk, book.rows(), "Li").refused] == [
        "IF2026-0001 changed since: it is at revision 2 now. Look again, then change it."
    ]


def test_a_sheet_sorted_whole_is_read_by_its_references_one_sorted_in_part_is_refused(desk, tmp_path):
    book = Filled(desk, tmp_path)
    sheet = book.book["Entries"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), 2):
        for column, value in enumerate(values, 1):
            sheet.cell(number, column).value = value
    assert apply_decisions(desk, book.rows(), "Li") == apply_decisions(desk, [], "Li")
    for number, values in enumerate(rows, 2):
        sheet.cell(number, 1).value = values[0]
    with pytest.raises(WorkbookProblem, match=r"Rows seem to be mixed: .*Nothing was done"):
        apply_decisions(desk, book.rows(), "Li")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda book: book.book["Entries"].merge_cells("M2:M3"), "the cells M2:M3 are merged"),
        (lambda book: book.book["Files"].merge_cells("C2:C4"), "On the sheet Files the cells C2:C4 are merged"),
        (lambda book: book.book["Entries"].delete_cols(1), "No sheet has the columns"),
    ],
)
def test_a_sheet_that_cannot_be_read_row_by_row_is_refused_in_words(desk, tmp_path, harm, said):
    book = Filled(desk, tmp_path)
    harm(book)
    with pytest.raises(WorkbookProblem, match=said):
        book.rows()


def test_formulas_strange_slots_and_bad_days_are_refused_by_cell_and_empty_rows_cost_nothing(desk, tmp_path):
    book = Filled(desk, tmp_path)
    book.put(2, "Photo Name", "=A1")
    book.put(book.file_row("IF2026-0002", "Work 1.jpg"), "Use", "风景", "Files")
    book.put(4, "Decision", "ask")
    book.put(4, "Note", "x")
    book.put(4, "Until", "soon")
    book.book["Entries"].cell(50_000, 40).value = None
    book.book["Entries"].row_dimensions[50_000].height = 12
    reasons = [item.reason for item in apply_decisions(desk, book.rows(), "Li").refused]
    assert reasons == [
        "A formula stands in F2; type the words themselves.",
        "There is no slot '风景'. The slots for files are: form, work, portrait, other.",
        "'soon' is not a day; write 2026-09-15 (to the end of it) or 2026-09-15T17:00:00+08:00.",
    ]
    assert states(desk) == ["incomplete", "accepted", "accepted"]
