"""Calls invented here work by configuration alone: an essay, an office's form, photos of a width; their letters say nothing of photos."""

import email
import email.policy
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from registry.read import documents
from registry.read.entries import read_entries, references
from reports.letters.outbox_pass import send_due
from reports.letters.preview import LetterWanted, preview_letter
from reports.screen.decisions import TypedDecision, decide_entry
from tests.builders.desks import a_desk
from tests.builders.small_documents import attached, document
from tests.builders.video_samples import Film, film

ARRIVED = "2026-07-10T10:00:00+08:00"
WINDOW = {"opens": "2026-07-01T00:00:00+08:00", "closes": "2026-09-01T00:00:00+08:00"}
ESSAY = {
    "title": {"zh": "“我与这座城”征文", "en": "Essay contest: this city and I"},
    "reference": "ES2026",
    "window": WINDOW,
    "slots": {
        "essay": {
            "kind": ["document", "text"],
            "count": 1,
            "title": {"zh": "征文正文", "en": "essay"},
            "names": ["征文", "正文", "essay"],
            "prose": True,
            "judged": True,
            "rules": {"text-length": {"counts": "characters", "least": 30, "most": 3000, "good": "80-2500"}},
        }
    },
}
OFFICE = {
    "title": {"zh": "网上展厅参展征集", "en": "Call for exhibitors"},
    "reference": "EX2026",
    "window": WINDOW,
    "one_per": ["unit"],
    "identity": {"name": "contact", "email": "email", "unit": "unit"},
    "slots": {
        "form": {
            "kind": "form",
            "title": {"zh": "参展申请表", "en": "exhibitor application"},
            "names": ["参展申请表"],
            "fields": {
                "unit": {"labels": ["单位名称"], "required": True},
                "contact": {"kind": "name", "labels": ["联系人"], "required": True},
                "email": {"one_of": "reach"},
                "phone": {"kind": "phone", "labels": ["联系电话"], "one_of": "reach"},
                "booth": {
                    "kind": "choice",
                    "labels": ["参展类型"],
                    "required": True,
                    "choices": {"online": ["网上展厅"], "onsite": ["线下展位"]},
                },
            },
        },
        "licence": {
            "kind": ["document", "photo"],
            "title": {"zh": "营业执照", "en": "business licence"},
            "names": ["营业执照"],
            "formats": ["PDF", "JPEG", "PNG"],
        },
    },
}
FILLED = {
    "单位名称": "晨光公司",
    "联系人": "李文",
    "电子邮箱": "li@example.org",
    "联系电话": "13800138000",
    "参展类型": "网上展厅",
}
CITY = "这座城市的清晨，卖豆浆的老人总是最早醒来。" * 8
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def mail(text: str = "见附件。", sender: str = "li@example.org", subject: str = "投稿", **files: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Li <{sender}>", "photo@example.org", subject
    message["Message-ID"] = f"<{abs(hash((text, sender, *files)))}@example.org>"
    message.set_content(text)
    return attached(message, files)


@contextmanager
def serving(tmp_path: Path, call: dict, *mails: bytes, smtp=None):
    """Give a desk whose only call this is, after these mails."""
    delivery = {"sender": "Office <office@example.org>"}
    told = {"calls": {"invented": call}, "mailboxes": {"photo": {"calls": ["invented"]}}, "delivery": delivery}
    with a_desk(tmp_path, smtp=smtp, staff=["staff@example.org"], **told) as desk:
        for number, raw in enumerate(mails):
            path = tmp_path / f"{number}.eml"
            path.write_bytes(raw)
            import_paths(desk, [path], None, ARRIVED)
            process_pending(desk)
        yield desk


def told(tmp_path, call, *mails):
    """Return each entry's state, weighty findings and roles, and that its letters say nothing of photos."""
    with serving(tmp_path, call, *mails) as desk:
        entries = list(read_entries(desk.db, references(desk.db)))
        for entry in entries:
            for kind in ("acknowledgement", "correction", "reminder", "receipt"):
                letter = preview_letter(desk, entry.reference, LetterWanted(kind, None, "")).casefold()
                assert [word for word in ("photo", "照片", "作品") if word in letter] == [], letter
        return [
            (
                str(entry.state),
                sorted(f"{item.rule}.{item.slot}" for item in entry.said("error", "hold", "reject")),
                sorted(item.role for item in entry.files),
            )
            for entry in entries
        ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(mail(**{"我的征文.docx": document(CITY)}), ("accepted", [], ["essay"]), id="a file"),
        pytest.param(mail(**{"untitled.docx": document(CITY)}), ("accepted", [], ["essay"]), id="a file without a name"),
    ],
)
def test_an_essay(tmp_path, raw, expected):
    assert told(tmp_path, ESSAY, raw) == [expected]


FORM = document("参展申请表", table=FILLED)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"参展申请表.docx": FORM, "营业执照.pdf": PDF}, ("accepted", [], ["form", "licence"]), id="whole"),
        pytest.param({"参展申请表.docx": FORM}, ("incomplete", ["slot-count.licence"], ["form"]), id="no licence"),
        pytest.param({"营业执照.pdf": PDF}, ("incomplete", ["slot-count.form"], ["licence"]), id="no form"),
        pytest.param(
            {"参展申请表.docx": document("参展申请表", table={**FILLED, "参展类型": "随便"}), "营业执照.pdf": PDF},
            ("incomplete", ["form-field-invalid.form"], ["form", "licence"]),
            id="a choice that is none",
        ),
    ],
)
def test_an_office_form(tmp_path, files, expected):
    assert told(tmp_path, OFFICE, mail(**files)) == [expected]


def test_staff_accept_where_the_call_says_so(tmp_path):
    raw = mail(**{"参展申请表.docx": FORM, "营业执照.pdf": PDF})
    assert told(tmp_path, {**OFFICE, "acceptance": "staff"}, raw) == [("held", ["acceptance-awaited."], ["form", "licence"])]


def test_answers_and_letters_after_decisions_leave_from_the_mailbox_that_the_mail_came_to(tmp_path, smtp_server):
    box = {
        "host": "127.0.0.1",
        "port": 1,
        "security": "none",
        "username": "essays@example.org",
        "password": "x",
        "calls": ["invented"],
    }
    office = {**ESSAY, "office": {"zh": "征文组", "en": "The essay team"}}
    boxes = {"photo": None, "essays": {**box, "sender": "essays@example.org"}}
    with a_desk(tmp_path, smtp=smtp_server, calls={"invented": office}, mailboxes=boxes) as desk:
        path = tmp_path / "essay.eml"
        path.write_bytes(mail(**{"我的征文.docx": document(CITY)}))
        import_paths(desk, [path], None, ARRIVED)
        process_pending(desk)
        send_due(desk)
        decide_entry(desk, "ES2026-0001", TypedDecision(action="ask", by="Wen", note="请补一页。"))
        send_due(desk)
    letters = [email.message_from_bytes(item.content, policy=email.policy.default) for item in smtp_server.received]
    texts = [letter.get_body(("plain",)).get_content() for letter in letters]
    assert [letter["From"] for letter in letters] == ["征文组 <essays@example.org>"] * 2
    assert ["联系邮箱：essays@example.org" in text and "征文组" in text and "The essay team" in text for text in texts] == [
        True,
        True,
    ]


def test_addresses_are_links_of_their_slot_and_films_have_a_length(tmp_path):
    post, large = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv", "https://pan.baidu.com/s/1AbCdEfGhIjKlMnOpQrStUv"
    page = {"kind": "link", "count": "1-", "title": {"zh": "公众号文章", "en": "post"}, "hosts": ["mp.weixin.qq.com"]}
    clip = {"kind": "video", "count": "0-", "title": {"zh": "短片", "en": "clip"}}
    call = {**ESSAY, "slots": {**ESSAY["slots"], "page": page, "clip": clip}}
    words = f"公众号文章：{post}\n视频太大，放在网盘：{large} 提取码：ab12\n"
    files = {"我的征文.docx": document(CITY), "clip.mp4": film(Film(seconds=2))}
    with serving(tmp_path, call, mail(words, **files)) as desk:
        entry = documents.entries(desk.db, calls=desk.config.calls)[0]
    assert sorted(entry["texts"]) == []
    assert [(link["slot"], link["url"]) for link in entry["links"]] == [("page", post), ("", large)]
    shown = {item["role"]: (item["width"], item["height"], item["duration"]) for item in entry["materials"]}
    assert shown == {"essay": (None, None, None), "clip": (Film().width, Film().height, pytest.approx(2, abs=0.2))}


def test_each_of_those_whom_a_form_names_as_contacts_adds_where_the_reference_is_named(tmp_path):
    fields = {
        **OFFICE["slots"]["form"]["fields"],
        "one": {"kind": "email", "labels": ["推荐人一"]},
        "two": {"kind": "email", "labels": ["推荐人二"]},
    }
    letter = {"kind": "document", "count": "2", "title": {"zh": "推荐信", "en": "reference"}, "names": ["推荐信"]}
    call = OFFICE | {
        "one_per": "author",
        "identity": {**OFFICE["identity"], "contact": ["one", "two"]},
        "slots": {"form": OFFICE["slots"]["form"] | {"fields": fields}, "letter": letter},
    }
    filled = document("参展申请表", table={**FILLED, "推荐人一": "ref1@example.net", "推荐人二": "ref2@example.net"})
    referees = [(f"推荐信。{name}", f"{name}@example.net") for name in ("ref1", "ref2", "ref3")]
    with serving(tmp_path, call, mail(**{"参展申请表.docx": filled})) as desk:
        for number, (text, sender) in enumerate(referees, 10):
            raw = mail("见附件。", sender, "EX2026-0001", **{f"推荐信{number}.docx": document(text * 20)})
            (tmp_path / f"{number}.eml").write_bytes(raw)
            import_paths(desk, [tmp_path / f"{number}.eml"], None, ARRIVED)
            process_pending(desk)
        found = [(item["state"], len(item["materials"])) for item in documents.entries(desk.db, calls=desk.config.calls)]
    assert found == [("accepted", 3), ("held", 1)]
