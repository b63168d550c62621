"""Mail programs in their languages: how each quotes a mail it answers, and how it passes one on, in text and in HTML.

Written from the programs' sources and message catalogues and from reports, not captured; beside quote_programs.py, none of its heads.
"""

from __future__ import annotations

import html as markup
from dataclasses import dataclass

from tests.builders.quote_programs import WRAPS, filled

DASHED = "---------- Forwarded message ---------"
BLOCK = "{0}: {{name}} <{{mail}}>\n{1}: {date}\n{2}: {{to}}\n{3}: {{subject}}"


@dataclass(frozen=True)
class Program:
    """A program in a language: heads above what it answers and what it passes on, how it marks lines, its element in HTML."""

    name: str
    reply: str
    forward: str
    wrap: str
    marks: bool = True  # "> " before each line of what is answered

    def mail(self, text: str, old: str, *, forward: bool = False, **author: str) -> tuple[str, str]:
        """Return (plain, HTML) of words above another mail; `author`: name, mail, to, subject of that mail."""
        head = filled(self.forward if forward else self.reply, **author)
        below = old if forward or not self.marks else "\n".join(f"> {line}".rstrip() for line in old.split("\n"))
        before, between, after = WRAPS[self.wrap]
        page = f"<html><body><div>{_lines(text)}</div><br>{before}{_lines(head)}{between}{_lines(old)}{after}</body></html>"
        return f"{text}\n\n{head}\n\n{below}\n", page


def _lines(text: str) -> str:
    return "<br>".join(markup.escape(line) for line in text.split("\n"))


def _outlook(language: str, labels: str, date: str, wrap: str = "outlook desktop") -> Program:
    block = BLOCK.format(*labels.split("|"), date=date)
    return Program(f"outlook {language}", block, block, wrap, marks=False)


def _web(language: str, labels: str, date: str) -> Program:
    block = "________________________________\n" + BLOCK.format(*labels.split("|"), date=date)
    return Program(f"outlook web {language}", block, block, "outlook", marks=False)


def _gmail(language: str, line: str, labels: str, date: str) -> Program:
    sender, sent, subject, to = labels.split("|")
    forward = f"{DASHED}\n{sender}: {{name}} <{{mail}}>\n{sent}: {date}\n{subject}: {{subject}}\n{to}: {{to}}"
    return Program(f"gmail {language}", line, forward, "gmail")


def _apple(language: str, line: str, begins: str, labels: str, date: str) -> Program:
    sender, subject, sent, to = labels.split("|")
    forward = f"{begins}\n\n{sender}: {{name}} <{{mail}}>\n{subject}: {{subject}}\n{sent}: {date}\n{to}: {{to}}"
    return Program(f"apple {language}", line, forward, "apple")


def _thunderbird(language: str, line: str, rule: str, labels: str) -> Program:
    subject, sent, sender, to = labels.split("|")
    forward = f"-------- {rule} --------\n{subject}: \t{{subject}}\n{sent}: \tSat, 8 Aug 2026 21:40:11 +0800\n{sender}: \t{{name}} <{{mail}}>\n{to}: \t{{to}}"
    return Program(f"thunderbird {language}", line, forward, "thunderbird")


def _plain(name: str, reply: str, forward: str, wrap: str = "nothing", *, marks: bool = False) -> Program:
    return Program(name, reply, forward, wrap, marks=marks)


PROGRAMS = (
    _outlook("zh-tw", "寄件者|寄件日期|收件者|主旨", "2026年8月8日 下午 09:40"),
    _outlook("zh, wide", "发件人|发送时间|收件人|主题", "2026 年 8 月 8 日 21:40"),
    _outlook("de at", "Von|Gesendet|An|Betreff", "Samstag, 8. August 2026 21:40"),
    _outlook("fr ca", "De |Envoyé |À |Objet ", "8 août 2026 21:40"),
    _outlook("es", "De|Enviado el|Para|Asunto", "sábado, 8 de agosto de 2026 21:40"),
    _outlook("pt br", "De|Enviada em|Para|Assunto", "sábado, 8 de agosto de 2026 21:40"),
    _outlook("it", "Da|Inviato|A|Oggetto", "sabato 8 agosto 2026 21:40"),
    _outlook("ru", "От|Отправлено|Кому|Тема", "8 августа 2026 г. 21:40"),
    _outlook("nl", "Van|Verzonden|Aan|Onderwerp", "zaterdag 8 augustus 2026 21:40"),
    _outlook("cs", "Od|Odesláno|Komu|Předmět", "sobota 8. srpna 2026 21:40"),
    _outlook("hu", "Feladó|Elküldve|Címzett|Tárgy", "2026. augusztus 8., szombat 21:40"),
    _outlook("da", "Fra|Sendt|Til|Emne", "8. august 2026 21:40"),
    _outlook("el", "Από|Στάλθηκε|Προς|Θέμα", "Σάββατο, 8 Αυγούστου 2026 21:40"),
    _outlook("he", "מאת|נשלח|אל|נושא", "שבת 8 אוגוסט 2026 21:40"),
    _outlook("ro", "De la|Trimis|Către|Subiect", "sâmbătă, 8 august 2026 21:40"),
    _outlook("sk", "Od|Odoslané|Komu|Predmet", "sobota 8. augusta 2026 21:40"),
    _outlook("bg", "От|Изпратено|До|Относно", "събота, 8 август 2026 г. 21:40"),
    _outlook("hr", "Šalje|Poslano|Prima|Predmet", "8. kolovoza 2026. 21:40"),
    _outlook("sl", "Od|Poslano|Za|Zadeva", "sobota, 8. avgust 2026 21:40"),
    _outlook("lt", "Nuo|Išsiųsta|Kam|Tema", "2026 m. rugpjūčio 8 d., šeštadienis 21:40"),
    _outlook("fa", "از|ارسال شده|به|موضوع", "شنبه ۸ اوت ۲۰۲۶ ۲۱:۴۰"),
    _outlook("hi", "से|भेजा गया|को|विषय", "शनिवार, 8 अगस्त 2026 21:40"),
    _outlook("ca", "De|Enviat el|Per a|Tema", "dissabte, 8 d’agost de 2026 21:40"),
    _outlook("mn", "Хэнээс|Илгээсэн|Хэнд|Сэдэв", "2026 оны 8 сарын 8, Бямба 21:40"),
    _web("zh", "发件人|发送时间|收件人|主题", "2026年8月8日 21:40"),
    _web("en", "From|Sent|To|Subject", "Saturday, August 8, 2026 9:40:11 PM"),
    _web("ja", "差出人|送信日時|宛先|件名", "2026年8月8日土曜日 21:40"),
    _web("ko", "보낸 사람|보낸 날짜|받는 사람|제목", "2026년 8월 8일 토요일 오후 9:40"),
    _web("ar", "من|تاريخ الإرسال|إلى|الموضوع", "السبت, 8 أغسطس 2026 09:40 م"),
    _web("tr", "Kimden|Gönderildi|Kime|Konu", "8 Ağustos 2026 Cumartesi 21:40"),
    _gmail("de", "{name} <{mail}> schrieb am Sa. 8. Aug. 2026 um 21:40:", "Von|Date|Subject|To", "Sa., 8. Aug. 2026 um 21:40 Uhr"),
    _gmail("fr", "Le sam. 8 août 2026 à 21 h 40, {name} <{mail}> a écrit :", "De |Date|Subject|To", "sam. 8 août 2026 à 21:40"),
    _gmail("es", "El sáb., 8 de ago. de 2026 21:40, {name} <{mail}> escribió:", "De|Date|Subject|To", "sáb, 8 ago 2026 a las 21:40"),
    _gmail("pt pt", "{name} <{mail}> escreveu (sábado, 8/08/2026 à(s) 21:40):", "De|Date|Subject|To", "sábado, 8/08/2026 à(s) 21:40"),
    _gmail("ja", "2026年8月8日(土) 21:40 {name} <{mail}>:", "From|Date|Subject|To", "2026年8月8日(土) 21:40"),
    _gmail("ru", "сб, 8 авг. 2026 г., 21:40 {name} <{mail}>:", "От|Date|Subject|To", "сб, 8 авг. 2026 г. в 21:40"),
    _gmail("fa", "در تاریخ شنبه ۸ اوت ۲۰۲۶،‏ ۲۱:۴۰ {name} <{mail}> نوشت:", "From|Date|Subject|To", "شنبه ۸ اوت ۲۰۲۶،‏ ۲۱:۴۰"),
    _gmail("hi", "शनि, 8 अग॰ 2026, 9:40 pm को {name} <{mail}> ने लिखा:", "From|Date|Subject|To", "शनि, 8 अग॰ 2026 को 9:40 pm बजे"),
    _gmail("lt", "{name} <{mail}> rašė 2026-08-08, št 21:40:", "From|Date|Subject|To", "2026-08-08, št, 21:40"),
    _gmail("hr", "sub, 8. kol 2026. u 21:40 {name} <{mail}> napisao je:", "From|Date|Subject|To", "sub, 8. kol 2026. u 21:40"),
    _gmail("am", "በቅዳሜ 8 ኦገስት 2026 9:40 PM ላይ፣ {name} <{mail}> እንዲህ በማለት ጻፈ፦", "From|Date|Subject|To", "ቅዳሜ 8 ኦገስት 2026"),
    _gmail("zh android", "{name} <{mail}>于2026年8月8日 周六21:40写道：", "发件人|Date|Subject|To", "2026年8月8日周六 21:40"),
    _apple("it", "Il giorno 8 ago 2026, alle ore 21:40, {name} <{mail}> ha scritto:", "Inizio messaggio inoltrato:", "Da|Oggetto|Data|A", "8 agosto 2026 alle ore 21:40:11 CST"),
    _apple("es", "El 8 ago 2026, a las 21:40, {name} <{mail}> escribió:", "Inicio del mensaje reenviado:", "De|Asunto|Fecha|Para", "8 de agosto de 2026, 21:40:11 CST"),
    _apple("pt", "Em 8 de ago. de 2026, à(s) 21:40, {name} <{mail}> escreveu:", "Início da mensagem encaminhada:", "De|Assunto|Data|Para", "8 de agosto de 2026 às 21:40:11 CST"),
    _apple("nl", "Op 8 aug 2026, om 21:40 heeft {name} <{mail}> het volgende geschreven:", "Begin doorgestuurd bericht:", "Van|Onderwerp|Datum|Aan", "8 augustus 2026 om 21:40:11 CST"),
    _apple("de", "Am 08.08.2026 um 21:40 schrieb {name} <{mail}>:", "Anfang der weitergeleiteten Nachricht:", "Von|Betreff|Datum|An", "8. August 2026 um 21:40:11 CST"),
    _apple("ru", "8 авг. 2026 г., в 21:40, {name} <{mail}> написал(а):", "Начало переадресованного сообщения:", "От|Тема|Дата|Кому", "8 августа 2026 г. в 21:40:11 CST"),
    _apple("zh-hk", "{name} <{mail}> 在 2026年8月8日 晚上9:40 寫道：", "開始轉寄郵件：", "寄件人|主旨|日期|收件人", "2026年8月8日 晚上9:40:11 [CST]"),
    _apple("ko", "2026. 8. 8. 21:40, {name} <{mail}> 작성:", "전달된 메시지:", "보낸 사람|제목|날짜|받는 사람", "2026년 8월 8일 오후 9시 40분 11초 GMT+8"),
    _apple("ar", "في ٨ أغسطس ٢٠٢٦، الساعة ٩:٤٠ م، كتب/كتبت {name} <{mail}>:", "بداية الرسالة المُعاد توجيهها:", "من|الموضوع|التاريخ|إلى", "٨ أغسطس ٢٠٢٦"),
    _apple("vi", "Vào 21:40, 8 thg 8, 2026, {name} <{mail}> đã viết:", "Bắt đầu thư được chuyển tiếp:", "Từ|Chủ đề|Ngày|Đến", "lúc 21:40:11 CST 8 tháng 8, 2026"),
    _thunderbird("fr", "Le 08/08/2026 à 21:40, {name} a écrit :", "Message transféré", "Sujet |Date |De |Pour "),
    _thunderbird("ja", "On 2026/08/08 21:40, {name} wrote:", "転送メッセージ", "件名|日付|差出人|宛先"),
    _thunderbird("it", "Il 08/08/2026 21:40, {name} ha scritto:", "Messaggio Inoltrato", "Oggetto|Data|Mittente|A"),
    _thunderbird("cs", "Dne 08. 08. 26 v 21:40 {name} napsal(a):", "Přeposlaná zpráva", "Předmět|Datum|Od|Komu"),
    _thunderbird("sv", "Den 2026-08-08 kl. 21:40, skrev {name}:", "Vidarebefordrat meddelande", "Ämne|Datum|Från|Till"),
    _thunderbird("ko", "2026. 8. 8. 오후 9:40에 {name} 이(가) 쓴 글:", "전달된 메시지", "제목|날짜|보낸사람|받는사람"),
    _plain("163 phone", "---- 回复的原邮件 ----\n发件人\t{name}<{mail}>\n日期\t2026年08月08日 21:40\n收件人\t{to}\n主题\t{subject}",
           "---- 转发的邮件 ----\n发件人\t{name}<{mail}>\n日期\t2026年08月08日 21:40\n收件人\t{to}\n主题\t{subject}", "163"),
    _plain("126 web", "At 2026-08-08 21:40:11, \"{name}\" <{mail}> wrote:", "-------- Forwarding messages --------\nFrom: \"{name}\" <{mail}>\nDate: 2026-08-08 21:40:11\nTo: {to}\nSubject: {subject}", "163", marks=True),
    _plain("coremail en", "-----Original Messages-----\nFrom:\"{name}\" <{mail}>\nSent Time:2026-08-08 21:40:11 (Saturday)\nTo: {to}\nCc: \nSubject: {subject}",
           "-----Original Messages-----\nFrom:\"{name}\" <{mail}>\nSent Time:2026-08-08 21:40:11 (Saturday)\nTo: {to}\nCc: \nSubject: {subject}"),
    _plain("qq phone", "---原始邮件---\n发件人: \"{name}\"<{mail}>\n发送时间: 2026年8月8日(周六) 晚上9:40\n收件人: \"{to}\"<{to}>;\n主题: {subject}",
           "---原始邮件---\n发件人: \"{name}\"<{mail}>\n发送时间: 2026年8月8日(周六) 晚上9:40\n收件人: \"{to}\"<{to}>;\n主题: {subject}"),
    _plain("qq en", "------------------ Original ------------------\nFrom:  \"{name}\";<{mail}>;\nDate:  Sat, Aug 8, 2026 09:40 PM\nTo:  \"{to}\"<{to}>; \nSubject:  {subject}",
           "------------------ Original ------------------\nFrom:  \"{name}\";<{mail}>;\nDate:  Sat, Aug 8, 2026 09:40 PM\nTo:  \"{to}\"<{to}>; \nSubject:  {subject}"),
    _plain("foxmail en", "From: {name}\nDate: 2026-08-08 21:40\nTo: {to}\nSubject: {subject}", "From: {name}\nDate: 2026-08-08 21:40\nTo: {to}\nSubject: {subject}", "outlook desktop"),
    _plain("exmail", "------------------ Original ------------------\n发件人: \"{name}\"<{mail}>;\n发送时间: 2026年8月8日(星期六) 晚上9:40\n收件人: \"{to}\"<{to}>;\n抄送: \"office\"<office@example.com>;\n主题: {subject}",
           "------------------ 转发 ------------------\n发件人: \"{name}\"<{mail}>;\n发送时间: 2026年8月8日(星期六) 晚上9:40\n收件人: \"{to}\"<{to}>;\n主题: {subject}"),
    _plain("breaks taken out", "From: {name} <{mail}> Sent: Saturday, August 8, 2026 9:40 PM To: {to} Subject: {subject}",
           "________________________________ From: {name} <{mail}> Sent: Saturday, August 8, 2026 9:40 PM To: {to} Subject: {subject}"),
    _plain("breaks taken out, zh", "发件人: {name} <{mail}> 发送时间: 2026年8月8日 21:40 收件人: {to} 主题: {subject}",
           "发件人: {name} <{mail}> 发送时间: 2026年8月8日 21:40 收件人: {to} 主题: {subject}"),
    _plain("yahoo, all in one line", "On Saturday, August 8, 2026 at 09:40:11 PM GMT+8, {name} <{mail}> wrote:",
           "   ----- Forwarded Message ----- From: {name} <{mail}>To: \"{to}\" <{to}>Sent: Saturday, August 8, 2026 at 09:40:11 PM GMT+8Subject: {subject}", marks=True),
    _plain("yahoo pl, all in one line", "W dniu sobota, 8 sierpnia 2026 21:40:11 GMT+8 użytkownik {name} <{mail}> napisał:",
           "----- Przekazana wiadomość ----- Od: {name} <{mail}>Do: \"{to}\" <{to}>DW: office@example.com <office@example.com>Wysłano: sobota, 8 sierpnia 2026 21:40:11 GMT+8Temat: {subject}", marks=True),
    _plain("yahoo ja", "2026年8月8日(土曜日) 21:40:11 JST、{name} <{mail}> さんは書きました:", "----- 転送メッセージ -----\nFrom: {name} <{mail}>\nTo: {to}\nDate: 2026/8/8, Sat 21:40\nSubject: {subject}", marks=True),
    _plain("yahoo es", "En sábado, 8 de agosto de 2026, 09:40:11 p. m. GMT+8, {name} <{mail}> escribió:", "----- Mensaje reenviado -----\nDe: {name} <{mail}>\nPara: {to}\nEnviado: sábado, 8 de agosto de 2026, 21:40:11 GMT+8\nAsunto: {subject}", marks=True),
    _plain("yandex en", "08.08.2026, 21:40, \"{name}\" <{mail}>:", "-------- Forwarded message --------\n08.08.2026, 21:40, \"{name}\" <{mail}>:", marks=True),
    _plain("naver", "-----Original Message-----\nFrom: \"{name}\" <{mail}>\nTo: <{to}>;\nCc:\nSent: 2026-08-08 (토) 21:40:11 (GMT+09:00)\nSubject: {subject}",
           "-----Original Message-----\nFrom: \"{name}\" <{mail}>\nTo: <{to}>;\nCc:\nSent: 2026-08-08 (토) 21:40:11 (GMT+09:00)\nSubject: {subject}"),
    _plain("daum", "--------- 원본 메일 ---------\n보낸사람 : {name} <{mail}>\n받는사람 : {to}\n날짜 : 26.08.08 21:40 GMT +0900\n제목 : {subject}",
           "--------- 원본 메일 ---------\n보낸사람 : {name} <{mail}>\n받는사람 : {to}\n날짜 : 26.08.08 21:40 GMT +0900\n제목 : {subject}"),
    _plain("mail.ru phone", "> 8 авг. 2026 г., в 21:40, {name} <{mail}> написал(а):", "-------- Пересылаемое сообщение --------\nОт: {name} <{mail}>\nКому: {to}\nДата: суббота, 08 августа 2026г., 21:40 +03:00\nТема: {subject}", "apple", marks=True),
    _plain("zimbra", "De: \"{name}\" <{mail}>\nÀ: \"{to}\" <{to}>\nEnvoyé: Samedi 8 Août 2026 21:40:11\nObjet: {subject}",
           "----- Mail transféré -----\nDe: \"{name}\" <{mail}>\nÀ: \"{to}\" <{to}>\nEnvoyé: Samedi 8 Août 2026 21:40:11\nObjet: {subject}"),
    _plain("zimbra en", "----- On Aug 8, 2026, at 9:40 PM, {name} {mail} wrote:", "----- Forwarded Message -----\nFrom: \"{name}\" <{mail}>\nTo: \"{to}\" <{to}>\nSent: Saturday, August 8, 2026 9:40:11 PM\nSubject: {subject}", marks=True),
    _plain("roundcube", "On 2026-08-08 21:40, {name} wrote:", "-------- Original Message --------\nSubject: {subject}\nDate: 2026-08-08 21:40\nFrom: {name} <{mail}>\nTo: {to}", marks=True),
    _plain("roundcube de", "Am 08.08.2026 21:40, schrieb {name}:", "-------- Originalnachricht --------\nBetreff: {subject}\nDatum: 08.08.2026 21:40\nVon: {name} <{mail}>\nAn: {to}", marks=True),
    _plain("spark", "On Aug 8, 2026 at 9:40 PM +0800, {name} <{mail}>, wrote:", "---------- Forwarded message ----------\nFrom: {name} <{mail}>\nDate: Aug 8, 2026 at 9:40 PM +0800\nTo: {to}\nSubject: {subject}"),
    _plain("samsung zh", "-------- 原始邮件 --------\n发件人： {name} <{mail}>\n日期： 2026/8/8 21:40 (GMT+08:00)\n收件人： {to}\n主题： {subject}",
           "-------- 原始邮件 --------\n发件人： {name} <{mail}>\n日期： 2026/8/8 21:40 (GMT+08:00)\n收件人： {to}\n主题： {subject}"),
    _plain("samsung de", "-------- Ursprüngliche Nachricht --------\nVon: {name} <{mail}>\nDatum: 08.08.26 21:40 (GMT+01:00)\nAn: {to}\nBetreff: {subject}",
           "-------- Ursprüngliche Nachricht --------\nVon: {name} <{mail}>\nDatum: 08.08.26 21:40 (GMT+01:00)\nAn: {to}\nBetreff: {subject}"),
    _plain("huawei", "-------- 原始邮件 --------\n发件人：{name} <{mail}>\n日期：2026年8月8日周六 晚上9:40\n收件人：{to}\n主 题：{subject}",
           "-------- 转发的邮件 --------\n发件人：{name} <{mail}>\n日期：2026年8月8日周六 晚上9:40\n收件人：{to}\n主 题：{subject}"),
    _plain("proton", "On Saturday, August 8th, 2026 at 9:40 PM, {name} <{mail}> wrote:", "------- Forwarded Message -------\nFrom: {name} <{mail}>\nDate: On Saturday, August 8th, 2026 at 9:40 PM\nSubject: {subject}\nTo: {to}", marks=True),
    _plain("proton zh", "在 2026年8月8日 星期六 晚上9:40，{name} <{mail}> 来信：", "------- 转发的信息 -------\n发件人：{name} <{mail}>\n日期：在 2026年8月8日 星期六 晚上9:40\n主题：{subject}\n收件人：{to}", marks=True),
    _plain("tutanota", "Aug 8, 2026, 21:40 by {mail}:", "Date: Aug 8, 2026, 21:40\nFrom: {mail}\nTo: {to}\nSubject: {subject}", marks=True),
    _plain("fastmail", "On Sat, Aug 8, 2026, at 9:40 PM, {name} wrote:", "----- Original message -----\nFrom: {name} <{mail}>\nTo: {to}\nSubject: {subject}\nDate: Saturday, August 08, 2026 9:40 PM", marks=True),
    _plain("lotus notes", "{name} ---08/08/2026 21:40:11---Dear all\n\nFrom:\t{name} <{mail}>\nTo:\t{to}\nDate:\t08/08/2026 21:40\nSubject:\t{subject}", "----- Forwarded by Office/Tongji on 09/08/2026 10:02 -----\n\nFrom:\t{name} <{mail}>\nTo:\t{to}\nDate:\t08/08/2026 21:40\nSubject:\t{subject}"),
    _plain("gmx", "Gesendet: Samstag, 08. August 2026 um 21:40 Uhr\nVon: \"{name}\" <{mail}>\nAn: {to}\nBetreff: {subject}",
           "Gesendet: Samstag, 08. August 2026 um 21:40 Uhr\nVon: \"{name}\" <{mail}>\nAn: {to}\nBetreff: {subject}"),
    _plain("wechat work", "在 2026/08/08 21:40，{name} <{mail}> 写道：", "---------- 转发的邮件 ----------\n发件人：{name} <{mail}>\n时间：2026/08/08 21:40\n主题：{subject}\n收件人：{to}", marks=True),
    _plain("kmail", "On Saturday, 8 August 2026 21:40:11 China Standard Time {name} wrote:", "----------  Forwarded Message  ----------\n\nSubject: {subject}\nDate: Saturday, 8 August 2026, 21:40:11 CST\nFrom: {name} <{mail}>\nTo: {to}", marks=True),
    _plain("evolution", "On Sat, 2026-08-08 at 21:40 +0800, {name} wrote:", "-------- Forwarded Message --------\nFrom: {name} <{mail}>\nTo: {to}\nSubject: {subject}\nDate: Sat, 08 Aug 2026 21:40:11 +0800", marks=True),
)  # fmt: skip
