"""Files that failed on their way or hold hardly more than a link: told as what they were to be, never in silence."""

import email
import email.policy
from email.message import EmailMessage

import pytest

from intake.assemble.submissions import gather
from intake.config.models import Limits
from intake.model.submission import FileType
from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail, shipped_call
from tests.intake.unwrap.test_carriers import reading

PAGE = b"<!DOCTYPE html><html><head><title>403</title></head><body>Link expired</body></html>"
CLOUD = "https://pan.baidu.com/s/1abcdefgh123"


def share(folder, *files, text="My entry for the photo call. 国际友人看中国"):
    """Return what is gathered from a mail with these files."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "anna@example.org", "photo@example.org", "国际友人看中国"
    mail.set_content(text)
    for name, data in files:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    (found,) = gather(reading(mail.as_bytes(), folder), "photo-2026", shipped_call(), folder / "work", Limits().allowance)
    return found


def test_a_page_under_a_photos_name_is_the_photo_that_failed(tmp_path):
    found = share(tmp_path, ("work3.jpg", PAGE), ("notes.html", PAGE))
    assert {item.name: (item.role, item.type) for item in found.materials} == {
        "work3.jpg": ("work", FileType.HTML),
        "notes.html": ("other", FileType.HTML),
    }


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("作品链接.txt", f"照片在这里：{CLOUD}".encode()),
        ("my photos.url", f"[InternetShortcut]\r\nURL={CLOUD}\r\n".encode()),
        ("photos.webloc", f'<?xml version="1.0"?><plist><dict><key>URL</key><string>{CLOUD}</string></dict></plist>'.encode()),
    ],
)
def test_a_file_that_holds_hardly_more_than_a_link_says_where_the_files_lie(name, data, tmp_path):
    assert [link.url for link in share(tmp_path, (name, data)).links] == [CLOUD]


@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_form_may_be_saved_as_csv(charset, sign, tmp_path):
    rows = [
        ("Name (English)", "Anna Berg"),
        ("国籍 Nationality", "Sweden"),
        ("Email Address", "anna@example.org"),
        ("pieces", "3"),
    ]
    text = "\r\n".join([f"Competition Application Form 作品登记表{sign}", *(sign.join(row) for row in rows)])
    found = share(tmp_path, ("form.csv", text.encode(charset)))
    form = found.forms["form"]
    assert form is not None and (form.text("name_en"), form.text("email")) == ("Anna Berg", "anna@example.org")


@pytest.mark.parametrize(
    "spelled", ["base64", "Base64 ", '"base64"', "x-base64", "base64 (said twice)", "base-64", "base64; charset=utf-8"]
)
def test_an_encoding_is_known_however_it_is_spelled(spelled, tmp_path):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "anna@example.org", "国际友人看中国"
    mail.set_content("My entry")
    data = bytes(range(256)) * 4_000
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + data, maintype="image", subtype="png", filename="a.png")
    raw = mail.as_bytes().replace(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: " + spelled.encode())
    assert spelled.encode() in raw
    (item,) = reading(raw, tmp_path).attachments
    assert (item.size, item.path.read_bytes()[8:]) == (len(data) + 8, data)


def test_its_author_is_told_that_it_did_not_arrive_whole(tmp_path):
    mail = email.message_from_bytes(parcel_mail(), policy=email.policy.default)
    part = next(part for part in mail.iter_attachments() if (part.get_filename() or "").lower().endswith(".jpg"))
    name = part.get_filename()
    part.set_content(PAGE, maintype="image", subtype="jpeg", filename=name, disposition="attachment")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    with a_desk(tmp_path) as desk:
        import_paths(desk, [tmp_path / "mail.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        (entry,) = documents.entries(desk.db)
    assert (entry["state"], [(item["rule"], item["subject"]) for item in entry["findings"] if item["severity"] == "error"]) == (
        "incomplete",
        [("photo-damaged", name)],
    )
