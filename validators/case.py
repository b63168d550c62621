"""The one builder of a Case: processing a mail and asking what other terms would say look at the same things."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from intake.assemble.payload import may_be_missing
from intake.assemble.roles import Counts
from intake.config.models import Call
from intake.model.submission import DOCUMENTS, PICTURES, Material, Role, Submission
from validators.facts import Arrival, Case, Photo, PhotoFacts, Resemblance, TextFacts
from validators.probes.text import measure

Elsewhere = Callable[[tuple[Photo, ...], Submission], tuple[Resemblance, ...]]


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """What was measured in a submission, files by sha256: every picture, and whether pictures are pasted into a document; texts."""

    photos: Mapping[str, PhotoFacts] = field(default_factory=dict)
    texts: Mapping[str, TextFacts] = field(default_factory=dict)  # by name; a text without facts is counted now
    pasted: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a case is looked at by: the call, and how many works and portraits its rules ask for."""

    call: Call
    counts: Counts


def pictures_of(materials: Sequence[Material]) -> list[Material]:
    """Return what is measured: works, portraits, and whatever else is a picture."""
    return [item for item in materials if item.role in {Role.WORK, Role.PORTRAIT} or item.type in PICTURES]


def documents_of(materials: Sequence[Material]) -> list[Material]:
    """Return what pictures may be pasted into."""
    return [item for item in materials if item.type in DOCUMENTS]


def _others(submission: Submission, facts: FileFacts) -> tuple[Photo, ...]:
    """Return the measured pictures that are neither works nor portraits."""
    rest = (item for item in submission.materials if item.role not in {Role.WORK, Role.PORTRAIT})
    return tuple(Photo(material=item, facts=facts.photos[item.sha256]) for item in rest if item.sha256 in facts.photos)


def build_case(
    submission: Submission, terms: Terms, facts: FileFacts, elsewhere: Elsewhere, until: datetime | None = None
) -> Case:
    """Return what the rules look at; `until` is a date of the entry's own, later than the call's end. Raises KeyError for a
    picture or document without facts."""
    works, portraits = (
        tuple(Photo(material=item, facts=facts.photos[item.sha256]) for item in submission.of(role))
        for role in (Role.WORK, Role.PORTRAIT)
    )
    idle = [item for item in submission.of(Role.OTHER) if item.sha256 in facts.photos and facts.photos[item.sha256].pagelike]
    window = terms.call.window
    closes = max(window.ends, until) if until else window.ends
    return Case(
        submission=submission,
        arrival=Arrival(received_at=submission.received_at, opens=window.opens, closes=closes),
        works=works,
        portraits=portraits,
        others=_others(submission, facts),
        texts={name: facts.texts.get(name) or measure(name, found) for name, found in submission.texts.items()},
        elsewhere=elsewhere(works, submission),
        pages=tuple(item.name for item in idle),
        with_pictures=tuple(item.name for item in documents_of(submission.materials) if facts.pasted[item.sha256]),
        maybe_missing=may_be_missing(submission, terms.call, terms.counts),
    )
