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
