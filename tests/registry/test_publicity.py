"""The shipped call for press material, as a unit sends it: mail by mail, by names and by forms."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo.oddities import zipped
from tests.builders.desks import a_desk
from tests.builders.unit_mails import document, raw_mail

TOPICS = ("板块简介", "组织机构", "活动时间", "活动地点", "活动安排", "活动进展", "亮点特色", "活动成果")
ARTICLE = document(*(line for topic in TOPICS for line in (topic, "海边的论坛将迎来三百位嘉宾，谈人才与城市。" * 3)))
LIAISON = document(
    "联络员信息表", table={"板块": "主论坛", "单位": "海岸大学", "姓名": "李文", "手机": "13800138000", "微信": "liwen"}
)
LIVE = document(
    "直播信息表",
    table={"直播主平台": "视频号", "直播名称": "海边论坛", "活动简介": "论坛直播。", "推流链接": "rtmp://live.example.org/a"},
)


def guest(name: str, phone: str) -> bytes:
    return document("采访嘉宾资料", table={"嘉宾姓名": name, "嘉宾职务": "教授", "嘉宾电话": phone})


def picture(width: int, colour: str = "teal", kind: str = "JPEG") -> bytes:
    stream = BytesIO()
    Image.linear_gradient("L").resize((width, width // 2)).convert("RGB").point(lambda value: value).save(stream, kind)
    return stream.getvalue() + colour.encode()


def arrives(desk, tmp: Path, at: str, subject: str, text: str = "见附件。", **files: bytes) -> list[str]:
    path = tmp / f"{abs(hash((at, subject)))}.eml"
    path.write_bytes(raw_mail("li@example.org", subject, text, at, **files))
    import_paths(desk, [path], "publicity", f"{at}+08:00")
    process_pending(desk)
    return documents.messages(desk.db)[-1]["references"]


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Give the entry of a unit after its mails, and where each mail went."""
    tmp = tmp_path_factory.mktemp("publicity")
    with a_desk(tmp) as desk:
        went = [
            arrives(desk, tmp, "2023-03-14T10:00", "宣传联络员", **{"联络员信息表.docx": LIAISON}),
            arrives(desk, tmp, "2023-03-20T10:00", "宣传+主论坛+海岸大学+新闻稿", **{"新闻稿.docx": ARTICLE}),
            arrives(
                desk,
                tmp,
                "2023-03-21T10:00",
                "宣传－主论坛－海岸大学",
                "推文链接：https://mp.weixin.qq.com/s/AbCdEf123456GhIjKl7890",
                **{
                    "主视觉海报.jpg": picture(1200),
                    "海报源文件.pdf": b"%PDF-1.4\n% a poster\n%%EOF\n",
                    "推文配图.jpg": picture(900),
                },
            ),
            arrives(desk, tmp, "2023-04-03T10:00", "宣传+主论坛+海岸大学", **{"直播信息表.docx": LIVE}),
            arrives(desk, tmp, "2023-04-04T10:00", "宣传+主论坛+海岸大学", **{"采访嘉宾资料.docx": guest("王芳", "13900139000")}),
        ]
        yield went, documents.entries(desk.db)


def test_five_mails_of_a_unit_are_one_entry(sent):
    went, entries = sent
    assert went == [["PR2023-0001"]] * 5
    entry = entries[0]
    assert (len(entries), entry["fields"], entry["forms"]["guest"]["guest_name"], entry["forms"]["live"]["live_name"]) == (
        1,
        {"block": "主论坛", "unit": "海岸大学"},
        "王芳",
        "海边论坛",
    )
    assert sorted((item["role"], item["filename"]) for item in entry["materials"]) == [
        ("article", "新闻稿.docx"),
        ("guest", "采访嘉宾资料.docx"),
        ("liaison", "联络员信息表.docx"),
        ("live", "直播信息表.docx"),
        ("post_image", "推文配图.jpg"),
        ("poster", "主视觉海报.jpg"),
        ("poster_source", "海报源文件.pdf"),
    ]


def test_its_one_fault_is_a_narrow_picture(sent):
    faults = [item for item in sent[1][0]["findings"] if item["severity"] in {"error", "hold", "warning"}]
    assert [(item["rule"], item["slot"]) for item in faults] == [("photo-width", "post_image")]


def test_a_second_guest_is_one_too_many_and_a_corrected_form_is_not(tmp_path):
    def guests(desk):
        entry = documents.entries(desk.db)[0]
        counted = [
            item["values"]["count"] for item in entry["findings"] if (item["rule"], item["slot"]) == ("slot-count", "guest")
        ]
        return (
            entry["forms"]["guest"]["guest_name"],
            counted,
            sorted(i["filename"] for i in entry["materials"] if i["role"] == "guest"),
        )

    subject = "宣传+主论坛+海岸大学"
    with a_desk(tmp_path) as desk:
        arrives(desk, tmp_path, "2023-04-03T10:00", subject, **{"采访嘉宾资料.docx": guest("王芳", "13900139000")})
        arrives(desk, tmp_path, "2023-04-03T11:00", subject, **{"采访嘉宾资料2.docx": guest("王方", "13900139000")})
        assert guests(desk) == ("王方", [], ["采访嘉宾资料2.docx"])
        arrives(desk, tmp_path, "2023-04-03T12:00", subject, **{"采访嘉宾.docx": guest("赵勇", "13700137000")})
        assert guests(desk) == ("王方", [2], ["采访嘉宾.docx", "采访嘉宾资料2.docx"])
        # two of them in one mail, of another unit
        both = {"采访嘉宾甲.docx": guest("孙梅", "13600136000"), "采访嘉宾乙.docx": guest("周强", "13500135000")}
        arrives(desk, tmp_path, "2023-04-03T13:00", "宣传+主论坛+河谷学院", **both)
        second = documents.entries(desk.db)[1]
        assert [(item["rule"], item["values"]["count"]) for item in second["findings"] if item["slot"] == "guest"] == [
            ("slot-count", 2)
        ]


def test_sources_are_kept_whole_and_pictures_belong_to_what_they_lie_beside(tmp_path):
    sources = {"Links/a.jpg": picture(1300), "layout.psd": b"8BPS\0\1" + bytes(90), "fonts/type.ttf": b"\0\1\0\0" + bytes(90)}
    kinds = ("psd", "cdr", "sketch", "eps", "fig", "xd", "afdesign", "c4d")
    heads = {
        "psd": b"8BPS\0\1",
        "cdr": b"RIFF\x10\0\0\0CDRA",
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
        "sketch": zipped([("document.json", b"{}")]),
    }
    subject = "宣传+主论坛+海岸大学"
    with a_desk(tmp_path) as desk:
        arrives(
            desk,
            tmp_path,
            "2023-03-20T10:00",
            subject,
            **{f"海报源文件{kind}.{kind}": heads.get(kind, kind.encode()) + bytes(95) for kind in kinds},
        )
        arrives(
            desk,
            tmp_path,
            "2023-03-20T11:00",
            subject,
            **{"海报源文件.zip": zipped([*sources.items()])},
        )
        arrives(
            desk,
            tmp_path,
            "2023-03-20T12:00",
            subject,
            **{"材料.zip": zipped([(f"设计源文件/{name}", data) for name, data in sources.items()])},
        )
        both = {"海报.jpg": picture(1200), "海报.psd": b"8BPS\0\1" + bytes(80)}
        arrives(desk, tmp_path, "2023-03-20T13:00", subject, **{"海报和源文件.zip": zipped([*both.items()])})
        post = document("推文", "海边的论坛邀您来，谈人才与城市。" * 9)
        arrives(desk, tmp_path, "2023-03-20T14:00", "宣传+主论坛+河谷学院", **{"新媒体推文.docx": post, "图1.jpg": picture(1000)})
        folder = {"新媒体推文/正文.docx": post + b"\0", "新媒体推文/1.jpg": picture(1100), "海报/1.jpg": picture(1150)}
        arrives(desk, tmp_path, "2023-03-20T15:00", "宣传+主论坛+山城学院", **{"材料.zip": zipped([*folder.items()])})
        entry, beside, inside = documents.entries(desk.db)
    # pictures beside a post belong to it
    assert [[(item["filename"], item["role"]) for item in other["materials"]] for other in (beside, inside)] == [
        [("新媒体推文.docx", "post"), ("图1.jpg", "post_image")],
        [("正文.docx", "post"), ("1.jpg", "post_image"), ("1.jpg", "poster")],
    ]
    assert [item for item in entry["materials"] if item["role"] not in {"poster", "poster_source"}] == []
    assert [item["filename"] for item in entry["materials"] if item["role"] == "poster"] == ["海报.jpg"]
    assert sorted(item["filename"] for item in entry["materials"] if item["role"] == "poster_source") == sorted(
        [
            *(f"海报源文件{kind}.{kind}" for kind in kinds),
            "海报源文件.zip",
            "a.jpg",
            "layout.psd",
            "type.ttf",
            "海报.psd",
            "海报和源文件.zip",
        ]
    )


def test_an_article_typed_into_the_mail_is_kept_and_asked_for_as_a_file(tmp_path):
    """Nothing that a unit writes is met with silence; a letter about an article is none."""
    article = "\n\n".join(
        f"{topic}\n海边的论坛将迎来三百位嘉宾，谈人才与城市。{'与会者还将参观海港与新区。' * 3}" for topic in TOPICS
    )
    with a_desk(tmp_path) as desk:
        typed = arrives(
            desk, tmp_path, "2023-03-20T10:00", "宣传+主论坛+海岸大学", f"各位老师：\n\n海岸大学新闻稿\n\n{article}\n"
        )
        about = arrives(
            desk, tmp_path, "2023-03-20T11:00", "宣传稿件", f"请问新闻稿可以写多长？\n\n{article.replace('海边', '那边')}"
        )
        entry = documents.entry(desk.db, typed[0])
    assert about == []
    assert [(item["role"], item["filename"]) for item in entry["materials"]] == [("article", "新闻稿件.txt")]
    said = [(item["rule"], item["values"].get("reason")) for item in entry["findings"] if item["slot"] == "article"]
    assert said == [("document-format", "typed")]
