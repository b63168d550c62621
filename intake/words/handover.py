"""Words by which people say that something takes the place of what they sent before: another contact, a corrected form."""

from __future__ import annotations

import re

INSTEAD = re.compile(
    r"变更|更换|更替|接替|接手|交接|改由|改为|换成|换为|现由|调整为|为准|作废|"
    r"replac|supersede|hand(?:ed|ing|s)?[ -]?over|(?:take|took|taken|taking)s?[ -]?over|instead of|"
    r"(?:new|changed?|different) (?:liaison|contact|coordinator|guest|form)|no longer",
    re.IGNORECASE,
)


def says_instead(*texts: str) -> bool:
    """Tell whether words say that what comes with them stands in place of what came before."""
    return any(INSTEAD.search(text) for text in texts)


# Words by which people say that a mail stands in place of the one before, whatever that one held.
VOIDS = re.compile(
    r"以(?:这|本|此|该|附件|下面|以下|新|后|第二|今天|现在|刚)[^，。；！\n]{0,10}为准|"
    r"(?:前|上)(?:面|一|两|几|次|封|回|天|边|述)?[^，。；！？\n]{0,12}(?:作废|不算|无效|发错|传错|弄错|有误|(?<!没)(?<!不)错了)|(?:之前|此前|先前|昨天|刚才|刚刚|原来)[^，。；！？\n]{0,12}(?:作废|不算|无效|发错|传错|弄错|有误|错了)|"
    r"(?:发|传|寄)错了?(?:文件|照片|图|附件|邮件|作品|版本)|"
    r"(?<!不要)(?<!别)(?<!勿)(?:忽略|无视|作废|替换|取代|代替|替代)(?:掉)?(?:我)?(?:上|前|之前|此前|原来|先前|昨天|刚才)|"
    r"(?<!not )(?<!n't )\b(?:ignore|disregard|discard|delete|replac(?:e|es|ing)|supersed(?:e|es|ing)|cancels?|overrides?)\W+(?:\w+\W+){0,5}(?:previous|earlier|last|first|former|old|prior|yesterday)\b|"
    r"\b(?:sent|attached|uploaded|submitted)\W+(?:you\W+)?(?:the\W+|some\W+)?wrong\W+(?:\w+\W+)?(?:files?|photos?|pictures?|images?|versions?|attachments?|ones?|works?|mails?|e-?mails?)\b|"
    r"\binstead of (?:the|my|those|what)?\s?(?:\w+\s)?(?:previous|earlier|last|first|former|old|prior|yesterday)\b",
    re.IGNORECASE,
)
OF_PAPERS = re.compile(
    r"登记表|报名表|表格|简介|说明|肖像|作者照|证件照|\bforms?\b|biograph|\bbio\b|description|portrait|r[ée]sum[ée]",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^。！？!?\n]+(?:\n(?=[a-z])[^。！？!?\n]+)*")


def voids_earlier(*texts: str) -> bool:
    """Tell whether words say that a mail stands in place of an earlier one as a whole; of one paper alone they say nothing about the rest."""
    sentences = (found[0] for text in texts for found in SENTENCE.finditer(text[:5000]))
    return any(VOIDS.search(sentence) and not OF_PAPERS.search(sentence) for sentence in sentences)
