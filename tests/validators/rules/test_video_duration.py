"""The rule video-duration."""

from datetime import timedelta

import pytest

from tests.builders.piece_facts import video
from validators.rules.video_duration import VideoDuration


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        pytest.param(480.0, [], id="to the second"),
        pytest.param(480.5, [], id="the sound ends later"),
        pytest.param(481.0, [{"subject": "clip.mp4", "seconds": 481, "most": 480}], id="too long"),
        pytest.param(0.0, [], id="unknown"),
    ],
)
def test_video_duration(seconds, expected):
    assert list(VideoDuration(most=timedelta(minutes=8)).check(video(seconds=seconds))) == expected


def test_no_end_is_asked_for():
    assert list(VideoDuration().check(video(seconds=9000.0))) == []
