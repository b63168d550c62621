"""The desk's own letters, known by their sentences wherever they stand: quoted by any program, in any language, with marks or without."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Sentences of the desk's own letters, whatever stands before them; wrapped lines are joined before they are looked for.
OURS = re.compile(
    r"您的邮件[^\n]{0,150}已经收到，(登记编号是|其中有)|您参加[^\n]{1,150}的投稿（编号 |我们收到的材料(（带 ✓|：)|想请您补充或调整的(只有一处|有 \d+ 处)：|另外提一句，是否调整由您决定|"
    r"回复方法很简单：直接回复这封邮件|如果想补充或更换作品，直接回复这封邮件|以邮件到达我们邮箱的时间为准|直接回复这封邮件即可，请保留主题里的编号|"
    r"The English text follows the Chinese\.|下文先英文，后中文。|Your mail [^\n]{0,150}has reached us( and is registered as|\. It holds)|"
    r"We are keeping your entry for the [^\n]{1,150}\(reference |What we received( \(✓ = fine|:)|\d+ things? we still need from you:|A small remark; whether you change anything|"
    r"Simply reply to this mail and attach only what is missing|what counts is when your mail reaches our mailbox|simply reply to this mail and leave the reference in the subject"
)
GREETS = re.compile(r"^[\s>]*(.{0,150}您好：|Dear .{1,150},|Hello,)\s*$")


def begins_ours(lines: Sequence[str], place: int) -> bool:
    """Tell whether a sentence of ours begins in this line, be it wrapped over three."""
    line = lines[place]
    if not line.strip() or len(line) > 2000:
        return False
    part = [re.sub(r"^[\s>]+", "", each) for each in lines[place : place + 3]]
    for joined in (" ".join(part), "".join(part)):
        found = OURS.search(joined)
        if found and found.start() < max(len(part[0]), 1):
            return True
    return False
