"""What speaks against words that nobody headed: away notes, challenges, news that somebody has left, in any language (RFC 3834, 2).

Such a mail may bear no mark of a machine. Its words are kept for staff and never counted as a text that was asked for.
"""

from __future__ import annotations

import re

from intake.model.submission import InboundMessage
from intake.words.quotewords import COMMON_ENGLISH, FORWARD_PREFIX, REPLY_PREFIX

AWAY = re.compile(
    r"out of (the |my )?office|i('m| am) (currently |presently )?(away|out|on (\w+ ){0,2}(leave|vacation|holiday|trip|travel)|travel+ing|not (in|at) (the|my))|i (will|shall) be (away|out|back|unavailable|travel|on)|"
    r"(limited|no|little|intermittent|sporadic) (access to|e-?mail access|internet)|(will|shall|can|may) (reply|respond|answer|get back|read your)|upon my return|when i (return|am back|get back)|until (my return|i return)|"
    r"(no longer|not any ?more) (works?|with|employed|at|part)|has (left|retired|moved)|(for|in|if) (any )?(urgent|emergenc)|if (it|your|the) (\w+ ){0,3}(is )?urgent|automatic(ally)? (reply|repl|response|generated|answer)|"
    r"auto-?(reply|response)|do not reply to this|(not|un)[ -]?monitored|thank you for (your (e-?mail|message|mail|interest)|contacting|writing|reaching)|your (e-?mail|message) (has been|was|will be) (received|forwarded|read|delivered|deleted)|"
    r"(confirm|verify|prove) (that )?(you|your|to us)|click (here|on|the link|below)|(spam|challenge)[ -]?(protect|filter|respons|arrest)|whitelist|approved senders?|"
    r"自动(回复|答复)|休假|外出|出差|不在(办公室|办公|公司|学校|岗)|离职|已退休|暂时无法(回复|查看)|回来后|返回后|收到您的(邮件|来信).{0,20}(回复|处理)|如有(急事|紧急)|请联系|"
    r"abwesen|nicht im (büro|haus)|außer haus|im urlaub|in dringenden fällen|bin (ich )?(bis|ab|am|vom|derzeit|zurzeit)|absent|en congé|en vacances|en déplacement|de retour|en cas d'urgence|"
    r"fuera de (la )?oficina|ausente|de vacaciones|de viaje|en caso de urgencia|fora do (escritório)?|de férias|em caso de urg|fuori (ufficio|sede)|in ferie|assente|per urgenze|"
    r"afwezig|met vakantie|op vakantie|bij dringende|nieobecn|urlop|poza biurem|w pilnych|в отпуске|отсутств|командировк|срочн|у відпустці|відсутн|dovolen|mimo kancelář|nepřítom|neprítom|"
    r"szabadság|házon kívül|távol|sürgős|concediu|în afara birou|urgent|frånvar|semester|tjänsteresa|kontoret|fravær|ferie|bortreist|poissa|lomalla|kiireellis|izinde|izinli|ofis dışı|tatilde|acil|"
    r"vắng mặt|nghỉ phép|công tác|khẩn|cuti|di luar kantor|tidak berada|mendesak|ลาพัก|ไม่อยู่|ลางาน|เร่งด่วน|خارج المكتب|إجازة|غائب|عاجل|חופשה|לא במשרד|היעדר|דחוף|"
    r"εκτός γραφείου|άδεια|επείγον|odsut|godišnj|hitn|puhkus|atvaļinājum|atostog|不在に|休暇|出張|自動(返信|応答)|お急ぎ|부재|휴가|출장|자동 ?(회신|응답)|급한",
    re.IGNORECASE,
)
LONGEST_AWAY = 20_000  # characters in which such words are looked for: no answering machine writes as much
NUMBERED = re.compile(r"\[[A-Z]{1,8}\d{0,4}-\d{4,}\]")
LEAST_ENGLISH = 0.1  # share of common words; English prose has about 0.4, other languages in Latin letters under 0.08
LEAST_WORDS = 20


def doubt(message: InboundMessage) -> str:
    """Return why words that nobody headed may be nobody's text, '' when nothing speaks against them."""
    if _prefixed(message.subject):
        return "its subject bears a word that mail programs put before an automatic answer"
    if AWAY.search(message.text[:LONGEST_AWAY]):
        return "its words may be an automatic answer"
    if not _english(message.text):
        return "its words are in a language that no text was asked for in"
    return ""


def _prefixed(subject: str) -> bool:
    """Tell whether something other than "Re:" or "Fwd:" was put before the subject of our letter."""
    found = NUMBERED.search(subject)
    before = subject[: found.start()] if found else ""
    while (prefix := REPLY_PREFIX.match(before) or FORWARD_PREFIX.match(before)) is not None:
        before = before[prefix.end() :]
    return re.match(r"\s*[^:：]{3,60}[:：]", before) is not None


def _english(text: str) -> bool:
    """Tell whether prose in Latin letters is English; other scripts are not judged here."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower())
    latin = [word for word in words if word[0] < "ɐ"]
    if len(latin) < LEAST_WORDS or len(latin) * 2 < len(words):
        return True
    return sum(word in COMMON_ENGLISH for word in latin) / len(latin) >= LEAST_ENGLISH
