"""The rule photo-width."""

import pytest

from tests.builders.rule_facts import photo
from validators.rules.photo_width import PhotoWidth


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(photo(width=1000), [], id="wide enough"),
        pytest.param(
            photo(width=999), [{"subject": "work1.jpg", "width": 999, "least": 1000, "cause": "", "app": ""}], id="too narrow"
        ),
        pytest.param(
            photo(width=900, likely_cause="chat-app/wechat"),
            [{"subject": "work1.jpg", "width": 900, "least": 1000, "cause": "chat-app", "app": "wechat"}],
            id="a chat app's copy",
        ),
        pytest.param(photo(width=0, decodable=False), [], id="unknown is damage"),
    ],
)
def test_photo_width(facts, expected):
    assert list(PhotoWidth(least=1000).check(facts)) == expected
