"""How the desk knows its own letters: by names that only who holds its secret can make."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field

LOOP_HEADER = "X-Intake-Desk"  # stands in every letter of ours; tells loops, proves nothing
CODE_LETTERS, CODE_LENGTH = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 12  # Crockford's: no I, L, O, U
NAME = re.compile(r"<([0-9a-f]{32})([0-9a-f]{16})@[^<>@\s]+>")


@dataclass(frozen=True)
class OurMark:
    """Names letters and recognises those names again; a stranger who knows every word of a letter can do neither."""

    secret: bytes = field(repr=False)  # of data_dir/secret

    def message_id(self, words: str, host: str) -> str:
        """Return the Message-ID of a letter with these words: the same for the same words, so that sending it again keeps its bytes."""
        name = self._made("letter", words)[:32]
        return f"<{name}{self._made('name', name)[:16]}@{host}>"

    def made(self, message_id: str) -> bool:
        """Tell whether a Message-ID was made with this secret."""
        found = NAME.fullmatch(message_id)
        return found is not None and hmac.compare_digest(found[2], self._made("name", found[1])[:16])

    def boundary(self, message_id: str) -> str:
        """Return the boundary of our letter with that Message-ID."""
        return "=_" + self._made("boundary", message_id)[:40]

    def composed(self, message_id: str, boundary: str) -> bool:
        """Tell whether we composed a letter; relays that take headers away leave these two as they are."""
        return self.made(message_id) and hmac.compare_digest(boundary.encode(), self.boundary(message_id).encode())

    def proof(self, what: str, words: str) -> bytes:
        """Return 32 bytes that only who holds the secret can make of these words, for a purpose of their own."""
        return hmac.digest(self.secret, f"proof of {what}|{words}".encode(), hashlib.sha256)

    def check_code(self, words: str) -> str:
        """Return the check code of a certificate with these words: twelve letters and digits, none easily misread."""
        value = int(self._made("certificate", words), 16)
        return "".join(CODE_LETTERS[value // 32**place % 32] for place in range(CODE_LENGTH))

    def _made(self, what: str, words: str) -> str:
        return hmac.digest(self.secret, f"{what}|{words}".encode(), hashlib.sha256).hex()
