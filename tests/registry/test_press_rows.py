"""Each row of the table of calls.md "publicity-2023" has a mail that would be judged otherwise without it."""

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo.oddities import zipped
from tests.builders import document_files, photo_samples
from tests.builders import press_season as press
from tests.builders.desks import a_desk
from tests.builders.small_documents import document
from tests.builders.unit_mails import raw_mail
from tests.builders.video_samples import Film, film

POST = "推文链接：https://mp.weixin.qq.com/s/AbCdEf123456GhIjKl7890"
H5 = "原创H5链接：https://h5.example.com/p/1"
UNIT = press.COAST
EARLY, NOON, FIVE_DAYS, GUESTS = "2023-03-14T10:00:00", "2023-03-22T12:00:00", "2023-04-11T00:00:00", "2023-04-07T11:00:00"
TIFF = photo_samples.saved(photo_samples.drawn(70, 1000, 700, grain=0), "TIFF")
PNG = photo_samples.saved(photo_samples.drawn(80, 1000, 700, grain=0), "PNG")
NAMELESS = {"直播主平台": "视频号", "活动简介": "论坛全程直播。", "推流链接": "rtmp://live.example.org/a"}
OTHER_LIVE = {
    "直播主平台": "抖音",
    "直播名称": "闭幕式",
    "活动简介": "全程。",
    "活动议程": "闭幕。",
    "推流链接": "rtmp://live.example.org/z",
}
# slot, arrival, the mail's text, files, what is found of the slot
ROWS = [
    ("liaison", EARLY, "", lambda: {"联络员信息表.docx": press.liaison(UNIT, 手机="")}, ["form-field-missing"]),
    ("liaison", EARLY, "", lambda: {"联络员信息表.docx": press.liaison(UNIT, 姓名="")}, ["form-field-missing"]),
    *((slot, NOON, H5, dict, ["slot-count"]) for slot in ("article", "post", "poster", "poster_source")),
    ("liaison", EARLY, "", lambda: {"联络员信息表.docx": press.liaison(UNIT), "联络员信息表2.docx": press.liaison(UNIT, 姓名="王五")}, ["slot-count"]),
    ("liaison", "2023-03-15T14:59:59", "", lambda: {"联络员信息表.docx": press.liaison(UNIT)}, []),
    ("liaison", "2023-03-15T15:00:00", "", lambda: {"联络员信息表.docx": press.liaison(UNIT)}, ["slot-late"]),
    ("liaison", "2023-03-16T10:00:00", "", lambda: {"新闻稿.docx": press.article(UNIT)}, ["slot-count"]),
    ("article", EARLY, "", lambda: {"新闻稿.pdf": document_files.pdf([document_files.SENTENCE * 9])}, ["document-format", "text-topics"]),
    ("article", EARLY, "", lambda: {"新闻稿.docx": press.article(UNIT, ("活动成果",))}, ["text-topics"]),
    ("article", NOON, "", lambda: {"新闻稿.docx": press.article(UNIT)}, ["slot-late"]),
    ("post", EARLY, POST, dict, []),
    ("post", EARLY, POST + "?tempkey=MTIz", dict, ["link-host"]),
    ("post", EARLY, "", lambda: {"新媒体推文.pdf": document_files.pdf([document_files.SENTENCE * 9])}, ["document-format"]),
    ("post_image", EARLY, "", lambda: {"推文配图.png": PNG}, []),
    ("post", EARLY, "推文链接：https://www.example.com/s/1", dict, ["link-host"]),
    ("post", NOON, POST, dict, ["slot-late"]),
    ("post_image", EARLY, "", lambda: {"推文配图.jpg": press.picture(71, 999)}, ["photo-width"]),
    ("post_image", NOON, "", lambda: {"推文配图.jpg": press.picture(71, 1000)}, ["slot-late"]),
    ("poster", EARLY, "", lambda: {"主视觉海报.tif": TIFF}, []),
    ("poster", EARLY, "", lambda: {"主视觉海报.jpg": press.picture(72, 999)}, ["photo-width"]),
    ("poster", NOON, "", lambda: {"主视觉海报.jpg": press.picture(81, 1000)}, ["slot-late"]),
    ("poster_source", EARLY, "", lambda: {"海报源文件.zip": zipped([("a.psd", press.source(1)), ("b.jpg", press.picture(73))])}, []),
    ("poster_source", NOON, "", lambda: {"海报源文件.ai": b"%PDF-1.5\n%AI\n%%EOF\n"}, ["slot-late"]),
    ("event_photo", "2023-04-10T23:59:59", "", lambda: {"活动图片1.jpg": press.picture(74, 1000)}, []),
    ("event_photo", EARLY, "", lambda: {"活动图片1.png": PNG}, []),
    ("event_photo", FIVE_DAYS, "", lambda: {"活动图片1.jpg": press.picture(75, 999)}, ["photo-width", "slot-late"]),
    ("event_photo", EARLY, "", lambda: {"活动图片1.jpg": press.picture(76), "活动照片-开幕.jpg": press.picture(77)}, ["naming"]),
    ("h5", EARLY, H5, lambda: {"H5二维码.png": document_files.code("https://h5.example.com/p/1")}, []),
    ("h5", EARLY, H5, dict, ["link-qr"]),
    ("h5", FIVE_DAYS, H5, lambda: {"H5二维码.png": document_files.code("https://h5.example.com/p/1")}, ["slot-late"]),
    ("h5", EARLY, H5, lambda: {"H5二维码.png": document_files.code("https://h5.example.com/p/2")}, ["link-qr"]),
    ("h5_qr", FIVE_DAYS, H5, lambda: {"H5二维码.png": document_files.code("https://h5.example.com/p/1")}, ["slot-late"]),
    ("video", EARLY, "", lambda: {"宣传片.m4v": press.clip(720, "m4v")}, []),
    ("video", EARLY, "", lambda: {"宣传片.mp4": press.clip(704)}, ["video-resolution"]),
    ("video", EARLY, "", lambda: {"宣传片.avi": film(Film(ending="avi", width=1280, height=720, seconds=1, rate=4))}, ["video-format"]),
    ("video", EARLY, "", lambda: {"宣传片.mp4": film(Film(seconds=482, rate=1))}, ["video-duration", "video-resolution"]),
    ("video", EARLY, "宣传片链接：https://v.qq.com/x/page/a3012abcdef.html", dict, []),
    ("video", FIVE_DAYS, "", lambda: {"宣传片.mp4": press.clip(720)}, ["slot-late"]),
    ("live", EARLY, "", lambda: {"直播信息表.docx": press.live(UNIT, "字" * 101)}, ["form-field-invalid"]),
    ("live", EARLY, "", lambda: {"直播信息表.docx": document("直播信息表", table=NAMELESS)}, ["form-field-missing"]),
    ("live", EARLY, "", lambda: {"直播信息表1.docx": press.live(UNIT), "直播信息表2.docx": document("直播信息表", table=OTHER_LIVE)}, ["slot-count"]),
    ("live", FIVE_DAYS, "", lambda: {"直播信息表.docx": press.live(UNIT, "字" * 100)}, ["slot-late"]),
    ("live_cover", EARLY, "", lambda: {"直播封面1.jpg": press.picture(78), "直播封面2.jpg": press.picture(79)}, ["slot-count"]),
    ("live_cover", EARLY, "", lambda: {"直播封面.png": PNG}, []),
    ("live_cover", FIVE_DAYS, "", lambda: {"直播封面.jpg": press.picture(82)}, ["slot-late"]),
    ("live_source", EARLY, "", lambda: {"直播封面源文件.ai": b"%PDF-1.5\n%AI\n%%EOF\n"}, []),
    ("live_source", FIVE_DAYS, "", lambda: {"直播封面源文件.psd": press.source(2)}, ["slot-late"]),
    ("live_figures", "2023-04-17T10:00:00", "", lambda: {"直播观看数据.docx": document("直播观看数据", "视频号：三万人次。")}, []),
    ("guest", "2023-04-07T10:59:59", "", lambda: {"采访嘉宾资料.docx": press.guest(UNIT)}, []),
    ("guest", EARLY, "", lambda: {"采访嘉宾资料.docx": press.guest(UNIT, "")}, ["form-field-missing"]),
    ("guest", GUESTS, "", lambda: {"采访嘉宾资料.docx": press.guest(UNIT)}, ["slot-late"]),
    ("guest", EARLY, "", lambda: {"采访嘉宾甲.docx": press.guest(UNIT), "采访嘉宾乙.docx": press.guest(UNIT, "赵勇", "13700137000")}, ["slot-count"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return what was found in each mail: of its slot, and whether its files are in that slot."""
    tmp = tmp_path_factory.mktemp("rows")
    with a_desk(tmp) as desk:
        for number, (_, at, text, files, _) in enumerate(ROWS):
            path = tmp / f"{number:02}.eml"
            subject = f"宣传+第{number + 1}论坛+第{number + 1}大学"
            path.write_bytes(raw_mail(f"u{number}@example.org", subject, text or "见附件。", f"r{number}", **files()))
            import_paths(desk, [path], "publicity", f"{at}+08:00")
        process_pending(desk)
        mails = {item["sender"]: item["references"] for item in documents.messages(desk.db)}
        yield [documents.entry(desk.db, *mails[f"u{number}@example.org"]) for number in range(len(ROWS))]


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{row[0]} {row[1]} {' '.join(row[4])}" for row in ROWS])
def test_a_row(found, number):
    slot, _, _, files, rules = ROWS[number]
    told = {item["rule"] for item in found[number]["findings"] if item["slot"] == slot and item["severity"] != "info"}
    others = {"photo-seen-elsewhere", "naming" if slot == "liaison" else ""}  # the form is of one unit, the mails of many
    assert sorted(told - others) == rules
    held = {item["role"] for item in found[number]["materials"]}
    assert held <= {slot, "h5_qr"} or (slot == "liaison" and held == {"article"}) or not files()
