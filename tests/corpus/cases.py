"""The corpus: every mail the pipeline is tested with, alone, by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from reports.demo.cases import CASES, DemoCase, scene_of
from reports.demo.scene import TINY, Scene
from tests.builders.factories import CorpusCase, sample_call
from tests.builders.kept import kept
from tests.corpus.arrivals import ARRIVALS
from tests.corpus.carriers import CARRIERS
from tests.corpus.contents import FORMS, PHOTOS, TEXTS
from tests.corpus.dossiers import DOSSIERS
from tests.corpus.forms import FORM_CASES
from tests.corpus.layouts import LAYOUTS
from tests.corpus.links import LINK_CASES
from tests.corpus.photos import PHOTO_CASES
from tests.corpus.texts import TEXT_CASES, TEXT_CASES_ELSEWHERE

BEFORE = {"portrait-follows": "no-portrait", "seen-elsewhere": "complete"}
UNFORETOLD = frozenset({"cloud-link", "locked-zip"})  # the form's number of pieces may or may not be compared with nothing


def scene_in_demo(case: DemoCase) -> Scene:
    """Return a demo case's scene at its place in the demo, with small pictures."""
    return scene_of(case, sample_call(), CASES.index(case), scale=TINY)


def from_demo(case: DemoCase) -> CorpusCase:
    """Return a demo case as a corpus case with small pictures."""

    def mail_of(each: DemoCase) -> tuple[Callable[[], bytes], datetime]:
        scene = scene_in_demo(each)
        return lambda: each.build(scene), scene.arrives

    raw, received_at = mail_of(case)
    before = [each for each in CASES if each.name == BEFORE.get(case.name)]
    return CorpusCase(
        name=f"demo-{case.name}",
        raw=raw,
        received_at=received_at,
        expected=case.expected,
        warnings=None if case.name in UNFORETOLD else frozenset(),
        before=tuple(mail_of(each) for each in before),
    )


CORPUS = (
    *(from_demo(case) for case in CASES),
    *LAYOUTS,
    *FORMS,
    *PHOTOS,
    *TEXTS,
    *ARRIVALS,
    *CARRIERS,
    *DOSSIERS,
    *FORM_CASES,
    *LINK_CASES,
    *PHOTO_CASES,
    *TEXT_CASES,
    *TEXT_CASES_ELSEWHERE,
)
_BY_NAME = {case.name: case for case in CORPUS}


@kept
def raw_of(name: str) -> bytes:
    """Return the mail of a case, made once in a run."""
    return _BY_NAME[name].raw()
