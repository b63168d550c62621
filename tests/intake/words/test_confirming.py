"""A short yes is one; a question, a no and a long letter are none."""

import pytest

from intake.words.confirming import confirms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("确认", True), ("您好：\n确认，谢谢！", True), ("Yes, it is mine.", True), ("Dear colleagues,\n\nI confirm.\n\nMarta", True),
        ("Confirmed", True), ("是的，是我的作品", True), ("Yes?", False), ("I did not send this", False), ("不是我的", False),
        ("确认不是我的", False), ("Thank you", False), ("yes " * 30, False), ("", False),
    ],
)  # fmt: skip
def test_a_word_of_confirmation(text, said):
    assert confirms(text) is said
