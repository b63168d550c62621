"""The lists after the award: who is shown, printed, written to and paid, with real names; nobody without the award."""

import openpyxl
from typer.testing import CliRunner

from registry.store.selection import put_award
from run_intake import app
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.pack_samples import CALL, say
from tests.builders.registry_samples import NOW
from tests.builders.selection_samples import accepted


def test_each_list_names_the_awarded_and_nobody_else(tmp_path):
    with a_desk(tmp_path) as desk:
        accepted(desk, 3)
        say(
            desk,
            "IF2026-0001",
            name_zh="林玛塔",
            name_en="Marta Lindqvist",
            photo_name="桥",
            address="1 River Road",
            contact_name="Wu",
        )
        put_award(desk.db, "IF2026-0001", "excellent", "Li", NOW)
        put_award(desk.db, "IF2026-0003", "popular", "Li", NOW)
    config = ["--config", str(ROOT / "config.yaml"), "--config", str(tmp_path / "overlay.yaml")]
    words = [*config, "lists", CALL, "--out", str(tmp_path / "l.xlsx"), "--award", "excellent"]
    done = CliRunner().invoke(app, words, env={"PHOTO_PASSWORD": "x"})
    assert (done.exit_code, done.stderr.startswith("1 entries")) == (0, True)
    book = openpyxl.load_workbook(tmp_path / "l.xlsx")
    assert book.sheetnames == ["Captions", "Magazine", "Labels", "Fees"]
    told = {page.title: dict(zip(*[[cell.value for cell in row] for row in page.iter_rows()], strict=True)) for page in book}
    first = {name: {str(head).split("\n")[0]: value for head, value in row.items()} for name, row in told.items()}
    assert first["Captions"]["说明牌文字"] == "《桥》\nMarta Lindqvist / 林玛塔\n瑞典 Sweden"
    assert (first["Captions"]["奖项"], first["Captions"]["序号"], first["Fees"]["幅数"]) == ("优秀摄影作品", 1, 3)
    assert first["Magazine"]["作者简介"] == "Marta Lindqvist teaches."
    assert (first["Labels"]["单位联系人：地址"], first["Labels"]["电子邮箱"]) == ("1 River Road", "marta.lindqvist@example.org")
    assert (first["Fees"]["稿酬金额"], first["Fees"]["登记编号"]) == (None, "IF2026-0001")
