"""Letters say what is still to come and by when, in Beijing time and in both languages; files go out with the letter that asks."""

import email
import email.policy

from reports.letters.outbox_pass import send_due
from reports.letters.preview import LetterWanted, preview_letter
from tests import ROOT
from tests.builders.season import ARTICLE, LIAISON, PDF, PUBLICITY, SOURCE, mail, paper, season
from tests.registry.test_times import AGREEMENT

BLANK = ROOT / "docs" / "calls" / "booth-agreement.pdf"


def lines(here, kind=None, reference="SE2023-0001"):
    """Return a letter's lines as it would be sent."""
    return preview_letter(here.desk, reference, LetterWanted(kind, None, "")).splitlines()


def lacking(said, *wanted):
    return [line for line in wanted if line not in said]


def test_a_season_of_letters(tmp_path):
    with season(tmp_path) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        first = lines(here)
        here.looks("2023-03-21")
        reminder = lines(here, "reminder")
        here.arrives("2023-03-21T18:00:00", mail(**{ARTICLE: paper()}))
        here.looks("2023-03-23")
        correction = lines(here)
        here.arrives("2023-03-24T10:00:00", mail("源文件来了。", **{SOURCE: PDF}))
        receipt = lines(here)
        here.decides("release")
        last = lines(here)
    both = (
        "- 2023年3月22日12:00（北京时间）之前：新闻稿件、设计源文件",
        "- before 12:00 on 22 March 2023 (Beijing time): press article; design source",
    )
    assert lacking(first, "Subject: Re: [SE2023-0001] 材料已收到 / Submission received", *both) == []
    assert lacking(reminder, "请在到期之前发来：", "Please send in time:", *both) == []
    assert lacking(reminder, "请在上面写明的时间之前发来，以邮件到达我们邮箱的时间为准。") == []
    assert lacking(
        correction,
        "Subject: Re: [SE2023-0001] 截止时间已过，还有材料未到 / Something was due and is not here yet",
        "1. 还没有收到设计源文件。",
        "   → 请作为附件发来。原定2023年3月22日12:00（北京时间）之前发来，现在时间已过；请尽快发来，同事会看是否还来得及采用。",
        "- Press article: 新闻稿.docx, 36 KB  ✓",
    ) == []  # fmt: skip
    assert lacking(receipt, "- Design source: 主视觉源文件.pdf, 193 B  arrived at 10:00 on 24 March 2023 (Beijing time)") == []
    assert lacking(last, "Subject: Re: [SE2023-0001] 材料已收到，已经齐全 / Submission received, complete") == []


def test_times_of_slots_beside_the_calls_own(tmp_path):
    slots = PUBLICITY["slots"]
    liaison = {key: value for key, value in slots["liaison"].items() if key not in {"asked", "closes"}}
    article = {**slots["article"], "count": "2-3", "asked": "at-once"}
    with season(tmp_path, {**PUBLICITY, "slots": {"liaison": liaison, "article": article, "source": slots["source"]}}) as here:
        here.arrives("2023-03-14T10:00:00", mail(**{ARTICLE: paper()}))
        assert lacking(
            lines(here),
            "2. So far 1 press article has reached us; the call asks for 2 to 3.",
            "   → Please send 1 to 2 more. Please let it reach us before 12:00 on 22 March 2023 (Beijing time).",
            "- before 12:00 on 22 March 2023 (Beijing time): design source",
            "Where a date is named, please send it before that; the rest before 24:00 on 17 April 2023 (Beijing time). What counts is when your mail reaches our mailbox.",
        ) == []  # fmt: skip


def test_the_letter_of_acceptance_carries_what_is_asked_for_next(tmp_path, smtp_server):
    agreement = {**AGREEMENT, "attach": [str(BLANK)]}
    slots = {"liaison": PUBLICITY["slots"]["liaison"], "agreement": agreement}
    with season(tmp_path, {**PUBLICITY, "acceptance": "staff", "slots": slots}, smtp_server) as here:
        here.arrives("2023-03-14T10:00:00", mail(LIAISON))
        send_due(here.desk)
        here.decides("accept")
        send_due(here.desk)
        here.arrives("2023-04-14T10:00:00", mail("协议。", **{"协议.pdf": PDF}))
        send_due(here.desk)
    letters = [email.message_from_bytes(item.content, policy=email.policy.default) for item in smtp_server.received]
    enclosed = [[(part.get_filename(), part.get_content()) for part in letter.iter_attachments()] for letter in letters]
    assert enclosed == [[], [("booth-agreement.pdf", BLANK.read_bytes())], []]
    said = letters[1].get_body(("plain",)).get_content()
    assert letters[1]["Subject"] == "Re: [SE2023-0001] 已经通过，请看下一步 / Accepted; what comes next"
    assert "- 2023年5月10日24:00（北京时间）之前：展位确认协议（随信附上：booth-agreement.pdf）" in said
    assert "您的材料已经通过，也都齐全" in letters[2].get_body(("plain",)).get_content()
