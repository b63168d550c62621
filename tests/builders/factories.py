"""Plain factories for tests: a call, a small scene, a corpus case. Tests share them, product code never sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from intake.config.loading import load
from intake.config.models import Call, FieldSettings, LocalWords, Slot, Title, Window
from reports.demo import mails
from reports.demo.cases import Expected
from reports.demo.people import person
from reports.demo.scene import TINY, Scene
from tests import ROOT

OPENS = datetime.fromisoformat("2026-07-01T00:00:00+08:00")
CLOSES = datetime.fromisoformat("2026-09-01T00:00:00+08:00")
INSIDE = datetime.fromisoformat("2026-07-10T10:00:00+08:00")
OWN_ADDRESS = "photo@example.org"
REFERENCE = "IF2026"
PHRASE = "国际友人看中国"


@dataclass(frozen=True, kw_only=True)
class CorpusCase:
    """One mail and what must become of it, run alone in a fresh registry after the mails in `before`.

    Pictures are small: the configuration must set photo-size's floor to 30 000 and its borderline to 25 000 bytes.
    `warnings` are the rules of weight warning that must be found, exactly; None where they are not foretold.
    """

    name: str
    raw: Callable[[], bytes]
    received_at: datetime = INSIDE
    expected: Expected = field(default_factory=Expected)
    warnings: frozenset[str] | None = frozenset()
    before: tuple[tuple[Callable[[], bytes], datetime], ...] = ()
    trusted_authserv: str | None = None  # what the mailbox must be configured with


def sample_call() -> Call:
    """Return a photo call with the window and the phrase that the corpus uses."""
    return Call(
        title=LocalWords(zh="摄影征集活动", en="Photo call"),
        reference=REFERENCE,
        phrase=PHRASE,
        window=Window(opens=OPENS, closes=CLOSES),
        slots={
            "form": Slot(
                kind="form",
                title=Title(zh="作品登记表", en="Competition Application Form"),
                fields={"name_en": FieldSettings(labels=("English",), kind="name")},
            ),
            "work": Slot(kind="photo", count="3-5", title=Title(zh="作品", en="photo")),
            "portrait": Slot(kind="photo", count="1-2", title=Title(zh="作者照片", en="portrait")),
        },
    )


@cache
def shipped_call() -> Call:
    """Return the first call of the shipped configuration."""
    return next(iter(load([ROOT / "config.yaml"], {"PHOTO_PASSWORD": "secret"}).calls.values()))


def tiny_scene(number: int = 3, arrives: datetime = INSIDE) -> Scene:
    """Return a scene with small pictures; `number` chooses the author."""
    return Scene(call=sample_call(), person=person(number), number=number, arrives=arrives, to=OWN_ADDRESS, scale=TINY)


def parcel_mail(number: int = 3, arrives: datetime = INSIDE) -> bytes:
    """Return a complete small entry in the plainest shape."""
    scene = tiny_scene(number, arrives)
    return mails.plain(scene.draft(*scene.parcel()))


def expect(state: str, *rules: str) -> Expected:
    """Return the expectation of an entry in that state with exactly these rules."""
    return Expected(state=state, rules=frozenset(rules))


def no_entry(outcome: str) -> Expected:
    """Return the expectation of a mail that makes no entry."""
    return Expected(outcome=outcome, state="", entries=0)
