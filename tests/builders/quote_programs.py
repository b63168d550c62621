"""How mail programs put another mail below an answer, or pass one on: heads in many languages, and the HTML around them.

Written from reports and from the programs' sources, not captured.
"""

from __future__ import annotations

DESK = "photo@example.org"
CALL = "Photo Call"
MARTA = "marta@example.com"

# one line or two above the quoted mail; {name} and {mail} are its author's
LINES = {
    "gmail en": "On Mon, Aug 10, 2026 at 9:05 AM {name} <{mail}> wrote:",
    "gmail en, wrapped": "On Mon, Aug 10, 2026 at 9:05 AM {name}\n<{mail}> wrote:",
    "gmail zh": "{name} <{mail}> 于2026年8月10日周一 09:05写道：",
    "gmail zh tw": "{name} <{mail}> 於 2026年8月10日 週一 上午9:05寫道：",
    "gmail ja": "2026年8月10日(月) 9:05 {name} <{mail}>:",
    "gmail ko": "2026년 8월 10일 (월) 오전 9:05, {name} <{mail}>님이 작성:",
    "gmail de": "Am Mo., 10. Aug. 2026 um 09:05 Uhr schrieb {name} <{mail}>:",
    "gmail fr": "Le lun. 10 août 2026 à 09:05, {name} <{mail}> a écrit :",
    "gmail es": "El lun, 10 ago 2026 a las 9:05, {name} (<{mail}>) escribió:",
    "gmail pt": "Em seg., 10 de ago. de 2026 às 09:05, {name} <{mail}> escreveu:",
    "gmail it": "Il giorno lun 10 ago 2026 alle ore 09:05 {name} <{mail}> ha scritto:",
    "gmail nl": "Op ma 10 aug 2026 om 09:05 schreef {name} <{mail}>:",
    "gmail pl": "pon., 10 sie 2026 o 09:05 {name} <{mail}> napisał(a):",
    "gmail ru": "пн, 10 авг. 2026 г. в 09:05, {name} <{mail}>:",
    "gmail uk": "пн, 10 серп. 2026 р. о 09:05 {name} <{mail}> пише:",
    "gmail tr": "{name} <{mail}>, 10 Ağu 2026 Pzt, 09:05 tarihinde şunu yazdı:",
    "gmail vi": "Vào Th 2, 10 thg 8, 2026 vào lúc 09:05 {name} <{mail}> đã viết:",
    "gmail id": "Pada tanggal Sen, 10 Agu 2026 pukul 09.05 {name} <{mail}> menulis:",
    "gmail th": "ในวันที่ จ. 10 ส.ค. 2026 เวลา 09:05 {name} <{mail}> เขียนว่า:",
    "gmail ar": "في الاثنين، 10 أغسطس 2026 في 9:05 ص تمت كتابة ما يلي بواسطة {name} <{mail}>:",
    "gmail he": "‫בתאריך יום ב׳, 10 באוג׳ 2026 ב-9:05 מאת {name} <{mail}>:‬",
    "gmail sv": "Den mån 10 aug. 2026 kl 09:05 skrev {name} <{mail}>:",
    "gmail no": "man. 10. aug. 2026 kl. 09:05 skrev {name} <{mail}>:",
    "gmail fi": "ma 10. elok. 2026 klo 9.05 {name} ({mail}) kirjoitti:",
    "gmail cs": "po 10. 8. 2026 v 9:05 odesílatel {name} <{mail}> napsal:",
    "gmail hu": "{name} <{mail}> ezt írta (időpont: 2026. aug. 10., H, 9:05):",
    "gmail ro": "În lun., 10 aug. 2026 la 09:05, {name} <{mail}> a scris:",
    "gmail el": "Στις Δευ 10 Αυγ 2026 στις 9:05 π.μ., ο/η {name} <{mail}> έγραψε:",
    "apple en": "On 10 Aug 2026, at 09:05, {name} <{mail}> wrote:",
    "apple zh": "在 2026年8月10日，09:05，{name} <{mail}> 写道：",
    "apple ja": "2026/08/10 9:05、{name} <{mail}>のメール:",
    "apple ko": "2026. 8. 10. 오전 9:05, {name} <{mail}> 작성:",
    "apple de": "Am 10.08.2026 um 09:05 schrieb {name} <{mail}>:",
    "apple fr": "Le 10 août 2026 à 09:05, {name} <{mail}> a écrit :",
    "apple tr": "{name} <{mail}> şunları yazdı (10 Ağu 2026 09:05):",
    "apple da": "Den 10. aug. 2026 kl. 09.05 skrev {name} <{mail}>:",
    "thunderbird en": "On 10/08/2026 09:05, {name} wrote:",
    "thunderbird de": "Am 10.08.26 um 09:05 schrieb {name}:",
    "thunderbird ru": "10.08.2026 9:05, {name} пишет:",
    "thunderbird zh": "在 2026/8/10 9:05, {name} 写道:",
    "thunderbird pl": "W dniu 10.08.2026 o 09:05, {name} pisze:",
    "yandex": '10.08.2026, 09:05, "{name}" <{mail}>:',
    "zoho": "---- On Mon, 10 Aug 2026 09:05:00 +0800 {name} <{mail}> wrote ----",
    "mail.ru": "Понедельник, 10 августа 2026, 9:05 +03:00 от {name} <{mail}>:",
    "yahoo": "On Monday, August 10, 2026 at 09:05:00 AM GMT+8, {name} <{mail}> wrote:",
    "163": 'At 2026-08-10 09:05:00, "{name}" <{mail}> wrote:',
    "163 zh": '在 2026-08-10 09:05:00，"{name}" <{mail}> 写道：',
    "lark": "{name}<{mail}> 2026年8月10日 周一 09:05写道：",
    "protonmail": "On Monday, August 10th, 2026 at 09:05, {name} <{mail}> wrote:",
}
# blocks of lines that name who wrote, when, to whom, about what
BLOCKS = {
    "outlook en": "From: {name} <{mail}>\nSent: Monday, August 10, 2026 9:05 AM\nTo: {to}\nSubject: {subject}",
    "outlook zh": "发件人: {name} <{mail}>\n发送时间: 2026年8月10日 9:05\n收件人: {to}\n主题: {subject}",
    "outlook ja": "差出人: {name} <{mail}>\n送信日時: 2026年8月10日 9:05\n宛先: {to}\n件名: {subject}",
    "outlook ko": "보낸 사람: {name} <{mail}>\n보낸 날짜: 2026년 8월 10일 월요일 오전 9:05\n받는 사람: {to}\n제목: {subject}",
    "outlook de": "Von: {name} <{mail}>\nGesendet: Montag, 10. August 2026 09:05\nAn: {to}\nBetreff: {subject}",
    "outlook pl": "Od: {name} <{mail}>\nWysłano: poniedziałek, 10 sierpnia 2026 09:05\nDo: {to}\nTemat: {subject}",
    "outlook tr": "Kimden: {name} <{mail}>\nGönderildi: 10 Ağustos 2026 Pazartesi 09:05\nKime: {to}\nKonu: {subject}",
    "outlook vi": "Từ: {name} <{mail}>\nĐã gửi: Thứ Hai, ngày 10 tháng 8 năm 2026 9:05 SA\nĐến: {to}\nChủ đề: {subject}",
    "outlook sv": "Från: {name} <{mail}>\nSkickat: den 10 augusti 2026 09:05\nTill: {to}\nÄmne: {subject}",
    "outlook no": "Fra: {name} <{mail}>\nSendt: mandag 10. august 2026 09:05\nTil: {to}\nEmne: {subject}",
    "outlook fi": "Lähettäjä: {name} <{mail}>\nLähetetty: maanantai 10. elokuuta 2026 9.05\nVastaanottaja: {to}\nAihe: {subject}",
    "outlook uk": "Від: {name} <{mail}>\nНадіслано: понеділок, 10 серпня 2026 р. 9:05\nКому: {to}\nТема: {subject}",
    "outlook id": "Dari: {name} <{mail}>\nDikirim: Senin, 10 Agustus 2026 09.05\nKepada: {to}\nPerihal: {subject}",
    "outlook th": "จาก: {name} <{mail}>\nส่งเมื่อ: 10 สิงหาคม 2569 9:05\nถึง: {to}\nเรื่อง: {subject}",
    "outlook ar": "من: {name} <{mail}>\nتم الإرسال: ١٠ أغسطس ٢٠٢٦ 09:05\nإلى: {to}\nالموضوع: {subject}",
    "outlook bold": "*From:* {name} <{mail}>\n*Sent:* Monday, August 10, 2026 9:05 AM\n*To:* {to}\n*Subject:* {subject}",
    "an unknown language": "Avsendanto: {name} <{mail}>\nSendita: 10/08/2026 09:05\nAl: {to}\nTemo: {subject}",
    "foxmail": "发件人： {name}\n发送时间： 2026-08-10 09:05\n收件人： {to}\n主题： {subject}",
    "mail master": "---- Replied Message ----\nFrom\t{name}<{mail}>\nDate\t08/10/2026 09:05\nTo\t{to}\nSubject\t{subject}",
    "mail master, colons": "---- Replied Message ----\nFrom: {name}<{mail}>\nDate: 08/10/2026 09:05\nTo: {to}\nSubject: {subject}",
    "qq": '------------------ 原始邮件 ------------------\n发件人: "{name}" <{mail}>;\n发送时间: 2026年8月10日(星期一) 上午9:05\n收件人: "{to}";\n主题: {subject}',
    "coremail": "-----原始邮件-----\n发件人:{name} <{mail}>\n发送时间:2026-08-10 09:05:00 (星期一)\n收件人: {to}\n主题: {subject}",
    "samsung": "-------- Original message --------\nFrom: {name} <{mail}>\nDate: 10/08/2026 09:05 (GMT+08:00)\nTo: {to}\nSubject: {subject}",
    "dingtalk": "------------------------------------------------------------------\n发件人：{name} <{mail}>\n日　期：2026年08月10日 09:05:00\n收件人：{to}\n主　题：{subject}",
}
# what stands above a mail that is passed on
FORWARDS = {
    "gmail en": "---------- Forwarded message ---------\nFrom: {name} <{mail}>\nDate: Mon, Aug 10, 2026 at 9:05 AM\nSubject: {subject}\nTo: {to}",
    "gmail zh": "---------- Forwarded message ---------\n发件人： {name} <{mail}>\nDate: 2026年8月10日周一 09:05\nSubject: {subject}\nTo: {to}",
    "gmail de": "---------- Forwarded message ---------\nVon: {name} <{mail}>\nDate: Mo., 10. Aug. 2026 um 09:05 Uhr\nSubject: {subject}\nTo: {to}",
    "apple en": "Begin forwarded message:\n\nFrom: {name} <{mail}>\nSubject: {subject}\nDate: 10 August 2026 at 09:05:00 GMT+8\nTo: {to}",
    "apple zh": "下面是被转发的邮件：\n\n发件人: {name} <{mail}>\n主题: {subject}\n日期: 2026年8月10日 GMT+8 09:05:00\n收件人: {to}",
    "apple ja": "転送されたメッセージ:\n\n差出人: {name} <{mail}>\n件名: {subject}\n日付: 2026年8月10日 9:05:00 JST\n宛先: {to}",
    "apple fr": "Début du message transféré :\n\nDe: {name} <{mail}>\nObjet: {subject}\nDate: 10 août 2026 à 09:05:00 UTC+8\nÀ: {to}",
    "thunderbird": "-------- Forwarded Message --------\nSubject: \t{subject}\nDate: \tMon, 10 Aug 2026 09:05:00 +0800\nFrom: \t{name} <{mail}>\nTo: \t{to}",
    "163": "-------- 转发邮件信息 --------\n发件人：{name} <{mail}>\n发送日期：2026-08-10 09:05:00\n收件人：{to}\n主题：{subject}",
    "qq": '------------------ 原始邮件 ------------------\n发件人: "{name}" <{mail}>;\n发送时间: 2026年8月10日(星期一) 上午9:05\n收件人: "{to}";\n主题: {subject}',
    "outlook en": "________________________________\nFrom: {name} <{mail}>\nSent: Monday, August 10, 2026 9:05 AM\nTo: {to}\nSubject: {subject}",
    "outlook zh": "________________________________\n发件人: {name} <{mail}>\n发送时间: 2026年8月10日 9:05\n收件人: {to}\n主题: {subject}",
    "outlook fr": "De : {name} <{mail}>\nEnvoyé : lundi 10 août 2026 09:05\nÀ : {to}\nObjet : {subject}",
    "mail.ru": "-------- Пересылаемое сообщение --------\nОт кого: {name} <{mail}>\nКому: {to}\nДата: Понедельник, 10 августа 2026, 9:05 +03:00\nТема: {subject}",
    "yandex": '-------- Пересылаемое сообщение --------\n10.08.2026, 09:05, "{name}" <{mail}>:',
    "zoho": "============ Forwarded message ============\nFrom: {name} <{mail}>\nTo: {to}\nDate: Mon, 10 Aug 2026 09:05:00 +0800\nSubject: {subject}\n============ Forwarded message ============",
    "samsung": "-------- Original message --------\nFrom: {name} <{mail}>\nDate: 10/08/2026 09:05 (GMT+08:00)\nTo: {to}\nSubject: {subject}",
    "yahoo": "----- Forwarded Message -----\nFrom: {name} <{mail}>\nTo: {to}\nSent: Monday, August 10, 2026 at 09:05:00 AM GMT+8\nSubject: {subject}",
}
# an element that a program puts the quoted mail in: (before the head, between head and mail, after)
WRAPS = {
    "gmail": (
        '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">',
        '</div><blockquote class="gmail_quote">',
        "</blockquote></div>",
    ),
    "apple": ('<br><blockquote type="cite"><div>', "</div><div>", "</div></blockquote>"),
    "thunderbird": ('<div class="moz-cite-prefix">', '</div><blockquote type="cite">', "</blockquote>"),
    "outlook": ('<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">', "</div><div>", "</div>"),
    "outlook desktop": (
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p>',
        "</p></div><p>&nbsp;</p>",
        "",
    ),
    "163": ("<p>", '</p><blockquote id="isReplyContent">', "</blockquote>"),
    "nothing": ("<div>", "</div><div>", "</div>"),
}


def filled(head: str, *, name: str = CALL, mail: str = DESK, to: str = MARTA, subject: str = "Re: My photos") -> str:
    """Return a head with the author, the recipient and the subject of the mail below it."""
    return head.format(name=name, mail=mail, to=to, subject=subject)
