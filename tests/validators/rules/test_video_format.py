"""The rule video-format."""

import pytest

from tests.builders.piece_facts import video
from validators.rules.video_format import VideoFormat

ASKED = ("MP4", "M4V", "MOV")
RULE = VideoFormat(formats=ASKED)


def said(name: str, kind: str, renamed: bool, reason="format", codec="h264", codecs=(), formats=ASKED) -> list[dict[str, object]]:
    told = {"format": kind, "formats": list(formats), "codec": codec, "codecs": list(codecs)}
    return [{"subject": name, **told, "renamed": renamed, "reason": reason}]


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        pytest.param(RULE, video(), [], id="asked for"),
        pytest.param(VideoFormat(formats=("MOV",)), video(), [], id="MP4 and MOV are one family"),
        pytest.param(VideoFormat(), video("a.avi", format="AVI"), [], id="any will do"),
        pytest.param(RULE, video("a.avi", format="AVI"), said("a.avi", "AVI", False), id="another one"),
        pytest.param(RULE, video(format="MKV", renamed=True), said("clip.mp4", "MKV", True), id="renamed"),
        pytest.param(RULE, video(format="PNG", codec="", problem="not-a-video"), said("clip.mp4", "PNG", True, codec=""), id="a picture"),
        pytest.param(RULE, video(format="", codec="", problem="empty"), [], id="an empty one is damage"),
        pytest.param(VideoFormat(codecs=("H264",)), video(), [], id="the codec asked for"),
        pytest.param(VideoFormat(codecs=("h264",)), video(codec="vp9"), said("clip.mp4", "MP4", False, "codec", "vp9", ["h264"], ()), id="another"),
    ],
)  # fmt: skip
def test_video_format(rule, facts, expected):
    assert list(rule.check(facts)) == expected
