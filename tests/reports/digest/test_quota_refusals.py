"""A refusal for how much we send waits and alarms; a refusal of the letter or its recipient is one (contract.md ruling 11)."""

import pytest

from registry.pipeline.from_files import import_paths
from registry.pipeline.run import process_pending
from reports.digest.alarm_mails import status_of
from reports.letters.outbox_pass import send_due
from reports.letters.quota_refusals import about_our_limits
from reports.letters.smtp import Envelope, deliver
from tests.builders.desks import a_desk
from tests.builders.factories import INSIDE, parcel_mail
from tests.reports.letters.test_smtp import LETTER, RECIPIENT, SENDER, settings
from tests.torture.listening import Listening

OURS = (
    "550 Sender frequency limited",
    "550 Domain frequency limited",
    "550 Connection frequency limited",
    "550 Ip frequency limited",
    "550 User sending frequency limited",
    "550 Daily user sending limit exceeded. For more information on Gmail sending limits go to https://support.google.com/a/answer/166852",
    "5.4.5 Daily SMTP relay sending limit exceeded for customer",
    "5.7.1 Email quota exceeded for sender",
    "554 MI:SFQ 163 smtp9,DcCowAA 发件人在15分钟内的发信数量超过限制",
    "554 MI:STC 发件人当天内累计邮件数量超过限制",
    "550 RP:TRC 发件人当天内累计的收件人数量超过限制",
    "550 RP:DRC 当前连接发送的收件人数量超过限制",
    "554 HL:IFC IP短时期内发送大量信件",
    "5.7.232 Your message can't be sent because your tenant exceeded its daily limit for sending email to external recipients",
    "5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    "5.7.705 Access denied, tenant has exceeded threshold",
    "5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; message submission quota exceeded",
    "552 Message count exceeds daily sending limit",
    "Mail sending frequency exceeds limit",
    "您的发信频率过高，请稍后再试",
    "发送邮件过于频繁",
    "今日发信量已达上限",
    "超过了当天发送邮件的最大数量限制",
    "该帐号每天发送数量超出限制",
    "已超出每小时的发信限额",
    "寄件頻率過高",
    "User has exceeded its 24-hour sending limit. Messages to 250 recipients out of 250 allowed have been sent. Relay quota will reset in 3 hours.",
    "Domain example.org has exceeded the max emails per hour (100/100 (100%)) allowed. Message discarded.",
    "5.4.6 Unusual rate of outgoing mail detected",
    "Throttling failure: Maximum sending rate exceeded.",
    "Daily message quota exceeded.",
    "5.7.0 Too many messages from this account",
    "4.7.1 Error: too much mail from 203.0.113.5",
    "Message rejected: hourly rate limit reached",
)  # fmt: skip
NOT_OURS = (
    "5.1.1 no such user",
    "5.2.2 The email account that you tried to reach is over quota",
    "552 Mailbox full",
    "5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered",
    "5.2.122 The recipient has exceeded their limit on the number of messages they can receive per hour from this sender",
    "Requested mail action aborted: exceeded storage allocation",
    "User's mailbox is over quota",
    "Recipient's mailbox exceeded its quota limit",
    "disk quota exceeded",
    "5.3.4 Message size exceeds fixed limit",
    "5.2.3 Your message exceeds the sender's maximum message size limit",
    "Your message was too large to send; the size limit is 25 MB",
    "554 DT:SPM 163 smtp, message is judged as spam",
    "550 Mail content denied",
    "5.7.1 message rejected due to policy; SPF check failed for domain",
    "5.7.1 relay access denied",
    "收件人邮箱已满",
    "对方邮箱空间不足，超过容量限制",
    "邮件大小超过限制",
    "用户不存在",
    "内容包含垃圾信息",
    "连接被拒绝：IP在黑名单中",
)  # fmt: skip


@pytest.mark.parametrize("said", OURS)
def test_what_speaks_of_our_limits_is_known(said):
    assert about_our_limits(said)


@pytest.mark.parametrize("said", NOT_OURS)
def test_what_speaks_of_the_letter_or_its_recipient_is_not_taken_for_it(said):
    assert not about_our_limits(said)


class Refusing(Listening):
    """Refuses at one stage with these words, every time."""

    def __init__(self, stage, said):
        super().__init__()
        self.stage, self.said = stage, said

    def _serve(self, client, first):
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 hi\r\n")
            for line in lines:
                word = line[:4].decode().upper()
                if word == "DATA" and self.stage == "dot":
                    client.sendall(b"354 go\r\n")
                    while lines.readline() not in {b".\r\n", b""}:
                        pass
                    word = "dot"
                client.sendall(self.said + b"\r\n" if word == self.stage else b"250 ok\r\n")


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "dot"])
def test_a_5xx_for_our_quota_at_any_stage_waits_and_alarms_and_in_gbk_too(stage):
    with Refusing(stage, "550 您的发信频率过高".encode("gbk")) as server:
        outcome = deliver(settings(server.port), Envelope(LETTER, SENDER, RECIPIENT))
    assert (outcome.state, outcome.code, outcome.alarm, outcome.quota) == ("deferred", 550, True, True)
    assert "您的发信频率过高" in outcome.text


def test_the_other_letters_of_the_pass_wait_too_and_staff_are_told(tmp_path):
    with Refusing("RCPT", b"550 Daily user sending limit exceeded") as server, a_desk(tmp_path, smtp=server) as desk:
        for number in (1, 2):
            path = tmp_path / f"{number}.eml"
            path.write_bytes(parcel_mail(number))
            import_paths(desk, [path], None, INSIDE.isoformat())
        process_pending(desk)
        send_due(desk)
        states = sorted(row[0] for row in desk.db.conn.execute("SELECT state FROM notices").fetchall())
        codes = [alarm["code"] for alarm in status_of(desk)["alarms"]]
    assert (server.conversations, states) == (1, ["deferred", "queued"])
    assert "delivery-quota" in codes
