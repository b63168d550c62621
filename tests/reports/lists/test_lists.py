"""The lists after the award: who is shown, printed, written to and paid, with real names; nobody without the award."""

import openpyxl
from typer.testing import CliRunner

from registry.read import documents
from registry.store.selection import put_award
from reports.lists.award_lists import write_lists
from run_intake import app
from tests import ROOT
from tests.builders.desks import a_desk
from tests.builders.factories import parcel_mail, tiny_scene
from tests.builders.pack_samples import CALL, say
from tests.builders.registry_samples import NOW
from tests.builders.selection_samples import accepted
from tests.builders.staff_mails import a_mail
from tests.registry.test_staff_day import take


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


def test_where_to_send_it_typed_into_a_reply_stands_on_the_label_and_nowhere_else(tmp_path):
    fields = {
        "postal": {"labels": ["邮寄地址", "Postal address"], "required": True},
        "consent": {"kind": "flag", "labels": ["同意出版", "I agree to publication"], "required": True},
    }
    posting = {
        "kind": "form",
        "asked": "once-accepted",
        "closes": "2026-12-31T00:00:00+08:00",
        "title": {"zh": "邮寄信息表", "en": "postal form"},
    }
    with a_desk(tmp_path, calls={CALL: {"slots": {"posting": {**posting, "names": ["邮寄信息"], "fields": fields}}}}) as desk:
        author = tiny_scene(3).person.email
        take(desk, tmp_path, parcel_mail(3))
        text = "Dear editors,\n\nPostal address: 1 River Road, Uppsala\nI agree to publication: yes\n\nBest"
        assert take(desk, tmp_path, a_mail(author, "Re: [IF2026-0001]", text))["outcome"] == "merged"
        entry = documents.entry(desk.db, "IF2026-0001")
        assert (entry["state"], entry["forms"]["posting"]) == ("accepted", {"postal": "1 River Road, Uppsala", "consent": "yes"})
        assert entry["forms"]["form"].get("address") is None, "the contact's, of the first form: a line answers one form"
        put_award(desk.db, "IF2026-0001", "excellent", "Li", NOW)
        write_lists(desk, CALL, tmp_path / "l.xlsx")
    page = openpyxl.load_workbook(tmp_path / "l.xlsx")["Labels"]
    shown = dict(zip((str(cell.value).split("\n")[0] for cell in page[1]), (cell.value for cell in page[2]), strict=True))
    assert (shown["邮寄地址"], shown["同意出版"]) == ("1 River Road, Uppsala", "yes")
