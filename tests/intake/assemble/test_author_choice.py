"""An author says which of too many files stay, in the words people use."""

import pytest

from intake.assemble.author_choice import chooses, kept_of, swapped

SIX = [f"Work {number}.jpg" for number in range(1, 7)]
NAMED = ["Morning Ferry.jpg", "Tea Market.JPG", "IMG_2231.jpg", "桥.jpg", "桥与雨.jpg"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Please keep work1 … work5.", {0, 1, 2, 3, 4}),
        ("please keep Work 1.jpg, Work 2.jpg and Work 4.jpg\nThank you!", {0, 1, 3}),
        ("Hello,\nplease keep work1 - work5, thank you", {0, 1, 2, 3, 4}),
        ("Keep work1 to work5", {0, 1, 2, 3, 4}),
        ("Please remove work 6.", {0, 1, 2, 3, 4}),
        ("Keep 1, 2, 3, 4 and 6 please.", {0, 1, 2, 3, 5}),
        ("Keep 1-5.", {0, 1, 2, 3, 4}),
        ("请保留 work1 至 work5，谢谢！", {0, 1, 2, 3, 4}),
        ("请保留第1、2、3、4、5张。", {0, 1, 2, 3, 4}),
        ("把 Work 6 去掉吧", {0, 1, 2, 3, 4}),
        ("work6 不要了", {0, 1, 2, 3, 4}),
        ("去掉第6张", {0, 1, 2, 3, 4}),
        ("I do not use work 3 any more. Drop it.", {0, 1, 3, 4, 5}),
        ("Please keep work1, work2, work3, work4, work5 and remove work6.", {0, 1, 2, 3, 4}),
        ("保留work1、work2、work3，其余删除", {0, 1, 2}),
        ("Please keep 5 photos, whichever you like.", set()),
        ("Which ones should I keep?", set()),
        ("Keep work1. Remove work1.", set()),
        ("My works were taken on 3 May 2026 in Xiamen.", set()),
        ("Thank you for your letter, work1 is my favourite.", set()),
    ],
)
def test_what_is_kept_of_numbered_files(text, kept):
    assert kept_of(text, SIX) == frozenset(kept)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Keep morning ferry, tea_market.jpg and IMG 2231", {0, 1, 2}),
        ("请保留“桥与雨”和“Tea Market”", {4, 1}),
        ("不要 桥.jpg", {0, 1, 2, 4}),
    ],
)
def test_what_is_kept_of_files_with_names_of_their_own(text, kept):
    assert kept_of(text, NAMED) == frozenset(kept)


def test_words_of_choice_are_known_and_ten_is_not_one():
    assert (chooses("please keep these"), chooses("请去掉一张"), chooses("Thank you")) == (True, True, False)
    assert kept_of("keep work1", ["work1.jpg", "work10.jpg"]) == frozenset({0})


@pytest.mark.parametrize(
    ("text", "new", "gone"),
    [
        ("Please replace Work 2.jpg with the attached DSC9.jpg.", 1, ["Work 2.jpg"]),
        ("老师好，Work 2 发错了，请换成附件里的 DSC9.jpg。", 1, ["Work 2.jpg"]),
        ("Work 1 and Work 3 were wrong, please use these two.", 2, ["Work 1.jpg", "Work 3.jpg"]),
        ("Work 1, Work 2 and Work 3 stay as they are, nothing replaces them.", 1, []),
        ("Could you replace Work 2?", 1, []),
        ("Please replace Work 2.", 0, []),
        ("Here is one more photo, Work 2 is my favourite.", 1, []),
        ("I sent 4 photos, the wrong photo was the first.", 1, []),
        ("Please replace 4.jpg.", 1, ["4.jpg"]),
    ],
)
def test_which_files_a_mail_names_as_replaced_by_what_it_brings(text, new, gone):
    held = [*SIX[:3], "4.jpg", "photo.jpg"]
    assert [held[place] for place in sorted(swapped(text, held, new))] == gone
