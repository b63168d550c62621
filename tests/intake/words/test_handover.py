"""Words that put a mail in the place of the one before it, and words that only sound so."""

import pytest

from intake.words.handover import voids_earlier

VOIDING = (
    "老师好，上次发错了，以这封为准。",
    "之前的邮件作废，请以本次发送的作品为准。",
    "昨天那封邮件里的照片有误，请用今天的。",
    "发错照片了，请用附件里的三张。",
    "请忽略我上一封邮件。",
    "Please ignore my previous email and use this one instead.",
    "Sorry, I sent you the wrong photos.",
    "This mail replaces my earlier submission.",
    "Kindly disregard the files from my last mail.",
    "Use these instead of the previous ones.",
)
NOT_VOIDING = (
    "具体时间以贵方通知为准。",
    "上次的登记表填写有误，以这份为准。",
    "请不要忽略上一封邮件。",
    "Please do not ignore my previous email.",
    "The form in my previous mail was wrong, please replace the previous form.",
    "I would like to add two photos to my previous submission.",
    "上次没发完，这是其余的作品。",
    "如果照片有问题，请告诉我。",
    "Last year I sent the wrong impression of our town.",
)


@pytest.mark.parametrize("text", VOIDING)
def test_a_mail_says_that_it_stands_in_place_of_the_one_before(text):
    assert voids_earlier(text)


@pytest.mark.parametrize("text", NOT_VOIDING)
def test_of_one_paper_or_of_nothing_it_does_not(text):
    assert not voids_earlier(text)
