"""What is stored of an entry, judged again: by today's rules, as its author's next mail would have it."""

from __future__ import annotations

from intake.assemble.merge import settle
from intake.model.submission import Submission
from registry.desk.desk import Desk
from registry.read.lifted import without_lifted
from registry.read.stored_case import StoredCase
from registry.store.photo_index import resemblances
from registry.store.revisions import Judged
from validators.case import Elsewhere, Terms, build_case
from validators.disposition import decide
from validators.facts import Photo, Resemblance
from validators.ruleset import examine


def judge_stored(desk: Desk, stored: StoredCase, *, lifted: bool = True) -> Judged:
    """Judge what is stored of an entry; `lifted`: without what staff lifted. Changes nothing."""
    submission, known = stored.submission, stored.facts.photos
    shapes = {sha256: (facts.width, facts.height) for sha256, facts in known.items()}
    pages = frozenset(sha256 for sha256, facts in known.items() if facts.pagelike)
    terms = Terms(call=desk.config.calls[submission.call], demands=desk.demands(submission.call))
    settled = settle(submission, terms.call, terms.demands, shapes, pages)
    case = build_case(settled, terms, stored.facts, _elsewhere(desk, stored), stored.until)
    found = examine(desk.rulesets[submission.call], case)
    findings = without_lifted(desk.db, settled.adds_to, found) if lifted else found
    return Judged(
        submission=settled,
        disposition=decide(findings),
        findings=findings,
        photos=known,
        texts=case.texts,
        measured=(*stored.facts.documents.values(), *stored.facts.videos.values()),
        pasted=stored.facts.pasted,
    )


def _elsewhere(desk: Desk, stored: StoredCase) -> Elsewhere:
    """Look up once where else works were seen, however often they are judged."""

    def seen(works: tuple[Photo, ...], submission: Submission) -> tuple[Resemblance, ...]:
        names = tuple(photo.material.sha256 for photo in works)
        if names not in stored.alike:
            call = desk.config.calls[submission.call]
            stored.alike[names] = resemblances(desk.db, desk.likeness, call, works, submission)
        return stored.alike[names]

    return seen
