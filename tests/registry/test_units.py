"""An entry for each unit: several people of it, from several addresses, over weeks; strangers once, then known (ruling 7)."""

from registry.decide.review import Decision, review
from registry.read import documents
from reports.demo.oddities import zipped
from reports.letters.preview import LetterWanted, preview_letter
from tests.builders.unit_mails import ARRIVED, LI, PRESS, STRANGER, SUBJECT, WU, article, document, liaison, unit_desk


def test_several_people_of_one_unit(tmp_path):
    with unit_desk(tmp_path) as desk:
        assert desk.mail(LI, **{"联络员信息表.docx": liaison()}) == ["PR2026-0001"]
        assert desk.mail(LI, "补充新闻稿", **{"新闻稿1.docx": article(1)}) == ["PR2026-0001"]  # known by the address
        assert desk.mail(LI, "Fwd: 宣传＋主论坛 ＋ 海岸大学（第二批）", **{"新闻稿2.docx": article(2)}) == ["PR2026-0001"]
        # somebody else of the unit: held once, and nothing changes there
        assert desk.mail(WU, **{"新闻稿3.docx": article(3)}) == ["PR2026-0002"]
        assert desk.mail(WU, **{"新闻稿4.docx": article(4)}) == ["PR2026-0002"]
        assert (desk.told("PR2026-0001"), desk.told("PR2026-0002")) == (
            ("accepted", 3, "", ""),
            ("held", 2, "stranger", "PR2026-0001"),
        )
        assert desk.entry("PR2026-0001").history[-1].what == "claimed"
        review(desk.desk.db, "PR2026-0002", Decision(action="release", by="Chen"), ARRIVED)
        assert desk.mail(WU, **{"新闻稿5.docx": article(5)}) == ["PR2026-0001"]
        assert desk.mail(WU, "再补一份", **{"新闻稿6.docx": article(6)}) == ["PR2026-0001"]
        assert desk.files("PR2026-0001") == [
            "liaison:联络员信息表.docx",
            *(f"article:新闻稿{number}.docx" for number in (1, 2, 5, 6)),
        ]
        # another unit, and a third person of the first, are nobody's friends by that
        assert desk.mail(WU, "宣传+主论坛+河谷学院", **{"新闻稿7.docx": article(7)}) == ["PR2026-0003"]
        assert desk.mail(STRANGER, **{"新闻稿8.docx": article(8)}) == ["PR2026-0004"]
        assert (desk.told("PR2026-0003")[2], desk.told("PR2026-0004")[2:]) == ("", ("stranger", "PR2026-0001"))


def test_a_unit_is_known_by_form_folder_and_file_names_alike(tmp_path):
    with unit_desk(tmp_path) as desk:
        assert desk.mail(LI, "联络员", **{"联络员信息表.docx": liaison()}) == ["PR2026-0001"]
        assert desk.mail(LI, "新闻稿", **{"宣传_主论坛_海岸大学_新闻稿.docx": article(1)}) == ["PR2026-0001"]
        assert desk.mail(LI, "新闻稿", **{"宣传_分论坛_海岸大学_新闻稿.docx": article(2)}) == ["PR2026-0002"]
        assert desk.mail(LI, "联络员", **{"联络员.docx": liaison(板块="", 单位="海岸大学国际交流中心")}) == ["PR2026-0003"]
        # the unit alone: of its two entries the second lacks the form; once both have one, nothing tells which
        alone = liaison(板块="", 姓名="王芳", 手机="13900139000")
        assert desk.mail(LI, "联络员", **{"联络员.docx": alone}) == ["PR2026-0002"]
        assert desk.mail(LI, "联络员", **{"联络员2.docx": liaison(板块="", 姓名="赵勇", 手机="13700137000")}) == ["PR2026-0004"]
        found = [documents.entry(desk.desk.db, f"PR2026-000{number}") for number in (1, 2, 3, 4)]
        assert [(item["fields"], item["unverified"]) for item in found] == [
            ({"block": "主论坛", "unit": "海岸大学"}, ""),
            ({"block": "分论坛", "unit": "海岸大学"}, ""),
            ({"unit": "海岸大学国际交流中心"}, ""),
            ({"unit": "海岸大学"}, "several"),
        ]


def test_what_was_not_known_of_a_unit_is_filled_in(tmp_path):
    with unit_desk(tmp_path) as desk:
        assert desk.mail(LI, "新闻稿", **{"新闻稿.docx": article()}) == ["PR2026-0001"]
        assert desk.entry("PR2026-0001").unit_key == ""
        assert desk.mail(LI, "联络员", **{"联络员信息表.docx": liaison(单位="")}) == ["PR2026-0001"]
        assert desk.mail(LI, "宣传+主论坛+海岸大学", **{"新闻稿2.docx": article(2)}) == ["PR2026-0001"]
        assert desk.entry("PR2026-0001").unit_key == "主论坛+海岸大学"


def test_a_reference_and_a_thread_lead_to_the_entry_whatever_else_is_named(tmp_path):
    with unit_desk(tmp_path) as desk:
        desk.mail(LI, **{"联络员信息表.docx": liaison(邮箱="wu@example.org")})
        # the form's own address needs more than the unit's name
        assert desk.mail(WU, **{"新闻稿1.docx": article(1)}) == ["PR2026-0002"]
        assert desk.told("PR2026-0002")[2:] == ("stranger", "PR2026-0001")
        assert desk.mail(LI, "[PR2026-0001] 新闻稿", **{"新闻稿2.docx": article(2)}) == ["PR2026-0001"]
        assert desk.mail(LI, "新闻稿", reply="<1@example.org>", **{"新闻稿3.docx": article(3)}) == ["PR2026-0001"]
        # a wording alone is no other unit where the reference is named, another unit is
        assert desk.mail(LI, "PR2026-0001 宣传+主论坛+海岸大学国际处", **{"新闻稿4.docx": article(4)}) == ["PR2026-0001"]
        assert desk.mail(LI, "PR2026-0001 宣传+主论坛+河谷学院", **{"新闻稿5.docx": article(5)}) == ["PR2026-0003"]
        assert desk.mail(STRANGER, "PR2026-0001", **{"新闻稿6.docx": article(6)}) == ["PR2026-0004"]
        assert desk.told("PR2026-0004")[2:] == ("stranger", "PR2026-0001")
        assert desk.entry("PR2026-0001").fields == {"block": "主论坛", "unit": "海岸大学"}


def test_an_entry_for_each_mail(tmp_path):
    call = {key: value for key, value in PRESS.items() if key != "naming"} | {"one_per": "mail"}
    with unit_desk(tmp_path, call) as desk:
        assert desk.mail(LI, "一", **{"联络员信息表.docx": liaison(), "新闻稿.docx": article()}) == ["PR2026-0001"]
        assert desk.mail(LI, "二", **{"联络员信息表.docx": liaison(), "新闻稿.docx": article()}) == ["PR2026-0002"]
        assert desk.mail(LI, "Re: [PR2026-0001]", **{"新闻稿2.docx": article(2)}) == ["PR2026-0001"]
        assert desk.mail(LI, "三", reply="<2@example.org>", **{"新闻稿2.docx": article(2)}) == ["PR2026-0002"]
        forms = {
            f"联络员{name}.docx": liaison(姓名=name, 手机=phone)
            for name, phone in (("王芳", "13900139000"), ("赵勇", "13700137000"))
        }
        assert desk.mail(LI, "四", **forms) == ["PR2026-0003"]
        assert documents.entry(desk.desk.db, "PR2026-0001")["fields"] == {}
        assert desk.files("PR2026-0003") == ["liaison:联络员王芳.docx", "liaison:联络员赵勇.docx"]
        again = document("新闻稿", "同一封信又寄来一次。" * 20)
        assert desk.mail(STRANGER, "新闻稿", **{"新闻稿.docx": again}) == ["PR2026-0004"]


def test_wrong_names_are_told_with_the_right_one(tmp_path):
    with unit_desk(tmp_path) as desk:
        desk.mail(LI, "资料", **{"联络员信息表.docx": liaison()})  # the form tells what the names lack
        desk.mail(LI, "宣传+主论坛+河谷学院", **{"联络员信息表.docx": liaison()})
        desk.mail(LI, "PR2026-0001", **{"新闻稿.docx": article()})
        first, second = desk.entry("PR2026-0001"), desk.entry("PR2026-0002")
        assert [item for item in first.findings if item.rule == "naming"] == []  # the newest mail names its entry
        assert second.fields == {"block": "主论坛", "unit": "河谷学院"}
        assert [(item.severity, item.slot, item.values) for item in second.findings if item.rule == "naming"] == [
            (
                "warning",
                "liaison",
                {"subject": "unit", "reason": "form", "told": "河谷学院", "said": "海岸大学", "right": "宣传+主论坛+河谷学院"},
            )
        ]
        desk.mail(WU, "资料", **{"新闻稿.docx": article(7)})
        told = next(item for item in desk.entry("PR2026-0003").findings if item.rule == "naming")
        assert told.values == {"subject": "资料", "reason": "pattern", "names": ["资料"], "right": "宣传+板块+单位"}
        letter = preview_letter(desk.desk, "PR2026-0003", LetterWanted("correction", None, ""))
        assert "以后请把邮件主题或文件夹命名为“宣传+板块+单位”" in letter


def test_one_mail_with_the_folders_of_two_units(tmp_path):
    other = liaison(板块="分论坛", 单位="河谷学院", 姓名="王芳", 手机="13900139000", 邮箱="")
    folders = {
        "宣传+主论坛+海岸大学/联络员信息表.docx": liaison(), "宣传+主论坛+海岸大学/新闻稿.docx": article(1),
        "宣传+分论坛+河谷学院/联络员信息表.docx": other, "宣传+分论坛+河谷学院/新闻稿.docx": article(2),
    }  # fmt: skip
    with unit_desk(tmp_path) as desk:
        assert desk.mail(LI, "两家单位的材料", **{"材料.zip": zipped([*folders.items()])}) == ["PR2026-0001", "PR2026-0002"]
        # an archive for each; the subject is of one of them, and so is what lies beside
        two = {
            "宣传+分论坛+河谷学院.zip": zipped([("新闻稿3.docx", article(3))]),
            "宣传+主论坛+海岸大学.zip": zipped([("新闻稿4.docx", article(4))]),
            "新闻稿5.docx": article(5),
        }
        assert sorted(desk.mail(LI, SUBJECT, **two)) == ["PR2026-0001", "PR2026-0002"]
        found = [documents.entry(desk.desk.db, reference) for reference in ("PR2026-0001", "PR2026-0002")]
        assert [(item["fields"], item["state"]) for item in found] == [
            ({"block": "主论坛", "unit": "海岸大学"}, "accepted"),
            ({"block": "分论坛", "unit": "河谷学院"}, "accepted"),
        ]
        assert [sorted(desk.files(item["reference"])) for item in found] == [
            ["article:新闻稿.docx", "article:新闻稿4.docx", "article:新闻稿5.docx", "liaison:联络员信息表.docx"],
            ["article:新闻稿.docx", "article:新闻稿3.docx", "liaison:联络员信息表.docx"],
        ]


def test_another_contact_stands_in_place_of_the_first_where_the_mail_says_so_and_else_is_asked_about(tmp_path):
    new = {"姓名": "王芳", "手机": "13900139000", "邮箱": ""}

    def stands(reference: str):
        item = documents.entry(desk.desk.db, reference)
        told = [
            (found["rule"], found["values"]["count"])
            for found in item["findings"]
            if (found["rule"], found["slot"]) == ("slot-count", "liaison")
        ]
        return item["forms"]["liaison"], told, desk.files(reference)

    with unit_desk(tmp_path) as desk:
        desk.mail(LI, **{"联络员信息表.docx": liaison(), "新闻稿.docx": article()})
        desk.mail(LI, text="我单位联络员由李文变更为王芳，新表见附件。", **{"联络员信息表2.docx": liaison(**new)})
        form, told, files = stands("PR2026-0001")
        assert (form, told) == (
            {"block": "主论坛", "unit": "海岸大学", "contact_name": "王芳", "contact_phone": "13900139000"},
            [],
        )
        assert sorted(files) == ["article:新闻稿.docx", "liaison:联络员信息表2.docx"]
        # without a word, two people are two forms, and the sender is asked
        desk.mail(LI, **{"联络员.docx": liaison(姓名="赵勇", 手机="13700137000")})
        assert stands("PR2026-0001")[1] == [("slot-count", 2)]
        both = {"联络员甲.docx": liaison(单位="河谷学院"), "联络员乙.docx": liaison(单位="河谷学院", **new)}
        desk.mail(LI, "宣传+主论坛+河谷学院", **both)
        assert stands("PR2026-0002")[1] == [("slot-count", 2)]
