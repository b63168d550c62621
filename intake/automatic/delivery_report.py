"""Delivery reports: RFC 3464, and the free words that Chinese hosts, Exchange and Gmail send (field-notes 7)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.automatic.machine_made import BOUNCE_SUBJECTS, is_daemon
from intake.automatic.report_parts import RawPart, header_block, raw_parts
from intake.mime import headers as header_values
from intake.mime.charsets import clean_text, mend_header
from intake.mime.from_header import sender as sender_of
from intake.model.addresses import ASCII_LOWER, canonical

LOOKED_AT = 1 << 20  # bytes of a report that are read: our letters are small, and so is a report of one
MOST_NAMES = 300
SHOWN = 300
REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
ENDED = {"failed": 2, "delayed": 1}  # the actions of RFC 3464 that say a letter is not there
NAMES = re.compile(r"[A-Za-z0-9!#$%'*+./?^_`{|}~@-]+")  # what addresses and Message-IDs are made of
ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\d|\.\d)")
CODE = re.compile(r"(?<![\w.:/-])(4[25]\d|5[05]\d)(?=[\s#:,，。)）-])")
# Refusals of this letter (too long, looks like spam, mailbox full), not of the address: the next one may be taken.
OF_THE_LETTER = re.compile(r"5\.(2\.[23]|3\.4|6\.\d+|7\.\d+)")
FULL = re.compile(
    r"mailbox (is )?full|over ?quota|quota exceeded|out of storage|邮箱(空间)?已满|容量已满|空间不足|超出.{0,8}容量|postfach (ist )?voll|postfach.{0,20}überfüllt|boîte.{0,25}pleine|"
    r"(buzón|casilla).{0,15}llen[oa]|caixa.{0,25}cheia|casella.{0,15}piena|ящик.{0,20}(переполнен|полон)|(容量|メールボックス).{0,12}(超過|超え|オーバー|いっぱい|一杯)|메일함.{0,15}(가득|초과)|"
    r"skrzynka.{0,20}(pełna|przepełniona)|kutusu (dolu|doldu)|(mailbox|postvak).{0,8}vol\b|inkorgen är full",
    re.I,
)
SPAM = re.compile(r"\bspam\b|\bDT:SPM\b|垃圾邮件|反垃圾|内容.{0,6}(拒绝|拦截)|frequency limit|频率限制|too many", re.I)
GONE = re.compile(  # that the address is nobody's, as mail systems say it in the languages they are run in
    r"(user|recipient|mailbox|address|account|domain|host)\b.{0,40}?\b(unknown|not found|not exist|n't exist|n't be found|wasn't found|"
    r"disabled|unavailable|rejected|invalid)|(no such|unknown|invalid) (user|recipient|mailbox|address|account)|not listed in|no mailbox here by that name|"
    r"(用户|收件人|邮箱|帐号|账号|账户|地址|域名).{0,12}(不存在|不正确|无效|被禁用|已停用|已注销|找不到|未找到|有误)|"
    r"(不存在|找不到|无此|没有).{0,6}(用户|收件人|邮箱|帐号|账号|地址|域名)|"
    r"(empfänger|benutzer|adresse|postfach)\w*.{0,40}?(unbekannt|nicht gefunden|existiert nicht|ungültig)|unbekannte[rs]? (empfänger|benutzer|adresse)|"
    r"(utilisateur|destinataire|adresse|boîte).{0,40}?(inconnu|introuvable|n.existe pas)|(usuario|usuário|destinat[aá]rio|cuenta|conta|dirección|endereço|buzón).{0,40}?(descon[oh]|n(o|ão) existe|n(o|ão) (fue |foi )?encontrad)|"
    r"(utente|destinatario|indirizzo|casella).{0,40}?(sconosciut|inesistent|non esiste|non trovat)|(пользовател|адрес|ящик|получател)\w*.{0,40}?(не найден|не существует|неизвест)|"
    r"(宛先|アドレス|ユーザー?|受信者).{0,20}?(不明|存在し(ない|ません)|見つかり)|존재하지 않는|(사용자|주소|수신자).{0,20}?(없습니다|찾을 수)|(użytkownik|adres|skrzynka)\w*.{0,40}?(nie istnieje|nieznan)|"
    r"(kullanıcı|adres|alıcı).{0,40}?(bulunamadı|mevcut değil|geçersiz|bilinmiyor)|(onbekende|ongeldige?) (gebruiker|ontvanger|adres)|(gebruiker|ontvanger|adres).{0,40}?(onbekend|bestaat niet|niet gevonden)|"
    r"(okänd|ukjent|ukendt) (användare|mottagare|mottaker|bruker|bruger|modtager)",
    re.I,
)
LATER = re.compile(
    r"\b(delay|delayed|temporar\w+|will (keep )?(be )?retr\w+|not yet been delivered|no action is required)\b|"
    r"延迟|延时|暂时|稍后(再|重)|继续尝试|尚未送达|正在重试|verzögert|noch nicht zugestellt|retardé|pas encore (été )?(remis|distribu)|retrasad|aún no se ha|atrasad|ainda não foi|in ritardo|ritardat|non è (stato )?ancora|"
    r"задерж|отложен|ещё не доставлен|遅延|引き続き|지연|다시 시도|opóźnion|gecikti|vertraagd|försenad|forsinket",
    re.I,
)
FAILED = re.compile(
    r"\b(undeliver\w+|could(n't| not) be delivered|(was|were)(n't| not) delivered|delivery.{0,20}failed|delivery failure|returned|bounced)\b|wasn't able to deliver|"
    r"退信|退回|投递失败|发送失败|(无法|未能).{0,6}(投递|送达|发送|传递|传送)|被(对方)?(服务器)?拒(绝|收)|"
    r"unzustellbar|nicht zugestellt|(pas|pu) être (remis|distribu|livr)|non remis|no se (pudo|puede) entregar|não (pôde|pode|foi|é possível).{0,20}entreg|impossibile (recapitare|consegnare)|non (è stato |può essere )?(consegnat|recapitat)|"
    r"не (был[оа]? )?доставлен|не удалось доставить|недоставлен|(配信|送信|配達|送達).{0,6}(不能|でき(ません|なかっ)|エラー|失敗)|전송.{0,6}(실패|못)|반송|nie (można|udało się) dostarczyć|niedostarcz|teslim edileme|"
    r"onbestelbaar|niet (worden )?(bezorgd|afgeleverd)|(kan|kunde) inte levereras|kunne ikke leveres",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """What a machine says became of a letter. Anybody can write such a mail: what it counts for, the registry decides."""

    recipient: str  # the address the report is about, canonical; '' when it names none for certain
    mentioned: tuple[str, ...] = ()  # every address the report is or may be about, that one first
    permanent: bool = False  # the address will refuse later letters too
    delayed: bool = False  # the host still tries: no failure yet
    status: str = ""  # 5.1.1, or 550 where only that was said
    diagnostic: str = ""  # the host's words: one line, clean, capped
    message_ids: tuple[str, ...] = ()  # with angle brackets: the returned mail's own first, then whatever looks like one
    reporter: str = ""  # who sent the report, '' if nobody is named
    formal: bool = False  # a report of RFC 3464


def read_bounce(source: Path | bytes) -> Bounce | None:
    """Return what a delivery report says, None for any other mail; bytes never make it raise, and it reads them once.

    Raises OSError when the file cannot be read.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            raw = file.read(LOOKED_AT)
    else:
        raw = source[:LOOKED_AT]
    parts = raw_parts(raw)
    top = parts[0].headers if parts else {}
    sender = sender_of([top.get("from", "")])
    reporter = sender.email if sender else ""
    formal = [part for part in parts if part.type in REPORTS and not part.enclosed]
    if formal:
        return _formal(parts, formal, top, reporter)
    subject = header_values.decoded(mend_header(top.get("subject", "")))
    informal = is_daemon(top.get("from", ""), reporter) or "x-failed-recipients" in top or BOUNCE_SUBJECTS.match(subject)
    return _informal(parts, top, reporter, subject) if informal else None


def _formal(parts: list[RawPart], reports: list[RawPart], top: dict[str, str], reporter: str) -> Bounce | None:
    """Read RFC 3464: the recipient that fared worst; None when every one got the letter."""
    best: tuple[int, dict[str, str]] = (0, {})
    for part in reports:
        for block in _blocks(part.text()):
            weight = ENDED.get(_action(block), 0) if "final-recipient" in block or "original-recipient" in block else 0
            if weight > best[0]:
                best = (weight, block)
    weight, block = best
    if not weight:
        return None
    said = _line(block.get("diagnostic-code", "").partition(";")[2] or block.get("diagnostic-code", ""))
    status = _status(block.get("status", "")) or _status(said)
    named = [_address(block.get(name, "")) for name in ("final-recipient", "original-recipient")]
    about = tuple(dict.fromkeys(name for name in (*named, *_failed_recipients(top)) if name))
    return Bounce(
        recipient=about[0] if about else "",
        mentioned=about,
        permanent=weight == 2 and _refuses(status, said),
        delayed=weight == 1,
        status=status,
        diagnostic=said,
        message_ids=_ids(parts, top),
        reporter=reporter,
        formal=True,
    )


def _blocks(text: str) -> Iterator[dict[str, str]]:
    lines: list[str] = []
    for line in [*text.replace("\r\n", "\n").split("\n")[:5000], ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            yield header_block(lines)
            lines = []


def _action(block: dict[str, str]) -> str:
    """Return the action, or what the status makes of it where none is told."""
    told = re.match(r"[a-z]+", block.get("action", "").strip().lower())
    if told:
        return told[0]
    return {"5": "failed", "4": "delayed"}.get(block.get("status", "").strip()[:1], "")


def _informal(parts: list[RawPart], top: dict[str, str], reporter: str, subject: str) -> Bounce | None:
    """Read a report in free words; None when it does not say that a letter could not be delivered."""
    texts = [_words(part) for part in parts if not part.enclosed and part.type.startswith("text/")]
    lines = [subject, *(line.strip() for text in texts for line in text.split("\n") if line.strip())][:3000]
    told = _telling(lines)
    if not told:
        return None
    line, status = told
    failed = tuple(_failed_recipients(top))
    ids = _ids(parts, top)
    own = {reporter, ""}
    mentioned = tuple(dict.fromkeys([*failed, *(canonical(name[1:-1]) for name in ids if _is_address(name[1:-1]))]))
    mentioned = tuple(name for name in mentioned if name not in own)[:50]
    delayed = bool(LATER.search(subject)) or (status[:1] != "5" and any(LATER.search(item[:400]) for item in lines[:200]))
    return Bounce(
        recipient=next((name for name in mentioned if name in failed or name in line.translate(ASCII_LOWER)), ""),
        mentioned=mentioned,
        permanent=not delayed and _refuses(status, line),
        delayed=delayed,
        status=status,
        diagnostic=_line(line),
        message_ids=ids,
        reporter=reporter,
    )


def _telling(lines: list[str]) -> tuple[str, str] | None:
    """Return the line that says why, and the status said anywhere: a code in a line counts more than words alone."""
    short = [line[:400] for line in lines]
    coded = next((line for line in short if _status(line)), "")
    worded = next((line for pattern in (GONE, FULL, FAILED, LATER) for line in short if pattern.search(line)), "")
    if not worded and not (coded and FAILED.search(short[0])):
        return None
    return (coded or worded), _status(coded)


def _status(text: str) -> str:
    """Return the enhanced status in a text, else its SMTP code, '' if neither stands there."""
    found = ENHANCED.search(text)
    if found:
        return found[0]
    code = CODE.search(text + " ")
    return code[1] if code else ""


def _refuses(status: str, words: str) -> bool:
    """Tell whether the address itself is refused for good: not a full mailbox, a long letter, or one taken for spam."""
    if FULL.search(words) or SPAM.search(words) or OF_THE_LETTER.fullmatch(status):
        return False
    if status[:1] == "4":
        return False
    if "." not in status and status not in {"550", "551", "553"}:
        return GONE.search(words) is not None
    return True


def _words(part: RawPart) -> str:
    text = part.text()
    if part.type != "text/html":
        return text
    return _unescaped(re.sub(r"<[^<>]*>", " ", re.sub(r"(?i)<(br|p|div|tr|li|h\d)\b", "\n<", text)))


def _unescaped(text: str) -> str:
    return html.unescape(re.sub(r"&#(x?[0-9A-Fa-f]{9,});?", "", text))  # a number of thousands of digits makes int() raise


def _ids(parts: list[RawPart], top: dict[str, str]) -> tuple[str, ...]:
    """Return what may be our Message-ID: that of the returned mail, those the report answers, all that looks like one."""
    found = [part.headers.get("message-id", "") for part in parts if part.enclosed]
    found += [header_block(part.text().split("\n")).get("message-id", "") for part in parts if part.type == "text/rfc822-headers"]
    found += [top.get("in-reply-to", ""), top.get("references", "")]
    texts = (_unescaped(part.text()) for part in parts if part.body)
    names = [name for text in (*found, *texts) for name in NAMES.findall(text) if 3 < len(name) < 300 and name.count("@") == 1]
    return tuple(dict.fromkeys("<" + name.strip(".'") + ">" for name in names))[:MOST_NAMES]


def _failed_recipients(top: dict[str, str]) -> list[str]:
    return [
        canonical(name.strip("<> ")) for name in top.get("x-failed-recipients", "").split(",") if _is_address(name.strip("<> "))
    ]


def _address(value: str) -> str:
    """Return the address of a `rfc822; user@host` field, '' if it is none."""
    name = canonical(value.rpartition(";")[2].strip().strip("<>"))
    return name if _is_address(name) else ""


def _is_address(name: str) -> bool:
    return header_values.is_address(name)


def _line(text: str) -> str:
    return clean_text(mend_header(text[: SHOWN * 3]), SHOWN).strip()
