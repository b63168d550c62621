"""Delivery reports of many programs in many languages: the right address is marked, only for our letter, and for good only where it is gone."""

from base64 import b64encode

import pytest

from intake.automatic.delivery_report import read_bounce
from registry.letters.bounces import note_bounce, refuses
from tests.builders.bounce_samples import EXCHANGE, HEADERS_ONLY, LOST_TO, NOTE, OUR_ID, head, mixed, original, status, words
from tests.builders.registry_samples import MARK, rows
from tests.registry.letters.test_bounces import LATER, OTTO, sent_letter

EXCHANGE_ONLINE = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.net>"


def encoded(text: str) -> str:
    """Return a subject in one encoded word."""
    return "=?utf-8?B?" + b64encode(text.encode()).decode() + "?="


# name -> the report, and what it says of the address: gone | kept (this letter failed, the next may not) | later (still tried)
PROGRAMS = {
    "exim": (
        head(
            "Mail delivery failed: returning message to sender",
            "Mail Delivery System <Mailer-Daemon@mx.example.net>",
            f"X-Failed-Recipients: {LOST_TO}",
            "Auto-Submitted: auto-replied",
        )
        + words(f"""This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  {LOST_TO}
    host mx.example.com [203.0.113.7]
    SMTP error from remote mail server after RCPT TO:<{LOST_TO}>:
    550 5.1.1 <{LOST_TO}>: Recipient address rejected: User unknown

------ This is a copy of the message, including all the headers. ------
Message-ID: {OUR_ID}
"""),
        "gone",
    ),
    "exim-warning": (
        head("Warning: message 1abc delayed 24 hours", "Mail Delivery System <Mailer-Daemon@mx.example.net>")
        + words(f"""A message that you sent has not yet been delivered to one or more of its recipients after more than 24 hours on the queue.
The address to which the message has not yet been delivered is:
  {LOST_TO}
No action is required on your part. Message-ID: {OUR_ID}"""),
        "later",
    ),
    "sendmail": (
        head("Returned mail: see transcript for details", "Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>")
        + words(f"""The original message was received at Fri, 10 Jul 2026

   ----- The following addresses had permanent fatal errors -----
<{LOST_TO}>
    (reason: 550 5.1.1 User unknown)

   ----- Transcript of session follows -----
550 5.1.1 <{LOST_TO}>... User unknown
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "qmail": (
        head("failure notice", "MAILER-DAEMON@mx.example.net")
        + words(f"""Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{LOST_TO}>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "qmail-full": (
        head("failure notice", "MAILER-DAEMON@mx.example.net")
        + words(f"""Hi. This is the qmail-send program.
<{LOST_TO}>:
user is over quota (#5.2.2)
Message-ID: {OUR_ID}"""),
        "kept",
    ),
    "yahoo-jp": (
        head(encoded("配信不能メールのお知らせ"), "MAILER-DAEMON@mail.example.jp")
        + words(
            f"""{LOST_TO} 宛のメールは、宛先不明のため配信できませんでした。
550 User unknown
Message-ID: {OUR_ID}""",
            charset="iso-2022-jp",
        ),
        "gone",
    ),
    "jp-nocode": (
        head(encoded("送信エラー"), "MAILER-DAEMON@mail.example.jp")
        + words(f"""次の宛先にメールを送信できませんでした。
{LOST_TO}
宛先のメールアドレスが存在しません。
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "german": (
        head("Unzustellbar: Re: photos", "postmaster@mx.example.de")
        + words(f"""Ihre Nachricht an {LOST_TO} konnte nicht zugestellt werden.
Der Empfänger ist unbekannt.
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "german-full": (
        head("Unzustellbar: Re: photos", "Mailer-Daemon@mx.example.de")
        + words(f"""Die Nachricht an {LOST_TO} konnte nicht zugestellt werden: Postfach voll.
Message-ID: {OUR_ID}"""),
        "kept",
    ),
    "french": (
        head("Non remis : Re: photos", "postmaster@mx.example.fr")
        + words(f"""Votre message à {LOST_TO} n'a pas pu être remis. Utilisateur inconnu.
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "spanish": (
        head("No se puede entregar: photos", "postmaster@mx.example.es")
        + words(f"""No se pudo entregar el mensaje a {LOST_TO}. 550 El usuario no existe.
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "russian": (
        head(encoded("Недоставленное сообщение"), "mailer-daemon@mx.example.ru")
        + words(f"""Сообщение не доставлено: {LOST_TO}
Пользователь не найден. 550 5.1.1
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "korean": (
        head(encoded("메일 전송 실패"), "mailer-daemon@mx.example.kr")
        + words(f"""{LOST_TO} 님에게 메일을 전송하지 못했습니다. 존재하지 않는 사용자입니다. 550
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "italian": (
        head("Impossibile recapitare: photos", "postmaster@mx.example.it")
        + words(f"""Impossibile recapitare il messaggio a {LOST_TO}: utente sconosciuto.
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "portuguese": (
        head(encoded("Não é possível entregar: photos"), "postmaster@mx.example.pt")
        + words(f"""A mensagem para {LOST_TO} não pôde ser entregue. Usuário desconhecido.
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "lotus": (
        head("DELIVERY FAILURE: User marta (marta@example.com) not listed in Domino Directory", "Postmaster@notes.example.net")
        + words(f"""Your message  Subject: photos was not delivered to:  {LOST_TO}
because:  User marta ({LOST_TO}) not listed in Domino Directory
Message-ID: {OUR_ID}"""),
        "gone",
    ),
    "coremail": (
        head(encoded("系统退信/Systems bounce"), "postmaster@mail.example.cn")
        + words(
            f"""您的邮件 Re: 国际友人看中国 被退回。 收件人 {LOST_TO} 退信原因 <b>用户不存在</b> User not found: {LOST_TO} 英文说明:Host: mx SMTP error, RCPT TO: 550 User not found {OUR_ID}""",
            kind="html",
            charset="gbk",
        ),
        "gone",
    ),
    "mailgun": (
        head("Undeliverable: photos", "Mail Delivery System <mailer-daemon@mg.example.net>")
        + mixed("report", NOTE, status(code="5.1.1", said="605 Not delivering to previously bounced address"), original()),
        "gone",
    ),
    "ses": (
        head("Delivery Status Notification (Failure)", "MAILER-DAEMON@ses.example.com")
        + mixed("report", NOTE, status(code="5.3.0", said="550 5.1.1 user unknown"), HEADERS_ONLY),
        "gone",
    ),
    "o365": (
        head("Undeliverable: Re: photos", EXCHANGE_ONLINE)
        + mixed(
            "report",
            words(EXCHANGE, kind="html"),
            status(code="5.1.10", said="550 5.1.10 RESOLVER.ADR.RecipientNotFound"),
            original(),
        ),
        "gone",
    ),
    "o365-words": (head("Undeliverable: Re: photos", EXCHANGE_ONLINE) + words(EXCHANGE, kind="html"), "gone"),
    "o365-zh": (
        head(encoded("无法送达: Re: photos"), EXCHANGE_ONLINE)
        + words(f"未能将您的邮件传递给 {LOST_TO}。在 example.com 中找不到 marta。 550 5.1.10 Message-ID: {OUR_ID}"),
        "gone",
    ),
    "qq-full": (
        head(encoded("系统退信"), "PostMaster@qq.example.com")
        + words(f"很抱歉，您发送至 {LOST_TO} 的邮件被退回。退信原因：收件人邮箱已满，552 5.2.2。 {OUR_ID}", charset="gb18030"),
        "kept",
    ),
    "postfix-delay": (
        head("Delayed Mail (still being retried)", "MAILER-DAEMON@mx.example.com (Mail Delivery System)")
        + mixed("report", NOTE, status("delayed", "4.4.1", "connect timed out"), original()),
        "later",
    ),
    "gmail-delay": (
        head(
            "Delivery Status Notification (Delay)",
            "Mail Delivery Subsystem <mailer-daemon@mail.example.net>",
            f"X-Failed-Recipients: {LOST_TO}",
        )
        + words(
            f"** Delivery incomplete **\n\nThere was a temporary problem delivering your message to {LOST_TO}. Gmail will retry for 45 more hours.\nMessage-ID: {OUR_ID}"
        ),
        "later",
    ),
    "german-delay": (
        head("Verzögerte Zustellung", "Mailer-Daemon@mx.example.de")
        + words(f"Ihre Nachricht an {LOST_TO} wurde noch nicht zugestellt. Es wird weiter versucht.\nMessage-ID: {OUR_ID}"),
        "later",
    ),
    "jp-delay": (
        head(encoded("配信遅延のお知らせ"), "MAILER-DAEMON@mail.example.jp")
        + words(f"{LOST_TO} へのメールの配信が遅延しています。引き続き配信を試みます。\nMessage-ID: {OUR_ID}"),
        "later",
    ),
    "polish": (
        head(encoded("Niedostarczona wiadomość"), "mailer-daemon@mx.example.pl")
        + words(f"Nie można dostarczyć wiadomości do {LOST_TO}. Użytkownik nie istnieje.\nMessage-ID: {OUR_ID}"),
        "gone",
    ),
    "turkish": (
        head(encoded("Teslim edilemedi: photos"), "postmaster@mx.example.tr")
        + words(f"{LOST_TO} adresine ileti teslim edilemedi. Kullanıcı bulunamadı.\nMessage-ID: {OUR_ID}"),
        "gone",
    ),
    "dutch": (
        head("Onbestelbaar: photos", "postmaster@mx.example.nl")
        + words(f"Uw bericht aan {LOST_TO} kon niet worden bezorgd. Onbekende gebruiker.\nMessage-ID: {OUR_ID}"),
        "gone",
    ),
    "swedish": (
        head("Kan inte levereras: photos", "postmaster@mx.example.se")
        + words(f"Meddelandet till {LOST_TO} kunde inte levereras. Okänd användare.\nMessage-ID: {OUR_ID}"),
        "gone",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_report_marks_the_address_our_letter_went_to(db, name):
    sent_letter(db)
    raw, fate = PROGRAMS[name]
    noted = note_bounce(db, read_bounce(raw.encode()), "r1", LATER, MARK)
    assert (noted, bool(refuses(db, LOST_TO))) == ("letter delayed" if fate == "later" else "letter bounced", fate == "gone")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_report_of_a_letter_that_is_not_ours_marks_nobody(db, name):
    sent_letter(db, MARK.message_id("a letter to Otto", "example.org"), OTTO)
    assert note_bounce(db, read_bounce(PROGRAMS[name][0].encode()), "r1", LATER, MARK) == ""
    assert rows(db, "SELECT recipient FROM bounces") == []
