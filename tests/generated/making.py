"""From plans to a raw mail and what must become of it; made only when somebody asks for the bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from reports.demo import oddities
from tests.generated.archives import ENDINGS, packed
from tests.generated.axes import Plan
from tests.generated.expected import Entry, Outcome, entry
from tests.generated.parts import author, form_values, images, papers
from tests.generated.shapes import raw_mail, reply_mail, with_archive

Made = tuple[bytes, Outcome]
LACKING = {  # what the first of two mails lacks, as changes to the plan of the whole
    "portrait": {"portraits": "0"},
    "work": {"works": "2"},
    "form": {"form": "missing"},
    "biography": {"biography": "missing"},
    "description": {"description": "missing"},
    "small_work": {"special": "small"},
    "photo_name": {"field": "no_photo_name"},
}


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail: what it is made of, the plans of its authors, the values of axes it shows, and how to make it."""

    made_of: str
    make: Callable[[], Made]
    plans: tuple[Plan, ...] = ()
    values: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def _made(self) -> Made:
        return self.make()

    @property
    def raw(self) -> bytes:
        """Return the bytes of the mail."""
        return self._made[0]

    @property
    def expected(self) -> Outcome:
        """Return what must become of it."""
        return self._made[1]


def single(plan: Plan, arrives: datetime, victim: Plan | None) -> Made:
    """Make the mail of one author; a stolen photo is the victim's first."""
    pictures = images(plan, images(victim)[0].file.data if victim else b"")
    return raw_mail(plan, papers(plan), pictures, arrives), _entered(entry(plan, pictures))


def first_of_two(whole: Plan, lacking: str, arrives: datetime) -> Made:
    """Make the mail that lacks one thing; what it holds is not compared, for the next one adds to it."""
    plan = replace(whole, **LACKING[lacking])
    pictures = images(plan)
    expected = replace(entry(plan, pictures), roles=None, form=None, texts=None)
    return raw_mail(plan, papers(plan), pictures, arrives), _entered(expected)


def second_of_two(whole: Plan, lacking: str, arrives: datetime, shape: str, *, answering: bool) -> Made:
    """Make the mail that brings what the first one lacks; `answering` names that one as the mail before."""
    lacks = replace(whole, **LACKING[lacking])
    known = {file.data for file in (*papers(lacks), *(each.file for each in images(lacks)))}
    pictures = images(whole)
    files = [file for file in (*papers(whole), *(each.file for each in pictures)) if file.data not in known]
    typed = lacking == "photo_name"
    said = f"Photo Name: {form_values(whole)['photo_name']}" if typed else ""
    before = first_of_two(whole, lacking, arrives)[0] if answering else b""
    raw = reply_mail(whole, shape, [] if typed else files, said, arrives + timedelta(minutes=2), before)
    return raw, Outcome(outcome="merged", entries=(entry(whole, pictures),))


def collected(plans: Sequence[Plan], place: str, arrives: datetime) -> Made:
    """Make the mail of somebody who collects: each author's folder in one archive."""
    inside, expected = [], []
    for plan in plans:
        pictures, who = images(plan), author(plan)
        folder = who.name_zh if plan.documents == "chinese" else who.name_en
        inside += [(f"{folder}/{file.name}", file.data) for file in (*papers(plan), *(each.file for each in pictures))]
        expected.append(entry(plan, pictures))
    archive = oddities.archive_file(f"entries2026.{ENDINGS.get(place, 'zip')}", packed(place, inside))
    return with_archive(plans[0], archive, arrives), _entered(*expected)


def _entered(*entries: Entry) -> Outcome:
    return Outcome(outcome="entered", entries=entries)
