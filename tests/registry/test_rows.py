"""Sheets at the desk: rows are records with their own findings; good ones count at once, bad ones are asked for by their place."""

import json
import stat
import zipfile
from datetime import date
from html import unescape

import pytest
from openpyxl.comments import Comment
from typer.testing import CliRunner

from registry.read import documents
from registry.read.entries import references
from reports.demo.servers import EmbeddedSmtp
from reports.letters.preview import LetterWanted, preview_letter
from reports.run.metrics import write_metrics
from run_intake import app
from tests import ROOT
from tests.builders.desks import ENVIRON
from tests.builders.sheet_binary import xlsb
from tests.builders.sheet_bytes import Page, compound
from tests.builders.sheet_samples import SLOT, grid_of, need, needs_book, workbook
from tests.registry.test_any_call import WINDOW, mail, serving
from tests.reports.letters.test_marked_sheets import letters

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
        letter = preview_letter(desk, entry["reference"], LetterWanted("correction", None, ""))
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


SECRET = "绝密海藻提取工艺"
SECRETS = {
    "项目名称": SECRET,
    "是否不便公开": "是",
    "联系人": "郑保密",
    "电子邮箱": "zhengbaomi@example.org",
    "备注": "勿外传四零七",
}
ALL_SECRET = {**SECRETS, "单位名称": "隐秘研究院"}  # of an office that sends nothing else
SHOWN = (
    "7391846",
    "2031-04-17",
    "2031/4/17",
    "绝 密 海 藻",
    "页眉机密",
)  # as a number, a date, with blanks, where a page is printed
PLANTED = (SECRET, "郑保密", "zhengbaomi", "勿外传四零七", "隐秘研究院", "批注机密", "属性机密", *SHOWN)
NEEDLES = [value.encode() for value in PLANTED]
ASKED = "--confidential"


def whispering(sheet):
    """Put what is confidential where no row is, and into columns that the call does not know, one of them hidden."""
    sheet["C3"].comment = Comment("批注机密", "郑保密")
    sheet.parent.properties.title = sheet.parent.properties.creator = "属性机密"
    sheet.oddHeader.center.text = "页眉机密"
    sheet.column_dimensions["M"].hidden = True
    for column, (heading, value) in enumerate((("批号", 7391846), ("期限", date(2031, 4, 17)), ("简称", "绝 密 海 藻")), 13):
        sheet.cell(1, column).value, sheet.cell(3, column).value = heading, value


def run(tmp_path, *words):
    base = ("--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml"))
    done = CliRunner(env={**ENVIRON}).invoke(app, [*base, *words])
    assert done.exit_code in (0, 1), done.output
    assert ASKED in words or [needle for needle in NEEDLES if needle in done.output.encode()] == []
    return done.stdout


def bytes_of(path):
    """Return a file's bytes, those of a package unpacked."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return unescape(b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")).encode()
    return data


def written(tmp_path, out, reference):
    """Write everything that a command writes or prints; `run` itself looks at what is printed."""
    for words in (
        ("entries", "--json"), ("entries",), ("show", reference, "--json"), ("show", reference), ("messages", "--json"), ("messages",),
        ("rows", "invented", "--json"), ("rows", "invented"), ("status", "--json"), ("look",), ("rules", "invented"), ("check",),
        ("check", "--explain", "invented"), ("rules", "invented", "--json"), ("look", "--json"), ("status",), ("preview", reference),
        ("what-if", str(tmp_path / "overlay.yaml")), ("what-if", str(tmp_path / "overlay.yaml"), "--json"), ("digest", "--out", str(out / "digest.html")), ("digest", "--send"), ("send",),
        ("export", "invented", "--out", str(out / "registry.xlsx")), ("rows", "invented", "--out", str(out / "public.xlsx")),
        ("rows", "invented", "--profile", "eo", "--out", str(out / "eo.csv")), ("files", "invented", "--out", str(out / "files")),
        ("rows", "invented", "--profile", "eo", "--out", str(out / "eo.xlsx")), ("import-decisions", str(out / "registry.xlsx"), "--dry-run", "--by", "Li"),
        ("pack", "invented", "--out", str(out / "pack")), ("totals", "invented", "--by", "unit", "--out", str(out / "totals.xlsx")),
        ("pack", "invented", "--for", "press", "--out", str(out / "press")), ("totals", "invented", "--by", "unit", "--json"),
    ):  # fmt: skip
        run(tmp_path, *words)


def leaking(path):
    """Return the values of confidential rows that a file holds."""
    data = bytes_of(path) + str(path).encode()  # its name may tell it as well
    return [needle.decode() for needle in NEEDLES if needle in data]


@pytest.mark.long
def test_confidential_rows_stand_nowhere_but_where_they_are_asked_for(tmp_path):
    """Ruling 17: every byte of every output is searched for planted values."""
    bad = {**SECRETS, "项目名称": SECRET + "二", "需求内容": ""}
    book = needs_book(need(1), need(2, **SECRETS), need(3, **bad), change=whispering)
    alone = mail("请查收。", sender="zhu@example.org", **{"征集表.xlsx": needs_book(need(1, **ALL_SECRET))})
    lines = ("\t".join(map(str, line)) for line in grid_of([need(1, 单位名称="西岭研究院", **bad)]))
    typed = mail("老师好：\n\n" + "\n".join(lines) + "\n\n请问何时截止？", sender="xi@example.org")
    locked = {"需求（不便公开）.xlsx": compound("EncryptedPackage", SECRET.encode() * 300)}
    named = {"表.xlsb": xlsb([Page(name="保密", lines=grid_of([need(1, **{**ALL_SECRET, "是否不便公开": "否"})]))])}
    others = (
        alone,
        typed,
        mail("请查收。", sender="suo@example.org", **locked),
        mail("请查收。", sender="er@example.org", **named),
    )
    call = {**CALL, "one_per": ["unit"], "exports": {"eo": {"title": "Project", "unit": "Organisation"}}}
    out = tmp_path / "out"
    out.mkdir()
    with EmbeddedSmtp() as smtp:
        with serving(tmp_path, call, mail("请查收。", **{"征集表.xlsx": book}), *others, smtp=smtp) as desk:
            for reference in references(desk.db):
                for kind in ("acknowledgement", "correction", "receipt", "reminder"):
                    letter = preview_letter(desk, reference, LetterWanted(kind, None, ""))
                    (out / f"{reference}-{kind}.txt").write_text(letter, encoding="utf-8")
            write_metrics(desk, out / "metrics.prom")
            known = references(desk.db)
            reference = next(iter(known))
        written(tmp_path, out, reference)
        sent = letters(smtp)
    for number, (to, attached, words) in enumerate(sent):
        (out / f"letter-{number}.txt").write_text(words, encoding="utf-8")
        if "staff@example.org" in to:
            for name, data in attached.items():
                (out / f"letter-{number}-{name}").write_bytes(data)
    assert len(sent) == 6
    assert {path.name: found for path in out.rglob("*") if path.is_file() and (found := leaking(path))} == {}
    assert (out / "eo.csv").read_text(encoding="utf-8-sig").splitlines() == ["Project,Organisation", "海水淡化项目1,东海市科技局"]

    public, apart = (json.loads(run(tmp_path, "rows", "invented", *more, "--json")) for more in ((), (ASKED,)))
    assert [(row["row"], row["state"], row["values"]["title"]) for row in public] == [(2, "good", "海水淡化项目1")]
    assert [(row["row"], row["state"], row["confidential"]) for row in apart] == [
        (3, "good", True),
        (4, "bad", True),
        (2, "good", True),
        (2, "bad", True),
        (2, "good", True),
    ]
    assert apart[1]["findings"] == [{"column": "summary", "cell": "D4", "problem": "missing"}]
    run(tmp_path, "rows", "invented", ASKED, "--out", str(out / "apart.xlsx"))
    run(tmp_path, "files", "invented", ASKED, "--out", str(out / "all"))
    whole = next((out / "all").rglob("*.xlsx"))
    assert (SECRET in leaking(out / "apart.xlsx"), SECRET in leaking(whole)) == (True, True)
    assert "不便公开".encode() in bytes_of(out / "apart.xlsx")
    assert {stat.S_IMODE(path.stat().st_mode) for path in (out / "apart.xlsx", whole)} == {0o600}
    for name in known:
        run(tmp_path, "forget", name, "--by", "Li")
    assert {path.name: found for path in (tmp_path / "var").rglob("*") if path.is_file() and (found := leaking(path))} == {}
