"""The demo's mails: every typical kind of submission, each with what the intake must make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from intake.config.models import Call
from registry.store.codes import MailOutcome
from reports.demo import kinds
from reports.demo.people import person
from reports.demo.scene import ADDRESS, FULL, LIGHT, Scale, Scene
from validators.disposition import Disposition

STEP = timedelta(minutes=11)  # between two mails of one demo
SEED_STEP = 1000  # authors per seed


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What must become of a mail: outcome and state as in contract.md, and all rules found of weight error, hold or reject."""

    outcome: str = MailOutcome.ENTERED
    state: str = Disposition.ACCEPTED  # '' when there is no entry
    rules: frozenset[str] = frozenset()
    entries: int = 1


@dataclass(frozen=True, kw_only=True)
class DemoCase:
    """One kind of mail: how to write it, when it arrives (inside, early or late), who writes (an earlier case's author?)."""

    name: str
    title: str
    build: Callable[[Scene], bytes]
    expected: Expected = field(default_factory=Expected)
    arrives: str = "inside"
    same_author_as: str = ""


@dataclass(frozen=True, kw_only=True)
class GeneratedMail:
    """One raw mail ready to be delivered, with what is expected of it."""

    name: str
    case: DemoCase
    raw: bytes
    received_at: datetime
    sender: str

    @property
    def expected(self) -> Expected:
        """Return what must become of the mail."""
        return self.case.expected


def generate(call: Call, count: int | None = None, seed: int = 0, scale: Scale = LIGHT) -> Iterator[GeneratedMail]:
    """Yield `count` mails (default: each case once), one at a time; beyond the cases they repeat with other authors.

    The same arguments give the same bytes; another seed gives other people and pictures. Of the usual scale the first round
    has full-sized pictures.
    """
    for number in range(len(CASES) if count is None else count):
        turn, place = divmod(number, len(CASES))
        case = CASES[place]
        scene = scene_of(case, call, number, seed, FULL if turn == 0 and scale is LIGHT else scale)
        name = case.name if turn == 0 else f"{case.name}-{turn + 1}"
        yield GeneratedMail(name=name, case=case, raw=case.build(scene), received_at=scene.arrives, sender=scene.person.email)


def scene_of(case: DemoCase, call: Call, number: int = 0, seed: int = 0, scale: Scale = FULL) -> Scene:
    """Return the scene of a case as mail `number` of a demo."""
    names = [each.name for each in CASES]
    back = names.index(case.name) - names.index(case.same_author_as) if case.same_author_as else 0
    author = seed * SEED_STEP + number - back
    return Scene(
        call=call,
        person=person(author),
        number=author,
        arrives=arrival(call, case.arrives, number),
        to=ADDRESS,
        scale=scale,
        first=seed * SEED_STEP,
    )


def arrival(call: Call, when: str, number: int = 0) -> datetime:
    """Return an arrival inside the call's window, early (an hour before) or late (an hour after its grace)."""
    if when == "early":
        return call.window.opens - timedelta(hours=1)
    if when == "late":
        return call.window.ends + timedelta(hours=1)
    length = call.window.closes - call.window.opens
    return call.window.opens + length / 10 + (STEP * number) % (length * 0.8)


def _expect(state: str, *rules: str) -> Expected:
    return Expected(state=state, rules=frozenset(rules))


CASES = (
    DemoCase(name="complete", title="Complete entry from Outlook, with a signature picture", build=kinds.complete),
    DemoCase(
        name="two-photos",
        title="Only two photos",
        build=kinds.two_photos,
        expected=_expect(Disposition.INCOMPLETE, "slot-count.work"),
    ),
    DemoCase(
        name="chat-photo",
        title="One photo shrunk by a chat app",
        build=kinds.chat_photo,
        expected=_expect(Disposition.INCOMPLETE, "photo-size"),
    ),
    DemoCase(
        name="renamed-png",
        title="A PNG named .jpg",
        build=kinds.renamed_png,
        expected=_expect(Disposition.INCOMPLETE, "photo-format"),
    ),
    DemoCase(
        name="no-portrait",
        title="No photo of the author",
        build=kinds.no_portrait,
        expected=_expect(Disposition.INCOMPLETE, "slot-count.portrait"),
    ),
    DemoCase(
        name="portrait-follows",
        title="A second mail brings the missing portrait",
        build=kinds.portrait_follows,
        expected=Expected(outcome=MailOutcome.MERGED),
        same_author_as="no-portrait",
    ),
    DemoCase(
        name="no-form",
        title="No form; texts in the body of Apple Mail",
        build=kinds.no_form,
        expected=_expect(Disposition.INCOMPLETE, "slot-count.form"),
    ),
    DemoCase(
        name="late",
        title="After the deadline",
        build=kinds.parcel,
        expected=_expect(Disposition.REJECTED, "window-late"),
        arrives="late",
    ),
    DemoCase(
        name="early",
        title="Before the call opens",
        build=kinds.parcel,
        expected=_expect(Disposition.HELD, "window-early"),
        arrives="early",
    ),
    DemoCase(name="zip", title="Everything in one ZIP with folders and GBK names", build=kinds.zip_with_folders),
    DemoCase(
        name="long-description",
        title="A description of 250 words",
        build=kinds.long_description,
        expected=_expect(Disposition.INCOMPLETE, "text-length.description"),
    ),
    DemoCase(
        name="auto-reply",
        title="An out-of-office answer",
        build=kinds.auto_reply,
        expected=Expected(outcome=MailOutcome.IGNORED, state="", entries=0),
    ),
    DemoCase(
        name="bounce",
        title="A delivery report",
        build=kinds.bounce,
        expected=Expected(outcome=MailOutcome.IGNORED, state="", entries=0),
    ),
    DemoCase(name="chinese-names", title="Complete entry from QQ Mail with Chinese file names", build=kinds.chinese_names),
    DemoCase(
        name="chinese-author",
        title="The form says China",
        build=kinds.chinese_author,
        expected=_expect(Disposition.HELD, "field-held"),
    ),
    DemoCase(
        name="question",
        title="A question, no material",
        build=kinds.question,
        expected=Expected(outcome=MailOutcome.SET_ASIDE, state="", entries=0),
    ),
    DemoCase(
        name="cloud-link",
        title="Photos as large attachments of QQ",
        build=kinds.cloud_link,
        expected=_expect(Disposition.INCOMPLETE, "cloud-link", "slot-count.work"),
    ),
    DemoCase(
        name="cut-photo",
        title="A photo cut in half on its way",
        build=kinds.cut_photo,
        expected=_expect(Disposition.INCOMPLETE, "photo-damaged"),
    ),
    DemoCase(
        name="two-authors",
        title="One ZIP with a folder for each of two authors",
        build=kinds.two_authors,
        expected=Expected(entries=2),
    ),
    DemoCase(
        name="seen-elsewhere",
        title="Another author's photo",
        build=kinds.seen_elsewhere,
        expected=_expect(Disposition.HELD, "photo-seen-elsewhere"),
    ),
    DemoCase(
        name="locked-zip",
        title="Photos in an encrypted ZIP",
        build=kinds.locked_zip,
        expected=_expect(Disposition.INCOMPLETE, "archive-unreadable", "slot-count.work"),
    ),
)
