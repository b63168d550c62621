"""What lies in an online document is told by the name of its house and asked for as a file; no false word beside it."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails, oddities
from reports.letters.outbox_pass import send_due
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, tiny_scene

DOC = "https://docs.qq.com/doc/DQWxYbG5kYWxv"
NOTION = "https://anna.notion.site/Anna-0123456789abcdef0123456789abcdef"
SCENE = tiny_scene()


def desk_of(folder, *raws: bytes, smtp=None) -> dict:
    """Return outcomes, entries and what of them is said of links, after some mails, an hour between each."""
    with a_desk(folder, None, smtp) as desk:
        for number, raw in enumerate(raws):
            (folder / f"{number}.eml").write_bytes(raw)
            import_paths(desk, [folder / f"{number}.eml"], None, (INSIDE + timedelta(hours=number)).isoformat())
            process_pending(desk)
        if smtp is not None:
            send_due(desk)
        entries = documents.entries(desk.db)
        return {
            "outcomes": [item["outcome"] for item in documents.messages(desk.db)],
            "states": [entry["state"] for entry in entries],
            "links": [link["provider"] for entry in entries for link in entry["links"]],
            "told": [
                (item["severity"], item["values"]["providers"])
                for entry in entries
                for item in entry["findings"]
                if item["rule"] == "cloud-link"
            ],
            "missing": [item["slot"] for entry in entries for item in entry["findings"] if item["rule"] == "slot-count"],
        }


def whole(text: str) -> bytes:
    return mails.plain(SCENE.draft(*SCENE.parcel(), text=text))


def without_works(text: str) -> bytes:
    return mails.plain(SCENE.draft(SCENE.form(), SCENE.biography(), SCENE.portrait(), text=text))


def test_works_behind_an_online_document_are_asked_for_by_the_name_of_its_house(smtp_server, tmp_path):
    found = desk_of(tmp_path, without_works(f"我的作品都在这里：{DOC}"), smtp=smtp_server)
    assert (found["states"], found["links"], found["told"]) == (["incomplete"], ["腾讯文档"], [("error", ["腾讯文档"])])
    letter = message_from_bytes(smtp_server.received[0].content, policy=policy.default)
    text = letter.get_body(("plain",)).get_content()
    assert "以下内容是以在线文档或表单的链接发来的，我们打不开：腾讯文档（docs.qq.com）。" in text
    assert "online, which we cannot open: Tencent Docs (docs.qq.com)." in text
    assert "下载成 Word、PDF 或图片文件，作为附件发来" in text and DOC not in text


def test_a_mail_that_is_nothing_but_an_online_document_is_answered(tmp_path):
    found = desk_of(tmp_path, mails.plain(SCENE.draft(text=f"登记表和照片都在腾讯文档里，请查收：{DOC}", subject="投稿")))
    assert (found["outcomes"], found["states"], found["told"]) == (["entered"], ["incomplete"], [("error", ["腾讯文档"])])


@pytest.mark.parametrize("text", [f"老师好，请问登记表是不是这一份？{DOC}", f"周会纪要：{DOC}", f"诚邀您填写：{DOC}"])
def test_a_question_or_another_matter_is_no_entry(text, tmp_path):
    assert desk_of(tmp_path, mails.plain(SCENE.draft(text=text, subject="咨询")))["outcomes"] == ["set_aside"]


def test_beside_all_that_is_asked_for_it_is_a_remark(smtp_server, tmp_path):
    found = desk_of(tmp_path, whole(f"Please find my entry attached. Background: {DOC}"), smtp=smtp_server)
    assert (found["states"], found["told"]) == (["accepted"], [("warning", ["腾讯文档"])])
    letter = message_from_bytes(smtp_server.received[0].content, policy=policy.default)
    assert "信里还有在线文档或表单的链接，我们没有打开：腾讯文档（docs.qq.com）。" in letter.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    "text",
    [
        f"My entry is attached.\nInstagram: https://www.instagram.com/anna\nNotion: {NOTION}",
        f"My entry is attached.\n\nBest regards,\nAnna\n{NOTION}",
        f"My entry is attached.\n\n-- \nAnna\n{NOTION}",
        f"作品见附件。\n\n在 2026年7月1日，Anna <anna@example.org> 写道：\n> 旧的：{DOC}",
    ],
    ids=["a list of pages", "below the greeting", "a signature", "a quotation"],
)
def test_where_nothing_is_sent_there_is_no_false_word(text, tmp_path):
    found = desk_of(tmp_path, whole(text))
    assert (found["states"], found["links"], found["told"]) == (["accepted"], [], [])


def test_an_address_under_a_text_s_heading_is_no_text(tmp_path):
    rest = (SCENE.form(), *SCENE.works(3), SCENE.portrait())
    first = mails.plain(SCENE.draft(*rest, text=f"作者简介：{DOC}"))
    found = desk_of(tmp_path, first)
    assert (found["missing"], found["told"]) == (["biography"], [("error", ["腾讯文档"])])


def test_an_address_in_a_form_s_field_of_a_text_is_told(tmp_path):
    rest = (SCENE.form(description=DOC), *SCENE.works(3), SCENE.portrait(), SCENE.biography())
    found = desk_of(tmp_path, mails.plain(SCENE.draft(*rest, text="")))
    assert (found["missing"], found["told"]) == (["description"], [("error", ["腾讯文档"])])


def test_in_a_mail_of_several_authors_a_list_of_pages_says_nothing(tmp_path):
    texts = f"Two entries are attached.\nInstagram: https://www.instagram.com/anna\nNotion: {NOTION}"
    packed = [(f"{scene.person.name_en}/{file.name}", file.data) for scene in (SCENE, tiny_scene(4)) for file in scene.parcel()]
    found = desk_of(tmp_path, mails.plain(SCENE.draft(oddities.archive_file("two.zip", oddities.zipped(packed)), text=texts)))
    assert (found["states"], found["links"]) == (["accepted", "accepted"], [])


def test_where_pages_are_all_that_is_asked_for_a_page_online_is_one(tmp_path):
    call = {
        "title": {"zh": "网文征集", "en": "Pages"},
        "reference": "PG2026",
        "window": {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"},
        "slots": {"page": {"kind": "link", "count": "1-", "title": {"zh": "网文", "en": "page"}}},
    }
    raw = mails.plain(SCENE.draft(text=f"网文征集投稿，请查收：\n{NOTION}", subject="网文征集"))
    with a_desk(tmp_path, calls={"pages": call}, mailboxes={"photo": {"calls": ["pages"]}}) as desk:
        (tmp_path / "a.eml").write_bytes(raw)
        import_paths(desk, [tmp_path / "a.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        (entry,) = documents.entries(desk.db)
    assert (entry["state"], entry["texts"]["page"]["text"], entry["links"]) == ("accepted", NOTION, [])


def test_what_comes_for_its_slot_takes_its_place_and_a_form_alone_that_of_no_other(tmp_path):
    rest = (*SCENE.works(3), SCENE.portrait(), SCENE.biography())
    form = mails.plain(SCENE.draft(SCENE.form(), subject="Re: [IF2026-0001]", text="补上"))
    for name, first in (("told", f"作品登记表：{DOC}"), ("untold", f"请查收：{DOC}")):
        (tmp_path / name).mkdir()
        found = desk_of(tmp_path / name, mails.plain(SCENE.draft(*(rest if name == "told" else rest[3:]), text=first)), form)
        assert found["links"] == ([] if name == "told" else ["腾讯文档"])
        assert found["told"] == ([] if name == "told" else [("error", ["腾讯文档"])])
