"""Tell a regular expression that may take for ever: a repetition of what repeats already, or may be read in two ways."""

from __future__ import annotations

import re

ESCAPED, CLASS = re.compile(r"\\."), re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
ENDLESS = re.compile(r"[*+]|\{\d*,\}")


def may_never_end(pattern: str) -> bool:
    """Tell whether a group that is repeated without end holds another such repetition or alternatives."""
    plain = ESCAPED.sub("x", CLASS.sub("x", ESCAPED.sub("x", pattern)))
    risky = [False]  # for each group that is open: whether its repetition would be dangerous
    for place, char in enumerate(plain):
        if char == "(":
            risky.append(False)
        elif char == "|":
            risky[-1] = True
        elif char == ")" and len(risky) > 1:
            inner = risky.pop()
            endless = ENDLESS.match(plain, place + 1)
            if inner and endless:
                return True
            risky[-1] = risky[-1] or inner or bool(endless)
        elif ENDLESS.match(plain, place):
            risky[-1] = True
    return False
