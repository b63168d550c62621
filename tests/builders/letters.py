"""Letters for tests: a call, entries and requests, all invented."""

from __future__ import annotations

from datetime import datetime

from intake.config.languages import languages
from intake.config.models import Call, FieldSettings, LocalWords, Slot, Title, Window
from intake.model.submission import Address
from reports.letters.compose import Announced, EntryView, LetterRequest, MaterialView, TextView
from tests.builders.factories import shipped_call
from validators.finding import Finding, Severity, Value

NOW = datetime.fromisoformat("2026-07-10T10:00:00+08:00")
AUTHOR = Address(name="Marta Lindqvist", email="marta@example.com")


def photo_call(**changes: object) -> Call:
    """Return a photo call as the configuration describes one."""
    fields = {
        "name_zh": FieldSettings(labels=("中文姓名", "Name in Chinese")),
        "name_en": FieldSettings(labels=("英文姓名", "English name")),
        "nationality": FieldSettings(labels=("国籍", "Nationality")),
        "mobile": FieldSettings(labels=("手机", "Mobile Number")),
        "contact_phone": FieldSettings(labels=("手机/微信", "Mobile"), section="unit"),
        "description": FieldSettings(labels=("Photo Description",)),
    }
    form = Slot(
        kind="form",
        title=Title(zh="作品登记表", en="Competition Application Form"),
        files_first=True,
        sections={"unit": ("以下内容由所在单位联系人填写",)},
        section_titles={"unit": LocalWords(zh="单位联系人", en="contact of the unit")},
        fields=fields,
    )
    slots = {
        "form": form,
        "work": Slot(kind="photo", count="3-5", judged=True, title=Title(zh="作品", en="entry photo", many="entry photos")),
        "portrait": Slot(
            kind="photo",
            count="1-2",
            title=Title(zh="作者照片", en="author photo", many="author photos"),
            names=("作者", "author"),
        ),
        "description": Slot(
            kind="text", title=Title(zh="作品文字说明", en="photo description"), headings=("作品说明", "Description")
        ),
        "biography": Slot(kind="text", title=Title(zh="作者简介", en="biography"), headings=("作者简介", "Biography")),
    }
    given = {
        "title": LocalWords(zh="友人摄影征集", en="Photo Call for Friends"),
        "reference": "IF2026",
        "window": Window(
            opens=datetime.fromisoformat("2026-07-01T00:00+08:00"), closes=datetime.fromisoformat("2026-09-01T00:00+08:00")
        ),
        "slots": slots,
        "wording": {key: words for key, words in shipped_call().wording.items() if not key.startswith("rules.")},
    }
    return Call.model_validate({**given, **changes})


def finding(rule: str, severity: Severity = Severity.ERROR, subject: str = "", slot: str = "", **values: Value) -> Finding:
    """Return a finding; of a rule about forms or photos it is about those of the call, of one about slots its subject."""
    about = {"form": "form", "field": "form", "photo": "work", "slot": subject, "text": subject}
    where = slot or about.get(rule.split("-")[0], "")
    return Finding(rule=rule, severity=severity, subject=subject, values={"subject": subject, **values}, slot=where)


def works(count: int) -> tuple[MaterialView, ...]:
    """Return so many good works."""
    return tuple(
        MaterialView(role="work", name=f"Work {n}.jpg", size=5_300_000, width=4000, height=3000, format="JPEG")
        for n in range(1, count + 1)
    )


FORM = MaterialView(role="form", name="Application Form.docx", size=23_400, format="DOCX")
PORTRAIT = MaterialView(role="portrait", name="author.jpg", size=842_000, width=1200, height=1600, format="JPEG")
TEXTS = {"description": TextView(english_words=104, han=0), "biography": TextView(english_words=4, han=92)}


def entry(state: str = "accepted", **changes: object) -> EntryView:
    """Return an entry that is complete but for what is given."""
    given: dict[str, object] = {
        "reference": "IF2026-0001",
        "revision": 1,
        "author": AUTHOR,
        "materials": (*works(3), PORTRAIT, FORM),
        "texts": TEXTS,
        "forms": ("form",),
    }
    return EntryView(state=state, **{**given, **changes})  # type: ignore[arg-type]


def request(kind: str, *entries: EntryView, **changes: object) -> LetterRequest:
    """Return a request for a letter."""
    given: dict[str, object] = {
        "call": photo_call(),
        "office": LocalWords(zh="征集活动工作组", en="The call's desk"),
        "recipient": AUTHOR,
        "original_subject": "My photos",
        "written_at": NOW,
        "desk": "photo@example.org",
    }
    if kind == "announcement":
        given["announced"] = {language: Announced("2026", "42.") for language in languages()}
    return LetterRequest(kind=kind, entries=entries, **{**given, **changes})  # type: ignore[arg-type]


def incomplete() -> EntryView:
    """Return an entry with most things an author may have to mend."""
    shrunk = tuple(
        MaterialView(role="work", name=f"mmexport{n}.jpg", size=305_000, width=1440, height=1920, format="JPEG") for n in (1, 2)
    )
    iphone = MaterialView(role="work", name="IMG_2041.HEIC", size=2_100_000, width=4032, height=3024, format="HEIC")
    findings = (
        finding("form-field-missing", subject="nationality", fields=["nationality"]),
        finding("photo-format", subject="IMG_2041.HEIC", format="HEIC", formats=["JPEG", "MPO"]),
        finding("photo-size", subject="mmexport1.jpg", size=305_000, floor=3_000_000, cause="chat-app"),
        finding("photo-size", subject="mmexport2.jpg", size=305_000, floor=3_000_000, cause="chat-app"),
        finding("slot-count", subject="portrait", count=0, minimum=1, maximum=2, inside=[]),
        finding("slot-count", subject="biography", count=0, minimum=1, maximum=1, inside=[]),
        finding(
            "text-length",
            Severity.WARNING,
            "description",
            count=180,
            counts="words",
            least=20,
            most=199,
            good_least=60,
            good_most=150,
            grade="soft",
        ),
        finding("photo-size-borderline", Severity.WARNING, "Work 1.jpg", size=2_900_000, floor=3_000_000),
    )
    texts = {"description": TextView(english_words=180, han=0)}
    return entry("incomplete", materials=(*works(1), *shrunk, iphone, FORM), texts=texts, findings=findings)
