"""Why a mail gets no answer: it was made by a machine (RFC 3834, field-notes 7)."""

from __future__ import annotations

import re
from enum import StrEnum

from intake.config.our_letter_patterns import our_letters
from intake.model.addresses import one_spelling
from intake.model.our_mark import LOOP_HEADER, OurMark
from intake.model.submission import InboundMessage

# Few and certain: a person who sends a returned mail again writes of it in the subject too.
BOUNCE_SUBJECTS = re.compile(
    r"\s*(\[?系统退信|退信|系统邮件[:：]\s*退信|邮件投递失败|undelivered|undeliverable|delivery status notification|"
    r"mail delivery (failed|failure|subsystem|system)|returned mail|failure notice|delivery failure:|"
    r"unzustellbar|non remis\b|no se puede entregar|não é possível entregar|impossibile recapitare|недоставлен|配信不能|配信(エラー|遅延)|送信エラー|메일 전송 실패|반송된|niedostarcz|teslim edilemedi|onbestelbaar|kan inte levereras|"
    r"无法送达|未送达|邮件发送失败)",
    re.IGNORECASE,
)
AUTO_SUBJECTS = re.compile(  # "automatic answer", "I am not here" and "read" as mail programs and people's away notes say them
    r"\s*[\[(【]?(自动回复|自動回覆|自動回復|自动答复|自动应答|auto(matic)?[ -]?(reply|response|antwort)|automated (reply|response)|autoreply|out[ -]of[ -](the[ -])?office|ooo\b|"
    r"abwesenheit|abwesend|automatische? (antwort|antwoord|beantwoording|reactie)|afwezig|réponse automatique|absence( du bureau)? ?:|absente? du bureau|respuesta autom|fuera de (la )?oficina|resposta autom|ausência|"
    r"fora do escritório|risposta automatica|fuori (ufficio|sede)|odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|nieobecno|automatická odpoveď|automatická odpověď|"
    r"mimo kancelář|automatsk|samodejni odgovor|automatikus válasz|házon kívül|răspuns automat|автоответ|автоматическ|автоматичн|нет на работе|otomatik (yanıt|cevap)|ofis dışı|"
    r"autosvar|automatiskt? svar|automatisk svar|frånvaro|fravær|automaattinen vastaus|poissa|automaatvastus|automātiskā atbilde|automatinis atsakymas|αυτόματη απάντηση|εκτός γραφείου|"
    r"thư trả lời tự động|trả lời tự động|balasan otomatis|jawab automatik|di luar kantor|ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|الرد التلقائي|رد تلقائي|رد آلي|خارج المكتب|תשובה אוטומטית|מענה אוטומטי|"
    r"پاسخ خودکار|स्वचालित|자동 ?(회신|응답|답장)|부재 ?중|自動(応答|返信|回答)|不在(通知|にしております)|已读回执|已讀|read:|gelesen:|lu ?:)",
    re.IGNORECASE,
)
DAEMONS = re.compile(
    r"(mail(er)?|smtp|mta|m)[-_.]?(daemon|sweeper)|post[-_.]?master|mail[-_.]?((delivery[-_.]?)?(sub)?system|deliver(y|er)|admin|administrator|gateway)|"
    r"microsoftexchange[0-9a-f]{32}|(delivery|undelivered)[-_.]?(failure|status|report|(sub)?system)|bounces?([-+=].*)?|.*[-_+.]bounces?",
    re.IGNORECASE,
)
ROBOTS = re.compile(
    r"(no[-_.]?reply|do[-_.]?not[-_.]?reply|auto[-_.]?(reply|responder))([-+_.].*)?|.*[-_+.]no-?reply|robot|autoresponse",
    re.IGNORECASE,
)
PRECEDENCE = {"bulk", "list", "junk", "auto_reply", "auto-reply"}
OF_LISTS = {"bulk", "list"}  # which of them lists write
LISTS = ("list-id", "list-unsubscribe", "list-post")
AUTORESPONDERS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder", "x-mail-autoreply", "x-autoreply-from")
REPORTS = {"multipart/report", "text/calendar", "message/delivery-status", "message/disposition-notification"}
OWN = frozenset({"our own address", "our own letter"})


class Sign(StrEnum):
    """What marks a mail as a machine's: the code that a reason begins with."""

    BOUNCE = "bounce"
    MACHINE = "machine mail"
    REPLY = "auto-reply"
    LIST = "mailing list"
    BULK = "bulk mail"


def sign_of(reason: str) -> Sign | None:
    """Return the sign that a reason of `machine_made` begins with; None for a person's mail and for our own."""
    return Sign(reason.partition(":")[0]) if reason and reason not in OWN else None


def answers_by_itself(message: InboundMessage) -> bool:
    """Tell the answers and reports of machines, which are no submission whatever they carry (contract.md ruling 9).

    Other marks say only that nobody is to be answered: a list, a no-reply sender and an office's outgoing server may bring a
    person's submission.
    """
    automatic = message.header("auto-submitted").strip().lower()
    headers = ("x-failed-recipients", *AUTORESPONDERS)
    return message.content_type in REPORTS or automatic.startswith("auto-repl") or any(message.header(name) for name in headers)


def machine_made(
    message: InboundMessage, own_addresses: frozenset[str], mark: OurMark | None = None, *, group: bool = False
) -> str:
    """Return why a mail counts as machine-made or as our own, '' when a person wrote it.

    `group`: the mailbox is itself a list, so that what lists write into every mail says nothing.
    """
    sender = message.sender.email if message.sender else ""
    if one_spelling(sender) in own_addresses:
        return "our own address"
    if message.header(LOOP_HEADER) or is_our_making(message, mark):
        return "our own letter"
    if message.return_path == "":
        return "bounce: empty Return-Path"
    if message.content_type in REPORTS:
        return f"machine mail: {message.content_type}"
    automatic = re.match(r"[a-z-]*", message.header("auto-submitted").strip().lower())
    if automatic and automatic[0] not in {"", "no"}:
        return "auto-reply: Auto-Submitted"
    if BOUNCE_SUBJECTS.match(message.subject):
        return "bounce: subject"
    if AUTO_SUBJECTS.match(message.subject):
        return "auto-reply: subject"
    if is_daemon(message.header("from"), sender) or ROBOTS.fullmatch(sender.partition("@")[0]):
        return "machine mail: sender's address"
    return _by_headers(message, group=group)


def is_daemon(written: str, address: str) -> bool:
    """Tell whether a From is that of a mail system; one without an address is known by its name."""
    if address:
        return DAEMONS.fullmatch(address.partition("@")[0]) is not None
    return re.search(r"mailer-daemon|postmaster|mail delivery (sub)?system", written[:500], re.IGNORECASE) is not None


def is_our_making(message: InboundMessage, mark: OurMark | None = None) -> bool:
    """Tell whether this program composed a letter, though a relay took its loop header away.

    Its Message-ID and boundary are made with the desk's secret, so nobody else's are; both pass relays as they are. A gateway that writes the whole mail anew leaves the words: nothing of the sender's own stands before them, and no file comes along.
    """
    words = message.text.lstrip() or message.quoted.lstrip()  # of a letter that stands alone nothing is its sender's own
    if our_letters().opening.match(words[:2000]) and not any(not item.decoration for item in message.attachments):
        return True
    found = re.search(r'boundary="?([^";\s]{1,80})', message.header("content-type"))
    return mark is not None and found is not None and mark.composed(message.message_id, found[1])


def _by_headers(message: InboundMessage, *, group: bool) -> str:
    for name in () if group else LISTS:
        if message.header(name):
            return f"mailing list: {name.title()}"
    if message.header("precedence").strip().lower() in (PRECEDENCE - OF_LISTS if group else PRECEDENCE):
        return "bulk mail: Precedence"
    if re.search(r"\b(OOF|AutoReply|All)\b", message.header("x-auto-response-suppress"), re.IGNORECASE):
        return "auto-reply: X-Auto-Response-Suppress"
    if message.header("x-failed-recipients"):
        return "bounce: X-Failed-Recipients"
    found = next((name for name in AUTORESPONDERS if message.header(name)), "")
    return f"auto-reply: {found.title()}" if found else ""
