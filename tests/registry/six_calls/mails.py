"""The mails of the six calls: as people write them, each with the files it carries."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import openpyxl

from reports.demo import mails, oddities, pictures
from reports.demo.mime import File, MailDraft
from tests.builders import document_files
from tests.builders.small_documents import document
from tests.builders.video_samples import Film, film

TO = "desk@example.org"
RIVER = "老人说，这条河从前很宽，夏天能听见对岸的戏台。" * 6
POST = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
CONTACT = {
    "单位全称": "青石街道办事处",
    "负责人": "王小禾",
    "值班电话": "0571-88000000",
    "服务人数": "约1200人",
    "设立日期": "2019年3月",
}
TALK = {
    "姓名": "罗宁",
    "电子邮箱": "luo@example.com",
    "讲题": "给孩子讲天文",
    "内容提要": "怎样用一只手电筒和一个苹果，让孩子明白白天和黑夜的来历。",
}
STALL = {
    "店铺名称": "晨光豆腐坊",
    "联系人": "李文",
    "电子邮箱": "li@example.com",
    "联系电话": "13800138000",
    "摊位大小": "小",
}
RESIDENCY = {
    "姓名": "Inès Charpentreau",
    "电子邮箱": "ines@example.com",
    "国籍": "法国",
    "性别": "女",
    "出生日期": "1988年5月4日",
    "译入语": "法文",
    "是否首次申请": "是",
    "已出版译著": "3部",
    "驻留周数": "8",
    "个人主页": "https://ines.example.com/",
    "报名码": "AB1234",
    "驻留计划": "译完一部短篇小说集。",
    "意向天数": "春季：20天；秋季：30天",
}
REFERENCE = {"推荐人": "林玛塔", "推荐意见": "译笔稳健，值得支持。"}


def draft(name: str, address: str, subject: str, text: str, *files: File, hours: int = 0, answers: str = "") -> MailDraft:
    """Return what a person writes."""
    return MailDraft(
        name=name,
        email=address,
        to=TO,
        subject=subject,
        text=text,
        files=files,
        arrives=datetime(2026, 7, 10, 2, tzinfo=UTC) + timedelta(hours=hours),
        in_reply_to=answers,
    )


def sheet(*rows: tuple[object, ...]) -> bytes:
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def first_mails() -> list[MailDraft]:
    """Return each call's first mail or mails: what is whole, and what lacks something."""
    docx = lambda name, *said, **more: File(name=name, data=document(*said, **more))  # noqa: E731
    short = film(Film(width=192, height=144, seconds=2))
    long = film(Film(width=160, height=120, seconds=12, rate=4))
    pdf = document_files.pdf(["Business licence of a tofu shop. " * 3])
    return [
        draft("Wen Qing", "wen@example.com", "征文投稿", "编辑您好，征文见附件。", docx("一条河的故事.docx", RIVER)),
        draft(
            "Tom Arrieta",
            "tom@example.com",
            "My essay",
            "Dear editors,\n\nmy essay is attached.\n\nTom",
            docx("essay.docx", "A river. " * 8),
        ),
        draft("He Shan", "he@example.com", "短片：外婆的菜园", "短片说明：外婆每天六点下地。", File(name="菜园.mp4", data=short)),
        draft(
            "Aroha Tamahori",
            "aroha@example.com",
            "My film",
            "Dear team,\n\nplease find my film attached.\n\nAroha",
            File(name="home.mp4", data=long),
        ),
        draft(
            "王小禾",
            "wang@example.com",
            "青石街道联系点",
            "信息表见附件。",
            docx("联系点信息表.docx", "联系点信息表", table=CONTACT),
        ),
        draft(
            "陈立",
            "chen@example.com",
            "联系点信息",
            "您好：\n\n单位全称：白河社区\n负责人：陈立\n服务人数：很多\n\n谢谢。",
        ),
        draft(
            "罗宁",
            "luo@example.com",
            "讲堂报名",
            "登记表见附件，演示文稿稍后发来。",
            docx("讲者登记表.docx", "讲者登记表", table=TALK),
        ),
        draft(
            "李文",
            "li@example.com",
            "市集摊位申请",
            "申请表、执照都在附件里。",
            docx("摊位申请表.docx", "摊位申请表", table=STALL),
            File(name="营业执照.pdf", data=pdf),
        ),
        draft(
            "Inès Charpentreau",
            "ines@example.com",
            "Translators' residency",
            f"Dear team,\n\nmy application is attached.\n\nBiography: Translator of twelve novels, living in Lyon since 2010.\n\n已发表译文：{POST}\n\nInès",
            docx("驻留申请表.docx", "驻留申请表", table=RESIDENCY),
            docx("推荐表.docx", "推荐表", table=REFERENCE),
            File(name="肖像.jpg", data=pictures.photo(77, 0.3, 40_000)),
            docx("试译稿 1.docx", RIVER),
            File(name="hello.mp4", data=short),
            File(name="原书.zip", data=oddities.zipped([("scan1.pdf", pdf), ("scan2.pdf", pdf)])),
            File(name="译作清单.xlsx", data=sheet(("书名", "年份", "不便公开"), ("河", 2011, "否"), ("山", 2015, "是"))),
        ),
        draft(
            "Piotr Walkowiak",
            "piotr@example.com",
            "residency application",
            "Dear team,\n\nplease find my form attached.\n\nPiotr",
            docx(
                "residency application.docx",
                "Translators' residency: residency application",
                table={
                    "Name": "Piotr Walkowiak",
                    "Mobile Number": "+48 600 000 000",
                    "Nationality": "Poland",
                    "Date of birth": "spring",
                    "Translates into": "Klingon",
                    "Books published": "not counted",
                    "Weeks": "40",
                    "Code": "x1",
                    "Companion": "Ewa Walkowiak",
                },
            ),
            File(
                name="list of translations.xlsx",
                data=sheet(("Book", "Year", "Confidential"), ("A river", 2011, "no"), ("A hill", "soon", "no")),
            ),
        ),
    ]


def written(item: MailDraft) -> bytes:
    """Return a draft as a plain mail."""
    return mails.plain(item)


def second_mails(asked: dict[str, str]) -> list[MailDraft]:
    """Return what people answer; `asked` is reference -> Message-ID of the letter they answer."""
    wanted = {"值班电话": "0571-87000000", "服务人数": "860"}
    return [
        answer(
            asked, "ES2026-0002", "Tom Arrieta", "tom@example.com", f"Dear editors,\n\nhere it is, longer.\n\nEssay:\n{RIVER}"
        ),
        answer(
            asked,
            "FM2026-0002",
            "Aroha Tamahori",
            "aroha@example.com",
            "Kia ora,\n\nAbout the film: My aunt mends nets at dawn.\n\nAroha",
            File(name="home 2.mov", data=film(Film(ending="mov", width=192, height=144, seconds=2))),
        ),
        answer(
            asked, "LX2026-0002", "陈立", "chen@example.com", "\n".join(f"{label}：{value}" for label, value in wanted.items())
        ),
        answer(
            asked,
            "SP2026-0001",
            "罗宁",
            "luo@example.com",
            "演示文稿来了。",
            File(name="最终版.pptx", data=document_files.slides(3)),
        ),
        answer(
            asked,
            "MK2026-0001",
            "李文",
            "li@example.com",
            "协议已签字盖章。",
            File(name="IMG_2031.jpg", data=pictures.photo(91, 0.4, 60_000)),
        ),
        answer(
            asked,
            "TR2026-0001",
            "Inès Charpentreau",
            "ines@example.com",
            "My visa is attached.",
            File(name="visa.pdf", data=document_files.pdf(["Visa, one year."])),
        ),
    ]


def answer(asked: dict[str, str], reference: str, name: str, address: str, text: str, *files: File) -> MailDraft:
    """Return a reply to our letter, which it quotes."""
    quoted = f"\n\n在 2026年7月11日，desk@example.org 写道：\n> 登记编号是 {reference}。\n> 顺祝安好！"
    return draft(name, address, f"Re: [{reference}] 材料已收到", text + quoted, *files, hours=30, answers=asked[reference])
