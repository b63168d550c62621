"""What changes nothing that counts makes no revision and no letter; what brings nothing makes no entry (faults A10, B3, D9)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from reports.demo import mails, mime
from reports.demo.mime import File
from tests.builders.accounting import rule_of
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail, tiny_scene

LATER = INSIDE + timedelta(hours=2)
ESSAY = " ".join(
    f"Morning number {number} began with a long walk along the river, and I saw people of all ages there." for number in range(60)
)
AWAY = " ".join(  # unmarked, and as long as a description
    ["I am away from the university on a research trip and have limited access to my e-mail until the end of the month."] * 4
)
CHINESE = "。".join(f"第{number}天清晨我沿着河边散步，看见各种年纪的人在锻炼身体，心里觉得非常温暖" for number in range(40))


def strip(width: int = 300, height: int = 90, kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(out, kind)
    return out.getvalue()


def reply(
    *files: File, text: str = "Thank you very much!", number: int = 3, subject: str = "Re: [IF2026-0001] your photos"
) -> bytes:
    scene = tiny_scene(number).later(hours=2)
    return mails.plain(scene.draft(*files, subject=subject, text=text))


def reaction() -> bytes:
    """Write a thumb as Gmail sends it."""
    draft = tiny_scene().later(hours=2).draft(subject="Re: [IF2026-0001] your photos")
    thumb = b'Content-Type: text/vnd.google.email-reaction+json; charset="UTF-8"\r\n\r\n{"emoji": "\xf0\x9f\x91\x8d", "version": 1}\r\n'
    page = mime.text_part("<div>\N{THUMBS UP SIGN} reacted via Gmail</div>", "html")
    return mime.mail(draft, mime.multipart("alternative", mime.text_part("\N{THUMBS UP SIGN} reacted via Gmail"), thumb, page))


def again() -> bytes:
    """Send the same files once more, with a new Message-ID and other words."""
    scene = tiny_scene().later(hours=2)
    return mails.plain(scene.draft(*scene.parcel(), text="Dear organisers,\n\nonce more, to be sure."))


def after_a_whole_entry(folder, raw: bytes) -> tuple:
    """Return (outcome, revision, state, letters, works, portraits) of the entry after a second mail."""
    with a_desk(folder) as desk:
        for number, (data, arrives) in enumerate([(parcel_mail(), INSIDE), (raw, LATER)]):
            (folder / f"{number}.eml").write_bytes(data)
            import_paths(desk, [folder / f"{number}.eml"], None, arrives.isoformat())
            process_pending(desk)
        entry = documents.entry(desk.db, "IF2026-0001")
        outcome = next(m["outcome"] for m in documents.messages(desk.db) if m["sha256"] == hashlib.sha256(raw).hexdigest())
        roles = [item["role"] for item in entry["materials"]]
        return (outcome, entry["revision"], entry["state"], len(entry["notices"]), roles.count("work"), roles.count("portrait"))


UNTOUCHED = (1, "accepted", 1, 3, 1)


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        pytest.param(reaction, "set_aside", id="reaction"),
        pytest.param(lambda: reply(File(name="image001.png", data=strip(), type="image/png")), "set_aside", id="logo"),
        pytest.param(
            lambda: reply(
                File(name="屏幕截图 2026-07-12.png", data=strip(900, 700), type="image/png"),
                text="请问我的投稿成功了吗？附上截图。",
            ),
            "set_aside",
            id="question with a screen shown",
        ),
        pytest.param(
            lambda: reply(
                File(name="Screenshot_20260712.jpg", data=strip(900, 700, "JPEG"), type="image/jpeg"), text="Did it reach you?"
            ),
            "set_aside",
            id="question with a screen shown as jpg",
        ),
        pytest.param(
            lambda: reply(File(name="logo.jpg", data=strip(220, 60, "JPEG"), type="image/jpeg")), "set_aside", id="jpeg-logo"
        ),
        pytest.param(
            lambda: reply(File(name="QQ图片.gif", data=strip(90, 90, "GIF"), type="image/gif")), "set_aside", id="sticker"
        ),
        pytest.param(lambda: reply(File(name="", data=b"", type="application/octet-stream")), "set_aside", id="empty-part"),
        pytest.param(again, "merged", id="same-files"),
    ],
)
def test_the_entry_stays_untouched_and_no_letter_leaves(raw, outcome, tmp_path):
    assert after_a_whole_entry(tmp_path, raw()) == (outcome, *UNTOUCHED)


def test_a_small_picture_still_asked_for_is_told(tmp_path):
    scene = tiny_scene()
    thumbs = [File(name=f"IMG_{n}.jpg", data=strip(200 + n, 150, "JPEG"), type="image/jpeg") for n in range(3)]
    raw = mails.plain(scene.draft(scene.form(), scene.biography(), scene.portrait(), *thumbs))
    became = alone(tmp_path, raw)
    assert (became["outcome"], became["state"], "photo-size" in became["rules"]) == ("entered", "incomplete", True)


def alone(folder, raw: bytes, **more) -> dict:
    with a_desk(folder, **more) as desk:
        (folder / "mail.eml").write_bytes(raw)
        import_paths(desk, [folder / "mail.eml"], None, INSIDE.isoformat())
        process_pending(desk)
        message = documents.messages(desk.db)[0]
        entries = [documents.entry(desk.db, reference) for reference in message["references"]]
        return {
            "outcome": message["outcome"],
            "state": entries[0]["state"] if entries else "",
            "rules": {rule_of(item) for entry in entries for item in entry["findings"]},
            "texts": {name: text["words"] for entry in entries for name, text in entry["texts"].items()},
        }


def phish(*files: File, text: str = "Dear customer, see the invoice.") -> bytes:
    return mails.plain(replace(tiny_scene().draft(*files, subject="Invoice 4711", text=text), email="billing@example.net"))


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([File(name="invoice.bin", data=bytes(range(256)) * 9)], id="unknown"),
        pytest.param([File(name="invoice.pdf", data=b"%PDF-1.4 broken", type="application/pdf")], id="unreadable"),
        pytest.param([File(name="invite.ics", data=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", type="text/calendar")], id="calendar"),
        pytest.param([File(name="empty.html", data=b"", type="text/html")], id="empty"),
        pytest.param([File(name="note.html", data=b"<html><a href='http://example.net'>Click</a></html>", type="text/html")], id="page"),
        pytest.param([File(name="logo.png", data=strip(), type="image/png")], id="logo"),
        pytest.param([File(name="clip.mp4", data=b"\0\0\0\x18ftypmp42" + bytes(900), type="video/mp4")], id="video"),
    ],
)  # fmt: skip
def test_a_mail_with_nothing_of_the_call_is_set_aside_for_staff(files, tmp_path):
    assert alone(tmp_path, phish(*files))["outcome"] == "set_aside"


def test_the_calls_phrase_makes_an_entry_of_a_file_nobody_can_read(tmp_path):
    raw = mails.plain(tiny_scene().draft(File(name="works.bin", data=bytes(range(256)) * 9)))
    assert alone(tmp_path, raw)["outcome"] == "entered"


def test_a_bounce_of_an_odd_daemon_is_a_bounce(tmp_path):
    said = "This is the mail system. <otto@example.com>: 550 5.1.1 no such user here"
    draft = replace(tiny_scene().draft(subject="Your mail", text=said), email="post_master@example.net")
    assert alone(tmp_path, mails.plain(draft))["outcome"] == "ignored"


@pytest.mark.parametrize("essay", [ESSAY, CHINESE, "\n\n".join([ESSAY, CHINESE])], ids=["english", "chinese", "both"])
def test_an_essay_in_the_body_is_a_text_with_its_finding(essay, tmp_path):
    became = alone(tmp_path, mails.plain(tiny_scene().draft(text=essay)))
    assert (became["outcome"], became["state"], "description" in became["texts"]) == ("entered", "incomplete", True)
    assert became["rules"] & {"text-length.description", "text-language.description"}


def test_an_essay_answers_what_was_asked_for_though_it_asks_questions_and_an_away_note_does_not(tmp_path):
    scene = tiny_scene()
    first = mails.plain(scene.draft(scene.form(description=""), *scene.parcel()[1:]))
    seen = []
    with a_desk(tmp_path) as desk:
        for number, (data, arrives) in enumerate(
            [(first, INSIDE), (reply(text=AWAY), LATER), (reply(text=ESSAY + " But why?"), LATER)]
        ):
            (tmp_path / f"{number}.eml").write_bytes(data)
            import_paths(desk, [tmp_path / f"{number}.eml"], None, arrives.isoformat())
            process_pending(desk)
            entry = documents.entry(desk.db, "IF2026-0001")
            became = next(m["outcome"] for m in documents.messages(desk.db) if m["sha256"] == hashlib.sha256(data).hexdigest())
            seen.append((became, entry["revision"], [rule_of(item) for item in entry["findings"] if item["severity"] == "error"]))
    missing, length = ["slot-count.description"], ["text-length.description"]
    assert seen == [("entered", 1, missing), ("set_aside", 1, missing), ("merged", 2, length)]


def test_an_essay_in_a_document_is_a_text_too(tmp_path):
    scene = tiny_scene()
    essay = File(name="River.txt", data=ESSAY.encode(), type="text/plain")
    became = alone(tmp_path, mails.plain(scene.draft(scene.form(description=""), *scene.parcel()[1:], essay)))
    assert (became["state"], "text-length.description" in became["rules"], "slot-count.description" in became["rules"]) == (
        "incomplete",
        True,
        False,
    )


def test_a_long_cv_does_not_push_the_description_aside(tmp_path):
    scene = tiny_scene()
    cv = File(name="River.txt", data=ESSAY.encode(), type="text/plain")
    assert alone(tmp_path, mails.plain(scene.draft(*scene.parcel(), cv)))["state"] == "accepted"


def test_the_phrase_alone_changes_nothing(tmp_path):
    """A withdrawal whose subject bears the call's phrase, which the entry did not: for a person to read, not to be thanked for."""
    scene = tiny_scene()
    first = mails.plain(scene.draft(*scene.parcel(), subject="photos"))
    second = reply(text="请撤回我的投稿。", subject=f"撤回“{scene.call.phrase}”投稿")
    with a_desk(tmp_path) as desk:
        for number, raw in enumerate((first, second)):
            (tmp_path / f"{number}.eml").write_bytes(raw)
            import_paths(desk, [tmp_path / f"{number}.eml"], None, (INSIDE + timedelta(hours=number)).isoformat())
            process_pending(desk)
        entry = documents.entry(desk.db, "IF2026-0001")
        outcomes = [item["outcome"] for item in documents.messages(desk.db)]
    assert (outcomes, entry["revision"], len(entry["notices"])) == (["entered", "set_aside"], 1, 1)


def test_a_screen_counts_where_photos_are_too_few(tmp_path):
    scene = tiny_scene()
    shown = File(name="Screenshot_1.jpg", data=scene.work_bytes(9), type="image/jpeg")
    with a_desk(tmp_path) as desk:
        for number, files in enumerate(((*scene.parcel()[:4], scene.portrait()), (shown,))):
            draft = scene.later(hours=number).draft(*files)
            (tmp_path / f"{number}.eml").write_bytes(mails.plain(draft))
            import_paths(desk, [tmp_path / f"{number}.eml"], None, (INSIDE + timedelta(hours=number)).isoformat())
            process_pending(desk)
        roles = [item["role"] for item in documents.entry(desk.db, "IF2026-0001")["materials"]]
    assert roles.count("work") == 3
