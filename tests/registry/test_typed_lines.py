"""One or two form lines typed into a mail beside its photos: a form, or kept for the form that comes; what was given is not asked for."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from registry.read import documents
from registry.recover.rebuild import rebuild
from registry.store.schema import open_registry
from reports.demo import mails
from tests.builders.commands import command
from tests.builders.desks import a_desk, overlay
from tests.builders.factories import INSIDE, tiny_scene
from tests.builders.unit_mails import LIAISON, WU, article, liaison, unit_desk
from tests.registry.amend.test_join import shown, take

SCENE = tiny_scene(5)
NAME = SCENE.person.name_en
SIGNATURES = [
    "Please see the photos.\n\nBest regards,\nAnna Blanc\n电话：13800138000\nEmail: anna@example.org\n",
    "照片见附件，请查收。\n\n此致\n敬礼\n李明\n手机：13800138000\n地址：北京市海淀区\n单位：一中",
    "Dear all, here are my photos: my nationality is French, and the title is Tea. Name of the place: Hangzhou.",
    "Photo Name: which language?\nNationality: is it asked for?",
    "老师好，姓名和国籍见登记表，电话 13800138000。",
]


def draft(*files, text, minute=0, subject="photos"):
    return replace(SCENE.later(minutes=minute).draft(*files, subject=subject, text=text), name="")


def fields(entry, rule):
    return sorted(item["subject"] for item in entry["findings"] if item["rule"] == rule and item["severity"] == "error")


class Mails:
    """A desk and mails of one author, a minute apart."""

    def __init__(self, desk, tmp):
        self.desk, self.tmp, self.count = desk, tmp, 0

    def bring(self, *files, text, subject="photos"):
        self.count += 1
        take(
            self.desk,
            self.tmp,
            mails.plain(draft(*files, text=text, minute=self.count, subject=subject)),
            INSIDE + timedelta(minutes=self.count),
        )
        (entry,) = documents.entries(self.desk.db)
        return entry


@pytest.fixture
def post(tmp_path):
    with a_desk(tmp_path) as desk:
        yield Mails(desk, tmp_path)


def test_a_name_and_another_line_are_a_form_and_only_the_rest_is_asked_for(tmp_path, one_imap_server, smtp_server):
    overlay(tmp_path, one_imap_server, smtp_server)
    text = f"Dear all,\n\nName (English): {NAME}\nNationality: France\n\nBest regards"
    one_imap_server.deliver(mails.plain(draft(*SCENE.works(3), text=text)), INSIDE)
    assert command(tmp_path, "poll")[0] == 0
    (entry,) = json.loads(command(tmp_path, "entries", "--json")[1])
    assert entry["form"] == {"name_en": NAME, "nationality": "France"}
    assert (fields(entry, "form-field-missing"), "form" in fields(entry, "slot-count")) == (["email", "photo_name"], False)
    assert entry["submitter"]["name"] == NAME
    letter = command(tmp_path, "preview", entry["reference"], "--language", "en")[1]
    assert ("Nationality" in letter, "Photo" in letter) == (False, True)


def test_what_is_too_little_for_a_form_is_kept_for_the_form_that_comes(post, tmp_path):
    typed = f"Name (English): {NAME}\nMobile Number: 138 0013 8000\n"
    first = post.bring(*SCENE.works(3), text=typed)
    assert (first["form"], "form" in fields(first, "slot-count")) == ({}, True)
    again = post.bring(text=f"Thank you!\n\n{typed}")
    assert again["revision"] == 1  # it says nothing new
    whole = post.bring(SCENE.form(mobile="", email="", nationality=""), text="My form.", subject="[IF2026-0001] form")
    assert (whole["form"]["mobile"], fields(whole, "form-field-missing")) == ("138 0013 8000", ["nationality"])
    rebuild(post.desk, tmp_path / "again.db")
    copy = open_registry(tmp_path / "again.db")
    assert shown(documents.entries(copy)) == shown(documents.entries(post.desk.db))
    copy.conn.close()


def test_lines_of_several_mails_are_a_form_together(post):
    assert post.bring(*SCENE.works(3), text="Nationality: France\n")["form"] == {}
    entry = post.bring(text=f"Name (English): {NAME}\n", subject="Re: [IF2026-0001] photos")
    assert (entry["form"], entry["revision"]) == ({"nationality": "France", "name_en": NAME}, 2)


def test_a_line_beside_a_form_fills_what_it_leaves_empty_and_nothing_else(post):
    text = "Nationality: France\nPhoto Name: Another\n\nBest regards\nLi Wen\n电话：13900139000\n单位：A University"
    entry = post.bring(SCENE.form(nationality="", mobile=""), *SCENE.works(3), text=text)
    before = SCENE.person.email
    assert (entry["form"]["nationality"], entry["form"].get("mobile"), entry["form"]["email"]) == ("France", None, before)
    assert (entry["form"]["photo_name"] == "Another", "employer" in entry["form"]) == (False, False)


def test_what_names_somebody_else_than_the_form_is_left(post):
    post.bring(*SCENE.works(3), text="Name (English): Wen Li\nMobile Number: 13900139000\n")
    entry = post.bring(SCENE.form(mobile=""), text="The form.", subject="[IF2026-0001] form")
    assert (entry["form"]["name_en"], entry["form"].get("mobile")) == (NAME, None)


@pytest.mark.parametrize("text", SIGNATURES)
def test_prose_and_signatures_are_no_form_and_are_not_kept(post, text):
    entry = post.bring(*SCENE.works(3), text=text)
    kept = post.desk.db.conn.execute("SELECT typed FROM revisions").fetchall()
    assert (entry["form"], "form" in fields(entry, "slot-count"), kept) == ({}, True, [("",)])


def test_where_entries_stand_for_units_a_name_and_a_unit_are_a_signature(tmp_path):
    with unit_desk(tmp_path) as desk:
        signed = f"新闻稿见附件。\n\n姓名：{LIAISON['姓名']}\n手机：{LIAISON['手机']}"
        (reference,) = desk.mail(text=signed, **{"新闻稿.docx": article()})
        assert desk.entry(reference).form is None
        desk.mail(text="补联络员信息表。", **{"联络员信息表.docx": liaison(手机="")})
        form = desk.entry(reference).form
        assert (form.text("contact_name"), form.text("contact_phone")) == (LIAISON["姓名"], LIAISON["手机"])
        (other,) = desk.mail(
            subject="宣传+主论坛+山城大学", text="姓名：吴刚\n单位：山城大学", sender=WU, **{"新闻稿.docx": article(2)}
        )
        assert desk.entry(other).form is None
