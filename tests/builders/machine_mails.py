"""Mail that no person wrote for us, as programs of many languages write it, most of it without a header that says so."""

from email.message import EmailMessage
from zlib import crc32

AWAY = {  # language -> subject and words of an away note without Auto-Submitted
    "en": ("Out of office: Re: [IF2026-0001]", "I am out of the office until 20 August and will answer when I am back."),
    "zh": ("自动回复：投稿已收到", "您好！邮件已收到，我正在休假，会尽快给您回复。"),
    "zh-tw": ("自動回覆：投稿已收到", "您好，我目前不在辦公室，將於八月二十日回來後回覆您。"),
    "ja": ("不在通知: Re: [IF2026-0001]", "ただいま休暇中です。八月二十日に戻りましたらご返信いたします。"),
    "ko": ("부재 중: Re: [IF2026-0001]", "현재 휴가 중이며 8월 20일에 복귀합니다."),
    "de": (
        "Abwesenheitsnotiz: Re: [IF2026-0001]",
        "Ich bin bis zum 20. August nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.",
    ),
    "fr": ("Réponse automatique : Re: [IF2026-0001]", "Je suis absente jusqu'au 20 août et vous répondrai à mon retour."),
    "es": ("Respuesta automática: Re: [IF2026-0001]", "Estoy fuera de la oficina hasta el 20 de agosto."),
    "pt": ("Resposta automática: Re: [IF2026-0001]", "Estou fora do escritório até 20 de agosto."),
    "it": ("Risposta automatica: Re: [IF2026-0001]", "Sono fuori ufficio fino al 20 agosto."),
    "nl": ("Automatisch antwoord: Re: [IF2026-0001]", "Ik ben tot 20 augustus afwezig."),
    "sv": ("Autosvar: Re: [IF2026-0001]", "Jag är på semester till den 20 augusti."),
    "pl": ("Odpowiedź automatyczna: Re: [IF2026-0001]", "Do 20 sierpnia jestem na urlopie."),
    "ru": ("Автоматический ответ: Re: [IF2026-0001]", "Я в отпуске до 20 августа и отвечу после возвращения."),
    "tr": ("Otomatik yanıt: Re: [IF2026-0001]", "20 Ağustos'a kadar izindeyim."),
    "ar": ("رد تلقائي: Re: [IF2026-0001]", "أنا في إجازة حتى 20 أغسطس."),
    "vi": ("Trả lời tự động: Re: [IF2026-0001]", "Tôi đang nghỉ phép đến hết ngày 20 tháng 8."),
}
LETTERS = {  # name -> sender, subject, words, further headers
    "newsletter": ("news@example.net", "Our news of July", "Twenty per cent off all lenses this week.", {"List-Unsubscribe": "<https://example.net/u>"}),
    "list": ("member@example.net", "[photo-talk] Which tripod?", "Which tripod do you use?", {"List-Id": "<photo-talk.example.net>", "Precedence": "list"}),
    "bulk": ("offers@example.net", "优惠活动：相机镜头八折", "尊敬的用户，本周镜头八折。", {"Precedence": "bulk"}),
    "no-reply": ("no-reply@example.net", "Your account statement", "Your statement is ready.", {}),
    "challenge": ("verify@example.net", "Please confirm your message to Marta", "Click to prove that you are human.", {"Auto-Submitted": "auto-replied"}),
    "phishing": ("security@example.net", "您的邮箱即将停用，请立即验证", "请点击 http://example.net/login 验证密码，否则邮箱将被停用。", {}),
    "advertising": ("sales@example.net", "代开发票，价格优惠", "本公司代开各类发票，联系电话 000。", {}),
    "suppressed": ("robot@example.net", "Ticket 42 was opened", "We have opened a ticket.", {"X-Auto-Response-Suppress": "All"}),
}  # fmt: skip


def away(language: str) -> bytes:
    """Return a person's away note, from the address of that person."""
    subject, words = AWAY[language]
    return _mail(f"marta.{language}@example.com", subject, words).as_bytes()


def letter(name: str) -> bytes:
    """Return one of LETTERS."""
    sender, subject, words, headers = LETTERS[name]
    mail = _mail(sender, subject, words)
    for key, value in headers.items():
        mail[key] = value
    return mail.as_bytes()


def receipt() -> bytes:
    """Return a read receipt (RFC 8098)."""
    mail = _mail("marta@example.com", "Read: Submission received", "Your message was read.")
    mail.make_mixed()
    mail.add_attachment(
        b"Final-Recipient: rfc822;marta@example.com\r\nDisposition: manual-action; displayed\r\n",
        "message",
        "disposition-notification",
    )
    mail.replace_header("Content-Type", 'multipart/report; report-type=disposition-notification; boundary="b1"')
    return mail.as_bytes()


def invitation() -> bytes:
    """Return a call to a meeting, as Outlook sends it."""
    mail = _mail("marta@example.com", "Invitation: Planning @ Thu 13 Aug", "Marta invites you.")
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nSUMMARY:Planning\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    mail.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})
    return mail.as_bytes()


def _mail(sender: str, subject: str, words: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "photo@example.org", subject
    mail["Date"], mail["Message-ID"] = "Mon, 13 Jul 2026 09:00:00 +0800", f"<{crc32((sender + subject).encode())}@example.com>"
    mail.set_content(words)
    return mail
