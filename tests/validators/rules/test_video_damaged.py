"""The rule video-damaged."""

import pytest

from tests.builders.piece_facts import video
from validators.rules.video_damaged import VideoDamaged


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(video(), [], id="whole"),
        *(
            pytest.param(video(problem=problem), [{"subject": "clip.mp4", "problem": problem, "grade": grade}], id=problem)
            for grade, problems in (
                ("hard", ("empty", "truncated", "damaged", "no-index", "no-picture", "locked", "not-a-video")),
                ("soft", ("time", "memory", "crashed")),
            )
            for problem in problems
        ),
        pytest.param(video(suspect="span"), [{"subject": "clip.mp4", "problem": "span", "grade": "soft"}], id="ends early"),
        pytest.param(video(suspect="padding"), [], id="bytes behind its end are evidence alone"),
    ],
)
def test_video_damaged(facts, expected):
    assert list(VideoDamaged().check(facts)) == expected
