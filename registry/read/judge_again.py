"""What is stored of an entry, judged again: by today's rules, as its author's next mail would have it."""

from __future__ import annotations

from intake.assemble.merge import assign_doubtful
from intake.assemble.unit import unit_of
from intake.assemble.unit_rows import unit_rows
from intake.model.submission import Submission
from registry.desk.desk import Desk
from registry.read.overrides import without_lifted
from registry.read.stored_case import StoredCase
from registry.store.photo_index import resemblances
from registry.store.revisions import JudgedSubmission
from validators.case import Elsewhere, Terms, awakened, build_case
from validators.disposition import Disposition, decide
from validators.facts import Case, Photo, Resemblance, SlotDue
from validators.finding import Finding
from validators.ruleset import Ruleset, examine


def judge_stored(
    desk: Desk, stored: StoredCase, *, lifted: bool = True, elsewhere: Elsewhere | None = None, ruleset: Ruleset | None = None
) -> JudgedSubmission:
    """Judge what is stored of an entry; `lifted`: without what staff lifted. Changes nothing.

    `elsewhere`: what says where else photos were seen; None: they are looked up. `ruleset`: some of the call's rules; None: all.
    """
    submission, known = stored.submission, stored.facts.photos
    shapes = {sha256: (facts.width, facts.height) for sha256, facts in known.items()}
    pages = frozenset(sha256 for sha256, facts in known.items() if facts.pagelike)
    terms = Terms(call=desk.config.calls[submission.call], demands=desk.demands(submission.call))
    settled = assign_doubtful(submission, terms.call, terms.demands, shapes, pages)
    case = build_case(settled, terms, stored.facts, elsewhere or _elsewhere(desk, stored), stored.timing)
    findings = found_in(desk, case, lifted=lifted, ruleset=ruleset)
    return JudgedSubmission(
        submission=settled,
        unit=unit_of(terms.call, settled.forms, settled.named, unit_rows(settled, terms.call)),
        disposition=decide(findings),
        findings=findings,
        photos=known,
        texts=case.texts,
        measured=stored.facts.measured,
        slots=case.slots,
        pasted=stored.facts.pasted,
        timing=stored.timing,
    )


def found_in(desk: Desk, case: Case, *, lifted: bool = True, ruleset: Ruleset | None = None) -> tuple[Finding, ...]:
    """Return what the rules find in a case; where that is nothing that weighs, as it stands once it is accepted."""
    rules, reference = ruleset or desk.rulesets[case.submission.call], case.submission.adds_to

    def told(one: Case) -> tuple[Finding, ...]:
        found = examine(rules, one)
        return without_lifted(desk.db, reference, found) if lifted else found

    found = told(case)
    asleep = any(slot.due is SlotDue.NOT_YET for slot in case.slots.values())
    return told(awakened(case)) if asleep and decide(found) is Disposition.ACCEPTED else found


def _elsewhere(desk: Desk, stored: StoredCase) -> Elsewhere:
    """Look up once where else works were seen, however often they are judged."""

    def seen(works: tuple[Photo, ...], submission: Submission) -> tuple[Resemblance, ...]:
        names = tuple(photo.material.sha256 for photo in works)
        if names not in stored.alike:
            call = desk.config.calls[submission.call]
            stored.alike[names] = resemblances(desk.db, desk.likeness, call, works, submission)
        return stored.alike[names]

    return seen
