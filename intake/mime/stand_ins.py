"""What stands where a file or a text was: removed on the way, being scanned, to be read in a portal; each product by its own words."""

from __future__ import annotations

import re

from intake.model.problems import Problem

LONGEST_LETTER = 200_000  # characters: a longer text is looked through for nothing
SHORT = 20_000  # characters; a longer text is somebody's own
NAMES = (
    (re.compile(r"(ATP|Safe Attachments?) Scan[ _-]?In[ _-]?Progress", re.IGNORECASE), Problem.SCANNING),
    (
        re.compile(
            r"(SecureMessageAtt|securedoc_|message_zdm|TMEmailEncryption|ZixMessage|encrypted[-_ ]?(e-?mail|message)|secure[-_ ]?(e-?mail|message))"
            r"[\w.-]*\.html?$",
            re.IGNORECASE,
        ),
        Problem.PORTAL,
    ),
    (
        re.compile(
            r"(attachment[-_ ]?(warning|removed|deleted|blocked)|virus[-_ ]?(warning|info|alert)|(removed|deleted|blocked|replaced|stripped|"
            r"quarantined?|unsafe)[-_ ]?(attachments?|files?)?\d*(?=\.)|malware[-_ ]?alert)[\w.() -]*\.(txt|html?)$|^Deleted: |附件(已|被)+.{0,6}(删除|移除|隔离)",
            re.IGNORECASE,
        ),
        Problem.REMOVED,
    ),
)
GONE = r"(removed|deleted|stripped|blocked|quarantined|replaced|scrubbed|删除|移除|隔离|拦截|剥离|刪除|攔截)"
IN_FILES = (  # in a short text that came as a file
    (
        re.compile(
            r"(attach\w*|file|附件|文件|檔案)[^\n]{0,160}?(has|have|had|was|were|is|been|已|被)[^\n]{0,20}?" + GONE,
            re.IGNORECASE,
        ),
        Problem.REMOVED,
    ),
    (
        re.compile(
            GONE + r"[^\n]{0,60}(attachment|file|附件)[^\n]{0,200}(virus|policy|malware|security|病毒|安全)", re.IGNORECASE
        ),
        Problem.REMOVED,
    ),
)
IN_TEXTS = (  # in what a mail says: only what no person writes
    (
        re.compile(
            r"(Microsoft (Purview|Office 365|365) Message Encryption|messages? protected (by|with) (Microsoft|Office 365)|"
            r"(has sent you|You('ve| have) received) an? (protected|rights[- ]protected) message|outlook\.office(365)?\.com/Encryption|"
            r"This message (is|was) protected with (Microsoft|Active Directory|Azure)|[Ll]earn about messages protected by)"
        ),
        Problem.PROTECTED,
    ),
    (
        re.compile(
            r"(has sent you an? (secure|encrypted|virtru[- ]\w+) (message|e-?mail)|You('ve| have) received an? (secure|encrypted) (message|e-?mail)|"
            r"(click|open|read)[^\n]{0,60}(secure|encrypted) (message|e-?mail)|secure\.virtru\.com|confidential-mail\.google\.com|res\.cisco\.com|"
            r"mail\.proton\.me/eo|(encrypt|securemail)\.barracuda\w*\.|Proofpoint (Encryption|Protection Server)|zixcorp\.com|"
            r"securedoc(_\w+)?\.html|SecureMessageAtt\.html)",
            re.IGNORECASE,
        ),
        Problem.PORTAL,
    ),
    (re.compile(r"(ATP|Safe Attachments?) Scan In Progress", re.IGNORECASE), Problem.SCANNING),
)
SCRUBBED = re.compile(  # Mailman; Exchange and scanners, which write in brackets, stars or under their own name
    r"^-{2,} ?next part ?-{2,}\n(?=A[n ])|"
    r"^An? [^\n]{0,60}(attachment|text|part)[^\n]{0,40} was scrubbed\.{3}\n(?:[A-Z][A-Za-z]*: [^\n]*\n?)*|"
    r"^[ \t]*[\[*<(]{1,8} ?[^\n\]]{0,120}(attachment|file|附件)[^\n\]]{0,160}" + GONE + r"[^\n]{0,160}$|"
    r"^[^\n]{0,60}(MailScanner|ScanMail|Forefront|Symantec|Sophos|McAfee|Trend Micro|Kaspersky|Exchange Server|Mimecast)[^\n]{0,160}"
    + GONE
    + r"[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
LOST_NAME = re.compile(
    r"(?:^Name: |attachment |file |附件)[\"“'《]?([^\n\"”'》:]{1,80}\.[A-Za-z0-9]{2,5})\b", re.IGNORECASE | re.MULTILINE
)


def of_file(name: str, text: str = "") -> str:
    """Return what a file stands for by its name or, where it is a short text, by its words; '' for an ordinary file."""
    told = next((code for pattern, code in NAMES if pattern.search(name)), "")
    if told or not text or len(text) > SHORT:
        return told
    return next((code for pattern, code in (*IN_TEXTS, *IN_FILES) if pattern.search(text)), "")


def of_text(text: str) -> str:
    """Return what a whole mail's text stands for: encrypted content, a portal, a scan; '' for a person's text."""
    if len(text) > SHORT:
        return ""
    return next((code for pattern, code in IN_TEXTS if pattern.search(text)), "")


def without_scrubbed(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a text without the lines that say a file was removed, and (name of the file or '', what the lines say)."""
    lost: list[tuple[str, str]] = []
    if len(text) > LONGEST_LETTER:
        return text, lost

    def note(match: re.Match[str]) -> str:
        named = LOST_NAME.search(match[0])
        if "next part" not in match[0]:
            lost.append((named[1] if named else "", match[0].strip()))
        return ""

    return SCRUBBED.sub(note, text), lost
