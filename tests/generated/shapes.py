"""From a plan and its parts to the raw mail: the body's words, the archive, the mail program's shape, what else is in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from reports.demo import documents, mails, mime, oddities, pictures
from reports.demo.mime import File, MailDraft, NameEncoding
from tests.builders.factories import OWN_ADDRESS, PHRASE
from tests.generated.archives import ENDINGS, packed
from tests.generated.axes import FORWARDS, Plan
from tests.generated.parts import Picture, author, biography, description, form_values
from tests.generated.programs import SHAPES

CALENDAR = (
    b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
DISCLAIMER = (
    "This e-mail and all that came with it are confidential and meant only for the person it was sent to. If it reached you by "
    "mistake, please delete it and tell us at once. Opinions in it are those of the sender and not those of the company."
)
OLD = (
    "We look forward to many pictures of every season, from the morning market to the last underground train, and we will show "
    "the best of them in the autumn, together with the words that their authors have found for them in English."
)
RECEIPT = (("Disposition-Notification-To", "<author@example.org>"), ("Return-Receipt-To", "<author@example.org>"),
           ("X-Confirm-Reading-To", "<author@example.org>"), ("X-Priority", "1 (Highest)"))  # fmt: skip
ENGLISH = "Dear organisers,\n\nPlease find my entry attached.\n\n{body}\n\nBest regards,\n{name}"
CHINESE = "尊敬的组委会：\n\n您好！附件是我的参赛作品，请查收。\n\n{body}\n\n此致\n敬礼\n{name}"


def raw_mail(plan: Plan, papers: Sequence[File], images: Sequence[Picture], arrives: datetime) -> bytes:
    """Return the whole mail."""
    return _finished(plan, _draft(plan, tuple(_wrapped(plan, papers, images)), arrives), arrives)


def _finished(plan: Plan, inner: MailDraft, arrives: datetime) -> bytes:
    """Shape a draft and add what else is in the mail, or the mail around it."""
    if plan.extra == "read_receipt":
        inner = replace(inner, headers=RECEIPT)
    if plan.extra == "forwarded_inline":
        inner = _handed_on(plan, inner, arrives)
    raw = shaped(plan, inner)
    if plan.extra in FORWARDS:
        end = "\n\nSent from my iPhone" if plan.extra == "forwarded_from_phone" else "\n\nBest regards,\nThe office"
        text = f"Dear organisers,\n\nplease see the mail of our colleague.{end}"
        outer = replace(inner, name="The office", email=_office(plan), subject=f"Fwd: {inner.subject}", text=text, files=())
        return mails.forwarded(outer, raw)
    return _with_more(plan.extra, raw)


def with_archive(plan: Plan, archive: File, arrives: datetime) -> bytes:
    """Return the mail of somebody who collects: one archive, in the plan's shape and with its extra."""
    return _finished(plan, _draft(plan, (archive,), arrives), arrives)


def reply_mail(plan: Plan, shape: str, files: Sequence[File], said: str, arrives: datetime, answered: bytes) -> bytes:
    """Return the author's next mail with what was missing; `answered` is the mail it names as the one before, if any."""
    found = re.search(rb"\r\nMessage-ID: (<[^>]+>)", answered)
    text = f"Dear organisers,\n\nhere is what was missing.\n\n{said}\n\nBest regards,\n{author(plan).name_en}"
    draft = replace(
        _draft(plan, tuple(files), arrives),
        subject="Re: the pictures",
        text=text + _below("quoted_english" if answered else "none", arrives),
        in_reply_to=found[1].decode() if found else "",
    )
    return shaped(replace(plan, shape=shape, naming=NameEncoding.RFC2231), draft)


def shaped(plan: Plan, draft: MailDraft) -> bytes:
    """Return a draft in the shape of the plan's mail program."""
    if plan.shape == "plain":
        return mails.plain(draft, NameEncoding(plan.naming))
    ends = draft.arrives + timedelta(days=30)
    links = [(f"Work {place}.jpg", 8_000_000 + place * 310_000) for place in (1, 2, 3)]
    if plan.photos == "qq_link":
        return mails.qq_mail(draft, oddities.qq_block(links, ends))
    if plan.photos == "netease_link":
        return mails.netease_mail(draft, oddities.netease_block(links, ends))
    return SHAPES[plan.shape](draft)


def _with_more(extra: str, raw: bytes) -> bytes:
    """Return the mail with a part beside its own: a pixel, an invitation, a signature."""
    mark = b"\r\nMIME-Version: 1.0\r\n"
    head, _, entity = raw.partition(mark)
    if extra == "tracking_pixel":
        pixel = mime.part(File(name="", data=PIXEL, type="image/gif"), NameEncoding.NONE, "inline", "open@example.org")
        return head + mark + mime.multipart("mixed", entity, pixel)
    if extra == "calendar":
        return head + mark + mime.multipart("mixed", entity, CALENDAR)
    kinds = {
        "smime": ("smime.p7s", "application/pkcs7-signature", b"\x30\x82\x05\x01" + bytes(range(256)) * 4),
        "pgp": (
            "signature.asc",
            "application/pgp-signature",
            b"-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n",
        ),
    }
    if extra not in kinds:
        return raw
    name, kind, data = kinds[extra]
    signature = mime.part(File(name=name, data=data, type=kind))
    return head + mark + mime.multipart("signed", entity, signature, parameters=f';\r\n protocol="{kind}"; micalg=sha-256')


def _draft(plan: Plan, files: tuple[File, ...], arrives: datetime) -> MailDraft:
    who = author(plan)
    names = {
        "english": who.name_en,
        "chinese": who.name_zh,
        "rare_chinese": "镕喆玥䶮",
        "comma": f"{who.name_en}, Dr.",
        "none": "",
    }
    subject = f"“{PHRASE}”摄影作品 {who.title}" if plan.phrase == "subject" else who.title
    return MailDraft(
        name=names[plan.sender],
        email=who.email,
        to=OWN_ADDRESS,
        subject=subject,
        text=words(plan) + _below(plan.extra, arrives),
        files=files,
        arrives=arrives,
    )


def words(plan: Plan) -> str:
    """Return what the author writes above any signature."""
    chinese = plan.words == "chinese"
    parts = [f"我参加“{PHRASE}”活动。" if chinese else f"I take part in “{PHRASE}”."] if plan.phrase == "body" else []
    if plan.photos == "baidu_link":
        parts.append(oddities.baidu_link())
    told = description(plan)
    if told and plan.description_place == "body_prose":
        parts.append(told)
    if plan.form == "body":
        parts.append(documents.typed_form(form_values(plan)))
    if told and plan.description_place == "body_label":
        parts.append(f"作品说明：\n{told}" if chinese else f"Description: {told}")
    if plan.biography_place == "body" and plan.biography != "missing":
        parts.append(f"{'作者简介' if chinese else 'About the author'}\n{biography(plan)}")
    body = "\n\n".join(parts)
    if plan.words == "none":
        return body
    name = author(plan).name_zh if chinese else author(plan).name_en
    return (CHINESE if chinese else ENGLISH).format(body=body, name=name)


def _below(extra: str, arrives: datetime) -> str:
    """Return what stands below the author's words."""
    day = arrives - timedelta(days=2)
    old = f"Description: {OLD}\n\nBiography: {OLD}"
    marked = "\n".join(f"> {line}" for line in old.split("\n"))
    return {
        "disclaimer": f"\n\n{DISCLAIMER}",
        "signature": f"\n\n-- \nOffice of the Dean\nTel: 010-65160000\nEmail: dean@example.org\n{OLD}",
        "quoted_english": f"\n\nOn {day:%a, %d %b %Y} at 09:12, Photo call <{OWN_ADDRESS}> wrote:\n{marked}",
        "quoted_chinese": "\n\n------------------ 原始邮件 ------------------\n"
        f'发件人: "Photo call" <{OWN_ADDRESS}>;\n发送时间: {day:%Y年%m月%d日} 09:12\n主题: Re\n\n{old}',
    }.get(extra, "")


def _handed_on(plan: Plan, inner: MailDraft, arrives: datetime) -> MailDraft:
    """Forward the mail inline: nothing above, the author's words below the program's line."""
    head = (
        f"---------- Forwarded message ---------\nFrom: {author(plan).name_en} <{inner.email}>\nDate: {arrives:%a, %d %b %Y} at 09:12\n"
        f"Subject: {author(plan).title}\nTo: <{_office(plan)}>\n\n"
    )
    return replace(inner, name="The office", email=_office(plan), subject=f"Fwd: {inner.subject}", text=head + inner.text)


def _office(plan: Plan) -> str:
    return f"office{plan.author}@example.com"


def _wrapped(plan: Plan, papers: Sequence[File], images: Sequence[Picture]) -> list[File]:
    """Return the files as they are attached: each, or in an archive."""
    works = [each.file for each in images if not each.portrait]
    faces = [each.file for each in images if each.portrait]
    if plan.photos in {"locked_zip", "damaged_zip"}:
        return [*papers, *faces, _unusable(plan)]
    if plan.place == "attached":
        return [*papers, *works, *faces]
    chinese = plan.names in {"chinese", "rare_chinese", "long_chinese"}
    if plan.place == "photos_zip":
        name = "作品.zip" if chinese else "works.zip"
        return [*papers, *faces, oddities.archive_file(name, oddities.zipped(_entries(works)))]
    named = PHRASE if plan.phrase == "file_name" else "投稿" if chinese else "files"
    folders = ("作品/", "作者照片/") if chinese else ("Works/", "Author/")
    inside = [*_entries(papers)]
    if plan.place == "zip_folders":
        inside += [(folders[0] + name, data) for name, data in _entries(works)]
        inside += [(folders[1] + name, data) for name, data in _entries(faces)]
    else:
        inside += _entries([*works, *faces])
    return [oddities.archive_file(f"{named}.{ENDINGS.get(plan.place, 'zip')}", packed(plan.place, inside))]


def _unusable(plan: Plan) -> File:
    """Return an archive that nobody can open: with a password, or cut off."""
    if plan.photos == "locked_zip":
        secret = [("Work 1.jpg", pictures.logo() * 20), ("Work 2.jpg", pictures.logo())]
        return oddities.archive_file("photos.zip", oddities.zipped(secret, encrypted=True))
    whole = oddities.zipped([(f"Work {place}.jpg", bytes(range(256)) * 200) for place in (1, 2, 3)])
    return oddities.archive_file("photos.zip", whole[:-20_000])


def _entries(files: Sequence[File]) -> list[tuple[str, bytes]]:
    return [(file.name, file.data) for file in files]
