"""Words that mail programs put around what a person wrote, in the languages they speak; used beside structure, never alone."""

from __future__ import annotations

import re
from pathlib import Path

from intake.config.yaml_reader import load_yaml

_WORDS: dict[str, list[str]] = load_yaml(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
FROM, SENT, TO, SUBJECT, COMMON_ENGLISH = (frozenset(_WORDS[key]) for key in ("from", "sent", "to", "subject", "common_english"))
WROTE = re.compile(
    r"wrote|writes|pisze|schrieb|schreef|a écrit|écrit|escribió|escribio|escreveu|ha scritto|scrisse|skrev|kirjoitti|napisa|napsal|napísal|пиш|напис|írta|yazdı|yazmış|"
    r"viết|menulis|เขียน|كتب|نوشت|כתב|έγραψε|a scris|rašė|rakstīja|kirjutas|写道|寫道|书写|書きました|からのメール|のメッセージ|작성|님이|쓴 글|在.*发|的邮件",
    re.IGNORECASE,
)
WROTE_LAST = re.compile(rf"(?:{WROTE.pattern})\s*$", re.IGNORECASE)
FORWARDED = re.compile(
    r"forwarded (message|mail|email)|(begin|start of|inline) forward|转发(的)?邮件|转发邮件信息|轉寄|轉發|転送|전달된|weitergeleitet|transféré|réexpédié|reenvia[dt]|encaminhad|"
    r"inoltrat|doorgestuurd|videresend|vidarebefordra|välitetty|edelleenlähetet|message transmis|перенаправ|переслан|пересыла|пересила|переадрес|przekaz(a|yw)|přepos(la|íl)|prepos(la|iel)|ileti(len|lmiş)|yönlendirilen|chuyển tiếp|diteruskan|"
    r"ส่งต่อ|مُ?عاد توجيه|محوّ?لة|הועבר|προωθημένο|továbbított|redirecționat|proslijeđen|persiųst|pārsūtīt|edastatud",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"original|原始|原邮件|回复的邮件|回复的原邮件|元のメッセージ|원본|ursprüngliche|d'origine|originale|oorspronkelijk|opprinnelig|ursprungligt|alkuperäinen|исходное|"
    r"оригинал|orijinal|tin nhắn gốc|thư gốc|asli|ต้นฉบับ|الأصلية|המקורית|αρχικό|eredeti|původní|pôvodn|oryginalna|replied message|reply message|回复",
    re.IGNORECASE,
)
FORWARD_PREFIX = re.compile(
    r"\s*[\[(【]?(fwd?|fwd|forward(ed)?|tr|wg|rv|enc|i|doorst|vs|vb|pd|fs|trs|továbbítás|pdp|пересл?|переслать|转发|轉寄|轉發|转寄|転送|전달|chuyển tiếp|diteruskan|ilt|ส่งต่อ|"
    r"تحويل|إعادة توجيه|הועבר|пд|wtr|προωθ|edasi|pārsūtīt|persiųsta|fwrd|fw)[\])】]?(\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
REPLY_PREFIX = re.compile(
    r"\s*[\[(【]?(re|aw|sv|antw\.?|res|rif|r|odp|ynt|yan|回复|回覆|答复|回信|答覆|返信|답장|회신|trả lời|balas|bls|ตอบ(กลับ)?|رد|תגובה|השב|απ|vs|bs|atb|отв(ет)?|на|vá|ref)[\])】]?(\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
SENT_FROM = re.compile(
    r"\s*[*_(（\[<]?(sent (from|via|with|using|by) (?!the\b).{2,60}|get (outlook|bluemail|typeapp) .{2,40}|发自.{1,24}|發自.{1,24}|来自我的.{0,16}|來自我的.{0,16}|从我的.{1,16}发送|從我的.{1,16}傳送|"
    r".{0,24}(から送信|より送信|から送信されました)|.{0,24}에서 보냄|enviado (desde|do|de|a partir|con|com) .{2,50}|envoyé (de|depuis|à partir|avec|via) .{2,50}|"
    r"von mein.{2,40}(gesendet|versendet)|diese nachricht wurde von mein.{2,60}|gesendet (von|mit|über) .{2,50}|inviato (da|con|dal) .{2,50}|verzonden (vanaf|met|via|vanuit) .{2,50}|"
    r"skickat från .{2,40}|sendt fra .{2,40}|lähetetty .{2,40}|отправлено (с|из|от) .{2,50}|надіслано (з|із) .{2,50}|wysłan[eoy] z .{2,50}|odesláno z .{2,40}|odoslané z .{2,40}|"
    r".{2,40}(tarafından|dan|den|umdan) gönderildi|được gửi từ .{2,40}|(đã )?gửi từ .{2,40}|ส่งจาก.{2,40}|dikirim dari .{2,40}|.?أُ?رسلت? من .{2,40}|נשלח מ.{2,40}|trimis (de pe|din) .{2,40}|"
    r".{0,30}(ről|ről|ről) küldve|στάλθηκε από .{2,40}|poslano (s|sa|z) .{2,40})[.。)）\]*_>]?\s*",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(  # what a firm's server puts below every mail
    r"\bconfidential(ity)?\b|intended (only |solely )?(for|recipient)|unauthori[sz]ed|\bvirus(es)?\b|think before (you )?print|保密|机密|機密|免责|免責|预期收件人|"
    r"confidenti?el|confidencial|confidenzial|confidențial|vertraulich|vertrouwelijk|konfiden|fortrolig|poufn|důvěrn|конфиденциал|конфіденц|gizli|سري[ةه]?\b|חסוי",
    re.IGNORECASE,
)
