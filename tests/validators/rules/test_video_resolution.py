"""The rule video-resolution."""

import pytest

from tests.builders.piece_facts import video
from validators.rules.video_resolution import VideoResolution


def said(width: int, height: int, cause: str = "", app: str = "") -> list[dict[str, object]]:
    return [{"subject": "clip.mp4", "width": width, "height": height, "least": 720, "cause": cause, "app": app}]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(video(width=1280, height=720), [], id="lying"),
        pytest.param(video(width=720, height=1280), [], id="upright"),
        pytest.param(video(width=1280, height=719), said(1280, 719), id="a pixel less"),
        pytest.param(
            video(width=960, height=544, likely_cause="chat-app/wechat"), said(960, 544, "chat-app", "wechat"), id="by WeChat"
        ),
        pytest.param(video(width=0, height=0, problem="damaged"), [], id="unknown"),
    ],
)
def test_video_resolution(facts, expected):
    assert list(VideoResolution(least=720).check(facts)) == expected


def test_none_is_asked_for():
    assert list(VideoResolution().check(video(width=16, height=16))) == []
