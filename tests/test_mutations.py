"""A slice of the mutations of `make torture`, and proof that their judge can complain."""

import pytest

from tests.torture import mutations
from tests.torture.checker import Verdict
from tests.torture.mutating import KINDS
from tests.torture.tally import COLUMNS

WHOLE = {
    "state": "incomplete",
    "form": {},
    "texts": {},
    "findings": [],
    "materials": [
        {"filename": "m-0001.jpg", "sha256": "1", "role": "work", "width": 4, "height": 3, "problem": None, "reason": ""}
    ],
}
FINDING = {"rule": "photo-damaged", "subject": "m-0001.jpg", "values": {"problem": "truncated"}}


def with_material(**changes) -> dict:
    return {**WHOLE, "materials": [{**WHOLE["materials"][0], **changes}]}


def test_some_damaged_files_and_a_damaged_mail_are_read_or_told():
    files = [item for number in range(2 * len(mutations.ENDINGS)) if (item := mutations.damaged(number))]

    assert (mutations.explode(files), mutations.post([0])) == (Verdict(), Verdict())


@pytest.mark.thorough
@pytest.mark.timeout(600)  # a hundred files take long where other programs use the processors
def test_damaged_files_and_mails_are_read_or_told_and_whole_ones_are_read_well():
    result = mutations.run(quick=True)

    assert ({column: result.count(column) for column in COLUMNS}, result.complaints()) == (dict.fromkeys(COLUMNS, 0), [])
    assert result.tries > 95


def test_every_number_makes_the_same_mutation_again_and_all_kinds_and_formats_come():
    made = [item for number in range(mutations.QUICK_FILES) if (item := mutations.damaged(number))]

    assert [mutations.damaged(item.number) for item in made[:14]] == made[:14]
    assert {item.kind for item in made} == set(KINDS)
    assert {item.ending for item in made} == set(mutations.ENDINGS)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({}, []),
        ({"problem": "truncated"}, ["m-0001.jpg: truncated, and no finding says so"]),
        ({"width": None}, ["m-0001.jpg: a work without dimensions"]),
        ({"role": "form"}, ["m-0001.jpg: a form without values"]),
        ({"role": "text"}, ["m-0001.jpg: a text without words"]),
        ({"role": "other", "reason": "unreadable"}, ["m-0001.jpg: other, because unreadable"]),
        ({"role": "other"}, ["m-0001.jpg: other, because of nothing"]),
        ({"role": "other", "reason": "unknown-type"}, []),
    ],
)
def test_the_judge_complains_of_a_file_without_facts_finding_or_reason(changes, complaint):
    entry = with_material(**changes)

    assert list(mutations.unexplained(entry)) == complaint
    assert list(mutations.unexplained({**entry, "findings": [FINDING]})) == []


def test_the_judge_complains_of_a_file_and_of_an_archive_that_are_nowhere():
    photo, archive = mutations.whole(0), mutations.whole(mutations.ENDINGS.index("zip"))

    assert list(mutations.judged(photo, [WHOLE])) == ["m-0000-whole.jpg: not in an entry; of it []"]
    assert list(mutations.judged(archive, [WHOLE])) == ["m-0011-whole.zip: not in an entry; of it []"]
