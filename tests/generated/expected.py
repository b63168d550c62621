"""What must become of a generated mail, computed from its plan by the papers alone: nothing here asks the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.generated.axes import Plan
from tests.generated.parts import Picture, biography, description, form_values
from tests.generated.tables import ARRIVAL, BIOGRAPHY, DESCRIPTION, FIELD, FORM, NOTHING, PHOTOS, SPECIAL, state_of

WORKS, PORTRAITS = range(3, 6), range(1, 3)  # how many the notice asks for


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry: state, rules that weigh, warnings, number of materials by role, the form's values, the texts.

    Roles, form and texts are None where a later mail has changed them.
    """

    state: str
    rules: frozenset[str]
    warnings: frozenset[str] | None = frozenset()
    roles: Mapping[str, int] | None = None
    form: Mapping[str, str] | None = None
    texts: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What becomes of a mail."""

    outcome: str
    entries: tuple[Entry, ...] = field(default=())


def entry(plan: Plan, pictures: Sequence[Picture]) -> Entry:
    """Return what a whole entry of one author must be."""
    works, portraits = dealt(pictures)
    parts = [
        FIELD[plan.field] if plan.filled else FORM[plan.form],
        DESCRIPTION.get(plan.description, NOTHING),
        BIOGRAPHY.get(plan.biography, NOTHING),
        PHOTOS.get(plan.photos, NOTHING),
        ARRIVAL.get(plan.arrival, NOTHING),
        *(SPECIAL.get(picture.kind, NOTHING) for picture in works),
    ]
    rules = frozenset().union(*(part.rules for part in parts))
    warnings = frozenset().union(*(part.warnings for part in parts))
    rules |= {"slot-count.work"} if len(works) not in WORKS else set()
    rules |= {"slot-count.portrait"} if len(portraits) not in PORTRAITS else set()
    data = [picture.file.data for picture in (*works, *portraits)]
    warnings |= {"photo-duplicate"} if len(set(data)) < len(data) else set()
    warnings |= {"subject-phrase"} if plan.phrase == "nowhere" else set()
    form = form_values(plan)
    warnings |= {"form-pieces-mismatch"} if "pieces" in form and int(form["pieces"]) != len(works) else set()
    return Entry(
        state=state_of(rules),
        rules=rules,
        warnings=warnings if plan.photos == "sent" else None,  # nobody knows whether pieces are compared with nothing
        roles=_roles(plan, len(works), len(portraits)),
        form=form,
        texts=_texts(plan),
    )


def taken(pictures: Sequence[Picture]) -> list[int]:
    """Return how many of the doubtful pictures decision 0003 reads as portraits; more than one number where it leaves a choice.

    The fewest faults against both counts, then nearest to the number of pictures too small to be works.
    """
    works = sum(each.told and not each.portrait for each in pictures)
    portraits = sum(each.told and each.portrait for each in pictures)
    doubtful = [each for each in pictures if not each.told]
    little = sum(each.little for each in doubtful)

    def weight(more: int) -> tuple[int, int]:
        return _outside(works + len(doubtful) - more, WORKS) + _outside(portraits + more, PORTRAITS), abs(more - little)

    weights = [weight(more) for more in range(len(doubtful) + 1)]
    return [more for more, each in enumerate(weights) if each == min(weights)]


def clear(pictures: Sequence[Picture]) -> bool:
    """Tell whether decision 0003 leaves no choice, and takes no portrait for a work."""
    return len(taken(pictures)) == 1 and taken(pictures)[0] >= sum(each.portrait for each in pictures if not each.told)


def dealt(pictures: Sequence[Picture]) -> tuple[list[Picture], list[Picture]]:
    """Return (works, portraits), the doubtful ones dealt by decision 0003: little upright ones are portraits first."""
    doubtful = [each for each in pictures if not each.told]
    likely = sorted(doubtful, key=lambda each: (not each.portrait, len(each.file.data)))
    chosen = {id(each) for each in likely[: taken(pictures)[0]]}
    portrait = [each.portrait if each.told else id(each) in chosen for each in pictures]
    works = [each for each, face in zip(pictures, portrait, strict=True) if not face]
    return works, [each for each, face in zip(pictures, portrait, strict=True) if face]


def _outside(count: int, wanted: range) -> int:
    return max(wanted.start - count, 0) + max(count - wanted.stop + 1, 0)


def _roles(plan: Plan, works: int, portraits: int) -> dict[str, int]:
    texts = (plan.biography != "missing" and plan.biography_place != "body") + (
        plan.description != "missing" and plan.description_place in {"docx", "txt"}
    )
    counts = {
        "work": works,
        "portrait": portraits,
        "form": int(plan.form not in {"body", "missing"}),
        "text": texts,
        "other": int(plan.photos.endswith("_zip")),
    }
    return {role: count for role, count in counts.items() if count}


def _texts(plan: Plan) -> dict[str, str]:
    texts = {"description": description(plan), "biography": biography(plan)}
    return {name: plain(text) for name, text in texts.items() if text}


def plain(text: str) -> str:
    """Return a text with its white space made even."""
    return " ".join(text.split())
