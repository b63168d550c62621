"""200 generated mails, mixing programs, layouts, names, archives and defects, are judged as their generator says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generated import pictures
from tests.generated.axes import DEFECTS, FINE
from tests.generated.expected import Entry, Outcome
from tests.generated.kinds import ARCHIVES, REPLY_SHAPES
from tests.generated.making import LACKING, Mail
from tests.generated.run import differences, generate, judged, wrong
from tests.generated.talk import MACHINES, TALKS

SEED, MAILS, SLICE = 1, 200, 20


def test_the_mails_of_a_seed_have_every_kind_and_defect() -> None:
    assert wanting(list(generate(SEED, MAILS))) == set()


@pytest.mark.parametrize("count", [SLICE, pytest.param(MAILS, marks=[pytest.mark.thorough, pytest.mark.timeout(400)])])
def test_every_generated_mail_is_judged_as_its_generator_says(tmp_path: Path, count: int) -> None:
    mails = list(generate(SEED, count))

    lost: list[str] = []
    listed = [line for _, line in wrong(mails, judged(mails, tmp_path, lost), SEED)]

    assert lost == []  # every file, form and long text ends in a role, in `other` with a reason, or before staff
    assert listed == [], f"{len(listed)} of {len(mails)} mails are judged otherwise:\n" + "\n".join(listed)


def wanting(mails: list[Mail]) -> set[tuple[str, str]]:
    """Return the values of axes that occur in none of the mails."""
    shown = {value for mail in mails for value in mail.values}
    wanted = {(axis, value) for axes in (FINE, DEFECTS) for axis, values in axes.items() for value in values}
    wanted |= {("machine", name) for name in MACHINES} | {("talk", name) for name in TALKS}
    wanted |= {("pair", name) for name in LACKING} | {("two_authors", name) for name in ARCHIVES}
    wanted |= {("reply", name) for name in REPLY_SHAPES} | {("answering", "yes"), ("answering", "no")}
    return wanted - shown


@pytest.mark.thorough
def test_a_seed_gives_the_same_bytes_again_and_another_seed_others() -> None:
    def first(seed: int) -> list[bytes]:
        pictures.jpeg.cache_clear()
        pictures.portrait.cache_clear()
        return [mail.raw for mail in generate(seed, 12)]

    once, again, other = first(5), first(5), first(6)

    assert (once == again, len(set(once)), set(once) & set(other)) == (True, 12, set())


def test_what_is_otherwise_is_said() -> None:
    expected = Outcome(outcome="entered", entries=(Entry(state="accepted", rules=frozenset(), roles={"work": 3}),))
    got = Outcome(outcome="entered", entries=(Entry(state="held", rules=frozenset({"photo-padded"}), roles={"work": 2}),))

    assert differences(expected, got) == [
        "state: held instead of accepted",
        "rules: {photo-padded} instead of {}",
        "roles: {'work': 2} instead of {'work': 3}",
    ]
