"""The rule slot-count."""

from dataclasses import replace

import pytest

from intake.config.models import CountBounds, WhenAsked
from tests.builders.rule_facts import blank, filled, form_slot, photos, scanned, slot, some, text, words
from validators.facts import SlotDue
from validators.rules.slot_count import SlotCount


def told(subject, count, minimum, maximum, inside=()):
    return [{"subject": subject, "count": count, "minimum": minimum, "maximum": maximum, "inside": list(inside)}]


def asked(facts, **changes):
    """Return a slot asked for in another way."""
    return replace(facts, slot=facts.slot.model_copy(update=changes))


def by_deadline(due):
    return asked(photos(due=due), asked=WhenAsked.BY_DEADLINE)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photos(*some(3)), [], id="least"),
        pytest.param(photos(*some(5)), [], id="most"),
        pytest.param(photos(*some(2)), told("work", 2, 3, 5), id="too few"),
        pytest.param(photos(with_pictures=("photos.docx",)), told("work", 0, 3, 5, ["photos.docx"]), id="pasted into a document"),
        pytest.param(photos(*some(6)), told("work", 6, 3, 5), id="too many"),
        pytest.param(photos(*some(3, "portrait"), name="portrait"), told("portrait", 3, 1, 2), id="three portraits"),
        pytest.param(asked(photos(*some(60)), count=CountBounds(1, None)), [], id="without end"),
        pytest.param(form_slot(filled()), [], id="a form"),
        pytest.param(form_slot(blank()), [], id="a blank form is one"),
        pytest.param(form_slot(scanned()), [], id="so is one nobody can read"),
        pytest.param(form_slot(), told("form", 0, 1, 1), id="no form"),
        pytest.param(slot("biography", text=words(90, "biography")), [], id="a text"),
        pytest.param(slot("biography"), told("biography", 0, 1, 1), id="no text"),
        pytest.param(slot("biography", text=text("…", "biography")), told("biography", 0, 1, 1), id="an empty text"),
        pytest.param(asked(photos(), optional=True), [], id="optional"),
        pytest.param(photos(wanted=False), [], id="beside a slot that is empty"),
        pytest.param(by_deadline(SlotDue.OPEN), [], id="not due yet"),
        pytest.param(by_deadline(SlotDue.PAST), told("work", 0, 3, 5), id="past its time"),
        pytest.param(asked(photos(due=SlotDue.NOT_YET), asked=WhenAsked.ONCE_ACCEPTED), [], id="once accepted"),
    ],
)
def test_slot_count(facts, expected):
    assert list(SlotCount().check(facts)) == expected
