"""Corpus: one entry from many mails, many entries from one mail (field-notes 2, contract.md rulings 5 and 7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from openpyxl import Workbook
from PIL import Image, ImageDraw

from reports.demo import documents, kinds, mails, oddities
from reports.demo.cases import Expected
from reports.demo.mime import File
from reports.demo.scene import DOCX, XLSX, Scene, jpeg
from tests.builders.factories import CLOSES, INSIDE, REFERENCE, CorpusCase, expect, no_entry, parcel_mail, tiny_scene

MERGED = Expected(outcome="merged")
STRANGER = expect("held", "sender-unverified")
UNCLAIMED = replace(expect("held", "files-unclaimed", "slot-count.work", "slot-count.portrait"), entries=2)
BOTH = replace(expect("accepted"), entries=2)
LATER = INSIDE + timedelta(hours=2)
ENTRIES_LIST = ("name_en", "name_zh", "sex", "nationality", "mobile", "email", "photo_name", "pieces", "description")


def after(*builders: Callable[[], bytes]) -> tuple[tuple[Callable[[], bytes], object], ...]:
    """Return earlier mails, an hour apart, the first at the usual time."""
    return tuple((build, INSIDE + timedelta(minutes=30 * place)) for place, build in enumerate(builders))


def reply(*files: File, text: str = "", number: int = 3, **draft: str) -> bytes:
    """Return the same author's later mail in the plainest shape; the subject says nothing of the call."""
    scene = tiny_scene(number).later(hours=2)
    written = scene.draft(*files, subject=draft.pop("subject", "Re: Fwd: the pictures"), text=text)
    return mails.plain(replace(written, **draft))


def part(*places: int, form: bool = False, portrait: bool = False, named: str = "Work {n}.jpg") -> bytes:
    """Return one of several mails that make an entry: some works, and perhaps form, biography, portrait."""
    scene = tiny_scene().later(minutes=30 * (0 if form else places[0] if places else 9))
    files = [scene.form(), scene.biography()] if form else []
    files += [jpeg(named.format(n=place), scene.work_bytes(place)) for place in places]
    return mails.gmail(scene.draft(*files, *((scene.portrait(),) if portrait else ())))


def without(*, form: dict[str, str] | None = None, description: bool = True) -> bytes:
    """Return a first mail whose form lacks some fields."""
    scene = tiny_scene()
    values = dict(form or {}) if description else {**(form or {}), "description": ""}
    return mails.plain(scene.draft(scene.form(**values), *scene.parcel()[1:]))


def same_names(place: int) -> bytes:
    """Return a phone's mail with one photo that is called image.jpg like all the others."""
    scene = tiny_scene().later(minutes=place)
    files = (scene.form(), scene.biography(), scene.portrait()) if place == 1 else ()
    return mails.plain(scene.draft(*files, jpeg("image.jpg", scene.work_bytes(place)), text=f"photo {place} of 3"))


def prose_reply() -> bytes:
    """Answer with nothing but the description that was missing, without a heading."""
    return reply(text=f"Dear organisers,\n\n{tiny_scene().person.description}\n\nBest regards")


def form_again() -> bytes:
    """Send the form again with only the missing field filled in."""
    title = tiny_scene().person.title
    blank = documents.registration_form({"photo_name": title, "name_en": tiny_scene().person.name_en})
    return reply(File(name="Application Form.docx", data=blank, type=DOCX))


def twin() -> bytes:
    """Deliver the complete mail once more by another route: one more Received line."""
    return b"Received: from relay.example.com by mx.example.net; Fri, 10 Jul 2026 11:00:00 +0800\r\n" + parcel_mail()


def other_address() -> bytes:
    """Send another person's form from an address nobody knows."""
    scene = tiny_scene().later(hours=1)
    works = tuple(jpeg(f"Work {place}.jpg", scene.work_bytes(place)) for place in (4, 5, 6))
    draft = scene.draft(scene.form(), scene.biography(), *works, scene.portrait())
    return mails.plain(replace(draft, email="someone@example.com"))


def stranger() -> bytes:
    """Name somebody else's reference in the subject of an own complete entry."""
    scene = tiny_scene(5).later(hours=1)
    return mails.plain(scene.draft(*scene.parcel(), subject=f"Re: {REFERENCE}-0001"))


def office(*authors: Scene, shared_email: bool = False) -> list[tuple[str, bytes]]:
    """Return the files of several authors, each in a folder of the author's name."""
    inside = []
    for scene in authors:
        form = {"email": "office@example.com"} if shared_email else {}
        files = (scene.form(**form), *scene.parcel()[1:])
        inside += [(f"{scene.person.name_en}/{file.name}", file.data) for file in files]
    return inside


def two() -> tuple[Scene, Scene]:
    """Return two authors of one office."""
    return tiny_scene(3), tiny_scene(8)


def zip_each() -> bytes:
    """Send one ZIP per author, named after the author."""
    files = []
    for scene in two():
        packed = oddities.zipped([(file.name, file.data) for file in scene.parcel()])
        files.append(oddities.archive_file(f"{scene.person.name_zh}.zip", packed))
    return mails.netease_mail(two()[0].draft(*files))


def named_after_people(*, unclaimed: bool = False) -> bytes:
    """Send several forms beside photos that are named after people, or not."""
    files: list[File] = []
    for scene in two():
        name = scene.person.name_zh
        form, biography, *works, portrait = scene.parcel()
        files += [form.named(f"{name}登记表.docx"), biography.named(f"{name}简介.docx")]
        files += [
            work.named(f"作品{scene.number}{place}.jpg" if unclaimed else f"{name}-作品{place}.jpg")
            for place, work in enumerate(works)
        ]
        files.append(portrait.named(f"照片{scene.number}.jpg" if unclaimed else f"{name} 本人.jpg"))
    return mails.qq_mail(two()[0].draft(*files))


def listed() -> bytes:
    """Send one spreadsheet that lists two authors, beside one folder of files each in a ZIP."""
    book = Workbook()
    sheet = book.active
    sheet.append(["英文姓名", "中文姓名", "性别", "国籍", "手机号码", "电子邮箱", "作品名称", "幅数", "作品说明"])
    for scene in two():
        values = scene.person.form()
        sheet.append([values[field] for field in ENTRIES_LIST])
    packed = oddities.zipped([(path, data) for path, data in office(*two()) if "Form" not in path])
    saved = File(name="登记表.xlsx", data=_bytes(book), type=XLSX)
    return mails.outlook(two()[0].draft(saved, oddities.archive_file("files.zip", packed)))


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return documents.steady(out.getvalue())


def one_office_address() -> bytes:
    """Send two authors' forms that both bear the address of their office."""
    return mails.plain(two()[0].draft(oddities.archive_file("entries.zip", oddities.zipped(office(*two(), shared_email=True)))))


def page() -> bytes:
    """Draw a printed form as a scanner sees it: dark lines of writing on white paper."""
    sheet = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(sheet)
    for line in range(40):
        draw.rectangle((80, 80 + line * 40, 1160, 82 + line * 40), fill=60)
        draw.text((100, 90 + line * 40), f"Competition Application Form  name nationality address {line}", fill=30)
    out = BytesIO()
    sheet.convert("RGB").save(out, "JPEG", quality=85)
    return out.getvalue()


def photographed_form() -> bytes:
    """Send a form photographed on a desk under a camera's name, beside three large photos and a portrait."""
    scene = tiny_scene()
    form = jpeg("IMG_3991.jpg", page())
    return mails.plain(scene.draft(form, *scene.parcel(3, "IMG_400{n}.jpg")[1:], text=kinds.with_texts(scene)))


DOSSIERS = (
    CorpusCase(
        name="three-mails-one-entry",
        raw=lambda: part(3, portrait=True),
        received_at=LATER,
        expected=MERGED,
        before=after(lambda: part(1, form=True), lambda: part(2)),
    ),
    CorpusCase(name="same-names-in-each-mail", raw=lambda: same_names(3), received_at=LATER, expected=MERGED,
               before=after(lambda: same_names(1), lambda: same_names(2))),
    CorpusCase(name="field-typed-in-reply", raw=lambda: reply(text=f"Hello,\n\nPhoto Name: {tiny_scene().person.title}\n\nThank you"),
               received_at=LATER, expected=MERGED, before=after(lambda: without(form={"photo_name": ""}))),
    CorpusCase(name="prose-in-reply", raw=prose_reply, received_at=LATER, expected=MERGED,
               before=after(lambda: without(description=False))),
    CorpusCase(name="question-in-reply", raw=lambda: reply(text="Hello,\n\n" + "may I still change the pictures that I sent you? " * 7),
               received_at=LATER, expected=no_entry("set_aside"), before=after(lambda: without(description=False))),
    CorpusCase(name="form-again-with-one-field", raw=form_again, received_at=LATER, expected=MERGED,
               before=after(lambda: without(form={"photo_name": ""}))),
    CorpusCase(name="delivered-twice", raw=twin, received_at=LATER, expected=MERGED, before=after(parcel_mail)),
    CorpusCase(name="addition-after-the-close", raw=lambda: part(3, portrait=True), received_at=CLOSES, warnings=None,
               expected=expect("held", "sender-unverified", "slot-count.form", "slot-count.work", "slot-count.description", "slot-count.biography"),
               before=after(lambda: part(1, 2, form=True))),
    CorpusCase(name="authors-form-from-elsewhere", raw=other_address, received_at=LATER, expected=STRANGER, before=after(parcel_mail)),
    CorpusCase(name="strangers-own-next-mail", raw=lambda: reply(tiny_scene(5).portrait("Author portrait 2.jpg", 51), number=5),
               received_at=LATER, expected=replace(STRANGER, outcome="merged"), before=after(parcel_mail, stranger), warnings=None),
    CorpusCase(name="one-zip-per-author", raw=zip_each, expected=BOTH),
    CorpusCase(name="files-named-after-authors", raw=named_after_people, expected=BOTH),
    CorpusCase(name="files-of-nobody", raw=lambda: named_after_people(unclaimed=True), expected=UNCLAIMED, warnings=None),
    CorpusCase(name="authors-in-a-spreadsheet", raw=listed, expected=BOTH),
    CorpusCase(name="one-address-for-the-office", raw=one_office_address, expected=BOTH),
    CorpusCase(name="form-photographed", raw=photographed_form, expected=expect("held", "form-unreadable")),
)  # fmt: skip
