"""A season of press material: twelve units, five mails each, over five weeks; what each unit sends, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cache

from reports.demo.oddities import zipped
from tests.builders import photo_samples
from tests.builders.document_files import code
from tests.builders.kept import kept
from tests.builders.small_documents import attached, document
from tests.builders.video_samples import Film, film

TOPICS = ("板块简介", "组织机构", "活动时间", "活动地点", "活动安排", "活动进展", "亮点特色", "活动成果")
WORD = "活动汇聚海内外人才，设展览、论坛与洽谈，欢迎各界参与。"
POST = "https://mp.weixin.qq.com/s/{}AbCdEf123456GhIjKl"
H5 = "https://h5.example.com/p/{}"
SUBJECT = "宣传+{block}+{unit}"


@dataclass(frozen=True)
class Unit:
    """A unit of a block, and who writes for it."""

    block: str
    unit: str
    person: str
    address: str
    phone: str

    @property
    def subject(self) -> str:
        """Return the right name of its mails."""
        return SUBJECT.format(block=self.block, unit=self.unit)


@dataclass(frozen=True)
class Sent:
    """A mail of a unit. `at`: Beijing time."""

    at: str
    unit: Unit
    subject: str = ""
    text: str = "老师好，材料见附件，请查收。"
    files: Mapping[str, bytes] = field(default_factory=dict)
    sender: str = ""
    person: str = ""

    @property
    def day(self) -> str:
        """Return the day on which it arrives."""
        return self.at[:10]

    def raw(self, number: int) -> bytes:
        """Return its bytes."""
        message = EmailMessage()
        message["From"] = f"{self.person or self.unit.person} <{self.sender or self.unit.address}>"
        message["To"], message["Subject"] = "press@example.org", self.subject or self.unit.subject
        message["Message-ID"] = f"<{number}@{(self.sender or self.unit.address).partition('@')[2]}>"
        message.set_content(self.text)
        return attached(message, self.files)


@cache
def article(unit: Unit, without: tuple[str, ...] = (), version: str = "") -> bytes:
    """Return an article with the topics asked for, but those left out."""
    lines = [line for topic in TOPICS if topic not in without for line in (topic, f"{unit.unit}：{WORD * 3}")]
    return document(f"{unit.unit}亮相{unit.block}{version}", *lines)


@cache
def post(unit: Unit) -> bytes:
    """Return a post as a Word file."""
    return document(f"来{unit.block}，见{unit.unit}", *[f"推荐{number}：{WORD * 2}" for number in range(1, 5)])


def liaison(unit: Unit, **changes: str) -> bytes:
    """Return the liaison form, with values changed."""
    told = {
        "板块": unit.block,
        "单位": unit.unit,
        "姓名": unit.person,
        "手机": unit.phone,
        "邮箱": unit.address,
        "微信": "wx" + unit.phone,
    }
    return document("联络员信息表", table={**told, **changes})


def guest(unit: Unit, name: str = "王芳", phone: str = "13900139000") -> bytes:
    """Return a guest's form."""
    told = {"嘉宾姓名": name, "嘉宾职务": "教授", "嘉宾单位": unit.unit, "嘉宾简介": "长期研究人才与城市。", "嘉宾电话": phone}
    return document("拟采访嘉宾资料", table=told)


def live(unit: Unit, intro: str = "论坛全程直播。") -> bytes:
    """Return the form of a live stream."""
    told = {
        "直播主平台": "视频号",
        "直播名称": unit.block,
        "活动简介": intro,
        "活动议程": "上午开幕，下午对话。",
        "推流链接": "rtmp://live.example.org/a",
    }
    return document("直播信息表", table=told)


@cache
@kept
def picture(seed: int, width: int = 1200) -> bytes:
    """Return a photo of this width, each seed another."""
    return photo_samples.saved(photo_samples.drawn(seed, width, width * 2 // 3, grain=2), quality=60)


def chat_picture(seed: int) -> bytes:
    """Return a photo as a chat app passes it on."""
    return photo_samples.saved(photo_samples.drawn(seed, 900, 600, grain=2), quality=50)


def source(seed: int) -> bytes:
    """Return the head of a Photoshop file."""
    return b"8BPS\x00\x01" + bytes(6) + b"\x00\x03" + bytes([0, 0, 4, 0, 0, 0, 4, 0, 0, 8, 0, 3]) + seed.to_bytes(4, "big") * 30


def clip(height: int = 720, ending: str = "mp4") -> bytes:
    """Return a film of two seconds."""
    return film(Film(ending=ending, width=height * 16 // 9 // 2 * 2, height=height, seconds=1.0, rate=4))


UNITS = tuple(
    Unit(block, unit, person, f"{address}@example.org", f"138001380{number:02}")
    for number, (block, unit, person, address) in enumerate(
        [
            ("主论坛", "海岸大学", "李文", "li"),
            ("国际教育展区", "河谷学院", "陈晓", "chen"),
            ("项目洽谈会", "北方技术转移中心", "赵勇", "zhao"),
            ("青年论坛", "山城职业学院", "孙梅", "sun"),
            ("科技展区", "东湖研究院", "周强", "zhou"),
            ("人才招聘会", "南港人才市场", "吴静", "wu"),
            ("外国专家座谈会", "林场大学", "郑丽", "zheng"),
            ("留学人员专场", "西部科技园", "冯涛", "feng"),
            ("数字经济论坛", "云间软件公司", "何敏", "he"),
            ("医学论坛", "深圳大学", "马俊", "ma"),
            ("医学论坛", "深圳大学国际交流中心", "唐莉", "tang"),
            ("Green City Forum", "Harbour Institute", "Anna Lind", "anna"),
        ]
    )
)
COAST, VALLEY, NORTH, HILL, LAKE, SOUTH, WOOD, WEST, CLOUD, SZU, SZU_CENTRE, HARBOUR = UNITS


def poster_set(unit: Unit, seed: int) -> dict[str, bytes]:
    """Return a poster, its source and a post with a picture."""
    return {
        "主视觉海报.jpg": picture(seed),
        "海报源文件.psd": source(seed),
        "新媒体推文.docx": post(unit),
        "推文配图1.jpg": picture(seed + 1),
    }


@cache
def season() -> list[Sent]:
    """Return the mails of the season in the order of arrival."""
    mails = [
        # all in time, each thing in its own mail
        Sent("2023-03-14T09:00", COAST, files={"联络员信息表.docx": liaison(COAST)}),
        Sent("2023-03-20T10:00", COAST, files={"新闻稿件.docx": article(COAST)}),
        Sent("2023-03-21T10:00", COAST, files=poster_set(COAST, 100)),
        Sent("2023-04-04T10:00", COAST, files={"采访嘉宾资料.docx": guest(COAST)}),
        Sent("2023-04-10T16:00", COAST, text=f"老师好，H5链接：{H5.format(1)}", files={"宣传片.mp4": clip(), "活动图片01.jpg": picture(110), "活动图片02.jpg": picture(111), "H5二维码.png": code(H5.format(1))}),
        # the liaison form a day late; the rest in time
        Sent("2023-03-16T09:30", VALLEY, "宣传＋国际教育展区＋河谷学院", files={"联络员信息表.docx": liaison(VALLEY)}),
        Sent("2023-03-17T11:00", VALLEY, "【宣传】国际教育展区 河谷学院", files={"新闻稿.docx": article(VALLEY)}),
        Sent("2023-03-21T17:00", VALLEY, files=poster_set(VALLEY, 120)),
        Sent("2023-04-06T10:00", VALLEY, files={"直播信息表.docx": live(VALLEY), "直播封面.jpg": picture(125)}),
        Sent("2023-04-07T10:59", VALLEY, files={"采访嘉宾资料.docx": guest(VALLEY, "林青", "13700137000")}),
        # never a liaison form; the design source comes two days late
        Sent("2023-03-18T10:00", NORTH, files={"新闻稿件.docx": article(NORTH)}),
        Sent("2023-03-19T10:00", NORTH, files={"主视觉海报.jpg": picture(130), "推文配图.jpg": picture(131)}, text="老师好，推文：" + POST.format("north")),
        Sent("2023-03-24T10:00", NORTH, files={"海报源文件.psd": source(130)}),
        Sent("2023-03-27T10:00", NORTH, "宣传-项目洽谈会-北方技术转移中心-补充", files={"活动图片1.jpg": picture(132), "活动图片2.jpg": picture(133)}),
        Sent("2023-04-11T08:00", NORTH, files={"短视频.mp4": clip()}),
        # two people of one unit
        Sent("2023-03-14T14:00", HILL, files={"联络员信息表.docx": liaison(HILL)}),
        Sent("2023-03-16T14:00", HILL, files={"新闻稿件.docx": article(HILL)}, sender="guo@example.com", person="郭林"),
        Sent("2023-03-20T14:00", HILL, files=poster_set(HILL, 140), sender="guo@example.com", person="郭林"),
        Sent("2023-03-21T09:00", HILL, files={"新闻稿件2.docx": article(HILL, version="（二）")}),
        Sent("2023-04-03T14:00", HILL, files={"采访嘉宾资料.docx": guest(HILL, "高远", "13600136000")}, sender="guo@example.com", person="郭林"),
        # an article with two topics missing, then the corrected one
        Sent("2023-03-15T10:00", LAKE, files={"联络员信息表.docx": liaison(LAKE)}),
        Sent("2023-03-17T10:00", LAKE, files={"新闻稿件.docx": article(LAKE, ("活动进展", "活动成果"))}),
        Sent("2023-03-18T16:00", LAKE, files={"新闻稿件.docx": article(LAKE)}, text="老师好，新闻稿已补充，请以此为准。"),
        Sent("2023-03-22T11:30", LAKE, files=poster_set(LAKE, 150)),
        Sent("2023-04-08T10:00", LAKE, files={"宣传视频.mp4": clip(480)}),
        # everything in one archive with folders, then more
        Sent("2023-03-13T18:00", SOUTH, "宣传材料报送", files={"宣传+人才招聘会+南港人才市场.zip": zipped([("1 联络员/联络员信息表.docx", liaison(SOUTH)), ("2 新闻稿/新闻稿件.docx", article(SOUTH))])}),
        Sent("2023-03-20T09:00", SOUTH, "海报", files={"宣传_人才招聘会_南港人才市场.zip": zipped([(f"海报/{name}", data) for name, data in poster_set(SOUTH, 160).items()])}),
        Sent("2023-03-30T09:00", SOUTH, files={"活动图片-a.jpg": picture(165), "IMG_2041.jpg": picture(166)}),
        Sent("2023-04-03T09:00", SOUTH, files={"采访嘉宾资料.docx": guest(SOUTH, "谭明", "13500135000")}),
        Sent("2023-04-06T09:00", SOUTH, files={"采访嘉宾资料（第二位）.docx": guest(SOUTH, "许波", "13400134000")}),
        # a poster through a chat app, then the original
        Sent("2023-03-14T11:00", WOOD, files={"联络员信息表.docx": liaison(WOOD)}),
        Sent("2023-03-16T11:00", WOOD, files={"新闻稿件.docx": article(WOOD), "新媒体推文.docx": post(WOOD)}),
        Sent("2023-03-17T15:00", WOOD, files={"海报 mmexport1678900000000.jpg": chat_picture(170), "海报源文件.psd": source(170)}),
        Sent("2023-03-18T09:00", WOOD, files={"海报 原图.jpg": picture(170)}),
        Sent("2023-04-14T09:00", WOOD, files={"宣传片.mp4": clip()}),
        # a link that expires, then the lasting one
        Sent("2023-03-14T16:00", WEST, files={"联络员信息表.docx": liaison(WEST)}),
        Sent("2023-03-20T16:00", WEST, text="老师好，推文链接：" + POST.format("west") + "?tempkey=MTIzNDU2", files={"新闻稿件.docx": article(WEST)}),
        Sent("2023-03-21T08:00", WEST, text="老师好，推文永久链接：" + POST.format("west"), files={"主视觉海报.jpg": picture(180), "海报源文件.psd": source(180)}),
        Sent("2023-04-09T16:00", WEST, text=f"老师好，H5链接：{H5.format(8)}", files={"H5二维码.png": code(H5.format(9))}),
        Sent("2023-04-10T23:50", WEST, text="老师好，更正二维码。", files={"H5二维码.png": code(H5.format(8))}),
        # a live intro that is too long; a film by cloud link
        Sent("2023-03-13T09:00", CLOUD, files={"联络员信息表.docx": liaison(CLOUD), "新闻稿件.docx": article(CLOUD)}),
        Sent("2023-03-15T16:00", CLOUD, files=poster_set(CLOUD, 190)),
        Sent("2023-03-29T16:00", CLOUD, files={"直播信息表.docx": live(CLOUD, "论坛直播。" * 40)}),
        Sent("2023-04-06T16:00", CLOUD, text="老师好，视频较大（约2GB），请从网盘下载：https://pan.baidu.com/s/1aBcDeFgHiJkLmNoPq 提取码：ab12"),
        Sent("2023-04-07T11:00", CLOUD, files={"采访嘉宾资料.docx": guest(CLOUD, "罗平", "13300133000")}),
        # two names that differ in wording only
        Sent("2023-03-14T08:30", SZU, files={"联络员信息表.docx": liaison(SZU)}),
        Sent("2023-03-20T08:30", SZU, files={"新闻稿件.docx": article(SZU)}),
        Sent("2023-03-21T08:30", SZU, files=poster_set(SZU, 200)),
        Sent("2023-04-10T08:30", SZU, files={"活动图片1.jpg": picture(205)}),
        Sent("2023-04-18T00:00", SZU, files={"活动图片2.jpg": picture(206)}),
        Sent("2023-03-15T14:59", SZU_CENTRE, files={"联络员信息表.docx": liaison(SZU_CENTRE)}),
        Sent("2023-03-20T18:30", SZU_CENTRE, files={"新闻稿件.docx": article(SZU_CENTRE)}),
        Sent("2023-03-22T12:00", SZU_CENTRE, files=poster_set(SZU_CENTRE, 210)),
        Sent("2023-04-02T08:30", SZU_CENTRE, text="老师好，请问视频可以横竖两个版本都报吗？谢谢！"),
        Sent("2023-04-10T09:30", SZU_CENTRE, files={"短视频.mov": clip(720, "mov")}),
        # in English, and not much of it
        Sent("2023-03-14T20:00", HARBOUR, "宣传+Green City Forum+Harbour Institute", "Dear organisers,\n\nplease find our contact form attached.\n\nAnna Lind", {"联络员信息表.docx": liaison(HARBOUR)}),
        Sent("2023-03-19T20:00", HARBOUR, "宣传_Green City Forum_Harbour Institute_article", "Dear organisers,\n\nour article.\n\nAnna Lind", {"新闻稿件.docx": article(HARBOUR)}),
        Sent("2023-03-25T20:00", HARBOUR, "Re: 宣传+Green City Forum+Harbour Institute", "Dear organisers,\n\nthe poster will follow next week, sorry.\n\nAnna Lind"),
        Sent("2023-03-28T20:00", HARBOUR, text="Dear organisers,\n\nthe poster and its source.\n\nAnna Lind", files={"poster 海报.png": photo_samples.saved(photo_samples.drawn(220, 1200, 800, grain=0), "PNG"), "海报源文件.ai": b"%PDF-1.5\n%AI source\n%%EOF\n"}),
        Sent("2023-04-12T20:00", HARBOUR, text="Dear organisers,\n\npictures of the forum.\n\nAnna Lind", files={"活动图片01.jpg": picture(225)}),
    ]  # fmt: skip
    return sorted(mails, key=lambda mail: mail.at)
