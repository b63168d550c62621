"""Generated mails that make no entry: machines, lists, our own address, questions, greetings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from reports.demo import mails, mime, oddities
from reports.demo.mime import MailDraft
from reports.demo.scene import Scene
from tests.builders.factories import tiny_scene
from tests.generated.expected import Entry, Outcome

Maker = Callable[[int, datetime], bytes]
AWAY = "I am out of the office until Monday and will read your message then."
LONG = (
    "I read about the photo call in a magazine and would like to take part with my students. Could you tell me whether pictures "
    "from a film camera that were scanned later are welcome, and whether one person may send two series? I could not find the "
    "answer in the notice, and nobody whom I asked at our school could tell me either."
)
OFFER = "Dear sir or madam,\n\nour factory makes umbrellas of every size. Ask for our newest price list today!\n\nBest regards"


def _said(subject: str, text: str, **headers: str) -> Maker:
    """Return a maker of a plain mail of words."""

    def make(number: int, arrives: datetime) -> bytes:
        draft = _scene(number, arrives).draft(subject=subject, text=text)
        marks = tuple((name.replace("_", "-"), value) for name, value in headers.items())
        return mails.plain(replace(draft, headers=marks))

    return make


def _scene(number: int, arrives: datetime) -> Scene:
    return tiny_scene(number, arrives)


def _parcel(number: int, arrives: datetime) -> MailDraft:
    """Return a draft with a form: it does not make a person of a machine that answers."""
    scene = _scene(number, arrives)
    return scene.draft(scene.form())


def _bounce(number: int, arrives: datetime) -> bytes:
    scene = _scene(number, arrives)
    report = scene.draft(subject="Returned", text="Your message could not be delivered.")
    return oddities.bounce(report, scene.person.email, scene.draft().message_id)


def _invitation(number: int, arrives: datetime) -> bytes:
    draft = _scene(number, arrives).draft(subject="Meeting")
    body = b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    return mime.mail(draft, body)


MACHINES: dict[str, Maker] = {
    "auto_submitted": _said("Re: your letter", AWAY, Auto_Submitted="auto-replied"),
    "auto_reply_with_form": lambda number, arrives: oddities.auto_reply(_parcel(number, arrives)),
    "subject_english": _said("Automatic reply: your message", AWAY),
    "subject_chinese": _said("自动回复: 您的邮件", "我正在休假，下周一回复您。"),
    "subject_returned": _said("系统退信", "您的邮件无法投递。"),
    "bounce": _bounce,
    "newsletter": lambda number, arrives: oddities.list_mail(_scene(number, arrives).draft(subject="News", text="Read what is new.")),
    "precedence": _said("News", "Read what is new.", Precedence="bulk"),
    "own_address": lambda number, arrives: mails.plain(replace(_parcel(number, arrives), email="photo@example.org")),
    "no_reply": lambda number, arrives: mails.plain(replace(_parcel(number, arrives), email=f"no-reply{'' if number else 1}@example.com")),
    "invitation": _invitation,
}  # fmt: skip
FORM_ALONE = frozenset({"sender-automatic", "slot-count.work", "slot-count.portrait", "slot-count.biography"})
HELD_MACHINES = {  # of them those whose material is held (contract.md ruling 9)
    "no_reply": Outcome(outcome="entered", entries=(Entry(state="held", rules=FORM_ALONE, warnings=None),)),
}
TALKS: dict[str, Maker] = {
    "question": _said("A question", "Hello,\n\nmay I send pictures that were taken three years ago?\n\nThank you!"),
    "long_question": _said("A question", f"Dear organisers,\n\n{LONG}\n\nKind regards"),
    "chinese_question": _said("咨询", "老师您好：\n\n请问投稿截止日期是哪一天？可以投几幅作品？\n\n谢谢！"),
    "greeting": _said("Thank you", "Dear organisers,\n\nthank you for this beautiful call.\n\nBest regards"),
    "offer": _said("Umbrellas", OFFER),
    "empty": _said("Hello", " "),
}
