"""Sheets at the desk: rows are records with their own findings; good ones count at once, bad ones are asked for by their place."""

from registry.read import documents
from reports.letters.preview import Asked, preview_letter
from tests.builders.sheet_samples import SLOT, grid_of, need, needs_book, workbook
from tests.registry.test_any_call import WINDOW, mail, serving

CALL = {
    "title": {"zh": "供需信息征集", "en": "Call for offers and needs"},
    "reference": "SD2026",
    "window": WINDOW,
    "identity": {"name": "contact_name", "email": "contact_email", "unit": "unit"},
    "slots": {"table": dict(SLOT)},
}


def state_of(desk):
    (entry,) = documents.entries(desk.db, calls=desk.config.calls)
    return (
        entry["state"],
        entry["rows"],
        [(item["rule"], item["severity"]) for item in entry["findings"] if item["severity"] != "info"],
    )


def test_good_rows_count_and_bad_ones_are_asked_for_until_a_newer_sheet_mends_them(tmp_path):
    first = needs_book(need(1), need(2, 项目名称=""), need(3, 是否不便公开="是"))
    mended = needs_book(need(2))
    with serving(tmp_path, CALL, mail("请查收。", **{"征集表.xlsx": first})) as desk:
        assert state_of(desk) == ("incomplete", {"good": 2, "bad": 1, "confidential": 1}, [("sheet-cells", "error")])
        (entry,) = documents.entries(desk.db, calls=desk.config.calls)
        (finding,) = [item for item in entry["findings"] if item["rule"] == "sheet-cells"]
        assert [(cell["cell"], cell["column"], cell["problem"]) for cell in finding["values"]["cells"]] == [
            ("C3", "title", "missing")
        ]
        letter = preview_letter(desk, entry["reference"], Asked("correction", None, ""))
        assert (
            "第 3 行，“名称”一格" in letter and "row 3, “名称”" in letter and "海水淡化项目3" not in letter
        )  # confidential values stand in no letter
    again = tmp_path / "again"
    again.mkdir()
    with serving(again, CALL, mail("请查收。", **{"征集表.xlsx": first}), mail("改好了。", **{"补充.xlsx": mended})) as desk:
        assert state_of(desk) == ("accepted", {"good": 3, "bad": 0, "confidential": 1}, [])


def test_a_sheet_without_a_row_or_a_header_is_told(tmp_path):
    for number, (data, rule) in enumerate(
        ((workbook(("需求表", grid_of([]))), "slot-count"), (workbook(("表", [["甲", "乙"], ["一", "二"]])), "sheet-unreadable"))
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        with serving(folder, CALL, mail("请查收。", **{"征集表.xlsx": data})) as desk:
            assert rule in [item[0] for item in state_of(desk)[2]]
