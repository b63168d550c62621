"""The form in which addresses are stored and written to, and the one in which they are compared; what only looks like an address
is another one.

A local part is folded in ASCII case alone; a domain becomes what the name service asks for (IDNA 2008: ß is not ss). No other
letter becomes an ASCII one: a Kelvin sign or a full-width letter that lower-casing, NFC or UTS 46 would turn into "k" or "e" is
no spelling that mail programs use, but one that gets past a check of the sender's domain, so such an address stays as it came.
"""

from __future__ import annotations

import re
import unicodedata

import idna

ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
# One mailbox by its provider's own word; a dot elsewhere, and a tag at most other hosts, may be somebody else's.
GOOGLES = frozenset({"gmail.com", "googlemail.com"})
GOOGLE_NAME = re.compile(r"([a-z0-9]+(?:\.[a-z0-9]+)*)(?:\+[a-z0-9!#$%&'*+/=?^_`{|}~.-]*)?")
HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*")


def canonical(address: str) -> str:
    """Return an address in the form that storing and sending uses: local part as sent, domain in ASCII if it can be.

    >>> canonical("Marie@BÜCHER.example")
    'marie@xn--bcher-kva.example'
    """
    local, at, domain = address.strip().rpartition("@")
    return _composed(local).translate(ASCII_LOWER) + at + host(domain)


def one_spelling(address: str) -> str:
    """Return an address in the form that all comparing uses: of one mailbox that may be spelt in several ways the shortest.

    Only Gmail says so itself, of its own two domains: dots in a name and what follows its first + count for nothing.

    >>> one_spelling("Marie.Blanc+photos@googlemail.com")
    'marieblanc@gmail.com'
    """
    written = canonical(address)
    local, _, domain = written.rpartition("@")
    name = GOOGLE_NAME.fullmatch(local) if domain in GOOGLES else None
    return f"{name[1].replace('.', '')}@gmail.com" if name else written


def same(one: str, other: str) -> bool:
    """Tell whether two texts are one address; an empty one is nobody's."""
    return bool(one.strip()) and one_spelling(one) == one_spelling(other)


def host(domain: str) -> str:
    """Return a domain in lower-case ASCII (IDNA 2008), or as it came where it has no such form."""
    plain = domain.translate(ASCII_LOWER)
    composed = _composed(domain)
    if plain.isascii() or composed.isascii() or _unseen(composed) or any(map(_imitates_ascii, composed)):
        return plain
    try:
        return idna.encode(composed, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError, IndexError, ValueError):
        return plain


def readable(address: str) -> str:
    """Return an address as people read it: a domain in punycode becomes its own letters again."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        return local + at + idna.decode(domain)
    except (idna.IDNAError, UnicodeError, IndexError, ValueError):
        return address


def writable(address: str) -> bool:
    """Tell whether a letter can be addressed to it at all: any local part that no header or command breaks at, an ASCII host."""
    local, _, domain = canonical(address).rpartition("@")
    if not local or len(domain) > 253 or not HOST.fullmatch(domain):
        return False
    return re.fullmatch(r"[!#-'*+\-./0-9=?A-Z^-~\u00a1-\U0010ffff]+", local) is not None and not _unseen(local)


def _composed(text: str) -> str:
    """Compose accents (NFC), but for text that would become ASCII thereby: a Kelvin sign is no K."""
    if text.isascii() or any(not char.isascii() and unicodedata.normalize("NFC", char).isascii() for char in text):
        return text
    return unicodedata.normalize("NFC", text)


def _imitates_ascii(char: str) -> bool:
    """Tell whether mapping a character would give an ASCII one: full-width, mathematical, long s, Kelvin sign, dotted I."""
    if char.isascii():
        return False
    return any(part.isascii() for part in unicodedata.normalize("NFKC", char).lower()) or char in "\u3002\uff61"


def _unseen(text: str) -> bool:
    """Tell whether a text holds what nobody sees or types: controls, marks of direction, blanks, unassigned characters."""
    return any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp"} for char in text)
