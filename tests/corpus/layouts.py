"""Corpus: the shapes mails come in. What they hold is mostly complete; the shape is what may lose it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import numpy as np

from reports.demo import kinds, mails, mime, oddities, pictures
from reports.demo.mime import File, MailDraft, NameEncoding
from tests.builders.factories import CorpusCase, expect, no_entry, parcel_mail, tiny_scene

EVERYTHING_MISSING = (
    "slot-count.form",
    "slot-count.work",
    "slot-count.portrait",
    "slot-count.description",
    "slot-count.biography",
)
CALENDAR = (
    b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
STYLE = "<style id='cloudAttachStyle'>#divNeteaseBigAttach{display:none}</style>"


def shaped(program: Callable[[MailDraft], bytes], works: str = "Work {n}.jpg") -> Callable[[], bytes]:
    """Return a builder of a complete entry in the shape of one program."""

    def build() -> bytes:
        scene = tiny_scene()
        return program(scene.draft(*scene.parcel(3, works)))

    return build


def nameless_inline(draft: MailDraft) -> bytes:
    """Show the pictures inline, without a name, a disposition or a Content-ID."""
    parts = [mime.text_part(draft.text)]
    for file in draft.files:
        picture = file.type.startswith("image/")
        parts.append(mime.part(file, NameEncoding.NONE, "") if picture else mime.part(file))
    return mime.mail(draft, mime.multipart("mixed", *parts))


def chinese(naming: NameEncoding) -> Callable[[], bytes]:
    """Return a builder of a complete entry with Chinese file names written in one way."""

    def build() -> bytes:
        scene = tiny_scene()
        form, biography, *works, portrait = scene.parcel(3, "作品{n}_镕喆.jpg")
        files = (form.named("作品登记表.docx"), biography.named("作者简介.docx"), *works, portrait.named("作者照片.jpg"))
        return mails.plain(scene.draft(*files), naming)

    return build


def raw_headers() -> bytes:
    """Write Chinese headers and names as bare GBK bytes."""
    scene = tiny_scene()
    form, biography, *works, portrait = scene.parcel(3, "作品{n}.jpg")
    files = (form.named("登记表.docx"), biography.named("作者简介.docx"), *works, portrait.named("作者照片.jpg"))
    return mails.raw_headers(replace(scene.draft(*files), name=scene.person.name_zh))


def zipped(*, nested: bool = False, mac: bool = False) -> bytes:
    """Write a complete entry into a ZIP: one more ZIP around it, or with a Mac's extra entries."""
    scene = tiny_scene()
    files = [(file.name, file.data) for file in scene.parcel()]
    if mac:
        files += [(f"__MACOSX/._{name}", b"\x00\x05\x16\x07" + bytes(78)) for name, _ in files]
    packed = oddities.zipped(files)
    packed = oddities.zipped([("inner.zip", packed)]) if nested else packed
    return mails.plain(scene.draft(oddities.archive_file("entry.zip", packed)))


def damaged_zip() -> bytes:
    """Send the photos in a ZIP whose end is lost."""
    scene = tiny_scene()
    packed = oddities.zipped([(file.name, file.data) for file in scene.works(3)])[:-40_000]
    archive = oddities.archive_file("photos.zip", packed)
    return mails.plain(scene.draft(scene.form(), scene.biography(), scene.portrait(), archive))


def forwarded() -> bytes:
    """Forward a colleague's complete entry as an attached mail."""
    scene = tiny_scene(4)
    return mails.forwarded(scene.draft(text="Dear organisers,\n\nplease see below."), parcel_mail(3))


def single_photo() -> bytes:
    """Send one JPEG as the whole mail."""
    return mails.single_part(tiny_scene().draft(*tiny_scene().works(1)))


def cloud(block: str) -> Callable[[], bytes]:
    """Return a builder of an entry whose photos are links."""

    def build() -> bytes:
        scene = tiny_scene()
        return mails.netease_mail(scene.draft(scene.form(), scene.biography(), scene.portrait()), block)

    return build


def netdisk() -> bytes:
    """Paste a netdisk link with its code into the body."""
    scene = tiny_scene()
    return mails.plain(scene.draft(scene.form(), scene.biography(), scene.portrait(), text=oddities.baidu_link()))


def styled() -> bytes:
    """Send a complete entry whose HTML only styles cloud attachments: no link stands in it."""
    scene = tiny_scene()
    return mails.netease_mail(scene.draft(*scene.parcel()), STYLE)


def own_mail() -> bytes:
    """Send an entry from the mailbox's own address."""
    scene = tiny_scene()
    return mails.plain(replace(scene.draft(*scene.parcel()), email=scene.to))


def newsletter() -> bytes:
    """Send a mailing list's issue."""
    return oddities.list_mail(tiny_scene().draft(subject="Our news in July", text="Read what is new."))


def reply_by_subject() -> bytes:
    """Answer automatically, with nothing but the subject to tell."""
    return oddities.auto_reply(tiny_scene().draft(subject="自动回复: 您的邮件", text="我正在休假。"), headers=False)


def many_parts() -> bytes:
    """Send more parts than one mail may have."""
    draft = tiny_scene().draft()
    return mime.mail(draft, mime.multipart("mixed", *(mime.text_part(f"part {number}") for number in range(700))))


def noise() -> bytes:
    """Return bytes that are no mail at all."""
    return np.random.default_rng(11).integers(0, 256, 5_000, dtype=np.uint8).tobytes()


def long_question() -> bytes:
    """Ask at such length that the question could pass for a description."""
    text = (
        "Dear organisers,\n\nI read about the photo call in a magazine and would like to take part with my students. "
        "Could you tell me whether pictures from a film camera that were scanned later are welcome, and whether one person "
        "may send two series? I could not find the answer in the notice.\n\nKind regards"
    )
    return mails.plain(tiny_scene().draft(text=text))


def base64_form_in_text() -> bytes:
    """Attach everything with names in the type only: no Content-Disposition anywhere."""
    draft = tiny_scene().draft(*tiny_scene().parcel())
    parts = (mime.part(file, disposition="") for file in draft.files)
    return mime.mail(draft, mime.multipart("mixed", mime.text_part(draft.text), *parts))


def broken_encoding() -> bytes:
    """Declare a charset nobody knows for the text."""
    scene = tiny_scene()
    text = b"Content-Type: text/plain; charset=x-unknown-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64encode(b"Hello")
    return mime.mail(scene.draft(), mime.multipart("mixed", text, *(mime.part(file) for file in scene.parcel())))


def phone() -> bytes:
    """Send a complete entry from a phone: no picture's name tells what it shows, the biography stands in the body."""
    return kinds.phone(tiny_scene())


def png_logo(draft: MailDraft) -> bytes:
    """Write in Outlook with a picture under the signature."""
    return mails.outlook(draft, File(name="image001.png", data=pictures.logo(), type="image/png"))


LINKED = expect("incomplete", "cloud-link", "slot-count.work")
NETEASE = oddities.netease_block([("Work 1.jpg", 8_300_000)], tiny_scene().arrives + timedelta(days=15))
LAYOUTS = (
    CorpusCase(name="apple-mail-alternative-mixed", raw=shaped(mails.apple_mail)),
    CorpusCase(name="iphone-camera-names", raw=phone),
    CorpusCase(name="gmail", raw=shaped(mails.gmail)),
    CorpusCase(name="qq-mail", raw=shaped(mails.qq_mail)),
    CorpusCase(name="netease", raw=shaped(mails.netease_mail)),
    CorpusCase(name="outlook-signature-logo", raw=shaped(png_logo)),
    CorpusCase(name="camera-names", raw=shaped(mails.plain, "DSC_004{n}.JPG")),
    CorpusCase(name="nameless-inline-photos", raw=shaped(nameless_inline)),
    CorpusCase(name="octet-stream-photos", raw=shaped(mails.octet_streams)),
    CorpusCase(name="appledouble", raw=shaped(mails.apple_double)),
    CorpusCase(name="calendar-part", raw=shaped(lambda draft: mails.with_part(draft, CALENDAR))),
    CorpusCase(name="no-disposition", raw=base64_form_in_text),
    CorpusCase(name="unknown-charset", raw=broken_encoding),
    CorpusCase(name="names-gb2312-label-gb18030", raw=chinese(NameEncoding.GB2312)),
    CorpusCase(name="names-rfc2231", raw=chinese(NameEncoding.RFC2231)),
    CorpusCase(name="names-rfc2231-continued", raw=chinese(NameEncoding.CONTINUED)),
    CorpusCase(name="headers-raw-8bit", raw=raw_headers),
    CorpusCase(name="zip-in-zip", raw=lambda: zipped(nested=True)),
    CorpusCase(name="zip-from-mac", raw=lambda: zipped(mac=True)),
    CorpusCase(
        name="zip-damaged", raw=damaged_zip, expected=expect("incomplete", "archive-unreadable", "slot-count.work"), warnings=None
    ),
    CorpusCase(name="forwarded-mail", raw=forwarded),
    CorpusCase(name="single-part-jpeg", raw=single_photo, expected=expect("incomplete", *EVERYTHING_MISSING)),
    CorpusCase(name="cloud-netease", raw=cloud(NETEASE), expected=LINKED, warnings=None),
    CorpusCase(name="cloud-netdisk-code", raw=netdisk, expected=LINKED, warnings=None),
    CorpusCase(name="cloud-style-only", raw=styled),
    CorpusCase(name="own-address", raw=own_mail, expected=no_entry("ignored")),
    CorpusCase(name="mailing-list", raw=newsletter, expected=no_entry("ignored")),
    CorpusCase(name="auto-reply-by-subject", raw=reply_by_subject, expected=no_entry("ignored")),
    CorpusCase(name="question-long", raw=long_question, expected=no_entry("set_aside")),
    CorpusCase(name="too-many-parts", raw=many_parts, expected=no_entry("shunted")),
    CorpusCase(name="random-bytes", raw=noise, expected=no_entry("set_aside")),
)
