"""The workbook: whole rows against the registry, nothing that runs, nothing that leaks, there whole or not at all."""

import json
import math
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from PIL import Image
from typer.testing import CliRunner

from intake.model.submission import FileType, FormState, FormValue, FoundText, Material, RegistrationForm
from registry.decide.review import Decision, review
from registry.read import documents
from registry.store import mails
from reports.commands.organiser import app
from reports.workbook.style import MOST, storable_text
from reports.workbook.workbook import BARE, USUAL, Edition, write_workbook
from tests.benchmarks.many_entries import fill
from tests.builders.desks import a_desk
from tests.builders.folders import every_demo_case
from tests.builders.registry_samples import judged, spooled, submission, take
from validators.facts_document import DocumentFacts
from validators.probes.text_counts import measure

CALL = "photo-2026"
ZONE = ZoneInfo("Asia/Shanghai")
NASTY = '=HYPERLINK("http://example.org","prize")'


def table(path, title):
    """Return a sheet's rows as {English heading: value}."""
    sheet = openpyxl.load_workbook(path)[title]
    head, *rows = list(sheet.iter_rows(values_only=True))
    return [dict(zip((text.partition("\n")[2] or text for text in head), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A desk with every demo case, one decision, and its workbook."""
    folder = every_demo_case(tmp_path_factory.mktemp("workbook"))
    with a_desk(folder) as desk:
        held = documents.entries(desk.db, state="held")[0]["reference"]
        review(desk.db, held, Decision(action="ask", by="Li", note="Which year?"), datetime.now(ZONE))
        out = folder / "out.xlsx"
        done = write_workbook(desk, CALL, out)
        yield desk, out, done


def local(moment):
    return datetime.fromisoformat(moment).astimezone(ZONE).replace(tzinfo=None, microsecond=0)


def test_entries_is_first_and_has_one_whole_row_for_each_entry(demo):
    desk, out, done = demo
    assert openpyxl.load_workbook(out).sheetnames == [
        "Entries", "Files", "Findings", "Letters", "Contacts", "Questions", "Summary", "desk"
    ]  # fmt: skip
    entries = documents.entries(desk.db, call=CALL)
    rows = table(out, "Entries")
    assert done.entries == len(entries) > 10
    for row, entry in zip(rows, entries, strict=True):
        form, texts = entry["form"], entry["texts"]
        roles = [item["role"] for item in entry["materials"]]
        whole = documents.entry(desk.db, entry["reference"])
        pieces = form.get("pieces", "")
        assert {name: row[name] for name in row if name not in SAID} == {
            "Reference": entry["reference"],
            "Status": {"accepted": "已接受", "incomplete": "待补", "held": "待定", "rejected": "不予受理"}[entry["state"]],
            "State": entry["state"],
            "Thumbnails": None,
            "Name (Chinese)": form.get("name_zh"),
            "Name (English)": form.get("name_en"),
            "Photo Name": form.get("photo_name"),
            "Entry photo: pieces": roles.count("work"),
            "Author photo: pieces": roles.count("portrait"),
            "Decision": None,
            "Note": None,
            "Remark": None,
            "Until": None,
            "Into": None,
            "Revision": entry["revision"],
            "Decisions": len(whole["decisions"]),
            "Shortlist (silent)": None,
            "Sex": form.get("sex"),
            "Nationality": form.get("nationality"),
            "Mobile Number": form.get("mobile"),
            "Email Address": form.get("email"),
            "pieces": int(pieces) if pieces.isdigit() else pieces or None,
            "Employer": form.get("employer"),
            "Photo description": texts["description"]["text"] if "description" in texts else None,
            "Photo description: words (字)": texts["description"]["words"] if "description" in texts else None,
            "Biography": texts["biography"]["text"] if "biography" in texts else None,
            "Biography: words (字)": texts["biography"]["words"] if "biography" in texts else None,
            "Sender": entry["submitter"]["name"] or None,
            "Sender's address": entry["submitter"]["email"],
            "First received (Beijing time)": local(entry["received_at"]),
            "Last mail (Beijing time)": local(whole["last_mail_at"]),
            "Last change (Beijing time)": local(entry["updated_at"]),
            "Mails": len(entry["messages"]),
        }


SAID = {
    "Country/region",
    "Country code",
    "Problems",
    "Warnings",
    "Files",
    "Form file",
    "Other files",
    "Last letter",
    "Last decision",
}


def test_what_is_said_of_an_entry_is_what_its_letter_says(demo):
    desk, out, _ = demo
    rows = {row["Reference"]: row for row in table(out, "Entries")}
    asked = next(row for row in rows.values() if row["Last decision"])
    few = next(r for r in rows.values() if r["Problems"] and "目前收到 2 幅作品" in r["Problems"])
    assert (asked["State"], asked["Last decision"], asked["Decisions"]) == ("incomplete", "ask · Li: Which year?", 1)
    assert few["Problems"] == "目前收到 2 幅作品，征集要求 3 至 5 幅。"
    assert {row["Country/region"] for row in rows.values()} >= {"瑞典 Sweden", "中国 China", None}
    assert {row["Reference"] for row in rows.values() if row["Problems"]} == {
        entry["reference"]
        for entry in documents.entries(desk.db)
        if any(item["severity"] in {"error", "hold", "reject"} for item in entry["findings"])
    }


def test_files_findings_and_letters_are_the_registrys(demo):
    desk, out, done = demo
    entries = documents.entries(desk.db, call=CALL)
    order = ["form", "work", "portrait", "description", "biography"]
    files = [
        (e["reference"], m)
        for e in entries
        for m in sorted(e["materials"], key=lambda m: order.index(m["role"]) if m["role"] in order else len(order))
    ]
    assert done.files == len(files)
    assert [
        (r["Reference"], r["Role"], r["File"], r["Width, px"], r["Height, px"], r["File bytes"], r["Format"], r["SHA-256"])
        for r in table(out, "Files")
    ] == [
        (reference, m["role"], m["filename"], m["width"] or None, m["height"] or None, m["size"], m["format"], m["sha256"])
        for reference, m in files
    ]
    uses = {(r["Role"], r["Use"]) for r in table(out, "Files")}
    assert {("form", "作品登记表"), ("work", "作品"), ("portrait", "作者照片"), ("other", "不用")} <= uses
    assert {r["Taken (camera's clock)"] for r in table(out, "Files")} - {None} != set()
    assert all(isinstance(r["Taken (camera's clock)"], datetime | None) for r in table(out, "Files"))
    told = [(r["Reference"], r["Rule"], r["Severity"], r["Subject"] or "") for r in table(out, "Findings")]
    every = [(e["reference"], item["rule"], item["severity"], item["subject"]) for e in entries for item in e["findings"]]
    assert told == [item for item in every if item[2] != "info"]
    assert {r["Use"] for r in table(out, "Findings") if r["Rule"] == "slot-count"} >= {"作品"}
    write_workbook(desk, CALL, out.with_name("all.xlsx"), Edition(evidence=True, pictures=None))
    assert [
        (r["Reference"], r["Rule"], r["Severity"], r["Subject"] or "") for r in table(out.with_name("all.xlsx"), "Findings")
    ] == every
    assert [(r["Reference"], r["Kind"], r["State"], r["To"], r["Sent (Beijing time)"]) for r in table(out, "Letters")] == [
        (e["reference"], item["kind"], item["state"], item["to"], None) for e in entries for item in e["notices"]
    ]


def test_the_summary_counts_what_the_registry_counts(demo):
    desk, out, _ = demo
    rows = table(out, "Summary")
    counted = dict(desk.db.conn.execute("SELECT state, count(*) FROM entries GROUP BY state").fetchall())
    total = next(row for row in rows if row["Item"] == "合计 Total")
    assert {state: total[state] for state in counted} == counted
    assert total["Total"] == sum(counted.values())
    days = {row["Item"].date(): row["Total"] for row in rows if isinstance(row["Item"], datetime) and row["Total"]}
    opened = [local(row[0]).date() for row in desk.db.conn.execute("SELECT received_at FROM entries")]
    assert days == {day: opened.count(day) for day in opened}
    sheet = openpyxl.load_workbook(out)["Summary"]
    assert len(sheet._charts) == 4


def test_the_sheets_are_set_up_to_work_in_and_to_print(demo):
    _, out, _ = demo
    book = openpyxl.load_workbook(out)
    entries = book["Entries"]
    decision = next(cell.column_letter for cell in entries[1] if cell.value == "决定\nDecision")
    lists = {v.formula1: str(v.sqref) for v in entries.data_validations.dataValidation if v.type == "list"}
    assert lists == {'"接受,不予受理,补正,待定,放行,并入"': f"{decision}2:{decision}{entries.max_row}"}
    slots = [v.formula1 for v in book["Files"].data_validations.dataValidation if v.type == "list"]
    assert slots == ['"作品登记表,作品,作者照片,不用"']
    assert entries.freeze_panes == "C2"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"] == ["desk"]
    for sheet in book.worksheets[:-1]:
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == ("landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.freeze_panes.endswith("2")
        if sheet.title != "Summary":
            assert sheet.auto_filter.ref == sheet.dimensions


def test_a_row_is_high_enough_for_what_is_said_in_it(demo):
    _, out, _ = demo
    book = openpyxl.load_workbook(out)
    low = []
    for title, heading in (("Entries", "Problems"), ("Findings", "In English"), ("Findings", "In Chinese")):
        sheet = book[title]
        column = next(cell.column_letter for cell in sheet[1] if heading in str(cell.value).split("\n"))
        for cell in sheet[column][1:]:
            said = (sum(2 if char > "\u2e80" else 1 for char in line) for line in str(cell.value or "").split("\n"))
            lines = sum(math.ceil(max(each, 1) / sheet.column_dimensions[column].width) for each in said)
            height = sheet.row_dimensions[cell.row].height or sheet.sheet_format.defaultRowHeight
            low += [(title, cell.row, lines, height)] if height < lines * 13.2 else []
    assert (low, max(item.height or 0 for item in book["Findings"].row_dimensions.values()) > 32) == ([], True)


def test_links_stay_inside_the_workbook_and_thumbnails_are_small(demo):
    _, out, done = demo
    book = openpyxl.load_workbook(out)
    links = [cell.hyperlink for sheet in book.worksheets for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert [link.target for link in links if link.target] == []
    assert links[0].location == "Files!A2"
    with zipfile.ZipFile(out) as archive:
        pictures = [name for name in archive.namelist() if name.startswith("xl/media/")]
        sizes = [Image.open(archive.open(name)) for name in pictures]
    assert len(pictures) == done.pictures > 20
    assert all(image.width <= USUAL.box[0] and image.height <= USUAL.box[1] and not image.getexif() for image in sizes)


def test_the_same_registry_gives_the_same_bytes_and_only_the_owner_reads_them(demo, tmp_path):
    desk, _, _ = demo
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for name in "ab":
        write_workbook(desk, CALL, tmp_path / name / "x.xlsx")
    assert (tmp_path / "a" / "x.xlsx").read_bytes() == (tmp_path / "b" / "x.xlsx").read_bytes()
    assert (tmp_path / "a" / "x.xlsx").stat().st_mode & 0o777 == 0o600


def test_nothing_an_author_writes_becomes_a_formula_or_breaks_the_file(tmp_path):
    with a_desk(tmp_path) as desk:
        fill(desk.db, CALL, 3)
        from registry.store.codec import form_to_json, texts_to_json

        values = {
            "name_en": NASTY, "name_zh": "+1\x0b\ud800".encode("utf-8", "replace").decode(), "nationality": "@SUM(A1)", "email": "-2+3",
            "photo_name": "\tcmd|' /C calc'!A0", "sex": "#N/A", "mobile": "13800138000", "pieces": "=3", "employer": "&\u0001<>\ufffe",
        }  # fmt: skip
        form = RegistrationForm(state=FormState.FILLED, values={k: FormValue(text=v, place="") for k, v in values.items()})
        long = {
            "description": FoundText(text="长" * 40_000, place=""),
            "biography": FoundText(text="_x0041_ " + "😀" * 20_000, place=""),
        }
        counted = {name: measure(name, found) for name, found in long.items()}
        desk.db.table("revisions").update(("IF2026-0001", 1), {"form": form_to_json(form), "texts": texts_to_json(long, counted)})
        desk.db.conn.execute("UPDATE entries SET submitter_name = ? WHERE reference = 'IF2026-0001'", [NASTY])
        desk.db.conn.execute("UPDATE materials SET name = ? WHERE reference = 'IF2026-0001' AND ordinal = 1", ["=1+1.jpg"])
        write_workbook(desk, CALL, tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [c.coordinate for s in book.worksheets for row in s.iter_rows() for c in row if c.data_type in {"f", "e"}] == []
    row = table(tmp_path / "x.xlsx", "Entries")[0]
    assert (row["Name (English)"], row["Sender"], row["Nationality"], row["Email Address"]) == (NASTY, NASTY, "@SUM(A1)", "-2+3")
    assert (row["Photo Name"], row["Sex"], row["Employer"], row["pieces"]) == (
        values["photo_name"],
        "#N/A",
        "&\ufffd<>\ufffd",
        "=3",
    )
    assert row["Biography"].startswith("_x005F_x0041_ 😀")  # what Excel reads as _x0041_
    assert row["Photo description"].endswith("…（略 cut）")
    assert max(len(row[name].encode("utf-16-le")) // 2 for name in ("Photo description", "Biography")) <= MOST
    quoted = [c for c in book["Entries"][2] if c.value in {NASTY, "@SUM(A1)", "-2+3"}]
    assert [c.style_array.quotePrefix if hasattr(c, "style_array") else c.quotePrefix for c in quoted] == [True] * 4


@pytest.mark.parametrize(
    ("text", "held"), [("a\r\nb\rc", "a\nb\nc"), ("a\x00\x1f\x85b", "a\ufffd\ufffd\x85b"), ("x" * MOST, "x" * MOST)]
)
def test_a_text_is_kept_as_far_as_a_cell_can_hold_it(text, held):
    assert storable_text(text) == held


def test_what_is_not_in_the_workbook_is_said(tmp_path, monkeypatch):
    with a_desk(tmp_path) as desk:
        fill(desk.db, CALL, 4)
        monkeypatch.setattr("reports.workbook.sheet.MOST_LINKS", 0)
        done = write_workbook(desk, CALL, tmp_path / "x.xlsx", BARE)
    notes = [row["Item"] for row in table(tmp_path / "x.xlsx", "Summary") if isinstance(row["Item"], str)]
    assert (done.files_missing, done.without_pictures) == (16, True)
    assert [note for note in notes if "no longer where" in note or "Without thumbnails" in note] == done.lacks()[:2]
    assert table(tmp_path / "x.xlsx", "Files")[0]["File"] == "Work 1.jpg（文件不在 missing）"
    assert "Thumbnails" not in table(tmp_path / "x.xlsx", "Entries")[0]


def test_thumbnails_over_the_budget_are_counted(demo, tmp_path):
    desk, _, done = demo
    less = write_workbook(desk, CALL, tmp_path / "x.xlsx", Edition(pictures=replace(USUAL, most=7)))
    assert (less.pictures, less.pictures_left_out) == (7, done.pictures - 7)


def test_a_call_without_entries_gives_a_workbook_that_opens(tmp_path):
    with a_desk(tmp_path) as desk:
        write_workbook(desk, CALL, tmp_path / "x.xlsx")
    assert table(tmp_path / "x.xlsx", "Entries") == []
    assert next(row for row in table(tmp_path / "x.xlsx", "Summary") if row["Item"] == "合计 Total")["Total"] == 0


def test_units_are_listed_once_with_their_entries(tmp_path):
    with a_desk(tmp_path) as desk:
        fill(desk.db, CALL, 301)
        write_workbook(desk, CALL, tmp_path / "x.xlsx", BARE)
    contacts = table(tmp_path / "x.xlsx", "Contacts")
    twice = [row for row in contacts if row["Entries"] == 2]
    assert (len(contacts), [row["References"] for row in twice]) == (300, ["IF2026-0001 IF2026-0301"])
    assert {key: twice[0][key] for key in ("Employer", "Name", "Email Address", "Authors")} == {
        "Employer": "University 1", "Name": "Contact 1", "Email Address": "office1@example.org", "Authors": "Author 1、Author 301",
    }  # fmt: skip


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path, monkeypatch):
    class FullError(Exception):
        pass

    def full(*_):
        raise FullError

    with a_desk(tmp_path) as desk:
        fill(desk.db, CALL, 2)
        folder = tmp_path / "out"
        folder.mkdir()
        (folder / "x.xlsx").write_text("old")
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(FullError):
            write_workbook(desk, CALL, folder / "x.xlsx")
        assert not desk.db.conn.in_transaction
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [("x.xlsx", "old")]


def test_no_place_on_earth_stands_in_it(demo):
    _, out, _ = demo
    with zipfile.ZipFile(out) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert re.search(rb"gps|latitude|longitude", parts, re.IGNORECASE) is None


def test_the_command_tells_what_it_wrote(tmp_path):
    from tests.builders.desks import ROOT

    with a_desk(tmp_path) as desk:
        fill(desk.db, CALL, 2)
    configs = [ROOT / "config.yaml", tmp_path / "overlay.yaml"]
    env = {"PHOTO_PASSWORD": "x"}
    said = CliRunner().invoke(app, ["export", CALL, "--out", str(tmp_path / "x.xlsx"), "--json"], obj=configs, env=env)
    told = json.loads(said.stdout)
    assert (said.exit_code, told["entries"], told["files"], told["files_missing"]) == (0, 2, 8, 8)
    wrong = CliRunner().invoke(app, ["export", "nonsense", "--out", str(tmp_path / "y.xlsx")], obj=configs, env=env)
    nowhere = CliRunner().invoke(app, ["export", CALL, "--out", str(tmp_path / "no" / "y.xlsx")], obj=configs, env=env)
    assert (wrong.exit_code, nowhere.exit_code) == (2, 2)
    assert "There is no call 'nonsense'" in wrong.stderr
    assert "cannot be written" in nowhere.stderr


TWO_FORMS = {
    "two-forms": {
        "title": {"zh": "论坛", "en": "Forum"},
        "reference": "TF2026",
        "window": {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
        "slots": {
            "a_form": {"kind": "form", "title": {"zh": "报名表", "en": "form"}, "fields": {"name": {"labels": ["姓名", "Name"], "kind": "name"}}},
            "trip": {
                "kind": "form", "title": {"zh": "行程: 表/一", "en": "travel form"},
                "fields": {"train": {"labels": ["车次", "Train"]}, "nights": {"labels": ["几晚", "Nights"], "kind": "number"}},
            },
            "paper": {"kind": "document", "count": "1-", "title": {"zh": "论文", "en": "paper"}},
        },
    }
}  # fmt: skip


def test_each_further_form_has_its_sheet_documents_their_columns_and_questions_are_listed(tmp_path):
    with a_desk(tmp_path, calls=TWO_FORMS) as desk:
        forms = {
            "a_form": RegistrationForm(state=FormState.FILLED, slot="a_form", values={"name": FormValue(text="Ann", place="")}),
            "trip": RegistrationForm(
                state=FormState.FILLED,
                slot="trip",
                values={"train": FormValue(text="G1", place=""), "nights": FormValue(text="two", place="", value="2")},
            ),
        }
        paper = Material(role="paper", name="p.pdf", type=FileType.PDF, size=9, sha256="f" * 64, path=tmp_path, message="m1")
        facts = DocumentFacts(sha256="f" * 64, file_bytes=9, format="PDF", pages=12, english_words=300, scanned=True)
        share = submission(call="two-forms", forms=forms, texts={}, materials=(paper,))
        take(desk.db, replace(judged(share, prefix="TF2026"), photos={}, measured=(facts,)))
        mails.log_fetched(desk.db, spooled("q1", uid=None))
        asked = {"outcome": "set_aside", "sender": "q@example.org", "subject": "When?", "words": "=1+1"}
        desk.db.table("messages").update("q1", asked)
        done = write_workbook(desk, "two-forms", tmp_path / "x.xlsx")
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").sheetnames[:3] == ["Entries", "Files", "行程  表 一"]
    assert table(tmp_path / "x.xlsx", "行程  表 一") == [
        {"Reference": "TF2026-0001", "Status": "已接受", "Revision": 1, "Train": "G1", "Nights": 2}
    ]
    row = table(tmp_path / "x.xlsx", "Files")[0]
    assert {name: row[name] for name in ("Use", "Role", "Format", "Pages", "Words (字)", "Scanned")} == {
        "Use": "论文", "Role": "paper", "Format": "PDF", "Pages": 12, "Words (字)": 300, "Scanned": "是"
    }  # fmt: skip
    assert "Camera" not in row
    questions = table(tmp_path / "x.xlsx", "Questions")
    assert (done.questions, [(row["From"], row["Subject"], row["Words"]) for row in questions]) == (
        1, [("q@example.org", "When?", "=1+1")]
    )  # fmt: skip
