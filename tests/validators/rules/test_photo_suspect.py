"""The rule photo-suspect."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_suspect import PhotoSuspect


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(), [], id="clean"),
        pytest.param(
            photo(suspect="premature end of data segment"),
            [{"subject": "work1.jpg", "problem": "premature end of data segment"}],
            id="complaint",
        ),
        pytest.param(
            photo(missing_bytes=True), [{"subject": "work1.jpg", "problem": "the last bytes are missing"}], id="last bytes"
        ),
        pytest.param(
            photo("me.jpg", "portrait", suspect="premature end"),
            [{"subject": "me.jpg", "problem": "premature end"}],
            id="a portrait",
        ),
        pytest.param(photo(decodable=False, problem="too-many-pixels"), [], id="too large is another rule's"),
        pytest.param(
            photo(decodable=False, problem="time"), [{"subject": "work1.jpg", "problem": "time"}], id="worker ran out of time"
        ),
    ],
)
def test_photo_suspect(facts, expected):
    assert list(PhotoSuspect().check(facts)) == expected
