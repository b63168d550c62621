"""Tell a refusal for our own quota, frequency or daily limit from one of the letter or its recipient (contract.md ruling 11)."""

from __future__ import annotations

import re

# What a provider's own code says beyond doubt. 5.4.5: Gmail; 5.1.90, 5.7.232, .233, .705: Microsoft 365; the letters: NetEase.
OUR_STATUS = re.compile(r"\b5\.(?:4\.5|1\.90|7\.(?:23[23]|705))\b")
OUR_CODE = re.compile(r"\b(?:MI:(?:SFQ|STC|DMC)|RP:(?:DRC|TRC|RCL)|HL:(?:IFC|ITC|ICC|MEP))\b")
# The recipient's mailbox is full, gets too much, or takes no letter of this size (RFC 3463: X.2.1 to X.2.3, X.3.4).
THEIR_STATUS = re.compile(r"\b[45]\.(?:2\.(?:[123]|12[12])|3\.4)\b")
SENDING = (
    r"(?:send(?:ing|er'?s?|s)?|sent|outgoing|outbound|submission|submit\w*|relay(?:ing)?|smtp|connection|domain|ip|tenant|your)"
)
LIMIT = r"(?:limit(?:s|ed|ation)?|quotas?|frequency|rate|threshold|throttl\w+|allowance|max(?:imum)?|credits?)"
NEAR = r"(?:\W+[\w.@'-]+){0,6}?\W+"
OURS = (
    re.compile(rf"\b{SENDING}{NEAR}{LIMIT}\b", re.I),
    re.compile(rf"\b{LIMIT}{NEAR}(?:send(?:ing|er)?|sent|outgoing|outbound|submission|relay)\b", re.I),
    re.compile(r"\bthrottl(?:ed|ing)\b", re.I),
    re.compile(
        r"(?:发信|发件|发送|投递|外发|寄信|连接)[^。；;]{0,20}(?:频率|频次|频繁|限额|上限|限制|超限|超出|超过|过多|过快|太快|配额)"
    ),
    re.compile(r"(?:频率|频次|頻率)[^。；;]{0,6}(?:过高|过快|受限|限制|超限|超过|超出|太高|太快|過高|受限)"),
    re.compile(
        r"(?:當天|当天|当日|今日|今天|每日|每天|每小时|每小時|单日|日发|二十四小时|24\s*小时)[^。；;]{0,20}(?:上限|限制|限额|超过|超出|超限|配额|已满|用完)"
    ),
    re.compile(r"(?:寄件|傳送|發送|發信)[^。；;]{0,20}(?:頻率|上限|限制|超過|超出|配額)"),
)
THEIRS = re.compile(
    r"\b(?:mail ?box|inbox|account|user|recipient'?s?)\b[^.;]{0,40}\b(?:full|over (?:its |the )?quota|over-?quota|receiv\w+|storage|space)\b"
    r"|\b(?:mail ?box|inbox)\b[^.;]{0,40}\b(?:exceed\w*|quota)\b"
    r"|\b(?:quota|storage|space)\b[^.;]{0,40}\b(?:mail ?box|inbox|recipient)\b|\bdisk quota\b|\binsufficient\b"
    r"|\b(?:message|mail|attachment|file|header)s?[- ](?:is |size |length )*(?:too (?:large|big|long)|exceeds|limit|size)\b|\bsize\b"
    r"|收件人?(?:的)?(?:邮箱|信箱|空间|账户|帐户)|收件箱|收信|接收|(?:邮箱|信箱|空间|容量)[^。；;]{0,6}(?:已满|不足|已用完|满)|容量|大小|过大|太大",
    re.I,
)
PERHAPS = re.compile(
    r"\b(?:daily|hourly|per[- ](?:hour|day|minute)|24[- ]?h(?:ou)?rs?|frequency)\b[^.;]{0,60}\b(?:limit\w*|quota|exceed\w*|reached|maximum)\b"
    r"|\b(?:exceed\w*|reached|over)\b[^.;]{0,60}\b(?:daily|hourly|per[- ](?:hour|day|minute)|24[- ]?h(?:ou)?rs?|rate|frequency|quota)\b"
    r"|\bquota\b[^.;]{0,30}\bexceed\w*|\brate[- ]?limit\w*|\bfrequency limit\w*"
    r"|\btoo (?:many|much)\b[^.;]{0,30}\b(?:mails?|e-?mails?|messages?|connections?|recipients?|sessions?|requests?)\b"
    r"|配额|限流|频繁|頻繁|配額",
    re.I,
)


def about_our_limits(said: str) -> bool:
    """Tell whether a server's refusal speaks of how much or how often *we* may send, in any usual provider's words."""
    if OUR_STATUS.search(said) or OUR_CODE.search(said):
        return True
    if THEIR_STATUS.search(said):
        return False
    if any(pattern.search(said) for pattern in OURS):
        return not re.search(r"\bsize\b|大小|过大|太大|\btoo (?:large|big)\b", said, re.I)
    return bool(PERHAPS.search(said)) and not THEIRS.search(said)
